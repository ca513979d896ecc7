"""Lays out the exam tables of a sheet: units, subjects, hours, coefficients, assessments."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, groupby
from typing import NamedTuple

from catalogue.models import Assessment, Programme, Unit
from catalogue.sheet.tables import bar_width


class ExamRow(NamedTuple):
    title: str
    kind: str  # "alone", "unit" (a head followed by its subjects) or "subject"
    hours: Decimal | None
    split: list[Decimal | None]
    coefficient: Decimal | None
    ects: Decimal | None
    assessments: list[Assessment]
    is_optional: bool
    bar: int
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

    @property
    def rows(self):
        return list(chain.from_iterable(rows for _, rows in self.groups))

    @property
    def has_hours(self):
        return any(row.hours for row in self.rows)

    @property
    def has_coefficients(self):
        return any(row.coefficient for row in self.rows)

    @property
    def has_ects(self):
        return any(row.ects for row in self.rows)

    @property
    def has_assessments(self):
        return any(row.assessments for row in self.rows)

    @property
    def columns(self):
        """Counts the columns beside the titles."""
        shown = [self.has_hours, self.has_coefficients, self.has_ects, self.has_assessments]
        return len(self.periods) + sum(shown)


def exam_tables(programme: Programme) -> list[ExamTable]:
    """Lists the common table first, then one per option, in the order of the options."""
    units = list(programme.units.all())
    options = [None, *programme.options.all()]
    tables = []
    for option in options:
        own = [unit for unit in units if unit.option == option]
        if own:
            tables.append(_exam_table(option.name if option else "", own))
    return tables


def _exam_table(title: str, units: list[Unit]) -> ExamTable:
    periods = _periods(units)
    longest = max(filter(None, map(_longest_line, units)), default=None)
    rows = [(unit, _exam_rows(unit, periods, longest)) for unit in units]
    groups = [
        (group, list(chain.from_iterable(lines for _, lines in members)))
        for group, members in groupby(rows, key=lambda pair: pair[0].group)
    ]
    compulsory = [unit for unit in units if not unit.is_optional]
    return ExamTable(
        title=title,
        groups=groups,
        periods=periods,
        hours=_total(_hours(unit) for unit in compulsory),
        coefficient=_total(_coefficient(unit) for unit in compulsory),
        ects=_total(unit.ects for unit in compulsory),
    )


def _periods(units: list[Unit]) -> list[str]:
    parts = [part for u in units for s in u.subjects.all() for part in s.split.all()]
    ordered = sorted(parts, key=lambda part: (part.position, part.period))
    return list(dict.fromkeys(part.period for part in ordered))


def _exam_rows(unit: Unit, periods: list[str], longest: Decimal | None) -> list[ExamRow]:
    subjects = list(unit.subjects.all())
    head = ExamRow(
        title=unit.title,
        kind="unit" if subjects else "alone",
        hours=unit.hours,
        split=[None for _ in periods],
        coefficient=unit.coefficient,
        ects=unit.ects,
        assessments=list(unit.assessments.all()),
        is_optional=unit.is_optional,
        bar=bar_width(unit.hours, longest),
        code=unit.code,
        block=unit.block.code if unit.block else "",
    )
    return [head, *(_subject_row(subject, periods, longest) for subject in subjects)]


def _subject_row(subject, periods: list[str], longest: Decimal | None) -> ExamRow:
    split = {part.period: part.hours for part in subject.split.all()}
    hours = _subject_hours(subject)
    return ExamRow(
        title=subject.title,
        kind="subject",
        hours=hours,
        split=[split.get(period) for period in periods],
        coefficient=subject.coefficient,
        ects=None,
        assessments=list(subject.assessments.all()),
        is_optional=False,
        bar=bar_width(hours, longest),
        code="",
        block="",
    )


def _subject_hours(subject) -> Decimal | None:
    return subject.hours or _total((part.hours for part in subject.split.all()), least=1)


def _hours(unit: Unit) -> Decimal | None:
    return unit.hours or _total(map(_subject_hours, unit.subjects.all()), least=1)


def _coefficient(unit: Unit) -> Decimal | None:
    return unit.coefficient or _total((s.coefficient for s in unit.subjects.all()), least=1)


def _longest_line(unit: Unit) -> Decimal | None:
    lines = [unit.hours, *map(_subject_hours, unit.subjects.all())]
    return max(filter(None, lines), default=None)


def _total(values: Iterable[Decimal | None], *, least: int = 2) -> Decimal | None:
    """Returns the sum of the known values, or None when fewer than `least` are known."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) >= least else None
