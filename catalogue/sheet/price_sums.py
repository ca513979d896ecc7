"""Adds up prices that are given by parts: by hour of training, or by step."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.utils.text import capfirst

from catalogue.models import Duration, Tuition
from catalogue.sheet import lengths
from catalogue.sheet.totals import Span
from charmilles import typography

Unit, Period, Qualifier = Duration.Unit, Tuition.Period, Tuition.Qualifier
ADDED = {Qualifier.FIXED, Qualifier.FROM, Qualifier.PARTICIPANT}  # what a sum is true of
STEPS = "toutes les étapes"


def in_euros(amount: Decimal, tuition: Tuition) -> str:
    """Writes « 980 € HT »."""
    tax = f"{typography.NBSP}{tuition.get_tax_display()}" if tuition.tax else ""
    return typography.euros(amount) + tax


# By hour


def of_hours(tuition: Tuition) -> str:
    """Writes « soit 4 800 € pour 400 heures »; "" unless the hours that it pays are known."""
    is_of_all = tuition.is_tuition and not tuition.year and tuition.period == Period.HOUR
    if not is_of_all or tuition.qualifier not in ADDED or not tuition.amount:
        return ""
    hours = _hours(tuition)
    if hours is None:
        return ""
    ends = dict.fromkeys(in_euros(tuition.amount * end, tuition) for end in hours)
    most = hours.high if hours.high > hours.low else None
    return f"soit {' à '.join(ends)} pour {lengths.quantity(hours.low, Unit.HOUR, most)}"


def _hours(tuition):
    """Finds the hours of its own public, else those of everybody; None of several lengths."""
    if tuition.block:
        return None
    rows = [row for row in lengths.offered(tuition.programme) if row.step == tuition.step]
    own = [row for row in rows if _public(row) == _public(tuition)]
    found = own or [row for row in rows if _public(row) == ("", None, None)]
    if len(found) != 1 or (not own and len(rows) > 1):
        return None
    row = found[0]
    if row.hours:
        return Span(row.hours, row.hours)
    is_whole = row.amount and row.unit == Unit.HOUR and not row.away
    return Span(row.amount, row.amount_max or row.amount) if is_whole else None


def _public(row):
    return row.audience, row.status_id, row.option_id


# By step


class StepsPrice(NamedTuple):
    """The sum of the prices of the steps of one public."""

    tuitions: list[Tuition]

    @property
    def who(self) -> str:
        """Writes « Stagiaires, toutes les étapes »."""
        public = self.tuitions[0].named(with_step=False)
        return capfirst(", ".join(filter(None, (public, STEPS))))

    @property
    def before(self) -> str:
        is_least = any(t.qualifier == Qualifier.FROM for t in self.tuitions)
        return "à partir de " if is_least else ""

    @property
    def figure(self) -> str:
        return in_euros(self.amount, self.tuitions[0])

    @property
    def amount(self) -> Decimal:
        return sum((t.amount for t in self.tuitions if t.amount), Decimal(0))

    @property
    def after(self) -> str:
        is_each = self.tuitions[0].qualifier == Qualifier.PARTICIPANT
        return " par participant" if is_each else ""


def of_steps(tuitions: Iterable[Tuition]) -> list[StepsPrice]:
    """Adds the prices of the steps, for each public whose every step has one, of the same sort.

    None where the centre gives the price of the whole: that one is said.
    """
    by_public: dict[tuple, list[Tuition]] = {}
    tuitions = [tuition for tuition in tuitions if tuition.is_tuition]
    unknown = {t.step for t in tuitions if t.amount is None and t.step}
    for tuition in tuitions:
        if tuition.amount is not None and not tuition.block:
            by_public.setdefault((*_public(tuition), tuition.campus_id), []).append(tuition)
    return [StepsPrice(own) for own in by_public.values() if _adds_up(own, unknown)]


def _adds_up(tuitions: list[Tuition], unknown: set[str]) -> bool:
    """Tells whether each step has one price, and all the same sort of price; none is unknown."""
    steps = [tuition.step for tuition in tuitions]
    if len(steps) < 2 or "" in steps or len(set(steps)) < len(steps):
        return False
    known = {row.step for row in tuitions[0].programme.durations.all() if row.step}
    sorts = {(t.tax, t.qualifier == Qualifier.PARTICIPANT) for t in tuitions}
    return known | unknown <= set(steps) and len(sorts) == 1 and all(map(_is_whole, tuitions))


def _is_whole(tuition):
    return tuition.qualifier in ADDED and tuition.period in ("", Period.TOTAL)
