"""Lays out the exam tables of a sheet: units, subjects, hours, coefficients, assessments.

A column is shown when two rows have a value for it; a lonely value is said beside its title.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby
from typing import NamedTuple

from catalogue.models import Option, Programme, Subject, Unit
from catalogue.sheet import exam_rows
from catalogue.sheet.bars import bar_class
from catalogue.sheet.exam_rows import COEFFICIENT, ECTS, HOURS, TESTS, Column, ExamRow, Readings
from catalogue.sheet.tables import rank
from catalogue.sheet.totals import UNKNOWN, together, total
from charmilles.typography import enumeration

SUMS = {HOURS: exam_rows.hours, COEFFICIENT: exam_rows.coefficient, ECTS: exam_rows.ects}
IN_A_HEAD = {HOURS: "{} h", COEFFICIENT: "coefficient {}", ECTS: "{} ECTS"}
WITH_COMMON = "Avec ce qui est commun"
SHORT = 14  # letters of an assessment that a narrow column holds


class Shown(NamedTuple):
    """What stands under a column: no line, one, or several."""

    column: Column
    lines: list[str]
    bar: str = ""


class ShownRow(NamedTuple):
    taught: Unit | Subject
    kind: str
    note: str
    cells: list[Shown]


@dataclass
class ExamTable:
    """The units that all learners take, or those of one option."""

    option: Option | None
    units: list[Unit]
    rows: list[ExamRow]
    readings: Readings
    beside: list[list[Unit]]  # units taken with these: those of all, or of each option

    @property
    def title(self):
        return self.option.name if self.option else ""

    @property
    def hours(self):
        """Adds the hours of the compulsory units; None when alternatives or gaps forbid a sum."""
        span = total(self.compulsory, exam_rows.hours, least=1)
        is_exact = span not in (None, UNKNOWN) and span.low == span.high
        return span.low if is_exact else None

    @cached_property
    def compulsory(self):
        return [unit for unit in self.units if not unit.is_optional]

    # Columns

    @cached_property
    def columns(self):
        return [*self._periods, *self._values]

    @property
    def width(self):
        return len(self.columns) + 1

    @property
    def is_wordy(self):
        """Tells whether the assessments want a wide column."""
        cells = (row.cells[TESTS] for row in self.rows if TESTS in row.cells)
        return any(len(line) > SHORT for cell in cells for line in cell.lines)

    @cached_property
    def _values(self):
        values = [(c, cell) for row in self.rows for c, cell in row.cells.items() if cell.is_value]
        uses = Counter()
        for column, cell in values:  # several assessments are too many to stand beside a title
            uses[column] += len(cell.lines) if column is TESTS else 1
        return [column for column in (HOURS, COEFFICIENT, ECTS, TESTS) if uses[column] > 1]

    @cached_property
    def _periods(self):
        """Lists the years or semesters between which the hours of two rows at least are split."""
        is_split = len(self._names) > 1 and sum(bool(row.periods) for row in self.rows) > 1
        return [Column(name, name) for name in self._names] if is_split else []

    @cached_property
    def _names(self):
        parts = chain.from_iterable(row.periods for row in self.rows)
        ordered = sorted(parts, key=lambda part: (part.position, part.period))
        return list(dict.fromkeys(part.period for part in ordered))

    # Words

    @cached_property
    def noun(self):
        """Names the rows: it heads them, and begins the caption."""
        if HOURS in self._values:
            are_blocks = all(map(_is_a_block, filter(exam_rows.hours, self.units)))
            return "Blocs" if are_blocks else "Matières"
        if {COEFFICIENT, TESTS} & set(self._values):
            return "Épreuves"
        return "Unités" if ECTS in self._values else "Contenu"

    @property
    def caption(self):
        """Gives the name of the option, else what the columns hold."""
        words = {HOURS: "heures", COEFFICIENT: "coefficients", ECTS: "crédits"}
        if self.noun != "Épreuves" and TESTS in self._values:
            words |= {COEFFICIENT: "", TESTS: "examens"}
        held = (words.get(column) for column in self._values)
        return self.title or enumeration([self.noun, *filter(None, held)])

    # Rows

    @cached_property
    def groups(self):
        """Lists the years or semesters, each with its sums and its rows."""
        own = groupby(self.rows, key=lambda row: row.group)
        return [(self._head(group), list(map(self._shown, rows))) for group, rows in own]

    def _head(self, group):
        """Writes « Semestre 1 : 350 h, 30 ECTS »: only sums to which no unit is missing."""
        own = [unit for unit in self.compulsory if group and unit.group == group]
        whole = [c for c in self._values if c in SUMS and all(map(SUMS[c], own))]
        sums = ((column, self._sum(column, own).lines) for column in whole)
        said = [IN_A_HEAD[column].format(*lines) for column, lines in sums if lines]
        return " : ".join(filter(None, [group, ", ".join(said)]))

    def _shown(self, row):
        lonely = (_in_a_note(cell) for c, cell in row.cells.items() if c not in self.columns)
        notes = filter(None, [*row.notes, self._period_of(row), *lonely])
        cells = [self._cell(row, column) for column in self.columns]
        return ShownRow(row.taught, row.kind, " ; ".join(notes), cells)

    def _cell(self, row, column):
        if column in self._periods:
            hours = [part.hours for part in row.periods if part.period == column.title]
            return Shown(column, list(map(exam_rows.hours_in_words, hours)))
        lines = row.cells[column].lines if column in row.cells else []
        return Shown(column, lines, bar_class(row.hours, self._longest) if column is HOURS else "")

    @cached_property
    def _longest(self):
        return max((row.hours for row in self.rows if row.hours), default=None)

    def _period_of(self, row):
        """Says the years of a row when no column does; the only one of a table says nothing."""
        taught = [other for other in self.rows if other.hours is not None]
        is_only = len(self._names) == 1 and all(other.periods for other in taught)
        if self._periods or is_only:
            return ""
        if len(row.periods) == 1:
            return row.periods[0].period
        hours = ((p.period, exam_rows.hours_in_words(p.hours, " h")) for p in row.periods)
        return ", ".join(f"{period} : {words}" for period, words in hours)

    # Totals

    @cached_property
    def totals(self):
        """Lists the last lines, each with its cells: what adds up here, then with what all take."""
        own = (self._label, [self._sum(column, self.compulsory) for column in self.columns])
        whole = (WITH_COMMON, [self._whole(column) for column in self.columns])
        return [(label, cells) for label, cells in (own, whole) if any(c.lines for c in cells)]

    @property
    def _label(self):
        """Calls it the total of all only where no option adds to one of its columns."""
        name = "Total"
        if self.option is None and self._goes_on:
            name = "Total commun"
        has_optional = len(self.compulsory) < len(self.units)
        return f"{name} hors facultatif" if has_optional else name

    @property
    def _goes_on(self):
        return any(self._other(column) for column in self.columns)

    def _sum(self, column, units):
        found = total(units, SUMS[column]) if column in SUMS else None
        return Shown(column, [] if found in (None, UNKNOWN) else [str(found)])

    def _whole(self, column):
        """Adds the units of all to those of an option, where both have a value."""
        if self.option is None or not self._other(column):
            return Shown(column, [])
        return self._sum(column, [*chain.from_iterable(self.beside), *self.compulsory])

    def _other(self, column):
        """Tells whether the units beside have a value in that column."""
        value = SUMS.get(column)
        return value and any(value(unit) for units in self.beside for unit in units)


def exam_tables(programme: Programme) -> list[ExamTable]:
    """Lists the common table first, then one per option, in the order of the options."""
    units = sorted(programme.units.all(), key=_rank)
    readings = exam_rows.read(programme, units)
    is_grouped = len({unit.group for unit in units}) > 1  # a year alone heads nothing
    by_option = {o: list(own) for o, own in groupby(units, key=lambda unit: unit.option)}
    return [
        _exam_table(option, own, readings, is_grouped, _beside(option, by_option))
        for option, own in by_option.items()
    ]


def _beside(option: Option | None, by_option: dict[Option | None, list[Unit]]) -> list[list[Unit]]:
    others = [units for other, units in by_option.items() if other is not None]
    beside = others if option is None else [by_option.get(None, [])]
    return [[unit for unit in units if not unit.is_optional] for units in beside]


def exam_title(tables: list[ExamTable]) -> str:
    """Names what the tables hold: a short course has no exam."""
    is_examined = any(row.is_examined for table in tables for row in table.rows)
    return f"Contenu de formation{' et modalités d’évaluation' if is_examined else ''}"


def _rank(unit: Unit):
    return rank(unit.option), rank(unit)


def _exam_table(
    option: Option | None,
    units: list[Unit],
    readings: Readings,
    is_grouped: bool,
    beside: list[list[Unit]],
) -> ExamTable:
    ordered = chain.from_iterable(together(units, lambda unit: (unit.group, unit.choice)))
    rows = [row for unit in ordered for row in _rows(unit, readings, is_grouped)]
    return ExamTable(option, units, rows, readings, beside)


def _rows(unit: Unit, readings: Readings, is_grouped: bool) -> Iterator[ExamRow]:
    group = unit.group if is_grouped else ""
    yield exam_rows.of_unit(unit, readings, group)
    for subject in chain.from_iterable(together(unit.taught)):
        yield exam_rows.of_subject(subject, readings, group)


def _in_a_note(cell):
    """Begins the words of a cell as those of a sentence go on: « pratique, 1 h », but « CCF »."""
    words = cell.words
    return words if words[:2].isupper() else f"{words[:1].lower()}{words[1:]}"


def _is_a_block(unit: Unit) -> bool:
    return not unit.taught and len(unit.covered) == 1
