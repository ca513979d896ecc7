"""Makes the rows of the exam tables: what a unit or a subject says, and under which column."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from django.db.models import Prefetch, Q, prefetch_related_objects

from catalogue.models import Assessment, Programme, Subject, SubjectHours, Unit
from catalogue.sheet import assessments
from catalogue.sheet.skill_blocks import blocks_in_words
from catalogue.sheet.totals import UNKNOWN, Span, exactly, total
from charmilles import typography

PLUS = f"{typography.NBSP}+{typography.NBSP}"


class Column(NamedTuple):
    title: str
    label: str  # said again beside each value when rows are stacked
    is_number: bool = True


HOURS = Column("Nombre d’heures", "Heures")
COEFFICIENT = Column("Coefficient", "Coefficient")
ECTS = Column("ECTS", "ECTS")
TESTS = Column("Type", "Type", is_number=False)


class Cell(NamedTuple):
    """A value: its lines under the title of a column, or its words beside that of the row."""

    lines: list[str]
    words: str
    is_value: bool = True  # else it says that there is none, and makes no column


@dataclass
class ExamRow:
    taught: Unit | Subject
    kind: str  # "alone", "unit" (a head followed by its subjects) or "subject"
    group: str
    cells: dict[Column, Cell]
    notes: list[str]
    hours: Decimal | None  # None of a range too, which no bar draws
    periods: list[SubjectHours]

    @property
    def is_examined(self):
        return bool({COEFFICIENT, TESTS} & self.cells.keys())


class Readings(NamedTuple):
    """What is read once for all the units of a programme."""

    assessments: dict[tuple[int | None, int | None], list[Assessment]]  # by unit or by subject
    blocks: dict[int, str]


def read(programme: Programme, units: list[Unit]) -> Readings:
    prefetch_related_objects([unit for unit in units if unit.may_have_blocks], "blocks")
    subjects = list(chain.from_iterable(unit.taught for unit in units))
    split = [subject for subject in subjects if subject.unit.may_have_periods]
    ordered = SubjectHours.objects.order_by("position", "pk")
    prefetch_related_objects(split, Prefetch("split", ordered, to_attr="periods"))
    by_examined = defaultdict(list)
    examined = Assessment.objects.filter(Q(unit__in=units) | Q(subject__in=subjects))
    for assessment in examined.select_related("status"):
        by_examined[assessment.unit_id, assessment.subject_id].append(assessment)
    return Readings(by_examined, blocks_in_words(programme.certification, units))


def of_unit(unit: Unit, readings: Readings, group: str) -> ExamRow:
    weight = coefficient(unit)
    cells = {
        HOURS: _hours_cell(_span(unit), unit.hours_unpublished),
        COEFFICIENT: _coefficient_cell(weight, _parts(unit)),
        ECTS: unit.ects and _cell(typography.number(unit.ects), "{} ECTS"),
        TESTS: _tests_cell(readings.assessments[unit.pk, None], weight),
    }
    marks = [assessments.passing(unit.pass_mark), assessments.eliminating(unit.eliminating_mark)]
    notes = [_optional(unit), _choice(unit), readings.blocks.get(unit.pk, ""), *marks]
    kind = "unit" if unit.taught else "alone"
    return ExamRow(unit, kind, group, _known(cells), notes, _exact(_span(unit)), [])


def of_subject(subject: Subject, readings: Readings, group: str) -> ExamRow:
    hours, weight = _subject_hours(subject), exactly(subject.coefficient)
    cells = {
        HOURS: _hours_cell(hours, subject.hours_unpublished),
        COEFFICIENT: _coefficient_cell(weight, []),
        TESTS: _tests_cell(readings.assessments[None, subject.pk], weight),
    }
    notes, exact = [_choice(subject)], _exact(hours)
    return ExamRow(subject, "subject", group, _known(cells), notes, exact, subject.periods)


# What a row adds to the totals


def hours(unit: Unit) -> Span | None:
    if unit.hours is None and unit.hours_unpublished:
        return UNKNOWN
    return _span(unit) or total(unit.taught, _counted_hours, least=1)


def coefficient(unit: Unit) -> Span | None:
    """Gives its own, else the sum of those of its subjects."""
    return exactly(unit.coefficient) or coefficient_of_subjects(unit)


def coefficient_of_subjects(unit: Unit) -> Span | None:
    return total(unit.taught, lambda subject: exactly(subject.coefficient), least=1)


def ects(unit: Unit) -> Span | None:
    return exactly(unit.ects)


def _counted_hours(subject):
    return UNKNOWN if subject.hours_unpublished else _subject_hours(subject)


def _subject_hours(subject):
    parts = [part.hours for part in subject.periods]
    return exactly(sum(parts)) if parts and subject.hours is None else _span(subject)


def _span(taught):
    """Gives its own hours, which may vary from one person to another."""
    if taught.hours is None:
        return None
    return Span(taught.hours, taught.hours_max or taught.hours)


# What is shown


def hours_in_words(hours: Decimal, unit: str = "") -> str:
    return f"{typography.number(hours)}{unit}" if hours else "sans cours"


def _exact(hours):
    return hours.low if hours and hours.low == hours.high else None


def _hours_cell(hours, is_unpublished):
    if is_unpublished:
        return Cell(["non publiées"], "heures non publiées", is_value=False)
    if hours is None:
        return None
    if hours.low < hours.high:
        return _cell(str(hours), "{} h")
    return Cell([hours_in_words(hours.low)], hours_in_words(hours.low, " h"))


def _parts(unit):
    """Lists the two coefficients that make that of the unit, none when they are more."""
    known = [s.coefficient for s in unit.taught if s.coefficient and not s.choice]
    return known if unit.coefficient is None and len(known) == 2 else []


def _coefficient_cell(weight, parts):
    if weight is None or weight is UNKNOWN:
        return None
    sum_of = f" ({PLUS.join(map(typography.number, parts))})" if parts else ""
    return _cell(f"{weight}{sum_of}", "coefficient {}")


def _tests_cell(own, weight):
    said = assessments.lines(own, weight.low if weight and weight.low == weight.high else None)
    return Cell(said, " ; ".join(said)) if said else None


def _cell(text, words):
    return Cell([text], words.format(text))


def _known(cells):
    return {column: cell for column, cell in cells.items() if cell}


def _optional(unit):
    if not unit.is_optional:
        return ""
    if unit.points_above is None:
        return "facultatif"
    above = typography.number(unit.points_above)
    return f"facultatif : seuls les points au-dessus de {above} comptent"


def _choice(taught):
    return f"au choix : {taught.choice}" if taught.choice else ""
