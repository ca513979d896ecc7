"""Lays out published results: indicators as rows, by part; years or intakes as columns.

A column belongs to one year or one intake: two of them never share a rate. A rate about fewer
people than `RESULTS_THRESHOLD` is hidden with its counts, everywhere; 0 % is a rate.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from django.conf import settings

from catalogue.models import Indicator, Outcome, Programme
from catalogue.sheet.bars import bar_class
from catalogue.sheet.tables import rank
from charmilles import typography

Kind = Indicator.Kind
LEARNERS = "apprenants"
ABSENT, UNCOUNTED = "Non communiqué", "effectif non communiqué"
ZERO = "p0"  # the class of what is drawn of 0 %: an empty scale, where no rate draws none


class ResultCell(NamedTuple):
    """A rate with its counts, or why there is none."""

    rate: Decimal | None = None
    numerator: int | None = None
    denominator: int | None = None
    reason: str = ABSENT
    bar: str = ""
    is_hidden: bool = False

    @property
    def is_known(self):
        return self.rate is not None

    @property
    def cases(self):
        """Writes « 17 sur 19 », « sur 19 », « effectif non communiqué »."""
        if self.denominator is None:
            return UNCOUNTED
        return f"{'' if self.numerator is None else self.numerator} sur {self.denominator}".strip()


class ResultRow(NamedTuple):
    labels: list[str]  # several for indicators of one sort whose figures are all the same
    part: str  # the option, the block or the campus it is about
    kind: str
    cells: list[ResultCell]
    divided_by: str  # « l’option », « le site »: what the rows of this sort differ by

    @property
    def label(self):
        return self.labels[0]


class Latest(NamedTuple):
    """The last rate that is shown of a row, and what its later periods have instead."""

    row: ResultRow
    period: str
    cell: ResultCell
    later: list[tuple[str, str]]


@dataclass
class ResultTable:
    periods: list[str]
    groups: list[tuple[str, list[ResultRow]]]
    definitions: list[tuple[str, str]]  # what is counted, and the source
    learners: str = LEARNERS
    not_given: list[str] = field(default_factory=list)  # rates of the law without a row here

    @property
    def has_worded_periods(self):
        """Tells whether a column is more than a year: a phone leaves it more room."""
        return not all(period.isdecimal() for period in self.periods)

    @property
    def rows(self):
        return [row for _, rows in self.groups for row in rows]

    @property
    def is_uncounted(self):
        """Tells whether no rate has its number of people: one sentence says it for all."""
        known = [cell for row in self.rows for cell in row.cells if cell.is_known]
        return bool(known) and all(cell.denominator is None for cell in known)

    @property
    def hides(self):
        """Gives the fewest people of a rate that is shown, if one is hidden."""
        is_hiding = any(cell.is_hidden for row in self.rows for cell in row.cells)
        return settings.RESULTS_THRESHOLD if is_hiding else None

    @property
    def latest(self) -> list[Latest]:
        """Lists the last known rate of each row that has one."""
        return [found for row in self.rows if (found := self._latest(row))]

    @property
    def headlines(self) -> list[Latest]:
        """Lists the last success: that of the whole training, else that of each of its parts."""
        found = [latest for latest in self.latest if latest.row.kind == Kind.SUCCESS]
        whole = [latest for latest in found if not latest.row.part]
        return whole[:1] or [one for one in found if one.row.labels == found[0].row.labels]

    def _latest(self, row):
        dated = list(zip(self.periods, row.cells, strict=True))
        known = [place for place, cell in enumerate(row.cells) if cell.is_known]
        if not known:
            return None
        period, cell = dated[known[-1]]
        later = [(name, other.reason) for name, other in dated[known[-1] + 1 :]]
        return Latest(row, period, cell, later)


def results(programme: Programme) -> ResultTable | None:
    """Lays out the rates of a programme, with whose they are and those that are missing."""
    outcomes = list(programme.outcomes.all())
    table = result_table(outcomes)
    if table:
        table.learners = _learners(programme)
        table.not_given = [kind.label for kind in not_given(programme, outcomes)]
    return table


def not_given(programme: Programme, outcomes: Iterable[Outcome]) -> list[Indicator.Kind]:
    """Lists the rates of the law (L6111-8) that have no row, not even one that says why.

    None for a training without apprentices or certification, nor where one indicator has no sort:
    it could be the one that seems to be missing.
    """
    has_apprentices = any(status.is_apprenticeship for status in programme.statuses.all())
    kinds = {outcome.indicator.kind for outcome in outcomes}
    if not has_apprentices or not programme.certification or "" in kinds:
        return []
    return [kind for kind in Kind if kind not in kinds and kind != Kind.OTHER]


def result_table(outcomes: Iterable[Outcome]) -> ResultTable | None:
    """Lays out the rates of a programme; None without any outcome."""
    ordered = sorted(outcomes, key=_period)
    columns = {_period(o): o.period_label for o in ordered}
    by_row: dict[tuple, list[Outcome]] = {}
    for outcome in sorted(ordered, key=_row):
        by_row.setdefault(_row(outcome), []).append(outcome)
    rows = [(own[0].indicator, _result_row(own, columns)) for own in by_row.values()]
    groups = [
        (group, _merged(row for _, row in own))
        for group, own in groupby(rows, key=lambda r: r[0].group)
    ]
    indicators = dict.fromkeys(indicator for indicator, _ in rows)
    defined = [(i.definition or i.label, i.source) for i in indicators if i.definition or i.source]
    return ResultTable(list(columns.values()), groups, defined) if rows else None


def _merged(rows: Iterable[ResultRow]) -> list[ResultRow]:
    """Makes one row, with both labels, of two of one sort of the law with the same figures."""
    merged: dict[object, ResultRow] = {}
    for place, row in enumerate(rows):
        has_sort = row.kind not in ("", Kind.OTHER) and any(cell.is_known for cell in row.cells)
        key = (row.kind, row.part, tuple(row.cells)) if has_sort else place
        merged.setdefault(key, row._replace(labels=[])).labels.extend(row.labels)
    return list(merged.values())


def _learners(programme: Programme) -> str:
    """Names those whose results are published: one status, or all learners when they differ."""
    counted = programme.results_status
    statuses = [counted] if counted else programme.statuses.all()
    words = {status.learners if status.learner else LEARNERS for status in statuses}
    return words.pop() if len(words) == 1 else LEARNERS


def _period(outcome):
    return outcome.year, outcome.entered_on or date.min, outcome.period


def _row(outcome):
    """Sorts the rows: the whole training, then its campuses, its options and its blocks."""
    campus = str(outcome.campus or "")
    return rank(outcome.indicator), rank(outcome.block), rank(outcome.option), campus


def _result_row(outcomes, columns):
    by_period = {_period(outcome): result_cell(outcome) for outcome in outcomes}
    first = outcomes[0]
    cells = [by_period.get(period, ResultCell()) for period in columns]
    kind = first.indicator.kind
    return ResultRow([first.indicator.label], first.part, kind, cells, _divided_by(first))


def _divided_by(outcome):
    named = {"le bloc": outcome.block, "l’option": outcome.option, "le site": outcome.campus}
    return typography.enumeration(words for words, row in named.items() if row)


def result_cell(outcome: Outcome) -> ResultCell:
    if outcome.value is None:
        return ResultCell(reason=outcome.missing_reason)
    if outcome.denominator is not None and outcome.denominator < settings.RESULTS_THRESHOLD:
        reason = f"Moins de {typography.number(settings.RESULTS_THRESHOLD)}, non affiché"
        return ResultCell(reason=reason, is_hidden=True)
    bar = bar_class(outcome.value, Decimal(100)) or ZERO
    return ResultCell(outcome.value, outcome.numerator, outcome.denominator, "", bar)
