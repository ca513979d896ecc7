"""Computes the pay of a work-study contract from the minimum wage (SMIC).

Standard library only; amounts are gross euros, `Decimal`, rounded once to the cent.
"""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
WEEKLY_HOURS = 35


def monthly_wage(hourly: Decimal) -> Decimal:
    """Returns the gross monthly pay for the legal week: hourly × 35 × 52 / 12.

    Rounds half a cent up, from the exact fraction: 151.67 hours is four cents too many at 12.31 €
    (code du travail, article D3231-6 ; décrets relatifs au SMIC).
    """
    return _to_the_cent(hourly * WEEKLY_HOURS * 52 / 12)


def share_of(monthly: Decimal, percent: Decimal) -> Decimal:
    """Returns a share of the monthly wage, itself already rounded as in the published tables."""
    return _to_the_cent(monthly * percent / 100)


def _to_the_cent(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
