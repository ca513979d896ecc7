"""Joins PDF files with their structure, so that screen readers can read the result.

Does not need Django: `enrolment/uploads/bind.py` and `join.py` use it in a process of their own.
"""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name

# Tagged files: our own


def append(bound: pikepdf.Pdf, part: pikepdf.Pdf) -> None:
    """Adds the pages of a tagged file, and its structure, renumbered, after ours."""
    root = bound.Root.StructTreeRoot
    tree, offset = root.ParentTree.Nums, _next_key(root)
    first = len(bound.pages)
    bound.pages.extend(part.pages)
    for page in bound.pages[first:]:
        _shift_keys(page.obj, offset)
    foreign = bound.copy_foreign(part.Root.StructTreeRoot)
    document = foreign.K[0]
    document.P = root
    _rename_headers(document, b"%d-" % first)
    root.K.append(document)
    for i in range(0, len(foreign.ParentTree.Nums), 2):
        tree.append(int(foreign.ParentTree.Nums[i]) + offset)
        tree.append(foreign.ParentTree.Nums[i + 1])


_AROUND_CELLS = {
    "Document",
    "Part",
    "Sect",
    "Div",
    "NonStruct",
    "Table",
    "THead",
    "TBody",
    "TFoot",
    "TR",
}


def _rename_headers(element: pikepdf.Object, prefix: bytes) -> None:
    """Prefixes the ids of header cells: all brochures use the same ids, and cells refer to them."""
    for child in element.K:
        kind = str(child.get("/S", ""))[1:] if isinstance(child, pikepdf.Dictionary) else ""
        if kind in _AROUND_CELLS:
            _rename_headers(child, prefix)
        elif kind == "TH":
            child.ID = pikepdf.String(prefix + bytes(child.ID))
        elif kind == "TD":
            named = (pikepdf.String(prefix + bytes(header)) for header in child.A.Headers)
            child.A.Headers = pikepdf.Array(named)


def _shift_keys(page, offset: int) -> None:
    if "/StructParents" in page:
        page.StructParents = int(page.StructParents) + offset
    for annotation in page.get("/Annots", []):
        if "/StructParent" in annotation:
            annotation.StructParent = int(annotation.StructParent) + offset


def _next_key(root) -> int:
    """Returns the first free key of the parent tree, which leads from marks to elements."""
    tree = root.ParentTree.Nums
    return max((int(tree[i]) for i in range(0, len(tree), 2)), default=-1) + 1


# Untagged pages: each becomes a figure with an alternative text


def append_section(bound: pikepdf.Pdf, title: str) -> pikepdf.Object:
    """Adds a section, last in reading order, for the figures of one untagged document."""
    document = bound.Root.StructTreeRoot.K[-1]
    section = bound.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Sect, P=document, T=title, K=Array([]))
    )
    document.K.append(section)
    return section


def append_figure(bound, section, shown, *, size, box, alt: str, window=None) -> None:
    """Adds a page of this size that shows a picture, or a page, in this box (all in points).

    Only what is in the window shows, if there is one.
    """
    page, key = bound.add_blank_page(page_size=size), _next_key(bound.Root.StructTreeRoot)
    _append_element(bound, section, page, key, area=window or box, alt=alt)
    page.obj.StructParents = key
    page.obj.Tabs = Name.S
    content = b"/Figure <</MCID 0>> BDC %b EMC" % show(page, shown, box=box, window=window)
    page.obj.Contents = bound.make_stream(content)


def _append_element(bound, section, page, key, *, area, alt):
    figure = bound.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Figure,
            P=section,
            Pg=page.obj,
            K=0,
            Alt=alt,
            A=Dictionary(O=Name.Layout, BBox=Array(list(area))),
        )
    )
    section.K.append(figure)
    tree = bound.Root.StructTreeRoot.ParentTree.Nums
    tree.append(key)
    tree.append(bound.make_indirect(Array([figure])))


_COLOURS = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB}


def embed(pdf: pikepdf.Pdf, jpeg: bytes) -> tuple[pikepdf.Stream, int, int]:
    """Puts a JPEG in the file as it is; returns it with its width and height in pixels.

    It is one that our sanitiser has made: its size was counted then.
    """
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
        width, height, mode = *image.size, image.mode
    picture = pdf.make_stream(
        jpeg,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=_COLOURS[mode],
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    return picture, width, height


def show(page: pikepdf.Page, shown, *, box, window=None) -> bytes:
    """Gives the page what it shows; returns the content that draws it in this box (points)."""
    page.obj.Resources = Dictionary(XObject=Dictionary(Shown=shown))
    return b"q %b %b Q" % (_clip(window), _drawing(page, shown, box))


def _clip(window):
    if window is None:
        return b""
    left, bottom, right, top = window
    return b"%f %f %f %f re W n" % (left, bottom, right - left, top - bottom)


def _drawing(page, shown, box):
    if shown.Subtype == Name.Form:
        place = pikepdf.Rectangle(*box)
        return page.calc_form_xobject_placement(shown, Name.Shown, place, allow_expand=True)
    left, bottom, right, top = box
    return b"q %f 0 0 %f %f %f cm /Shown Do Q" % (right - left, top - bottom, left, bottom)
