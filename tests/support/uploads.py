"""Small real files to upload: photographs and PDFs."""

import io

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(*, size=(40, 30), form="JPEG", mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, options.pop("colour", None)).save(out, form, **options)
    return out.getvalue()


def pdf(*, pages=1, change=lambda document: None, **options):
    """Makes a PDF; `change` may alter the document before it is saved."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        change(document)
        document.save(out, **options)
    return out.getvalue()


def sent(content=None, name="bulletins.pdf"):
    return SimpleUploadedFile(name, pdf() if content is None else content)


class Sent:
    """An upload whose name is as the visitor wrote it, which Django would clean."""

    def __init__(self, content, name="cv.pdf"):
        self.name, self.size, self.read = name, len(content), lambda: content
