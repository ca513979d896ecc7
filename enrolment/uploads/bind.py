"""Joins the pages of a recap and the documents of a candidate into one PDF. Run as a program.

`sandbox.py` starts « python -m enrolment.uploads.bind » in a child process. The
documents come from strangers: the process is limited in memory, time and output size, and has no
access to Django, the database or the secrets of the site.

Input: a line of JSON (`title`, `kind` and `size` of each part), then the parts one after another;
the first one is the recap. Output: a line of JSON, {"unreadable": {rank: why}}, then the PDF.
"""

import io
import json
import sys

import pikepdf
from pikepdf import Name

from charmilles.pdf.binding import append, append_figure, append_section
from enrolment.uploads.confined import confine

LIMITS = {"memory": 768 * 1024 * 1024, "seconds": 15, "output": 128 * 1024 * 1024}
A4, MARGIN = (595.28, 841.89), 28  # points
DRAWN, PDF, PICTURE = "drawn", "pdf", "picture"


def main():
    confine(**LIMITS)
    source = sys.stdin.buffer
    headers = json.loads(source.readline())
    parts = [(header, source.read(header["size"])) for header in headers]
    unreadable, data = bind(parts)
    sys.stdout.buffer.write(json.dumps({"unreadable": unreadable}).encode() + b"\n" + data)


def bind(parts):
    """Returns ({rank: why} of the unreadable documents, the PDF); no PDF if there is one.

    Ranks count the documents from 0, without the recap.
    """
    (_, front), *others = parts
    unreadable, outline = {}, []
    with pikepdf.open(io.BytesIO(front)) as bound:
        for rank, (header, data) in enumerate(others):
            outline.append(pikepdf.OutlineItem(header["title"], len(bound.pages), "Fit"))
            try:
                _ADD[header["kind"]](bound, header["title"], data)
            except pikepdf.PasswordError:
                unreadable[rank] = "locked"
            except Exception:  # a damaged file can raise anything in the parser
                unreadable[rank] = "damaged"
        if unreadable:
            return unreadable, b""
        if outline:
            _add_outline(bound, outline)
        if any(header["kind"] == PDF for header, _ in others):
            _drop_accessibility_claim(bound)
        out = io.BytesIO()
        bound.save(out)
    return {}, out.getvalue()


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
    """Adds each page as a figure, with its filled form fields but no link and no action."""
    with pikepdf.open(io.BytesIO(data)) as part:
        if "/AcroForm" in part.Root:
            part.generate_appearance_streams()
        part.flatten_annotations("all")
        pages = [(_size(page), bound.copy_foreign(_as_form(part, page))) for page in part.pages]
    section = append_section(bound, title)
    for number, (size, form) in enumerate(pages, start=1):
        which = f", page {number} sur {len(pages)}" if len(pages) > 1 else ""
        alt = f"Document : {title}{which}, reproduit tel quel."
        append_figure(bound, section, form, size=size, box=(0, 0, *size), alt=alt)


def _as_form(part, page):
    if "/StructParents" in page:
        _drop_marked_content(part, page)
    return page.as_form_xobject()


def _drop_marked_content(part, page):
    """Removes the structure marks of the page, which would refer to our structure tree."""
    instructions = [
        instruction
        for instruction in pikepdf.parse_content_stream(page)
        if str(instruction.operator) not in ("BDC", "BMC", "EMC", "DP", "MP")
    ]
    page.Contents = part.make_stream(pikepdf.unparse_content_stream(instructions))


def _size(page):
    left, bottom, right, top = (float(number) for number in page.trimbox)
    unit = float(page.get("/UserUnit", 1))
    width, height = (right - left) * unit, (top - bottom) * unit
    return (height, width) if int(page.get("/Rotate", 0)) % 180 else (width, height)


def _add_picture(bound, title, data):
    """Adds the picture on an A4 page, portrait or landscape, as large as the margins allow."""
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        width, height, mode = *image.size, image.mode
        image.load()  # a picture cut short is unreadable
    if mode not in _COLOURS:
        raise ValueError(mode)
    picture = bound.make_stream(
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=_COLOURS[mode],
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    size = A4[::-1] if width > height else A4
    scale = min((size[0] - 2 * MARGIN) / width, (size[1] - 2 * MARGIN) / height)
    left, bottom = (size[0] - width * scale) / 2, (size[1] - height * scale) / 2
    box = (left, bottom, size[0] - left, size[1] - bottom)
    alt = f"Document : {title}, reproduit tel quel."
    append_figure(bound, append_section(bound, title), picture, size=size, box=box, alt=alt)


_COLOURS = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB}
_ADD = {DRAWN: _add_drawn, PDF: _add_pdf, PICTURE: _add_picture}

if __name__ == "__main__":
    main()
