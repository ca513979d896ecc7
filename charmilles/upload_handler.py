"""Receiving a file without letting it fill the disk."""

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class Bounded(FileUploadHandler):
    """Writes no more than a file may weigh, and counts the rest: the form can say what is wrong.

    The name given by the visitor has no part in that of the temporary file: an extension of 250
    letters would be one too long for the disk.
    """

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.file = TemporaryUploadedFile("file", self.content_type, 0, self.charset)

    def receive_data_chunk(self, raw_data, start):
        if start <= settings.UPLOAD_SIZE:
            self.file.write(raw_data)

    def file_complete(self, file_size):
        self.file.seek(0)
        self.file.size = file_size
        self.file.name = self.file_name
        return self.file

    def upload_interrupted(self):
        """Closed, it removes itself."""
        if hasattr(self, "file"):
            self.file.close()
