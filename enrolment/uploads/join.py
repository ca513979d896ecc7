"""Joins several files that a candidate gives for one document into one PDF. Run as a program.

`sandbox.py` starts « python -m enrolment.uploads.join » with the cleaned files on its standard
input: a line of JSON (`kind` and `size` of each), then the files one after another, in the order of
their pages. Output: a line, « ok <pages> » or the reason of a refusal, then the PDF.
"""

import io
import json
import sys

import pikepdf

from charmilles.pdf.binding import embed, show
from charmilles.pdf.pictures import pieces_of
from enrolment.uploads.confined import PAGES, Refused, confine

LIMITS = {"memory": 512 * 1024 * 1024, "seconds": 5, "output": 64 * 1024 * 1024}


def main():
    confine(**LIMITS)
    source = sys.stdin.buffer
    headers = json.loads(source.readline())
    try:
        content, pages = join((header["kind"], source.read(header["size"])) for header in headers)
    except Refused as refusal:
        content, head = b"", str(refusal)
    except (MemoryError, pikepdf.PdfError):
        content, head = b"", "heavy"
    else:
        head = f"ok {pages}"
    sys.stdout.buffer.write(head.encode() + b"\n" + content)


def join(parts) -> tuple[bytes, int]:
    """Returns the PDF of these (kind, data), and its pages."""
    with pikepdf.new() as joined:
        for kind, data in parts:
            {"pdf": _add_pdf, "picture": _add_picture}[kind](joined, data)
            if len(joined.pages) > PAGES:
                raise Refused("pages")
        out = io.BytesIO()
        joined.save(out)
        return out.getvalue(), len(joined.pages)


def _add_pdf(joined, data):
    with pikepdf.open(io.BytesIO(data)) as part:
        joined.pages.extend(part.pages)


def _add_picture(joined, data):
    """Adds the picture as large as the margins of A4 allow; a long one goes over several pages."""
    picture, width, height = embed(joined, data)
    for piece in pieces_of(width, height):
        page = joined.add_blank_page(page_size=piece.page)
        drawn = show(page, picture, box=piece.picture, window=piece.window)
        page.obj.Contents = joined.make_stream(drawn)


if __name__ == "__main__":
    main()
