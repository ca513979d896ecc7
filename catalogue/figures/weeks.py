"""Lays out the weeks of one year of a cohort: which days are in the centre, and which are off.

Standard library only: public holidays, breaks and exceptions are passed in. A day is a date
without an hour, so that no change of the clocks moves it. On each day, the first of these rules
that speaks of it decides:

1. a public holiday has no training (Code du travail, L3133-1 lists them);
2. an exception of the cohort says where the day is, even within a break;
3. a break of the centre has no training;
4. else the day is where the rhythm puts it. A week off counts as a week of the rhythm: the next
   one is what it would have been.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from catalogue.figures.rhythm import Step, cycle_of, step_of

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
FRIDAY, SATURDAY = 5, 6
LONGEST = timedelta(weeks=54)  # no school year is longer: one that is was typed wrong


class Kind(StrEnum):
    """What a week is at first sight."""

    CENTRE = "centre"  # every working day is in the centre, but those that are off
    MIXED = "mixed"  # some days are, or some are at a distance
    COMPANY = "company"  # no training: in the company, or free
    CLOSED = "closed"  # there would be training, and every day of it is off


class Break(NamedTuple):
    first: date
    last: date
    label: str


class Exceptional(NamedTuple):
    """Days of one cohort that are in the centre, or out of it, against its rhythm."""

    first: date
    last: date
    label: str
    is_centre: bool


class Off(NamedTuple):
    """A day of training that does not take place, and why."""

    day: date
    label: str


class Year(NamedTuple):
    """A year of a cohort; `first_week` is the rank, in its rhythm, of the week it begins with."""

    first: date
    last: date
    steps: Sequence[Step]
    first_week: int = 1
    holidays: Mapping[date, str] = {}
    breaks: Sequence[Break] = ()
    exceptions: Sequence[Exceptional] = ()


class Week(NamedTuple):
    """A week from its Monday; `days` are its working days within the year."""

    monday: date
    kind: Kind
    days: tuple[date, ...]
    centre: tuple[date, ...] = ()
    remote: tuple[date, ...] = ()
    off: tuple[Off, ...] = ()
    labels: tuple[str, ...] = ()  # of the exceptions that change it

    @property
    def training(self) -> tuple[date, ...]:
        return tuple(sorted((*self.centre, *self.remote)))


def is_laid_out(steps: Sequence[Step]) -> bool:
    """Tells whether a rhythm names the days of each week, for ever.

    Months begin on no Monday, and « 2 jours par semaine » names none: a calendar of them would be
    a guess.
    """
    named = all(not step.is_months and not step.unnamed for step in steps)
    return named and bool(cycle_of(steps))


def weeks(year: Year) -> list[Week]:
    """Lists the weeks from the first working day to the last, each Monday once."""
    ranked = enumerate(_mondays(year), year.first_week)
    laid = (_week(year, monday, rank) for rank, monday in ranked)
    return [week for week in laid if week.days]


def days(laid: Sequence[Week]) -> int:
    """Counts the days of training that take place, in the centre or at a distance."""
    return sum(len(week.training) for week in laid)


def hours(laid: Sequence[Week], hours_a_day: Decimal) -> Decimal:
    """Counts the hours of training: days by hours, exact, without rounding."""
    return days(laid) * hours_a_day


def runs(dates: Sequence[date]) -> list[tuple[date, date]]:
    """Groups sorted dates that follow each other: (first, last) of each group."""
    groups: list[tuple[date, date]] = []
    for day in dates:
        if groups and day - groups[-1][1] == DAY:
            groups[-1] = (groups[-1][0], day)
        else:
            groups.append((day, day))
    return groups


def _mondays(year: Year) -> Iterator[date]:
    first = year.first
    while not _is_worked(first, _step(year, year.first_week)):  # a year typed from a week-end
        first += DAY
    monday = first - timedelta(days=first.weekday())
    while monday <= year.last:
        yield monday
        monday += WEEK


def _week(year: Year, monday: date, rank: int) -> Week:
    step = _step(year, rank)
    known = [day for day in (monday + n * DAY for n in range(SATURDAY)) if _is_in(year, day)]
    exceptions = _exceptions(year, known)
    places = {day: place for day in known if (place := _place(day, step, exceptions))}
    working = tuple(d for d in known if d.isoweekday() <= FRIDAY or d in places)
    off = {
        day: label for day in places if (label := _label_of_off(year, day, exceptions)) is not None
    }
    centre, remote = (
        tuple(day for day, place in places.items() if place == wanted and day not in off)
        for wanted in ("centre", "remote")
    )
    reasons = tuple(Off(day, label) for day, label in off.items())
    kind = _kind(places, working, off)
    return Week(monday, kind, working, centre, remote, reasons, _labels(exceptions))


def _kind(places: Mapping[date, str], working: Sequence[date], off: Mapping[date, str]) -> Kind:
    if not places:
        return Kind.COMPANY
    if len(off) == len(places):
        return Kind.CLOSED
    all_day = len(places) == len(working) and "remote" not in places.values()
    return Kind.CENTRE if all_day else Kind.MIXED


def _step(year: Year, rank: int) -> Step:
    return step_of(year.steps, rank) or Step()


def _is_in(year: Year, day: date) -> bool:
    return year.first <= day <= year.last


def _is_worked(day: date, step: Step) -> bool:
    number = day.isoweekday()
    return number <= FRIDAY or number in (*step.centre, *step.remote)


def _place(day: date, step: Step, exceptions: Mapping[date, Exceptional]) -> str:
    """Says « centre » or « remote » of a day of training, whether it takes place or not."""
    if day in exceptions:
        return "centre" if exceptions[day].is_centre else ""
    number = day.isoweekday()
    return "centre" if number in step.centre else "remote" if number in step.remote else ""


def _exceptions(year: Year, known: Sequence[date]) -> dict[date, Exceptional]:
    """Finds those of a week, by day."""
    near = [e for e in year.exceptions if known and e.first <= known[-1] and known[0] <= e.last]
    return {day: found for day in known if (found := _exception(near, day))}


def _exception(near: Sequence[Exceptional], day: date) -> Exceptional | None:
    """Finds the exception of a day: of two, the one that begins last; a Saturday must be alone."""
    about = [e for e in near if e.first <= day <= e.last and _is_named(day, e)]
    return max(about, key=lambda exception: exception.first, default=None)


def _is_named(day: date, exception: Exceptional) -> bool:
    return day.isoweekday() <= FRIDAY or exception.first == exception.last


def _label_of_off(year: Year, day: date, exceptions: Mapping[date, Exceptional]) -> str | None:
    if day in year.holidays:
        return year.holidays[day]
    if day in exceptions:
        return None
    return next((b.label for b in year.breaks if b.first <= day <= b.last), None)


def _labels(exceptions: Mapping[date, Exceptional]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(exception.label for exception in exceptions.values()))
