"""Lays out the tables of a sheet as rows of cells, ready for any template.

A column without any value is left out. A missing value stays None, so that it is not read as zero.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from catalogue.figures import pay_ages, pay_law, wages
from catalogue.models import (
    MinimumWage,
    PayBracket,
    PayRate,
    PayScale,
    Programme,
)
from catalogue.sheet.bars import bar_class
from catalogue.sheet.entry import youngest
from catalogue.sheet.pay_steps import LawPay, law_pay, least
from catalogue.sheet.pay_years import TO_CONFIRM, PayYears, pay_years
from charmilles import typography


def rank(row) -> tuple[int, int]:
    """Returns the key that sorts rows as their model does (Positioned), after no row at all."""
    return (row.position, row.pk) if row else (-1, 0)


# Pay


class PayCell(NamedTuple):
    rate: PayRate | None
    amount: Decimal | None
    bar: str = ""  # class of its drawing: a share of the SMIC


class BracketPay(NamedTuple):
    """What an age is paid over the rows of a grid, in words and as two bars."""

    age: str
    amounts: str
    most: str
    least: str


@dataclass
class PayTable:
    scale: PayScale
    wage: MinimumWage | None
    monthly: Decimal | None
    brackets: list[PayBracket]
    rows: list[tuple[str, list[PayCell]]]
    has_years: bool  # whether the pay grows with the years
    note: str
    beside: str  # what the law gives, where the first year that the centre publishes is another
    by_law: LawPay | None = None  # the same, of each year and age

    @property
    def weekly_hours(self):
        return wages.WEEKLY_HOURS

    @property
    def has_sentences(self):
        """Tells whether some cells are a sentence, which no amount sums up."""
        return any(cell.rate and cell.rate.text for _, cells in self.rows for cell in cells)

    @property
    def by_bracket(self) -> list[BracketPay]:
        """Gives the least and the most that each age is paid; no drawing of a single age."""
        amounts = [[cells[i] for _, cells in self.rows] for i in range(len(self.brackets))]
        found = zip(self.brackets, amounts, strict=True)
        steps = [step for bracket, cells in found if (step := _bracket_pay(bracket, cells))]
        return steps if len(steps) > 1 else []

    @cached_property
    def amounts(self):
        return [cell.amount for _, cells in self.rows for cell in cells if cell.amount]


def pay_tables(
    rates: Iterable[PayRate], wage: MinimumWage | None, programme: Programme
) -> list[PayTable]:
    """Pairs each published percentage with its amount at the minimum wage in force.

    Rows and columns that staff have not filled yet have no rate, and so are left out; so are the
    years that the contracts of the programme do not reach, and the ages at which nobody enters.
    """
    by_row = sorted(rates, key=lambda rate: (*rank(rate.row.scale), *rank(rate.row)))
    by_scale = groupby(by_row, key=lambda rate: rate.row.scale)
    tables = (
        _pay_table(scale, list(own), wage, pay_years(programme, scale.status), youngest(programme))
        for scale, own in by_scale
    )
    return [table for table in tables if table.rows]


def _bracket_pay(bracket: PayBracket, cells: list[PayCell]) -> BracketPay | None:
    known = sorted((cell for cell in cells if cell.amount), key=lambda cell: cell.amount)
    if not known:
        return None
    amounts = dict.fromkeys(least(cell.amount) for cell in (known[0], known[-1]))
    return BracketPay(bracket.label, " à ".join(amounts), known[-1].bar, known[0].bar)


def _pay_table(
    scale: PayScale, rates: list[PayRate], wage: MinimumWage | None, paid: PayYears, age: int
) -> PayTable:
    monthly = wages.monthly_wage(wage.hourly) if wage else None
    reached = [
        rate
        for rate in rates
        if _is_reached(rate.row.year, paid.years) and _may_enter(rate.bracket, age)
    ]
    brackets = sorted({rate.bracket for rate in reached}, key=rank)
    rows = [
        (row.label, _pay_cells(brackets, own, monthly))
        for row, own in groupby(reached, key=lambda rate: rate.row)
    ]
    years = {rate.row.year for rate in reached if rate.row.year}
    note = paid.note if years else ""
    beside = _beside(scale, paid, reached, monthly, age)
    by_law = law_pay(paid.by_law, monthly, age) if beside else None
    return PayTable(scale, wage, monthly, brackets, rows, len(years) > 1, note, beside, by_law)


def _beside(
    scale: PayScale, paid: PayYears, rates: list[PayRate], monthly: Decimal | None, age: int
) -> str:
    """Says what the law gives first to the youngest, beside what the centre publishes for them."""
    published = [rate.percent for rate in rates if rate.row.year == 1 and rate.percent]
    if not (scale.status.is_apprenticeship and paid.by_law and monthly and published):
        return ""
    start = pay_ages.bracket_of(age)
    at = f"à {start} ans" if start else "avant 18 ans"
    by_law = wages.share_of(monthly, pay_law.GRID[paid.by_law[0]][start])
    own = wages.share_of(monthly, min(published))
    nth = typography.ordinal(paid.by_law[0], feminine=True)
    return (
        f"La grille du centre commence à la 1re année : {typography.euros(own)} par mois "
        f"{at}. La loi paie ce contrat dès son début comme une {nth} année : "
        f"{typography.euros(by_law)}. {TO_CONFIRM}"
    )


def _may_enter(bracket: PayBracket, age: int) -> bool:
    """Tells whether somebody of this age or more may be of that bracket on the first day."""
    return bracket.age_max is None or bracket.age_max >= age


def _is_reached(year: int | None, years: range | None) -> bool:
    return year is None or years is None or year in years


def _pay_cells(brackets, rates, monthly) -> list[PayCell]:
    by_bracket = {rate.bracket_id: rate for rate in rates}
    return [_pay_cell(by_bracket.get(bracket.pk), monthly) for bracket in brackets]


def _pay_cell(rate: PayRate | None, monthly: Decimal | None) -> PayCell:
    amount = _amount(rate, monthly)
    return PayCell(rate, amount, bar_class(amount, monthly))


def _amount(rate: PayRate | None, monthly: Decimal | None) -> Decimal | None:
    if rate is None or rate.percent is None or monthly is None:
        return None
    return wages.share_of(monthly, rate.percent)
