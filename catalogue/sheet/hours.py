"""Compares the hours that a programme announces with the sums of its years and exam tables."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from catalogue.models import Programme
from catalogue.sheet import exam_rows, lengths
from catalogue.sheet.exam import ExamTable


class Gap(NamedTuple):
    name: str  # of the sum that is not the announced hours
    announced: Decimal
    hours: Decimal


def gaps(programme: Programme, tables: list[ExamTable]) -> list[Gap]:
    """Lists the sums that differ from the announced hours; none where nothing is announced."""
    announced = lengths.announced_hours(programme)
    if announced is None:
        return []
    sums = [*_sum_of_years(programme), *_sums_of_exam(tables)]
    return [Gap(name, announced, hours) for name, hours in sums if hours and hours != announced]


def note(programme: Programme, tables: list[ExamTable]) -> str:
    """Gives the note in which the centre explains a gap, as long as there is one."""
    return programme.hours_note if programme.hours_note and gaps(programme, tables) else ""


def _sum_of_years(programme):
    yield "la somme des années", sum(row.hours for row in programme.year_hours.all())


def _sums_of_exam(tables: list[ExamTable]) -> Iterator[tuple[str, Decimal]]:
    """Adds the table of each option to the one that all follow, where every unit has its hours."""
    common = sum((table.hours or 0) for table in tables if table.option is None)
    options = [table for table in tables if table.option is not None]
    units = [unit for table in tables for unit in table.compulsory]
    if any(table.hours is None for table in tables) or not all(map(exam_rows.hours, units)):
        return
    if not options:
        yield "le total du tableau des matières", common
    for table in options:
        yield f"le total avec « {table.title} »", common + table.hours
