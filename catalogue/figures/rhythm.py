"""Says which days of the n-th week of a programme are in the centre, and how many in a cycle.

Standard library only. Days are numbered from 1, Monday, to 6, Saturday.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

WEEKS_OF_A_MONTH = Fraction(52, 12)


class Step(NamedTuple):
    """Some weeks, or months, that are alike; steps repeat in order, those of the start once."""

    length: int = 1
    is_months: bool = False
    centre: tuple[int, ...] = ()
    remote: tuple[int, ...] = ()
    unnamed: int = 0  # days a week in the centre, when it is not known which
    is_start: bool = False

    @property
    def weeks(self) -> Fraction:
        return self.length * WEEKS_OF_A_MONTH if self.is_months else Fraction(self.length)

    @property
    def days(self) -> int:
        """Counts its days in the centre each week."""
        return len(self.centre) + self.unnamed

    @property
    def working_days(self) -> int:
        return 6 if 6 in (*self.centre, *self.remote) or self.unnamed == 6 else 5


class Share(NamedTuple):
    """Days of one whole cycle."""

    centre: int
    remote: int
    all: int


def step_of(steps: Sequence[Step], week: int) -> Step | None:
    """Returns the step of the n-th week, from 1; a week that spans two months is the first's."""
    start = [step for step in steps if step.is_start]
    elapsed, before = Fraction(week - 1), _weeks(start)
    if elapsed < before:
        return _at(start, elapsed)
    cycle = cycle_of(steps)
    return _at(cycle, (elapsed - before) % _weeks(cycle)) if cycle else None


def cycle_of(steps: Sequence[Step]) -> list[Step]:
    return [step for step in steps if not step.is_start]


def _weeks(steps: Sequence[Step]) -> Fraction:
    return sum((step.weeks for step in steps), Fraction(0))


def _at(steps: Sequence[Step], elapsed: Fraction) -> Step:
    """Returns the step that is under way after so many weeks, fewer than all of them."""
    for step in steps:
        if elapsed < step.weeks:
            return step
        elapsed -= step.weeks
    raise ValueError("These steps are over by then.")


def share(steps: Sequence[Step]) -> Share | None:
    """Counts the days of one cycle; None for months, which have no whole number of days."""
    cycle = cycle_of(steps)
    if not cycle or any(step.is_months for step in cycle):
        return None
    working = max(step.working_days for step in cycle)
    return Share(
        centre=sum(step.length * step.days for step in cycle),
        remote=sum(step.length * len(step.remote) for step in cycle),
        all=sum(step.length * working for step in cycle),
    )
