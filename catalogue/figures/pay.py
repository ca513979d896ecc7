"""Remuneration of a work-study contract, computed from the minimum wage (SMIC).

Standard library only; amounts are gross euros, `Decimal`, rounded once to the cent.
"""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
WEEKLY_HOURS = 35


def monthly_wage(hourly: Decimal) -> Decimal:
    """Gross monthly pay for the legal week: hourly × 35 × 52 / 12, half a cent rounded up.

    The exact fraction, not 151.67 hours, which is four cents too many at 12.31 €
    (code du travail, article D3231-6 ; décrets relatifs au SMIC).
    """
    return _to_the_cent(hourly * WEEKLY_HOURS * 52 / 12)


def share_of(monthly: Decimal, percent: Decimal) -> Decimal:
    """That percentage of a monthly wage already rounded to the cent, as the published tables do."""
    return _to_the_cent(monthly * percent / 100)


def _to_the_cent(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
