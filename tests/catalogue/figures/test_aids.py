"""The aid of the State to the employer of an apprentice: domain notes, 5.5."""

from datetime import date
from decimal import Decimal

import pytest

from catalogue.figures import aids, pay
from catalogue.figures.aids import Aid, Employer
from tests.support.pay_cases import PRO, WAGES, contract

LARGE, DISABLED = Employer(is_large=True), Employer(for_disabled=True)


@pytest.mark.parametrize(
    ("signed", "starts", "employer", "amount"),
    [
        ("2025-02-23", "2025-03-01", Employer(), 0),
        ("2025-02-24", "2025-03-01", Employer(), 5000),
        ("2025-12-31", "2026-01-05", Employer(level=7), 5000),
        ("2025-12-31", "2026-01-05", LARGE, 2000),
        ("2026-01-01", "2026-01-05", Employer(), 5000),
        ("2026-03-07", "2026-03-09", Employer(level=5), 0),
        ("2026-03-07", "2026-03-09", LARGE, 0),
        ("2026-03-08", "2026-03-09", Employer(level=3), 5000),
        ("2026-03-08", "2026-03-09", Employer(level=5), 4500),
        ("2026-03-08", "2026-03-09", Employer(level=6), 2000),
        ("2026-03-08", "2026-03-09", Employer(level=7), 2000),
        ("2026-03-08", "2026-03-09", LARGE, 2000),
        ("2026-03-08", "2026-03-09", Employer(is_large=True, level=5), 1500),
        ("2026-03-08", "2026-03-09", Employer(is_large=True, level=6), 750),
        ("2026-03-08", "2026-12-31", DISABLED, 6000),
        ("2026-11-01", "2027-01-01", Employer(level=5), 0),
        ("2026-11-01", "2027-01-01", LARGE, 0),
        ("2026-11-01", "2027-09-01", Employer(), 5000),
        ("2026-11-01", "2027-09-01", DISABLED, 6000),
    ],
)
def test_aid_by_date_size_and_level(signed, starts, employer, amount):
    made = contract("2008-03-15", starts, 24, concluded=date.fromisoformat(signed))
    assert aids.aid(employer, made).amount == amount


def test_professionalisation_has_none_and_says_so():
    given = aids.aid(Employer(), contract("2008-03-15", "2027-09-01", 12, **PRO))
    assert (given.amount, given.rule) == (0, aids.NOT_AN_APPRENTICE)


def costs(starts, months):
    made = pay.schedule(contract("2008-03-15", starts, months), WAGES)
    return aids.costs(made, Aid(Decimal(5000), aids.ONLY_AID))


def test_aid_is_taken_from_the_first_year_alone():
    assert [(row.aid, row.cost) for row in costs("2027-09-01", 24)] == [
        (Decimal("5000.00"), Decimal("4633.84")),
        (Decimal(0), Decimal("12359.66")),
    ]


@pytest.mark.parametrize(
    ("starts", "months", "amount"),
    [
        ("2027-09-01", 6, "2500.00"),
        ("2027-09-16", 6, "2493.28"),  # 15 days of 30, five months, 15 days of 31
        ("2027-09-01", 12, "5000.00"),
    ],
)
def test_contract_under_a_year_counts_the_days_of_its_ends(starts, months, amount):
    assert costs(starts, months)[0].aid == Decimal(amount)


def test_cost_is_never_less_than_nothing():
    assert aids.YearOfCost(1, Decimal(3000), Decimal(5000)).cost == 0
