"""The wages of the law, to the cent, as the official tables print them."""

from datetime import date
from decimal import Decimal

import pytest

from catalogue.figures import pay_law, wages
from tests.support.pay_cases import WAGES


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
    assert wages.monthly_wage(Decimal(hourly)) == Decimal(monthly)


@pytest.mark.parametrize(
    ("percent", "gross", "net"),
    [
        (27, "504.10", "504.10"),
        (39, "728.14", "728.14"),
        (43, "802.82", "802.82"),
        (51, "952.18", "948.29"),
        (53, "989.52", "977.85"),
        (55, "1026.86", "1007.41"),
        (61, "1138.88", "1096.08"),
        (67, "1250.90", "1184.76"),
        (78, "1456.28", "1347.33"),
        (100, "1867.02", "1672.47"),
    ],
)
def test_share_and_its_net_are_the_official_ones(percent, gross, net):
    smic = Decimal("1867.02")
    share = wages.share_of(smic, Decimal(percent))
    estimate = pay_law.CONTRIBUTIONS[pay_law.HALF_SMIC].net(share, smic)
    assert (share, estimate) == (Decimal(gross), Decimal(net))


def test_half_a_cent_is_rounded_up():
    assert wages.share_of(Decimal("0.50"), Decimal(1)) == Decimal("0.01")


def test_share_keeps_the_fraction_of_a_percentage():
    assert wages.share_of(Decimal("1000.00"), Decimal("33.33")) == Decimal("333.30")


@pytest.mark.parametrize(
    "amount", [wages.monthly_wage(Decimal(12)), wages.share_of(Decimal(1), Decimal(100))]
)
def test_amounts_are_written_to_the_cent(amount):
    assert amount.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("day", "hourly"),
    [
        (date(2026, 5, 31), Decimal("12.02")),
        (date(2026, 6, 1), Decimal("12.31")),
        (date(2030, 1, 1), Decimal("12.31")),
    ],
)
def test_wage_in_force_is_the_last_one_begun(day, hourly):
    assert wages.in_force(WAGES[::-1], on=day).hourly == hourly


def test_no_wage_is_in_force_before_the_first():
    assert wages.in_force(WAGES, on=date(2023, 4, 30)) is None
