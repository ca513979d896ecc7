"""Receives an uploaded file without letting it fill the disk."""

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class Bounded(FileUploadHandler):
    """Stops writing past a size but counts every byte, so that the form can refuse the file.

    The size is UPLOAD_SIZE; for staff, who give the open data of the whole country, it is larger.

    The visitor's file name is not used for the temporary file: an extension of 250 letters would
    be too long for the disk.
    """

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        is_of_staff = getattr(getattr(self.request, "user", None), "is_staff", False)
        self.most = settings.STAFF_UPLOAD_SIZE if is_of_staff else settings.UPLOAD_SIZE
        self.file = TemporaryUploadedFile("file", self.content_type, 0, self.charset)

    def receive_data_chunk(self, raw_data, start):
        if start <= self.most:
            self.file.write(raw_data)

    def file_complete(self, file_size):
        self.file.seek(0)
        self.file.size = file_size
        self.file.name = self.file_name
        return self.file

    def upload_interrupted(self):
        """Closes the temporary file, which deletes it."""
        if hasattr(self, "file"):
            self.file.close()
