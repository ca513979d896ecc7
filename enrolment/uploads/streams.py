"""Bounds what the streams of a PDF cost to whoever opens it: text and drawing, then pictures.

Pictures of more than PIXELS points are drawn smaller where their format allows, else refused.
"""

import io
import re
import zlib

import pikepdf
from pikepdf import Name

from enrolment.uploads.confined import PIXELS, Refused

DRAWN = 64 * 1024 * 1024  # bytes, unfolded: of a stream, and of what all the pages draw
UNFOLDED = 512 * 1024 * 1024  # bytes, unfolded: of the whole document
REDUCED = 210_000_000  # points: the largest picture that is reduced
BLACK_AND_WHITE = 160_000_000  # points of one bit: A3 at 600 dots per inch has 70 millions
STEP = 1 << 20
FLATE, JPEG, JPEG_2000 = "/FlateDecode", "/DCTDecode", "/JPXDecode"
FAX, JBIG2 = "/CCITTFaxDecode", "/JBIG2Decode"
CODECS = {JPEG, JPEG_2000, FAX, JBIG2}  # of pictures: what they unfold to is in their headers
CODESTREAM = re.compile(rb"\xff\x4f\xff\x51..(?:..)(.{16})", re.DOTALL)  # its end and its start
IMAGE_HEADER = re.compile(rb"ihdr(.{8})", re.DOTALL)
PAGE_OF_JBIG2 = 48
REGIONS_OF_JBIG2 = {4, 6, 7, 20, 22, 23, 36, 38, 39, 40, 42, 43}


def check_streams(document: pikepdf.Pdf) -> None:
    """Raises Refused for streams that would be huge once unfolded; reduces large pictures."""
    total, drawn = 0, {}
    for item in document.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        size = _unfolded(item)
        if item.get("/Subtype") == "/Image":
            _check_picture(item)
        else:
            drawn[item.objgen] = size
            if size > DRAWN:
                raise Refused("heavy")
        total += size
        if total > UNFOLDED:
            raise Refused("heavy")
    if sum(drawn.get(part.objgen, 0) for part in _contents(document)) > DRAWN:
        raise Refused("heavy")


def _contents(document):
    """The streams that the pages draw: one that two pages share is drawn twice."""
    for page in document.pages:
        contents = page.obj.get("/Contents")
        parts = contents if isinstance(contents, pikepdf.Array) else [contents]
        yield from (part for part in parts if isinstance(part, pikepdf.Stream))


def filters(stream) -> list[str]:
    named = stream.get("/Filter", [])
    return [str(name) for name in (named if isinstance(named, pikepdf.Array) else [named])]


def _unfolded(stream):
    """The bytes of a stream without its filters, but that of a picture."""
    kinds = filters(stream)
    if CODECS & set(kinds):
        return len(stream.read_raw_bytes())
    if kinds == [FLATE]:
        return _inflated(stream.read_raw_bytes())
    try:
        return len(stream.read_bytes(pikepdf.StreamDecodeLevel.specialized))
    except pikepdf.DataDecodingError:
        raise Refused("unreadable") from None
    except pikepdf.PdfError:  # a filter that pikepdf does not decode
        return len(stream.read_raw_bytes())


def _inflated(data):
    """Counts the bytes, without keeping them."""
    size, inflater = 0, zlib.decompressobj()
    try:
        while data and not inflater.eof:
            size += len(inflater.decompress(data, STEP))
            data = inflater.unconsumed_tail
            if size > UNFOLDED:
                raise Refused("heavy")
    except zlib.error:
        raise Refused("unreadable") from None
    return size


# Pictures


def _check_picture(stream):
    """Refuses or reduces a picture of too many points, those that its own data announces too."""
    sizes = [(int(stream.get("/Width", 0)), int(stream.get("/Height", 0))), *_announced(stream)]
    points = max(width * height for width, height in sizes)
    is_small = filters(stream)[-1:] in ([FAX], [JBIG2]) and points <= BLACK_AND_WHITE
    if points > PIXELS and not is_small:
        if points > REDUCED or {JPEG_2000, JBIG2} & set(filters(stream)):
            raise Refused("pixels")
        _reduce(stream)


