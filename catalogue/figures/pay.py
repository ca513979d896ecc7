"""Computes the pay of a work-study contract from the minimum wage (SMIC).

Standard library only; amounts are gross euros, `Decimal`, rounded once to the cent.
"""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
WEEKLY_HOURS = 35
VOCATIONAL_LICENCE_YEAR = 2  # the rate of a year of « licence professionnelle » (D6222-32)


def monthly_wage(hourly: Decimal) -> Decimal:
    """Returns the gross monthly pay for the legal week: hourly × 35 × 52 / 12.

    Rounds half a cent up, from the exact fraction: 151.67 hours is four cents too many at 12.31 €
    (code du travail, article D3231-6 ; décrets relatifs au SMIC).
    """
    return _to_the_cent(hourly * WEEKLY_HOURS * 52 / 12)


def share_of(monthly: Decimal, percent: Decimal) -> Decimal:
    """Returns a share of the monthly wage, itself already rounded as in the published tables."""
    return _to_the_cent(monthly * percent / 100)


def years_of_contract(months: int) -> int:
    """Counts the years, begun or whole, of a contract of that length."""
    return -(-months // 12)


def years_paid(months: int, *, entry_year: int = 1) -> range:
    """Lists the years of the pay table that a contract goes through.

    A contract shorter than the cycle is paid as if the years before had been done (code du
    travail, article D6222-28-1): two years from the second one are paid as the second, the third.
    """
    return range(entry_year, entry_year + years_of_contract(months))


def _to_the_cent(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
