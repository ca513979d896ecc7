"""Photographs of every telephone are converted, reduced when they are huge, and stay readable."""

import io
import subprocess
import sys
from functools import cache

import pillow_heif
import pytest
from django.conf import settings
from PIL import Image

from enrolment.forms.documents import DocumentForm
from enrolment.uploads import check
from enrolment.uploads.confined import PIXELS, Refused
from enrolment.uploads.pictures import HELD_SEVERAL_TIMES, SENT_PIXELS, size_kept
from tests.support.uploads import Sent, picture

pillow_heif.register_heif_opener()  # which also writes
FORMS = ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"]


@cache
def made(form, size=(400, 300), mode="RGB", **options):
    """Makes a picture whose upper left quarter alone is red."""
    image = Image.new(mode, size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def kept(content, name="1000012345"):
    copy = check.check_file(Sent(content, name))
    return Image.open(io.BytesIO(copy.content))


def is_red(image, x, y):
    red, green, _ = image.convert("RGB").getpixel((x, y))
    return red > 200 and green < 80


def why(content, name="a.jpg"):
    with pytest.raises(check.BadFile) as refusal:
        check.check_file(Sent(content, name))
    return refusal.value.why


# Formats


@pytest.mark.parametrize("name", ["photo.jpg", "photo", "photo.pdf", "photo.HEIC"])
@pytest.mark.parametrize("form", FORMS)
def test_picture_is_kept_as_jpeg_whatever_its_name(form, name):
    image = kept(made(form), name)
    assert (image.format, image.size) == ("JPEG", (400, 300))
    assert (is_red(image, 50, 50), is_red(image, 350, 250)) == (True, False)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "AVIF", "HEIF"])
def test_transparent_picture_is_on_white(form):
    image = kept(picture(form=form, mode="RGBA", size=(64, 64), colour=(0, 0, 0, 0)))
    assert min(image.getpixel((30, 30))) > 250


@pytest.mark.parametrize("form", ["WEBP", "AVIF", "HEIF"])
def test_picture_leaves_its_metadata(form):
    exif = Image.Exif()
    exif[0x010E] = "45.1667N"
    assert b"45.1667N" in made(form, exif=exif.tobytes())
    assert dict(kept(made(form, exif=exif.tobytes())).getexif()) == {}


@pytest.mark.parametrize(("orientation", "corner"), [(1, (0, 0)), (3, (1, 1)), (6, (1, 0))])
@pytest.mark.parametrize("form", FORMS)
def test_picture_is_upright(form, orientation, corner):
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = kept(made(form, exif=exif.tobytes()))
    reds = [(x, y) for x in (0, 1) for y in (0, 1) if is_red(image, *_quarter(image.size, x, y))]
    assert reds == [corner]


def _quarter(size, x, y):
    return (size[0] // 4 + x * size[0] // 2, size[1] // 4 + y * size[1] // 2)


def test_live_photograph_of_several_pictures_keeps_the_first():
    file = pillow_heif.HeifFile()
    for colour in ("red", "blue"):
        file.add_from_pillow(Image.new("RGB", (64, 64), colour))
    out = io.BytesIO()
    file.save(out)
    assert is_red(kept(out.getvalue()), 30, 30)


def test_picker_offers_what_is_accepted():
    accept = DocumentForm().fields["file"].widget.attrs["accept"].split(",")
    offered = {suffix for suffix in accept if suffix.startswith(".")}
    assert offered == check.SUFFIXES
    assert {kind for kind in accept if "/" in kind} == set(check.TYPES)


@pytest.mark.parametrize("form", FORMS)
def test_what_the_picker_offers_is_accepted(form):
    """Each picture offered is one that the parser opens."""
    offered = {kind.removeprefix("image/").upper() for kind in check.TYPES if "image" in kind}
    assert form in offered
    assert check.kind_of(made(form)) == "picture"


# Size of the copy


@pytest.mark.parametrize(
    ("sent", "copy"),
    [
        ((800, 600), (800, 600)),
        ((4000, 3000), (3508, 2631)),
        ((1080, 2400), (1080, 2400)),
        ((1080, 20_000), (1000, 18_519)),
        ((14_000, 1000), (14_000, 1000)),
        ((500, 20_000), (500, 20_000)),
        ((3508, 999), (3508, 999)),
        ((7016, 1998), (3512, 1000)),
    ],
)
def test_long_picture_keeps_a_short_side_that_can_be_read(sent, copy):
    assert size_kept(*sent) == copy


@pytest.mark.parametrize("side", [1, 999, 1000, 1001, 3508, 6000, 12_000])
@pytest.mark.parametrize("ratio", [1, 2, 3.6, 14, 39])
def test_copy_is_bounded_and_readable(side, ratio):
    width, height = side, round(side * ratio)
    kept_width, kept_height = size_kept(width, height)
    assert kept_width * kept_height <= PIXELS
    assert min(kept_width, kept_height) >= min(width, height, 1000)
    assert max(kept_width, kept_height) <= max(3508, 1000 * ratio + 1)


def test_picture_too_long_to_be_readable_is_refused():
    with pytest.raises(Refused):
        size_kept(1000, 65_000)


@pytest.mark.parametrize("size", [(1080, 20_000), (14_000, 1000)])
def test_screenshot_and_panorama_are_kept_readable(size):
    assert kept(picture(form="PNG", size=size)).size == size_kept(*size)


# Points: just under, at, just over


@pytest.mark.parametrize("size", [(8000, 6000), (8165, 6124), (16_320, 12_240)])
def test_huge_photograph_is_reduced_while_decoding(size):
    assert max(kept(picture(size=size, quality=50)).size) == 3508


@pytest.mark.parametrize("width", [7999, 8000])
def test_forty_million_points_are_accepted(width):
    assert kept(picture(form="PNG", mode="L", size=(width, 5000))).width == 3508


def test_one_row_more_is_refused():
    assert why(picture(form="PNG", mode="L", size=(8000, 5001))) == "pixels"


@pytest.mark.long
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "P", "I;16", "CMYK"])
@pytest.mark.parametrize("size", [(8000, 5000), (1000, 40_000)])
def test_forty_million_points_of_any_sort_fit_in_memory(mode, size):
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert min(kept(picture(form=form, mode=mode, size=size)).size) >= 1000


@pytest.mark.long
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize(
    ("form", "options"), [("WEBP", {"method": 0}), ("AVIF", {"speed": 10}), ("HEIF", {})]
)
def test_the_most_points_of_each_format_fit_in_memory(form, mode, options):
    most = SENT_PIXELS[form] if mode == "RGB" else HELD_SEVERAL_TIMES
    width = most // 5000
    assert kept(picture(form=form, mode=mode, size=(width, 5000), **options)).width == 3508


# One process: what it loads


def test_process_of_a_picture_loads_no_pdf_library():
    code = (
        "import io, sys; from enrolment.uploads.sanitise import _reader; _reader('picture');"
        "print('pikepdf' in sys.modules)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, check=True)
    assert done.stdout.strip() == b"False"
