"""Computes wages from the hourly minimum wage (SMIC): a month, a share of it, its net estimate.

Standard library only; amounts are euros, `Decimal`, rounded half up, once, to the cent.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

CENT = Decimal("0.01")
WEEKLY_HOURS = 35


class Wage(NamedTuple):
    """The gross hourly minimum wage, from a day until the next known one."""

    since: date
    hourly: Decimal

    @property
    def monthly(self) -> Decimal:
        return monthly_wage(self.hourly)


def in_force(wages: Sequence[Wage], *, on: date) -> Wage | None:
    """Returns the wage of that day: the last known one is that of the future, until it changes."""
    begun = [wage for wage in wages if wage.since <= on]
    return max(begun, key=lambda wage: wage.since, default=None)


def monthly_wage(hourly: Decimal) -> Decimal:
    """Returns the gross monthly pay for the legal week: hourly × 35 × 52 / 12.

    Rounds half a cent up, from the exact fraction: 151.67 hours is four cents too many at 12.31 €
    (code du travail, article D3231-6 ; décrets relatifs au SMIC).
    """
    return to_the_cent(hourly * WEEKLY_HOURS * 52 / 12)


def share_of(monthly: Decimal, percent: Decimal) -> Decimal:
    """Returns a share of the monthly wage, itself already rounded as in the published tables."""
    return to_the_cent(monthly * percent / 100)


class Contributions(NamedTuple):
    """What is taken from the pay: a rate, on what exceeds an exempted share of the SMIC."""

    rate: Decimal
    exempt: Decimal

    def net(self, gross: Decimal, smic: Decimal) -> Decimal:
        """Estimates the net of a month; for a part of a month, both amounts are those of the part.

        Leaves out income tax, the complementary health insurance of the company, and what its
        agreements add. The threshold is not rounded: the net is, once.
        """
        excess = max(Decimal(0), gross - self.exempt * smic)
        return to_the_cent(gross - excess * self.rate)


def to_the_cent(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
