"""The wages of the law, to the cent, as the official tables print them."""

from decimal import Decimal

import pytest

from catalogue.figures import pay


@pytest.mark.parametrize(
    ("hourly", "monthly"),
    [
        ("11.52", "1747.20"),  # 2023-05-01
        ("11.65", "1766.92"),  # 2024-01-01
        ("11.88", "1801.80"),  # 2024-11-01
        ("12.02", "1823.03"),  # 2026-01-01
        ("12.31", "1867.02"),  # 2026-06-01
    ],
)
def test_monthly_wage_is_the_official_one(hourly, monthly):
    assert pay.monthly_wage(Decimal(hourly)) == Decimal(monthly)


@pytest.mark.parametrize(
    ("percent", "gross"),
    [
        (27, "504.10"),
        (39, "728.14"),
        (43, "802.82"),
        (51, "952.18"),
        (53, "989.52"),
        (55, "1026.86"),
        (61, "1138.88"),
        (67, "1250.90"),
        (78, "1456.28"),
        (100, "1867.02"),
    ],
)
def test_share_is_the_official_one(percent, gross):
    assert pay.share_of(Decimal("1867.02"), Decimal(percent)) == Decimal(gross)


def test_half_a_cent_is_rounded_up():
    assert pay.share_of(Decimal("0.50"), Decimal(1)) == Decimal("0.01")


def test_share_keeps_the_fraction_of_a_percentage():
    assert pay.share_of(Decimal("1000.00"), Decimal("33.33")) == Decimal("333.30")


@pytest.mark.parametrize("amount", [pay.monthly_wage(Decimal(12)), pay.share_of(Decimal(1), 100)])
def test_amounts_are_written_to_the_cent(amount):
    assert amount.as_tuple().exponent == -2
