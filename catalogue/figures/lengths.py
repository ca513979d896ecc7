"""Compares lengths given in hours, days, weeks, months or years. Standard library only."""

from decimal import Decimal
from fractions import Fraction
from math import ceil

WEEKLY_HOURS = 35  # the legal week, of five days
YEAR_OF_WORK = 1607  # hours (code du travail, article L3121-41)
IN_WEEKS = {
    "hour": Fraction(1, WEEKLY_HOURS),
    "day": Fraction(1, 5),
    "week": Fraction(1),
    "month": Fraction(52, 12),
    "year": Fraction(52),
}
SPANS = ("week", "month", "year")  # units of the calendar; hours and days may be spread over it


def in_weeks(amount: Decimal, unit: str) -> Fraction:
    """Returns a length that sorts beside any other: 14 hours before 44 weeks."""
    return Fraction(amount) * IN_WEEKS[unit]


def in_months(amount: Decimal, unit: str) -> int:
    """Returns the months that a contract of this length begins; 0 for hours or days."""
    return ceil(in_weeks(amount, unit) * 12 / 52) if unit in SPANS else 0


def share_of_work(hours: Decimal, months: int) -> Decimal:
    """Returns which percentage of the working time of a contract these hours are; 0 of none."""
    return hours * 1200 / (YEAR_OF_WORK * months) if months else Decimal(0)
