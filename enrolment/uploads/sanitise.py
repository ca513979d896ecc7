"""Reads one file from a stranger and writes a cleaned copy. Run as a program by `check.py`.

`sandbox.py` starts « python -m enrolment.uploads.sanitise pdf|picture » with the file on its
standard input. The process is limited in memory, time and output size, and has no access to Django,
the database or the secrets of the site. It writes a line, « ok <pages> » or the reason of a
refusal, then the cleaned file.
"""

import io
import sys
import warnings

from enrolment.uploads.confined import confine

LIMITS = {"memory": 512 * 1024 * 1024, "seconds": 4, "output": 32 * 1024 * 1024}
PAGES = 50
PIXELS = 40_000_000
UNFOLDED = 64 * 1024 * 1024  # bytes of a stream of text or drawing, once decompressed
SIDE = 3508  # pixels: the long side of A4 at 300 dots per inch, enough to read and print

# Actions, attached files and dynamic forms. pikepdf gives names with their escapes decoded.
ACTIVE_KEYS = {
    "/AA",
    "/EF",
    "/EmbeddedFiles",
    "/JS",
    "/JavaScript",
    "/RichMediaContent",
    "/RichMediaSettings",
    "/XFA",
}
ACTIVE_VALUES = {
    "/S": {
        *("/GoToE", "/GoToR", "/ImportData", "/JavaScript", "/Launch", "/Movie", "/Rendition"),
        *("/RichMediaExecute", "/Sound", "/SubmitForm"),
    },
    "/Subtype": {"/3D", "/FileAttachment", "/Movie", "/RichMedia", "/Screen", "/Sound"},
    "/Type": {"/EmbeddedFile"},
}
TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}  # EXIF orientation: Image.Transpose
ORIENTATION = 0x0112
# Warnings about metadata, which telephones often damage: it is dropped, and the picture is fine.
DAMAGED_REMARKS = "(Image appears to be a malformed MPO|.*[Cc]orrupt EXIF|Metadata Warning|Trunc)"


class Refused(Exception):
    """The file is refused; the argument is a key of `check.SENTENCES`."""


def main(kind):
    confine(**LIMITS)
    data = sys.stdin.buffer.read()
    try:
        content, pages = {"pdf": pdf, "picture": picture}[kind](data)
    except Refused as refusal:
        content, head = b"", str(refusal)
    except Exception:  # a damaged file can raise anything in the parser
        content, head = b"", "unreadable"
    else:
        head = f"ok {pages}"
    sys.stdout.buffer.write(head.encode() + b"\n" + content)


# Pictures


def picture(data):
    """Returns (the picture as a JPEG without metadata or attached data, 1 page).

    The copy is upright, white where it was transparent, and at most SIDE pixels high or wide.
    """
    from PIL import Image

    warnings.simplefilter("error")
    warnings.filterwarnings("ignore", DAMAGED_REMARKS)
    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("pixels") from None
    transpose = TURNS.get(_orientation(image))
    image.draft(None, (SIDE, SIDE))  # a JPEG is decoded no larger than needed
    image.load()
    clean = _without_metadata(_opaque(image))
    if transpose is not None:
        clean = clean.transpose(transpose)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=85)
    return out.getvalue(), 1


def _orientation(image):
    """Returns the EXIF orientation, None when the metadata is absent or damaged."""
    try:
        return image.getexif().get(ORIENTATION)
    except Exception:
        return None


def _opaque(image):
    """Returns the image in grey or RGB, on a white background: both can be resized and printed."""
    from PIL import Image

    if "transparency" in image.info or image.mode == "PA":
        image = image.convert("RGBA")
    if image.mode in ("LA", "RGBA"):
        paper = Image.new("L" if image.mode == "LA" else "RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    if image.mode.startswith("I"):  # sixteen bits of grey
        return image.point(lambda value: value * (1 / 256)).convert("L")
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _without_metadata(image):
    """Returns a copy of the pixels alone, at most SIDE pixels high or wide."""
    from PIL import Image

    image.thumbnail((SIDE, SIDE))
    copy = Image.new("RGB", image.size)
    copy.paste(image)
    return copy


# PDF


def pdf(data):
    """Returns (the PDF written anew, without any bytes outside of its objects, its pages)."""
    import pikepdf

    try:
        document = pikepdf.open(io.BytesIO(data), attempt_recovery=False)
    except pikepdf.PasswordError:
        raise Refused("locked") from None
    with document:
        if document.is_encrypted:
            raise Refused("locked")
        pages = len(document.pages)
        if not 0 < pages <= PAGES:
            raise Refused("pages" if pages else "unreadable")
        for item in document.objects:
            _check_inactive(item)
            if isinstance(item, pikepdf.Stream):
                _check_decoded_size(item)
        _drop_open_action(document.Root)
        out = io.BytesIO()
        document.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue(), pages


def _drop_open_action(root):
    """Removes « open at this page », which word processors write; refuses any other action."""
    import pikepdf

    action = root.get("/OpenAction")
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") != "/GoTo":
        raise Refused("active")
    if action is not None:
        del root["/OpenAction"]


def _check_inactive(item):
    """Refuses an object that contains an action or a file, at any depth.

    Objects that it only refers to are skipped: the caller checks every object of the document.
    """
    import pikepdf

    pending = [item]
    while pending:
        current = pending.pop()
        if isinstance(current, (pikepdf.Dictionary, pikepdf.Stream)):
            pairs = dict(current.items())
            if ACTIVE_KEYS & pairs.keys() or _is_active(pairs):
                raise Refused("active")
            pending += [child for child in pairs.values() if _is_inside(child)]
        elif isinstance(current, pikepdf.Array):
            pending += [child for child in current if _is_inside(child)]


def _check_decoded_size(stream):
    """Refuses a small stream that would be huge once decoded, for whoever opens or prints it."""
    import pikepdf

    if stream.get("/Subtype") == "/Image":
        if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > PIXELS:
            raise Refused("pixels")
        return
    try:
        size = len(stream.read_bytes())
    except pikepdf.DataDecodingError:
        raise Refused("unreadable") from None
    except pikepdf.PdfError:  # a filter that pikepdf does not decode
        return
    if size > UNFOLDED:
        raise Refused("heavy")


def _is_active(pairs):
    import pikepdf

    return any(
        isinstance(pairs.get(key), pikepdf.Name) and str(pairs[key]) in values
        for key, values in ACTIVE_VALUES.items()
    )


def _is_inside(child):
    import pikepdf

    return isinstance(child, (pikepdf.Dictionary, pikepdf.Array)) and not child.is_indirect


if __name__ == "__main__":
    main(sys.argv[1])
