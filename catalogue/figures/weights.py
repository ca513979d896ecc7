"""Counts the share of each test in the final mark, from the coefficients that the centre enters.

Standard library only. A share is a coefficient over the sum of those that everybody takes, in per
cent, rounded half up to a tenth; optional tests are not in that sum. Nothing is counted where the
sum would be false: a test examined without a coefficient, alternatives that count unlike each
other, the marks of several years or semesters.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

TWENTY = Decimal(20)
TENTH = Decimal("0.1")
HALF = 2  # the heaviest tests are those that make one part in two of the mark


class Limit(NamedTuple):
    """A mark below which one fails, whatever the others are."""

    least: Decimal
    out_of: Decimal = TWENTY
    is_eliminating: bool = False


class Entry(NamedTuple):
    """A unit, or a part of one, as the centre enters it."""

    name: str
    coefficient: Decimal | None = None
    is_examined: bool = False
    choice: str = ""  # the same word for alternatives, of which one counts
    period: str = ""  # the year or semester that it belongs to
    moments: frozenset[str] = frozenset()  # when it is examined; "" for a moment that is not said
    out_of: Decimal = TWENTY
    limits: tuple[Limit, ...] = ()
    has_other_conditions: bool = False  # that no mark of its own tells
    parts: tuple["Entry", ...] = ()
    is_optional: bool = False
    above: Decimal | None = None  # of an optional test: only the points above this mark count


class Counted(NamedTuple):
    """A test that bears a coefficient: a unit, or the parts of one that each bear their own."""

    name: str
    coefficient: Decimal
    moments: frozenset[str] = frozenset()
    out_of: Decimal = TWENTY
    limits: tuple[Limit, ...] = ()
    above: Decimal | None = None


class Floor(NamedTuple):
    """A limit, and the places of the tests whose mean it is about."""

    name: str
    places: tuple[int, ...]
    limit: Limit


class Exam(NamedTuple):
    counted: tuple[Counted, ...]
    optional: tuple[Counted, ...] = ()
    floors: tuple[Floor, ...] = ()
    left_out: tuple[str, ...] = ()  # taught or optional, without anything that says how it counts
    has_other_conditions: bool = False

    @property
    def total(self) -> Decimal:
        return sum((one.coefficient for one in self.counted), Decimal(0))


def exam(entries: Sequence[Entry]) -> Exam | None:
    """Returns the tests that make the final mark; None when their shares cannot be known."""
    compulsory = [one for one in entries if not one.is_optional]
    periods = {one.period for one in compulsory if _of_one(one)}
    groups = [(group, _of_choice(group)) for group in _together(compulsory)]
    found = [counted for _, counted in groups if counted is not None]
    if len(periods) > 1 or len(found) < len(groups):
        return None
    counted = tuple(one for some in found for one in some)
    optional = tuple(_bonus(one) for one in entries if one.is_optional and one.above is not None)
    if not counted:
        return None
    return Exam(
        counted,
        optional,
        tuple(_floors(groups)),
        tuple(_left_out(entries)),
        any(_has_other_conditions(one) for one in entries),
    )


def _together(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Groups alternatives where the first of them stands; any other entry is alone."""
    groups: dict[object, list[Entry]] = defaultdict(list)
    for place, one in enumerate(entries):
        groups[(one.period, one.choice) if one.choice else place].append(one)
    return list(groups.values())


def _of_all(entries: Iterable[Entry]) -> list[Counted] | None:
    found = [_of_choice(group) for group in _together(entries)]
    known = [counted for counted in found if counted is not None]
    return None if len(known) < len(found) else [one for some in known for one in some]


def _of_choice(group: list[Entry]) -> list[Counted] | None:
    """Makes one test of alternatives, if they count alike; what it is called names them all."""
    found = [_of_one(one) for one in group]
    if len(group) == 1:
        return found[0]
    if not any(found) and None not in found:
        return []
    alike = {(one.coefficient, one.out_of, one.limits) for some in found for one in some or ()}
    if len(alike) > 1 or not all(some is not None and len(some) == 1 for some in found):
        return None
    alone = [some[0] for some in found if some]
    moments = frozenset().union(*(one.moments for one in alone))
    return [alone[0]._replace(name=" ou ".join(one.name for one in alone), moments=moments)]


def _of_one(entry: Entry) -> list[Counted] | None:
    """Lists its parts if they bear the coefficients, else itself; None if they are not known."""
    parts = _of_all(entry.parts)
    of_parts = sum((part.coefficient for part in parts or ()), Decimal(0))
    if parts and entry.coefficient in (None, of_parts):
        return parts
    if entry.coefficient is not None:
        return [_alone(entry, entry.coefficient)]
    return None if parts is None or entry.is_examined else []


def _alone(entry: Entry, coefficient: Decimal) -> Counted:
    moments = entry.moments.union(*(part.moments for part in entry.parts))
    return Counted(entry.name, coefficient, moments, entry.out_of, entry.limits, entry.above)


def _bonus(entry: Entry) -> Counted:
    """Gives the coefficient 1 to an optional test that has none: its points are then added."""
    return _alone(entry, Decimal(1) if entry.coefficient is None else entry.coefficient)


def _floors(groups: list[tuple[list[Entry], list[Counted] | None]]) -> Iterable[Floor]:
    place = 0
    for group, counted in groups:
        places = tuple(range(place, place + len(counted or ())))
        for one, own in zip(places, counted or (), strict=True):
            yield from (Floor(own.name, (one,), limit) for limit in own.limits)
        if len(places) > 1:
            yield from (Floor(group[0].name, places, limit) for limit in group[0].limits)
        place += len(places)


def _left_out(entries: Iterable[Entry]) -> Iterable[str]:
    for one in entries:
        if (one.above is None) if one.is_optional else not _of_one(one):
            yield one.name


def _has_other_conditions(entry: Entry) -> bool:
    """Tells whether something decides that the marks of the counted tests do not tell."""
    is_split = bool(entry.parts) and _of_one(entry) == _of_all(entry.parts)
    hidden = not is_split and any(part.limits for part in entry.parts)
    return hidden or entry.has_other_conditions or any(map(_has_other_conditions, entry.parts))


# Shares


def percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part * 100 / whole).quantize(TENTH, ROUND_HALF_UP)


def heaviest(of: Exam) -> tuple[Counted, ...]:
    """Lists the fewest tests that make half of the mark, with those that count as much as the last.

    Nothing when that is all of them: none is then heavier than the others.
    """
    ordered = sorted(of.counted, key=lambda one: -one.coefficient)
    reached, last = Decimal(0), Decimal(0)
    for one in ordered:
        if reached * HALF >= of.total:
            break
        reached, last = reached + one.coefficient, one.coefficient
    found = tuple(one for one in ordered if one.coefficient >= last)
    return found if len(found) < len(ordered) else ()


def by_moment(of: Exam) -> list[tuple[frozenset[str], Decimal]]:
    """Adds the coefficients of the tests that are examined at the same moments, in their order."""
    sums: dict[frozenset[str], Decimal] = defaultdict(Decimal)
    for one in of.counted:
        sums[one.moments] += one.coefficient
    return list(sums.items())
