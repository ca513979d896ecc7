"""Says what each test counts for in the final mark, and when it is examined: in words and as bars.

The tests are those of the exam tables. Options that bear coefficients make an exam each; closed
ones are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.text import capfirst

from catalogue.figures import weights
from catalogue.figures.weights import TWENTY, Counted, Entry, Exam, Limit
from catalogue.models import Assessment, LearnerStatus, Subject, Unit
from catalogue.sheet.bars import bar_class
from catalogue.sheet.exam import ExamTable
from catalogue.sheet.exam_rows import Readings
from catalogue.sheet.tables import rank
from charmilles import typography

# A group that is a part of the time, not of the subjects: « 1re année », « Semestre 3 ».
PERIOD = re.compile(r"ann[ée]e|semestre|trimestre|\bS\d", re.IGNORECASE)
FEWEST, MOST = 2, 60  # tests: one alone is the whole mark; the page of marks names so many
MOMENTS = {
    Assessment.When.IN_COURSE: "contrôle en cours de formation (CCF)",
    Assessment.When.FINAL: "épreuve ponctuelle",
    Assessment.When.CONTINUOUS: "contrôle continu",
}


class Row(NamedTuple):
    name: str
    words: str
    bar: str


@dataclass(frozen=True)
class Weights:
    option: str  # its name, where it has its own tests
    exam: Exam
    moments: list[str]

    @property
    def rows(self) -> list[Row]:
        """Lists the tests, the heaviest first."""
        ordered = sorted(self.exam.counted, key=lambda one: -one.coefficient)
        most = ordered[0].coefficient
        return [
            Row(one.name, self._share(one.coefficient), bar_class(one.coefficient, most))
            for one in ordered
        ]

    @property
    def heaviest(self) -> str:
        """Writes « 4 épreuves sur 10 font 17 points sur 26, soit 65,4 % de la note. »"""
        heavy = weights.heaviest(self.exam)
        if not heavy:
            return ""
        share = self._share(sum((one.coefficient for one in heavy), Decimal(0)))
        among = f"sur {len(self.exam.counted)}"
        if len(heavy) == 1:
            return f"Une épreuve {among}, « {heavy[0].name} », fait {share} de la note."
        return f"{len(heavy)} épreuves {among} font {share} de la note."

    @property
    def optional(self) -> list[str]:
        """Says how each optional test counts, besides the sum."""
        return [_bonus(one) for one in self.exam.optional]

    @property
    def left_out(self) -> str:
        named = typography.enumeration(f"« {name} »" for name in self.exam.left_out)
        return named and f"Hors de ce calcul, faute de coefficient : {named}."

    def _share(self, part: Decimal) -> str:
        return _share(part, self.exam.total)


def of_tables(tables: list[ExamTable]) -> list[Weights]:
    """Lists the exam of all, or that of each option that has its own; none that is not known."""
    readings = tables[0].readings if tables else Readings({}, {})
    made = [(title, units, _exam(units, readings)) for title, units in _tests(tables, readings)]
    return [
        Weights(title, found, _moments(units, readings))
        for title, units, found in made
        if found and _is_shown(found)
    ]


def _is_shown(exam: Exam) -> bool:
    return FEWEST <= len(exam.counted) <= MOST and len(exam.optional) <= MOST


def _tests(tables: list[ExamTable], readings: Readings) -> list[tuple[str, list[Unit]]]:
    """Lists the units of each open option with those of all; all together if they bear nothing."""
    common = [unit for table in tables if table.option is None for unit in table.units]
    branches = [table for table in tables if table.option and table.option.is_open]
    own = [(table.title, [*common, *table.units]) for table in branches]
    of_all = _exam(common, readings)
    found = [_exam(units, readings) for _, units in own]
    if of_all and all(one and one.counted == of_all.counted for one in found):
        return [("", [*common, *(unit for table in branches for unit in table.units)])]
    return own or [("", common)]


def _share(part: Decimal, whole: Decimal) -> str:
    """Writes « 3 points sur 24, soit 12,5 % »."""
    points = typography.quantity(part, "point")
    share = typography.percent(weights.percent(part, whole))
    return f"{points} sur {typography.number(whole)}, soit {share}"


def _bonus(one: Counted) -> str:
    above = typography.number(one.above or 0)
    times = f", multipliés par {typography.number(one.coefficient)}" if one.coefficient != 1 else ""
    return f"Facultatif, « {one.name} » ajoute ses points au-dessus de {above}{times}."


# When


def _moments(units: list[Unit], readings: Readings) -> list[str]:
    """Says the share of the CCF and of the other moments, for each public that has its own."""
    every = [one for key in readings.assessments for one in _counted(readings, *key)]
    statuses = sorted({one.status for one in every if one.status}, key=rank)
    said = {status: _in_words(_exam(units, readings, status)) for status in statuses or [None]}
    if len(set(said.values())) == 1:
        return list(filter(None, set(said.values())))
    named = [(status.learners, words) for status, words in said.items() if status and words]
    return [f"{capfirst(learners)} : {words}" for learners, words in named]


def _in_words(exam: Exam | None) -> str:
    """Writes « CCF : 14 points sur 26, soit 53,8 % ; moment non précisé : … »; "" if none is."""
    sums = sorted(weights.by_moment(exam), key=_clearest) if exam else []
    if exam is None or not any(_known(moments) for moments, _ in sums):
        return ""
    said = (f"{_named(moments)} : {_share(part, exam.total)}" for moments, part in sums)
    return capfirst(" ; ".join(said)) + "."


def _clearest(sum_of: tuple[frozenset[str], Decimal]):
    """Sorts the moments: those that are one word, those of a part, then those that are not said."""
    moments, part = sum_of
    return not _known(moments), len(moments), -part


def _known(moments: frozenset[str]) -> list[str]:
    return [words for moment, words in MOMENTS.items() if moment in moments]


def _named(moments: frozenset[str]) -> str:
    known = _known(moments)
    if not known:
        return "moment non précisé"
    words = typography.enumeration(known)
    return words if len(known) == len(moments) else f"en partie en {words}"


# The tests, from the rows


def _exam(
    units: list[Unit], readings: Readings, status: LearnerStatus | None = None
) -> Exam | None:
    return weights.exam([_unit(unit, readings, status) for unit in units])


def _unit(unit: Unit, readings: Readings, status: LearnerStatus | None) -> Entry:
    own = _counted(readings, unit.pk, None)
    marks = [*_limits(unit.pass_mark, unit.eliminating_mark, TWENTY)]
    entry = _entry(unit, own, status)
    return entry._replace(
        is_examined=entry.is_examined or bool(marks),
        period=unit.group if PERIOD.search(unit.group) else "",
        limits=(*marks, *entry.limits),
        parts=tuple(_subject(subject, readings, status) for subject in unit.taught),
        is_optional=unit.is_optional,
        above=unit.points_above if unit.is_optional else None,  # else it is a default
    )


def _subject(subject: Subject, readings: Readings, status: LearnerStatus | None) -> Entry:
    return _entry(subject, _counted(readings, None, subject.pk), status)


def _counted(readings: Readings, unit: int | None, subject: int | None) -> list[Assessment]:
    """Lists what everybody takes: a resit stands for a test, it does not add to it."""
    return [one for one in readings.assessments.get((unit, subject), []) if not one.is_resit]


def _entry(taught: Unit | Subject, own: list[Assessment], status: LearnerStatus | None) -> Entry:
    """Makes what a unit and a subject have alike; a mark of one part of a test judges no other."""
    concerned = [one for one in own if status is None or one.status in (None, status)]
    scales = {one.out_of or TWENTY for one in own}
    alone = own[0] if len(own) == 1 else None
    limits = _limits(alone.pass_mark, alone.eliminating_mark, alone.out_of) if alone else ()
    hidden = any(one.pass_mark or one.eliminating_mark for one in own if one is not alone)
    return Entry(
        name=f"{taught.code} {taught.title}".strip(),
        coefficient=taught.coefficient,
        is_examined=bool(own),
        choice=taught.choice,
        moments=frozenset(one.when for one in concerned),
        out_of=scales.pop() if len(scales) == 1 else TWENTY,
        limits=tuple(limits),
        has_other_conditions=hidden or any(one.eliminating for one in own),
    )


def _limits(
    pass_mark: Decimal | None, eliminating: Decimal | None, out_of: Decimal | None
) -> Iterator[Limit]:
    if pass_mark:
        yield Limit(pass_mark, out_of or TWENTY)
    if eliminating:
        yield Limit(eliminating, out_of or TWENTY, is_eliminating=True)
