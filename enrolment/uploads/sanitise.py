"""Reads one file from somebody unknown, and makes it anew. A program of its own: see `upload.py`.

Run as « python -I parsing.py pdf|picture » in a child process, file in, result out. It knows
nothing of Django, of the database or of the secrets of the site, and is bounded in memory, time
and output. The first line of what it writes is « ok <pages> » or the reason of a refusal; the new
file follows.
"""

import io
import resource
import sys
import warnings

MEMORY = 512 * 1024 * 1024
SECONDS = 4  # of processor
OUTPUT = 32 * 1024 * 1024
PAGES = 50
PIXELS = 40_000_000
UNFOLDED = 64 * 1024 * 1024  # of a stream of text or drawing, once decompressed
SIDE = 3508  # pixels: a sheet of A4 at 300 dots an inch; more says nothing more

# Whatever acts, hides another file or draws a form of its own. Names are compared once decoded.
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
# What telephones write beside the picture is often damaged: it is thrown away, the picture is well.
DAMAGED_REMARKS = "(Image appears to be a malformed MPO|.*[Cc]orrupt EXIF|Metadata Warning|Trunc)"


class Refused(Exception):
    """A word that `upload.SENTENCES` puts in French."""


def main(kind):
    _limit()
    data = sys.stdin.buffer.read()
    try:
        content, pages = {"pdf": pdf, "picture": picture}[kind](data)
    except Refused as refusal:
        content, head = b"", str(refusal)
    except Exception:  # whatever a damaged file does to its parser: it cannot be read
        content, head = b"", "unreadable"
    else:
        head = f"ok {pages}"
    sys.stdout.buffer.write(head.encode() + b"\n" + content)


def _limit():
    """Before a single byte is read. One more second than allowed, to be killed without appeal."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


# Pictures


def picture(data):
    """A JPEG of the same sight and nothing else: no position, no comment, no second file.

    Upright, on white where it was transparent, at most SIDE pixels high or wide.
    """
    from PIL import Image

    warnings.simplefilter("error")
    warnings.filterwarnings("ignore", DAMAGED_REMARKS)
    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("pixels") from None
    turn = TURNS.get(_orientation(image))
    image.draft(None, (SIDE, SIDE))  # a JPEG is decoded no larger than needed
    image.load()
    clean = _bare(_opaque(image))
    if turn is not None:
        clean = clean.transpose(turn)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=85)
    return out.getvalue(), 1


def _orientation(image):
    """As the picture says, or upright when what it says of itself is damaged."""
    try:
        return image.getexif().get(ORIENTATION)
    except Exception:
        return None


def _opaque(image):
    """In colours that can be averaged, and on white: the paper that it will be printed on."""
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


def _bare(image):
    """The points alone, without what the file said beside them."""
    from PIL import Image

    image.thumbnail((SIDE, SIDE))
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    return bare


# PDF


def pdf(data):
    """The same pages, written anew: what stood before, after or between the objects is gone."""
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
        for found in document.objects:
            _check_is_still(found)
            if isinstance(found, pikepdf.Stream):
                _check_unfolds(found)
        _forget_opening(document.Root)
        out = io.BytesIO()
        document.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue(), pages


def _forget_opening(root):
    """« Open at the first page » is what every word processor writes; anything else acts."""
    import pikepdf

    opening = root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and opening.get("/S") != "/GoTo":
        raise Refused("active")
    if opening is not None:
        del root["/OpenAction"]


def _check_is_still(found):
    """Refuses an object that acts; the objects it points to are looked at in their turn."""
    import pikepdf

    heap = [found]
    while heap:
        thing = heap.pop()
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            pairs = dict(thing.items())
            if ACTIVE_KEYS & pairs.keys() or _is_active(pairs):
                raise Refused("active")
            heap += [child for child in pairs.values() if _is_inside(child)]
        elif isinstance(thing, pikepdf.Array):
            heap += [child for child in thing if _is_inside(child)]


def _check_unfolds(stream):
    """Refuses what would be light here and a burden to whoever opens or prints it."""
    import pikepdf

    if stream.get("/Subtype") == "/Image":
        if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > PIXELS:
            raise Refused("pixels")
        return
    try:
        unfolded = len(stream.read_bytes())
    except pikepdf.DataDecodingError:
        raise Refused("unreadable") from None
    except pikepdf.PdfError:  # a filter that is not ours to undo
        return
    if unfolded > UNFOLDED:
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
