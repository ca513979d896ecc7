"""Computes the average of an exam from marks, some of which are not known yet.

Standard library only; sums are exact fractions. An average is the sum of the marks out of 20, each
times its coefficient, over the sum of the coefficients. An optional test adds its points above a
mark, times its coefficient. One passes with 10 out of 20, unless a mark is below what its test
demands. What is shown never flatters: an average is rounded down, what is missing is rounded up.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from catalogue.figures.weights import TWENTY, Counted, Exam, Floor

PASS = 10  # out of 20: the average that the rules of the national diplomas ask for
BEST = 20

Marks = Sequence[Decimal | None]  # in the order of the tests; None for a mark not known yet


class Answer(NamedTuple):
    """What the known marks make, and what the others have to be."""

    total: Fraction  # of the coefficients
    points: Fraction  # of the known marks, the optional ones included
    remaining: Fraction  # the coefficients whose marks are not known
    failed: tuple[Floor, ...]  # limits that are not reached
    pending: tuple[Floor, ...]  # limits about marks not known yet
    may_add: bool  # an optional mark is not known yet

    @property
    def is_complete(self) -> bool:
        return not self.remaining

    @property
    def average(self) -> Decimal:
        """Counts 0 for the marks not known yet; to a hundredth, rounded down, 20 at the most."""
        return _down(min(self.points / self.total, Fraction(BEST)))

    @property
    def best(self) -> Decimal:
        """Returns the average with 20 out of 20 wherever the mark is not known yet."""
        reachable = (self.points + BEST * self.remaining) / self.total
        return _down(min(reachable, Fraction(BEST)))

    @property
    def missing(self) -> Fraction:
        """Returns the points, times their coefficients, that are missing to pass; 0 for none."""
        return max(Fraction(0), PASS * self.total - self.points)

    @property
    def gap(self) -> Decimal:
        """Returns what the average lacks to pass, to a hundredth, rounded up."""
        return Decimal(ceil(self.missing / self.total * 100)) / 100

    @property
    def needed(self) -> Decimal | None:
        """Returns the mean needed on the tests that remain, to a tenth, rounded up."""
        return Decimal(ceil(self.missing / self.remaining * 10)) / 10 if self.remaining else None

    @property
    def is_out_of_reach(self) -> bool:
        return self.missing > BEST * self.remaining

    @property
    def is_reached(self) -> bool:
        """Tells whether the average to pass is reached, whatever the marks that remain."""
        return not self.missing


def answer(exam: Exam, marks: Marks, optional: Marks = ()) -> Answer:
    known = [(one, mark) for one, mark in zip(exam.counted, marks, strict=True) if mark is not None]
    added = list(zip(exam.optional, optional or [None] * len(exam.optional), strict=True))
    points = sum((of_twenty(one, mark) * Fraction(one.coefficient) for one, mark in known), _ZERO)
    total = Fraction(exam.total)
    judged = [(one, _reaches(one, exam, marks)) for one in exam.floors]
    return Answer(
        total,
        points + sum((_bonus(one, mark) for one, mark in added if mark is not None), _ZERO),
        total - sum((Fraction(one.coefficient) for one, _ in known), _ZERO),
        tuple(one for one, reaches in judged if reaches is False),
        tuple(one for one, reaches in judged if reaches is None),
        any(mark is None for _, mark in added),
    )


_ZERO = Fraction(0)


def of_twenty(one: Counted, mark: Decimal) -> Fraction:
    return Fraction(mark) * Fraction(TWENTY) / Fraction(one.out_of)


def _bonus(one: Counted, mark: Decimal) -> Fraction:
    above = Fraction(one.above or 0)
    return max(Fraction(0), of_twenty(one, mark) - above) * Fraction(one.coefficient)


def _reaches(wanted: Floor, exam: Exam, marks: Marks) -> bool | None:
    """Tells whether the mean of its tests is not below the limit; None when it is not known."""
    own = [(exam.counted[place], marks[place]) for place in wanted.places]
    known = [(one, mark) for one, mark in own if mark is not None]
    if len(known) < len(own):
        return None
    points = sum((of_twenty(one, mark) * Fraction(one.coefficient) for one, mark in known), _ZERO)
    least = Fraction(wanted.limit.least) * BEST / Fraction(wanted.limit.out_of)
    return points >= least * _weight(one for one, _ in own)


def _weight(tests: Iterable[Counted]) -> Fraction:
    return sum((Fraction(one.coefficient) for one in tests), _ZERO)


def _down(value: Fraction) -> Decimal:
    return Decimal(floor(value * 100)) / 100
