"""Joins the pages of a recap and the documents of a candidate into one PDF. Run as a program.

`sandbox.py` starts « python -m enrolment.uploads.bind » in a child process. `prepare.py` has made
the documents ready, but they come from strangers: the process is limited in memory, time and output
size, and has no access to Django, the database or the secrets of the site.

Input: a line of JSON (`title`, `kind` and `size` of each part), then the parts one after another;
the first one is the recap. Output: the PDF.
"""

import io
import json
import sys

import pikepdf

from charmilles.pdf.binding import append, append_figure, append_section, embed
from charmilles.pdf.pictures import pieces_of
from enrolment.uploads.confined import confine

LIMITS = {"memory": 512 * 1024 * 1024, "seconds": 5, "output": 128 * 1024 * 1024}
DRAWN, PDF, PICTURE = "drawn", "pdf", "picture"


def main():
    confine(**LIMITS)
    source = sys.stdin.buffer
    headers = json.loads(source.readline())
    bind(((header, source.read(header["size"])) for header in headers), sys.stdout.buffer)


def bind(parts, out):
    """Writes the parts, given one after another as (header, data), as one PDF."""
    (_, front), outline, kinds = next(parts), [], set()
    with pikepdf.open(io.BytesIO(front)) as bound:
        for header, data in parts:
            outline.append(pikepdf.OutlineItem(header["title"], len(bound.pages), "Fit"))
            kinds.add(header["kind"])
            _ADD[header["kind"]](bound, header["title"], data)
        if outline:
            _add_outline(bound, outline)
        if PDF in kinds:
            _drop_accessibility_claim(bound)
        bound.save(out)


def _add_outline(bound, items):
    with bound.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Documents joints", items[0].destination))
        outline.root[-1].children.extend(items)


def _drop_accessibility_claim(bound):
    """Removes « PDF/UA » from the metadata: the candidate's PDF may not embed its fonts."""
    with bound.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata.pop("pdfuaid:part", None)


def _add_drawn(bound, title, data):
    with pikepdf.open(io.BytesIO(data)) as part:
        append(bound, part)


def _add_pdf(bound, title, data):
    """Adds each page as a figure.

    Marks inside of it stay: they are those of its own stream, and our structure, which names the
    marks of the stream of the page, does not refer to them.
    """
    with pikepdf.open(io.BytesIO(data)) as part:
        pages = [(_size(page), bound.copy_foreign(page.as_form_xobject())) for page in part.pages]
    section = append_section(bound, title)
    for number, (size, form) in enumerate(pages, start=1):
        alt = _alternative(title, number, len(pages))
        append_figure(bound, section, form, size=size, box=(0, 0, *size), alt=alt)


def _alternative(title, number, count):
    which = f", page {number} sur {count}" if count > 1 else ""
    return f"Document : {title}{which}, reproduit tel quel."


def _size(page):
    left, bottom, right, top = (float(number) for number in page.trimbox)
    unit = float(page.get("/UserUnit", 1))
    width, height = (right - left) * unit, (top - bottom) * unit
    return (height, width) if int(page.get("/Rotate", 0)) % 180 else (width, height)


def _add_picture(bound, title, data):
    """Adds the picture as large as the margins allow; a long one goes over several pages."""
    picture, width, height = embed(bound, data)
    section, pieces = append_section(bound, title), pieces_of(width, height)
    for number, piece in enumerate(pieces, start=1):
        alt = _alternative(title, number, len(pieces))
        place = {"size": piece.page, "box": piece.picture, "window": piece.window}
        append_figure(bound, section, picture, alt=alt, **place)


_ADD = {DRAWN: _add_drawn, PDF: _add_pdf, PICTURE: _add_picture}

if __name__ == "__main__":
    main()
