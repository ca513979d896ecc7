"""Where a picture stands on A4 pages: alone, or over several pages if it is too long to be read."""

from typing import NamedTuple

A4, MARGIN = (595.28, 841.89), 28  # points
LONG = 3  # times its width: a longer picture would be unreadable on one page
OVERLAP = 14  # points that two pages share: a line cut on one is whole on the next
PIECES = 40  # pages, at most


class Piece(NamedTuple):
    """A page: its size, where the whole picture stands on it, and what shows of it (points)."""

    page: tuple[float, float]
    picture: tuple[float, float, float, float]
    window: tuple[float, float, float, float]


def pieces_of(width: int, height: int) -> list[Piece]:
    """Lays out a picture of these pixels, in reading order: from the top, or from the left."""
    page = A4[::-1] if width > height else A4
    room = page[0] - 2 * MARGIN, page[1] - 2 * MARGIN
    long, short = max(width, height), min(width, height)
    if long <= LONG * short:
        scale = min(room[0] / width, room[1] / height)
        return [_alone(page, width * scale, height * scale)]
    along, across = max(room), min(room)  # a long picture follows the long side of its page
    scale = min(across / short, 1, (PIECES * (along - OVERLAP)) / long)
    step, length = along - OVERLAP, long * scale
    starts = [step * number for number in range(max(1, -(-int(length - OVERLAP) // int(step))))]
    return [_piece(page, width * scale, height * scale, start) for start in starts]


def _alone(page, width, height):
    left, bottom = (page[0] - width) / 2, (page[1] - height) / 2
    box = (left, bottom, left + width, bottom + height)
    return Piece(page, box, box)


def _piece(page, width, height, start):
    """Shows the part of a long picture that begins at `start`."""
    window = (MARGIN, MARGIN, page[0] - MARGIN, page[1] - MARGIN)
    if width > height:
        bottom = (page[1] - height) / 2
        picture = (MARGIN - start, bottom, MARGIN - start + width, bottom + height)
    else:
        left, top = (page[0] - width) / 2, page[1] - MARGIN + start
        picture = (left, top - height, left + width, top)
    return Piece(page, picture, window)