def _announced(stream):
    """The (width, height) that the data of a picture gives, whatever its dictionary says."""
    kind = filters(stream)[-1:]
    if kind == [JPEG]:
        with _jpeg(stream) as image:
            return [image.size]
    if kind == [JPEG_2000]:
        return _sizes_of_jpeg_2000(_before_last_filter(stream))
    if kind == [JBIG2]:
        return _sizes_of_jbig2(_before_last_filter(stream))
    if kind == [FAX]:
        options = stream.get("/DecodeParms")
        options = (options[-1] if isinstance(options, pikepdf.Array) else options) or {}
        rows = int(options.get("/Rows", 0)) or int(stream.get("/Height", 0))
        return [(int(options.get("/Columns", 1728)), rows)]
    return []


def _before_last_filter(stream):
    """The data that the filter of the picture reads, without the filters before it."""
    *before, _ = filters(stream)
    raw = stream.read_raw_bytes()
    for kind in before:
        if kind != FLATE or not _inflated(raw) <= DRAWN:
            raise Refused("heavy")
        raw = zlib.decompress(raw)
    return raw


def _jpeg(stream):
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # the caller counts
    return Image.open(io.BytesIO(_before_last_filter(stream)), formats=("JPEG",))


def _sizes_of_jpeg_2000(data):
    """Reads every header that could be one: a reader takes the first that it understands."""
    numbers = (_integers(found) for found in CODESTREAM.findall(data))
    headers = (_integers(found) for found in IMAGE_HEADER.findall(data))
    return [
        *((width, height) for width, height, *_ in numbers),
        *((width, height) for height, width in headers),
    ]


def _integers(data):
    return [int.from_bytes(data[at : at + 4], "big") for at in range(0, len(data), 4)]


def _sizes_of_jbig2(data):
    """Reads the sizes of the page and of its regions, segment after segment."""
    sizes, at = [], 0
    while at + 11 <= len(data):
        number, flags = int.from_bytes(data[at : at + 4], "big"), data[at + 4]
        kind, count = flags & 63, data[at + 5] >> 5
        at += 6
        if count == 7:
            count = int.from_bytes(data[at - 1 : at + 3], "big") & 0x1FFFFFFF
            at += 3 + (count + 8) // 8
        at += count * (1 if number <= 256 else 2 if number <= 65536 else 4)
        at += 4 if flags & 64 else 1
        length = int.from_bytes(data[at : at + 4], "big")
        at += 4
        if kind == PAGE_OF_JBIG2 or kind in REGIONS_OF_JBIG2:
            width, height = (_integers(data[at : at + 8]) + [0, 0])[:2]
            sizes.append((width, height if height != 0xFFFFFFFF else 0))
        if length == 0xFFFFFFFF:
            break
        at += length
    return sizes


def _reduce(stream):
    """Draws a picture again with at most PIXELS points. Raises Refused for what it cannot read."""
    if stream.get("/ImageMask", False) or isinstance(stream.get("/Mask"), pikepdf.Array):
        raise Refused("pixels")
    try:
        image = _smaller(pikepdf.PdfImage(stream))
    except (MemoryError, NotImplementedError, pikepdf.PdfError, OSError, ValueError):
        raise Refused("pixels") from None
    if image.mode not in ("L", "RGB") or image.width * image.height > PIXELS:
        raise Refused("pixels")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    for key in {"/DecodeParms", "/Intent"} & set(stream.keys()):
        del stream[key]
    stream.write(out.getvalue(), filter=Name.DCTDecode)
    stream.Width, stream.Height, stream.BitsPerComponent = *image.size, 8


def _smaller(picture):
    """The picture in grey or colour, at an eighth, a quarter or a half: what fits in PIXELS.

    Its colour space stays that of the document, so samples are not interpreted here.
    """
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = pikepdf.PdfImage.MAX_IMAGE_PIXELS = None
    image = picture.as_pil_image(apply_decode_array=False, apply_mask=False)
    factor = next(n for n in (2, 4, 8, 16) if (image.width // n) * (image.height // n) <= PIXELS)
    image.draft(None, (image.width // factor, image.height // factor))
    if image.width * image.height > PIXELS:
        if image.mode not in ("1", "L", "RGB"):
            raise Refused("pixels")
        image = (image.convert("L") if image.mode == "1" else image).reduce(factor)
    return image


def verify_pictures(document: pikepdf.Pdf) -> None:
    """Decodes every picture of a damaged file. Refuses one cut short, or that cannot be decoded."""
    for item in document.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        kind = filters(item)[-1:]
        if kind == [JPEG]:
            with _jpeg(item) as image:
                image.draft(None, (image.width // 8, image.height // 8))
                image.load()
        elif kind and kind[0] in (JPEG_2000, FAX, JBIG2):
            raise Refused("unreadable")
