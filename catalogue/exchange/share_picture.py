"""Draws the picture that social networks and messages show beside a link to a programme.

Its words are those of the programme's card; its colours and fonts are those of the papers.
"""

import io
from functools import cache

from django.conf import settings

from catalogue.sheet.cards import Card
from charmilles import typography

WIDTH, HEIGHT = 1200, 630  # what Open Graph readers expect
MARGIN, ROOM = 80, 1040
INK, SOFT, SUN, BAND, LEAF = "#f4f8f2", "#cfe3d4", "#f2b84b", "#124029", "#3f7a57"
TITLE, TEXT, STRONG = "bricolage-grotesque-700", "public-sans-400", "public-sans-600"
TOP, TALLEST = 132, 250  # where the title begins, and its greatest height
SIZES, LINES, LEADING = range(88, 43, -4), 4, 1.15  # of the title: the largest that fits
FACTS, STEP = 4, 47  # lines below the title, and their height
LEAVES, LEAF_SIZE = 24, 50  # of the hedge along the bottom
LONGEST = 1_000  # characters of a title that are measured


def share_picture(card: Card, centre: str) -> bytes:
    """Draws the card of a programme as a PNG of 1200 by 630 pixels."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, HEIGHT), BAND)
    draw = ImageDraw.Draw(image)
    _hedge(draw)
    draw.text((MARGIN, 60), _shown(centre, 34), font=_font(STRONG, 34), fill=SUN)
    below = _title(draw, typography.french(card.programme.title))
    for line in _facts(card)[: _rows_below(below)]:
        draw.text((MARGIN, below), _shown(line, 36), font=_font(TEXT, 36), fill=SOFT)
        below += STEP
    file = io.BytesIO()
    image.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


def _rows_below(top: int) -> int:
    return min(FACTS, (HEIGHT - LEAF_SIZE - 20 - top) // STEP)


def _facts(card: Card) -> list[str]:
    """Lists what the card says but the state of the intake, which a copy would say too late."""
    return [line for line in (card.award, card.entry, card.length, card.access) if line]


@cache
def _font(name: str, size: int):
    from PIL import ImageFont

    path = settings.BASE_DIR / "static" / "fonts" / "paper" / f"{name}.ttf"
    return ImageFont.truetype(str(path), size)


def _title(draw, words: str) -> int:
    """Draws the title and returns where it ends: as large as possible, its lines even."""
    size, lines = _fitted(words[:LONGEST])
    top = TOP
    for line in lines:
        draw.text((MARGIN, top), line, font=_font(TITLE, size), fill=INK)
        top += round(size * LEADING)
    return top + 28


def _fitted(words: str) -> tuple[int, list[str]]:
    for size in SIZES:
        lines = _broken(words, size, ROOM)
        is_low = len(lines) <= LINES and len(lines) * size * LEADING <= TALLEST
        if is_low and all(_width(line, size) <= ROOM for line in lines):
            return size, _evened(words, size, len(lines))
    lines = _broken(words, SIZES[-1], ROOM)
    kept = [*lines[: LINES - 1], " ".join(lines[LINES - 1 :])]
    return SIZES[-1], [_shown(line, SIZES[-1], TITLE) for line in kept if line]


def _evened(words: str, size: int, count: int) -> list[str]:
    """Breaks again in as many lines, the narrowest that they can be: none is left with a word."""
    low, high = ROOM // count // 2, ROOM
    while high - low > 8:
        middle = (low + high) // 2
        lines = _broken(words, size, middle)
        is_held = len(lines) <= count and all(_width(line, size) <= middle for line in lines)
        low, high = (low, middle) if is_held else (middle, high)
    return _broken(words, size, high)


def _broken(words: str, size: int, room: int) -> list[str]:
    """Breaks a text at its spaces, never at those that do not break."""
    lines: list[str] = []
    for word in words.replace(typography.NNBSP, typography.NBSP).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _width(line: str, size: int, name: str = TITLE) -> float:
    return _font(name, size).getlength(line)


def _shown(line: str, size: int, name: str = TEXT) -> str:
    """Shortens a line that is too long; the fonts have no narrow space."""
    line = typography.french(line[:LONGEST]).replace(typography.NNBSP, typography.NBSP)
    if _width(line, size, name) <= ROOM:
        return line
    words = line.split(" ")
    while len(words) > 1 and _width(f"{' '.join(words)}…", size, name) > ROOM:
        words.pop()
    kept = " ".join(words)
    while _width(f"{kept}…", size, name) > ROOM:
        kept = kept[:-1]
    return f"{kept.rstrip(' ,;:')}…"


def _hedge(draw) -> None:
    """Draws a row of leaves along the bottom, as at the head of the pages."""
    for rank in range(LEAVES):
        left = rank * LEAF_SIZE
        box = (left, HEIGHT - LEAF_SIZE // 2, left + LEAF_SIZE, HEIGHT + LEAF_SIZE // 2)
        draw.ellipse(box, fill=LEAF)
