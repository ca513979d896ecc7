"""Draws what the law pays in the contract of a programme, where the centre's grid is another one.

By age and year of the contract (code du travail, articles D6222-26 and D6222-28-1); amounts are
gross euros of a full month of 35 hours, rounded as in `figures.wages`.
"""

from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

from catalogue.figures import pay_ages, pay_law, wages
from catalogue.sheet.bars import bar_class
from charmilles import typography


class PayStep(NamedTuple):
    amount: Decimal
    bar: str  # class of its drawing: a share of the best amount


class LawPay(NamedTuple):
    ages: list[str]
    rows: list[tuple[str, list[PayStep]]]


class AgePay(NamedTuple):
    """What the law pays at an age: a share of the minimum wage."""

    age: str
    percent: Decimal
    amount: str  # to the euro


def least(amount: Decimal) -> str:
    """Writes a minimum in whole euros, never above what it is."""
    return typography.euros(amount.to_integral_value(ROUND_DOWN))


def first_year(monthly: Decimal) -> list[AgePay]:
    """Lists what the first year of an apprenticeship pays at each age."""
    return [
        AgePay(age.capitalize(), share, least(wages.share_of(monthly, share)))
        for age, share in zip(pay_law.BRACKETS.values(), pay_law.grid_of(1).values(), strict=True)
    ]


def law_pay(years: range, monthly: Decimal, youngest: int = 0) -> LawPay:
    """Lays out the years of the grid that a contract goes through: a row each, a column an age.

    Nobody younger than `youngest` enters: their columns are left out.
    """
    starts = [age for age in pay_law.BRACKETS if age >= pay_ages.bracket_of(youngest)]
    rows = [
        (_label(place, year), [_step(pay_law.grid_of(year)[age], monthly) for age in starts])
        for place, year in enumerate(years, start=1)
    ]
    return LawPay([pay_law.BRACKETS[age].capitalize() for age in starts], rows)


def _step(share, monthly):
    """Draws an amount as its share of the SMIC, which the grid never exceeds."""
    amount = wages.share_of(monthly, share)
    return PayStep(amount, bar_class(amount, monthly))


def _label(place, year):
    """Writes « 1re année, payée comme une 2e »."""
    nth, paid = (typography.ordinal(number, feminine=True) for number in (place, year))
    return f"{nth} année, payée comme une {paid}" if place != year else f"{nth} année"
