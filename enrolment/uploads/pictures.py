"""Makes a picture from a stranger anew, as a JPEG without metadata or attached data.

Used by `sanitise.py`, in a process of its own. The format is that of the first bytes.
"""

import io
import warnings

import pi_heif
from PIL import AvifImagePlugin, Image

from enrolment.uploads.confined import PIXELS, Refused

HELD_SEVERAL_TIMES = 25_000_000  # while decoding, by the libraries of WebP, and of transparency
SENT_PIXELS = {  # the most that is accepted, of each format
    "JPEG": 210_000_000,  # decoded at a half, a quarter or an eighth; telephones make 200 million
    "PNG": PIXELS,
    "WEBP": HELD_SEVERAL_TIMES,
    "AVIF": PIXELS,
    "HEIF": PIXELS,
}
LONG_SIDE = 3508  # pixels: the long side of A4 at 300 dots per inch, enough to read and print
SHORT_SIDE = 1000  # pixels: a long picture keeps at least these, to be read
TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}  # EXIF orientation: Image.Transpose
ORIENTATION = 0x0112
# Warnings about metadata, which telephones often damage: it is dropped, and the picture is fine.
DAMAGED_REMARKS = "(Image appears to be a malformed MPO|.*[Cc]orrupt EXIF|Metadata Warning|Trunc)"


def clean(data: bytes) -> tuple[bytes, int]:
    """Returns (the picture, 1 page): upright, white where it was transparent, not larger than
    `size_kept` says. Raises Refused, or what the library raises for a damaged file."""
    warnings.simplefilter("error")
    warnings.filterwarnings("ignore", DAMAGED_REMARKS)
    image = _opened(data)
    transpose = TURNS.get(_orientation(image))
    kept = size_kept(*image.size)
    image.draft(None, kept)  # a JPEG is decoded no larger than needed
    if image.width * image.height > PIXELS:
        raise Refused("pixels")
    image.load()
    image = _opaque(image)
    if image.size != kept:
        image = image.resize(kept, Image.Resampling.BICUBIC, reducing_gap=2.0)
    image = _without_metadata(image)
    if transpose is not None:
        image = image.transpose(transpose)
    return written(image), 1


def _opened(data):
    """Opens the picture, without decoding it."""
    # One thread, so that the limits on memory and time count them all.
    AvifImagePlugin.DEFAULT_MAX_THREADS = pi_heif.options.DECODE_THREADS = 1
    pi_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # below, by format
    image = Image.open(io.BytesIO(data), formats=tuple(SENT_PIXELS))
    form = "JPEG" if image.format == "MPO" else image.format
    most = SENT_PIXELS[form]
    if form in ("AVIF", "HEIF") and image.mode == "RGBA":
        most = HELD_SEVERAL_TIMES
    if image.width * image.height > most:
        raise Refused("pixels")
    return image


def size_kept(width: int, height: int) -> tuple[int, int]:
    """The size of the copy: at most LONG_SIDE, but for a long picture, whose short side keeps
    SHORT_SIDE, or its own size if it has fewer. Raises Refused past PIXELS."""
    long, short = max(width, height), min(width, height)
    scale = max(min(1, LONG_SIDE / long), min(1, SHORT_SIDE / short))
    kept = max(1, round(width * scale)), max(1, round(height * scale))
    if kept[0] * kept[1] > PIXELS:
        raise Refused("pixels")
    return kept


def _orientation(image):
    """Returns the EXIF orientation, None when the metadata is absent or damaged."""
    if image.format == "HEIF":
        return None  # its opener turns it
    try:
        return image.getexif().get(ORIENTATION)
    except Exception:
        return None


def _opaque(image):
    """Returns the image in grey or RGB, on a white background: both can be resized and printed."""
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
    """Returns a copy of the pixels alone."""
    copy = Image.new("RGB", image.size)
    copy.paste(image)
    return copy


def written(image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()
