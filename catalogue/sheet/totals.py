"""Adds the hours, coefficients and credits of rows, some of which are alternatives."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from charmilles import typography


class Span(NamedTuple):
    """A sum, or the lowest and the highest when alternative rows differ."""

    low: Decimal
    high: Decimal

    def __str__(self):
        low, high = map(typography.number, self)
        return low if self.low == self.high else f"{low} à {high}"


# The sum of rows one of which is not known: a sum of the others would be false.
UNKNOWN = Span(Decimal(-1), Decimal(-1))


def exactly(value: Decimal | None) -> Span | None:
    return None if value is None else Span(value, value)


def together(rows: Iterable, key: Callable = lambda row: row.choice) -> list[list]:
    """Groups alternatives where the first of them stands; any other row is alone in its group."""
    groups = defaultdict(list)
    for place, row in enumerate(rows):
        groups[key(row) if row.choice else place].append(row)
    return list(groups.values())


def total(rows: Iterable, value: Callable, *, least: int = 2) -> Span | None:
    """Adds the known values, one for all the alternatives of a choice.

    Returns None when fewer than `least` are known, UNKNOWN when an alternative is not.
    """
    spans = [_of_choice([value(row) for row in group]) for group in together(rows)]
    if UNKNOWN in spans:
        return UNKNOWN
    known = [span for span in spans if span]
    if len(known) < least:
        return None
    return Span(sum((s.low for s in known), Decimal(0)), sum((s.high for s in known), Decimal(0)))


def _of_choice(values: list[Span | None]) -> Span | None:
    known = [value for value in values if value]
    if UNKNOWN in known or 0 < len(known) < len(values):
        return UNKNOWN
    return Span(min(s.low for s in known), max(s.high for s in known)) if known else None
