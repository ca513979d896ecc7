"""The pages as one sees them, beside the images kept in references/.

A change of layout that is wanted: UPDATE_REFERENCES=1 bin/test tests/papers/test_visual.py, then
look at each image that git shows as changed.
"""

import io
import os
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

pytestmark = pytest.mark.django_db  # the papers are drawn from it, once

REFERENCES = Path(__file__).parent / "references"
DPI = 50  # a line of text is 7 pixels high: its place shows, and the files stay small
SHADES = 16

# The same file drawn otherwise (at 100 dpi, then reduced) differs from its reference in 0.13 % of
# the pixels of a page of text; a paragraph moved by one millimetre, in 0.4 % at least.
CLEARLY = 40  # levels of grey, of 255
MOST_PIXELS = 0.0025
MOST_ON_AVERAGE = 1.0  # levels of grey: a tint that changes, where no pixel changes clearly


def pages(pdf):
    """The images of the pages, one below the other in the output of pdftoppm."""
    command = ["pdftoppm", "-r", str(DPI), "-gray", "-"]
    rest = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    while rest:
        header = rest.split(b"\n", 3)
        width, height = map(int, header[1].split())
        length = len(rest) - len(header[3]) + width * height
        yield reduced(Image.open(io.BytesIO(rest[:length])))
        rest = rest[length:]


def reduced(image):
    return image.quantize(SHADES)


def difference(one, other):
    """(share of the pixels that differ clearly, mean difference), edges of letters apart."""
    soft = [image.convert("L").filter(ImageFilter.BoxBlur(1)) for image in (one, other)]
    found = ImageChops.difference(*soft)
    clearly = found.histogram()[CLEARLY:]
    return sum(clearly) / (found.width * found.height), ImageStat.Stat(found).mean[0]


def alike(one, other):
    if one.size != other.size:
        return False
    pixels, mean = difference(one, other)
    return pixels <= MOST_PIXELS and mean <= MOST_ON_AVERAGE


def references(name):
    files = REFERENCES.glob(f"{name}-*.png")
    return sorted(files, key=lambda path: int(path.stem.rpartition("-")[2]))


def update(name, images):
    REFERENCES.mkdir(exist_ok=True)
    for path in references(name):
        path.unlink()
    for number, image in enumerate(images, 1):
        image.save(REFERENCES / f"{name}-{number}.png", optimize=True)


@pytest.mark.parametrize("name", ["agora", "short", "long", "employers"])
def test_pages_look_like_their_references(name, request, tmp_path):
    drawn = list(pages(request.getfixturevalue(name).printed.pdf))
    if os.environ.get("UPDATE_REFERENCES") == "1":
        update(name, drawn)
    kept = [Image.open(path) for path in references(name)]
    assert len(drawn) == len(kept), f"{len(drawn)} pages, {len(kept)} images de référence"
    changed = [n for n, pair in enumerate(zip(drawn, kept, strict=True), 1) if not alike(*pair)]
    for number in changed:
        drawn[number - 1].save(tmp_path / f"{name}-{number}.png")
    assert changed == [], f"pages changées ; voir {tmp_path} à côté de {REFERENCES}"


def test_references_are_small():
    assert sum(path.stat().st_size for path in REFERENCES.iterdir()) < 1_000_000


# Controls


@pytest.fixture
def reference():
    return Image.open(references("agora")[1])


def moved(image, *, box, by):
    """The image, a block of it a little lower."""
    image = image.convert("L")
    block = image.crop(box)
    image.paste(255, box)
    image.paste(block, (box[0], box[1] + by))
    return image


BLOCK = (25, 300, 200, 360)  # a few lines of a column


def test_block_moved_by_a_millimetre_is_noticed(reference):
    assert not alike(reference, moved(reference, box=BLOCK, by=2))


def test_block_that_is_missing_is_noticed(reference):
    assert not alike(reference, moved(reference, box=BLOCK, by=1000))


def test_tint_that_changes_is_noticed(reference):
    darker = reference.convert("L").point(lambda level: max(0, level - 8))
    assert not alike(reference, darker)


def test_page_is_like_itself(reference):
    assert difference(reference, reference) == (0, 0)
