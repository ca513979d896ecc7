"""Binds the drawn pages of a recap and the documents sent into one file. A program of its own.

Run as « python -m enrolment.assemble » in a child process: files in, one file out. The documents
come from somebody unknown: bounded in memory, time and output, it knows nothing of Django, of the
database or of the secrets of the site. `recap.py` starts it.

In: a line of JSON (`title`, `kind` and `size` of each part), then the parts one after another; the
first one is the recap itself. Out: a line of JSON, {"unreadable": {rank: why}}, then the file.
"""

import io
import json
import resource
import sys

import pikepdf
from pikepdf import Name

from charmilles.pdf.binding import append, append_figure, append_section

MEMORY = 768 * 1024 * 1024
SECONDS = 15  # of processor
OUTPUT = 128 * 1024 * 1024
A4, MARGIN = (595.28, 841.89), 28  # points
DRAWN, PDF, PICTURE = "drawn", "pdf", "picture"


def main():
    _limit()
    source = sys.stdin.buffer
    told = json.loads(source.readline())
    parts = [(part, source.read(part["size"])) for part in told]
    unreadable, data = bind(parts)
    sys.stdout.buffer.write(json.dumps({"unreadable": unreadable}).encode() + b"\n" + data)


def _limit():
    """Before a single byte is read. One more second than allowed, to be killed without appeal."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def bind(parts):
    """({rank: why} of the parts that cannot be read, the whole); nothing is bound when one cannot.

    Ranks are counted from 0, the recap aside.
    """
    (_, front), *others = parts
    unreadable, outline = {}, []
    with pikepdf.open(io.BytesIO(front)) as bound:
        for rank, (part, data) in enumerate(others):
            outline.append(pikepdf.OutlineItem(part["title"], len(bound.pages), "Fit"))
            try:
                _ADD[part["kind"]](bound, part["title"], data)
            except pikepdf.PasswordError:
                unreadable[rank] = "locked"
            except Exception:  # whatever a damaged file does to its parser
                unreadable[rank] = "damaged"
        if unreadable:
            return unreadable, b""
        if outline:
            _note_contents(bound, outline)
        if any(part["kind"] == PDF for part, _ in others):
            _claim_less(bound)
        out = io.BytesIO()
        bound.save(out)
    return {}, out.getvalue()


def _note_contents(bound, outline):
    with bound.open_outline() as contents:
        contents.root.append(pikepdf.OutlineItem("Documents joints", outline[0].destination))
        contents.root[-1].children.extend(outline)


def _claim_less(bound):
    """The fonts of a foreign file are its own affair: the whole no longer says « PDF/UA »."""
    with bound.open_metadata(set_pikepdf_as_editor=False) as about:
        about.pop("pdfuaid:part", None)


def _add_drawn(bound, title, data):
    with pikepdf.open(io.BytesIO(data)) as part:
        append(bound, part)


def _add_pdf(bound, title, data):
    """Each page as it is, with what was typed in its boxes; its links and actions stay behind."""
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
        _forget_marks(part, page)
    return page.as_form_xobject()


def _forget_marks(part, page):
    """Its own structure is not brought along: its marks would point into ours."""
    kept = [
        one
        for one in pikepdf.parse_content_stream(page)
        if str(one.operator) not in ("BDC", "BMC", "EMC", "DP", "MP")
    ]
    page.Contents = part.make_stream(pikepdf.unparse_content_stream(kept))


def _size(page):
    left, bottom, right, top = (float(number) for number in page.trimbox)
    unit = float(page.get("/UserUnit", 1))
    width, height = (right - left) * unit, (top - bottom) * unit
    return (height, width) if int(page.get("/Rotate", 0)) % 180 else (width, height)


def _add_picture(bound, title, data):
    """On a sheet of A4, upright or lying like the picture, as large as it goes."""
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
