"""Makes one document of a candidate ready to be joined to a recap. Run as a program.

`sandbox.py` starts « python -m enrolment.uploads.prepare pdf|picture » with the file on its
standard input. The process has the limits of its own document: one that goes past them, or that
crashes it, costs its page only. Output: a line of JSON, {"pages": …, "objects": …} or {"why": …},
then the file.
"""

import io
import json
import sys

import pikepdf

from charmilles.pdf.pictures import pieces_of
from enrolment.uploads.confined import confine

LIMITS = {"memory": 512 * 1024 * 1024, "seconds": 2, "output": 32 * 1024 * 1024}


def main(kind):
    confine(**LIMITS)
    try:
        about, data = {"pdf": flat, "picture": checked}[kind](sys.stdin.buffer.read())
    except pikepdf.PasswordError:
        about, data = {"why": "locked"}, b""
    except MemoryError:
        about, data = {"why": "heavy"}, b""
    except Exception:  # a damaged file can raise anything in the parser
        about, data = {"why": "damaged"}, b""
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n" + data)


def flat(data: bytes) -> tuple[dict, bytes]:
    """Draws filled form fields and notes on the pages, which keep no link and no action."""
    with pikepdf.open(io.BytesIO(data)) as document:
        if "/AcroForm" in document.Root:
            document.generate_appearance_streams()
        document.flatten_annotations("all")
        with pikepdf.new() as plain:
            plain.pages.extend(document.pages)
            out = io.BytesIO()
            plain.save(out)
            return {"pages": len(plain.pages), "objects": len(plain.objects)}, out.getvalue()


def checked(data: bytes) -> tuple[dict, bytes]:
    """The same picture; one that is cut short raises OSError."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # made by our sanitiser
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        size = image.size
        image.draft(None, (1, 1))  # all of it is read, and little of it drawn
        image.load()
    return {"pages": len(pieces_of(*size)), "objects": 1}, data


if __name__ == "__main__":
    main(sys.argv[1])
