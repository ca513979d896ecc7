"""Reads a PDF apart from the code under test: what it holds, and what it shows."""

import io
import re
import subprocess

import pikepdf
from PIL import Image

# What acts, refers to another file, or locks, however it is written: names are decoded.
ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|AA|OpenAction|Launch|Thread|EmbeddedFiles?|EF|Named|SigFlags|Encrypt|XFA"
    rb"|GoTo[ER]|SubmitForm|ImportData|Rendition|RichMedia|Ref|OPI)\b|javascript:|file:|evil|cmd\.exe"
)


def inside(data: bytes) -> bytes:
    """All that a PDF holds, in clear: its objects, then its streams without their filters."""
    with pikepdf.open(io.BytesIO(data)) as document:
        objects = [item.unparse(resolved=True) for item in document.objects]
        streams = [_clear(item) for item in document.objects if isinstance(item, pikepdf.Stream)]
        return b"\n".join([*objects, document.trailer.unparse(resolved=True), *streams])


def _clear(stream):
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:  # a picture
        return stream.read_raw_bytes()


def pages_drawn(data: bytes, *, dots: int = 36) -> list[Image.Image]:
    """Draws the pages with poppler."""
    command = ["pdftoppm", "-r", str(dots), "-png", "-"]
    drawn = subprocess.run(command, input=data, capture_output=True, check=True).stdout
    starts = [at for at in range(len(drawn)) if drawn.startswith(b"\x89PNG", at)]
    ends = [*starts[1:], None]
    files = (drawn[start:end] for start, end in zip(starts, ends, strict=True))
    return [Image.open(io.BytesIO(file)).convert("RGB") for file in files]
