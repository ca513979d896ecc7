"""Lays out published results: indicators as rows, by option or block; years or intakes as columns.

A column belongs to one year or one intake: two of them never share a rate.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from catalogue.models import Outcome
from catalogue.sheet.tables import bar_class, rank


class ResultCell(NamedTuple):
    outcome: Outcome | None
    bar: str


class ResultRow(NamedTuple):
    label: str
    part: str  # the option or the block it is about
    cells: list[ResultCell]


@dataclass
class ResultTable:
    periods: list[str]
    groups: list[tuple[str, list[ResultRow]]]
    definitions: list[tuple[str, str]]  # what is counted, and the source

    @property
    def has_worded_periods(self):
        """Tells whether a column is more than a year: a phone leaves it more room."""
        return not all(period.isdecimal() for period in self.periods)


UNKNOWN = ResultCell(None, "")


def result_table(outcomes: Iterable[Outcome]) -> ResultTable | None:
    """Lays out the rates of a programme; None without any outcome."""
    ordered = sorted(outcomes, key=_period)
    columns = {_period(o): o.period_label for o in ordered}
    by_row: dict[tuple, list[Outcome]] = {}
    for outcome in sorted(ordered, key=_row):
        by_row.setdefault(_row(outcome), []).append(outcome)
    rows = [(own[0].indicator, _result_row(own, columns)) for own in by_row.values()]
    groups = [
        (group, [row for _, row in own]) for group, own in groupby(rows, key=lambda r: r[0].group)
    ]
    indicators = dict.fromkeys(indicator for indicator, _ in rows)
    defined = [(i.definition or i.label, i.source) for i in indicators if i.definition or i.source]
    return ResultTable(list(columns.values()), groups, defined) if rows else None


def _period(outcome):
    return outcome.year, outcome.entered_on or date.min, outcome.period


def _row(outcome):
    """Sorts the rows: the whole training before its options, these before its blocks."""
    return rank(outcome.indicator), rank(outcome.block), rank(outcome.option)


def _result_row(outcomes, columns):
    by_period = {_period(outcome): _result_cell(outcome) for outcome in outcomes}
    first = outcomes[0]
    cells = [by_period.get(period, UNKNOWN) for period in columns]
    return ResultRow(first.indicator.label, first.part, cells)


def _result_cell(outcome: Outcome) -> ResultCell:
    return ResultCell(outcome, bar_class(outcome.value, Decimal(100)))
