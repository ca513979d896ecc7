"""Contracts month by month: the cases worked out by hand, then how a schedule is made."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from catalogue.figures import pay
from catalogue.figures.pay_contract import Situation
from tests.support.pay_cases import (
    CASES,
    DISABLED,
    PRO,
    SECOND,
    WAGES,
    contract,
    ends,
    until,
)


def schedule(*args, **more):
    return pay.schedule(contract(*args, **more), WAGES)


def month_of(made, asked):
    return next(month for month in made.months if f"{month.first:%Y-%m}" == asked)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_month_of_the_table(case):
    month = month_of(pay.schedule(case.contract, WAGES), case.asked)
    assert (month.gross, month.net) == (Decimal(case.gross), Decimal(case.net))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_month_names_its_article(case):
    month = month_of(pay.schedule(case.contract, WAGES), case.asked)
    assert case.article in {rule.article for rule in month.rules}


def test_table_is_long_enough():
    assert len(set(CASES)) >= 80
    assert len({case.article.split(",")[0] for case in CASES}) >= 12


def test_two_years_from_the_second_one():
    made = schedule("2010-03-15", "2027-09-01", 24, **SECOND)
    assert [(step.first, step.due.monthly, step.net) for step in made.steps] == [
        (date(2027, 9, 1), Decimal("728.14"), Decimal("728.14")),
        (date(2028, 4, 1), Decimal("952.18"), Decimal("948.29")),
        (date(2028, 9, 1), Decimal("1250.90"), Decimal("1184.76")),
    ]


def test_totals_by_year_of_contract():
    made = schedule("2010-03-15", "2027-09-01", 24, **SECOND)
    first = 7 * Decimal("728.14") + 5 * Decimal("952.18")
    assert [total.gross for total in made.years] == [first, 12 * Decimal("1250.90")]


def test_month_where_the_year_turns_belongs_to_both_years():
    made = schedule("2008-03-15", "2027-09-15", 24, **SECOND)
    assert [(piece.year, piece.gross) for piece in month_of(made, "2028-09").years] == [
        (1, Decimal("444.35")),
        (2, Decimal("667.15")),
    ]


def test_a_month_begun_and_one_not_finished_are_partial():
    made = schedule("2010-03-15", "2027-09-15", 24, **ends("2028-06-10"))
    assert [month.first.month for month in made.months if month.is_partial] == [9, 6]


def test_whole_months_are_not_partial():
    made = schedule("2010-03-15", "2027-09-01", 24)
    assert (len(made.months), [m for m in made.months if m.is_partial]) == (24, [])


def test_contract_within_one_month_has_one_month():
    broken = frozenset({Situation.BROKEN_CONTRACT})
    made = schedule("2008-03-15", "2027-09-10", 1, situations=broken, **ends("2027-09-12"))
    assert [month.gross for month in made.months] == [Decimal("80.28")]


def test_extension_is_a_year_of_its_own():
    made = schedule("2009-03-15", "2025-09-01", 24, **until("2028-08-31"))
    assert [total.year for total in made.years] == [1, 2, 3]


def test_fourth_year_of_a_disabled_apprentice_is_counted():
    assert len(schedule("2006-03-15", "2024-09-01", 48, **DISABLED).months) == 48


def test_last_known_smic_is_that_of_the_future():
    made = schedule("2008-03-15", "2026-05-01", 36)
    assert {part.smic for month in made.months for part in month.parts} == {
        Decimal("1823.03"),
        Decimal("1867.02"),
    }


def test_smic_that_changes_within_a_month_cuts_it():
    wages = [WAGES[-2], WAGES[-1]._replace(since=date(2026, 6, 16))]
    made = pay.schedule(contract("2008-03-15", "2026-06-01", 12), wages)
    assert made.months[0].gross == Decimal("793.36")  # 783.90 and 802.82, fifteen days each


def test_months_follow_each_other_without_a_hole():
    made = schedule("2010-03-15", "2027-09-15", 24)
    assert all((b.first - a.last).days == 1 for a, b in pairwise(made.months))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "jusqu’à 50 % du SMIC"),
        ({"concluded": date(2025, 2, 28)}, "jusqu’à 79 % du SMIC"),
        (PRO, "celles de tout salarié"),
    ],
)
def test_net_says_its_regime(more, words):
    assert words in schedule("2005-03-15", "2025-09-01", 12, **more).regime.sentence


@pytest.mark.parametrize(("months", "years"), [(0, 0), (1, 1), (12, 1), (13, 2), (24, 2)])
def test_years_of_a_contract_are_counted_as_soon_as_begun(months, years):
    assert pay.years_of_contract(months) == years


def test_years_paid_begin_at_the_entry():
    assert pay.years_paid(24, entry_year=2) == range(2, 4)
