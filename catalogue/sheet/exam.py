"""Lays out the exam tables of a sheet: units, subjects, hours, coefficients, assessments."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain, groupby
from typing import NamedTuple

from django.db.models import Q

from catalogue.models import Assessment, Option, Programme, Subject, Unit
from catalogue.sheet.tables import bar_class, rank

# By primary keys of a unit and of a subject, one of which is None.
Assessments = dict[tuple[int | None, int | None], list[Assessment]]


class ExamRow(NamedTuple):
    title: str
    kind: str  # "alone", "unit" (a head followed by its subjects) or "subject"
    hours: Decimal | None
    split: list[Decimal | None]
    coefficient: Decimal | None
    ects: Decimal | None
    assessments: list[Assessment]
    is_optional: bool
    bar: str
    code: str
    block: str


@dataclass
class ExamTable:
    """The units that all learners take, or those of one option."""

    title: str
    groups: list[tuple[str, list[ExamRow]]]
    periods: list[str]
    hours: Decimal | None
    coefficient: Decimal | None
    ects: Decimal | None
    option: Option | None = None

    @cached_property
    def rows(self):
        return list(chain.from_iterable(rows for _, rows in self.groups))

    @cached_property
    def has_hours(self):
        return any(row.hours for row in self.rows)

    @cached_property
    def has_coefficients(self):
        return any(row.coefficient for row in self.rows)

    @cached_property
    def has_ects(self):
        return any(row.ects for row in self.rows)

    @cached_property
    def has_assessments(self):
        return any(row.assessments for row in self.rows)

    @property
    def columns(self):
        """Counts the columns beside the titles."""
        shown = [self.has_hours, self.has_coefficients, self.has_ects, self.has_assessments]
        return len(self.periods) + sum(shown)


def exam_tables(programme: Programme) -> list[ExamTable]:
    """Lists the common table first, then one per option, in the order of the options."""
    units = sorted(programme.units.all(), key=_rank)
    assessments = _assessments(units)
    return [
        _exam_table(option, list(own), assessments)
        for option, own in groupby(units, key=lambda unit: unit.option)
    ]


def _rank(unit: Unit):
    return rank(unit.option) if unit.option else (-1, 0), rank(unit)


def _assessments(units: list[Unit]) -> Assessments:
    """Reads the assessments of the units and of their subjects together."""
    subjects = [subject for unit in units for subject in unit.taught]
    by_examined = defaultdict(list)
    for assessment in Assessment.objects.filter(Q(unit__in=units) | Q(subject__in=subjects)):
        by_examined[assessment.unit_id, assessment.subject_id].append(assessment)
    return by_examined


def _exam_table(option: Option | None, units: list[Unit], assessments: Assessments) -> ExamTable:
    periods = _periods(units)
    longest = max(filter(None, map(_longest_line, units)), default=None)
    rows = [(unit, _exam_rows(unit, periods, longest, assessments)) for unit in units]
    groups = [
        (group, list(chain.from_iterable(lines for _, lines in members)))
        for group, members in groupby(rows, key=lambda pair: pair[0].group)
    ]
    compulsory = [unit for unit in units if not unit.is_optional]
    return ExamTable(
        title=option.name if option else "",
        option=option,
        groups=groups,
        periods=periods,
        hours=_total(_hours(unit) for unit in compulsory),
        coefficient=_total(_coefficient(unit) for unit in compulsory),
        ects=_total(unit.ects for unit in compulsory),
    )


def _periods(units: list[Unit]) -> list[str]:
    parts = [part for u in units for s in u.taught for part in s.periods]
    ordered = sorted(parts, key=lambda part: (part.position, part.period))
    return list(dict.fromkeys(part.period for part in ordered))


def _exam_rows(unit: Unit, periods, longest, assessments: Assessments) -> list[ExamRow]:
    subjects = list(unit.taught)
    head = ExamRow(
        title=unit.title,
        kind="unit" if subjects else "alone",
        hours=unit.hours,
        split=[None for _ in periods],
        coefficient=unit.coefficient,
        ects=unit.ects,
        assessments=assessments[unit.pk, None],
        is_optional=unit.is_optional,
        bar=bar_class(unit.hours, longest),
        code=unit.code,
        block=unit.block.code if unit.block else "",
    )
    own = (_subject_row(subject, periods, longest, assessments) for subject in subjects)
    return [head, *own]


def _subject_row(subject: Subject, periods, longest, assessments: Assessments) -> ExamRow:
    split = {part.period: part.hours for part in subject.periods}
    hours = _subject_hours(subject)
    return ExamRow(
        title=subject.title,
        kind="subject",
        hours=hours,
        split=[split.get(period) for period in periods],
        coefficient=subject.coefficient,
        ects=None,
        assessments=assessments[None, subject.pk],
        is_optional=False,
        bar=bar_class(hours, longest),
        code="",
        block="",
    )


def _subject_hours(subject) -> Decimal | None:
    return subject.hours or _total((part.hours for part in subject.periods), least=1)


def _hours(unit: Unit) -> Decimal | None:
    return unit.hours or _total(map(_subject_hours, unit.taught), least=1)


def _coefficient(unit: Unit) -> Decimal | None:
    return unit.coefficient or _total((s.coefficient for s in unit.taught), least=1)


def _longest_line(unit: Unit) -> Decimal | None:
    lines = [unit.hours, *map(_subject_hours, unit.taught)]
    return max(filter(None, lines), default=None)


def _total(values: Iterable[Decimal | None], *, least: int = 2) -> Decimal | None:
    """Returns the sum of the known values, or None when fewer than `least` are known."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) >= least else None
