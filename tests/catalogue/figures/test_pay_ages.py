"""Ages and brackets on the first day of a contract, and the dates they need."""

from datetime import date

import pytest

from catalogue.figures.pay_ages import Age, age_on, born_in, last_day, shift


@pytest.mark.parametrize(
    ("birth", "first_day", "age"),
    [
        (date(2010, 3, 15), date(2027, 9, 1), Age(17, 7)),
        (date(2010, 3, 1), date(2027, 9, 1), Age(17, 7)),
        (date(2009, 9, 1), date(2027, 9, 1), Age(18, 37)),
        (date(2009, 9, 2), date(2027, 9, 1), Age(17, 1)),
        (date(2008, 2, 29), date(2026, 2, 27), Age(17, 1)),
        (date(2008, 2, 29), date(2026, 2, 28), Age(18, 37)),
        (date(2001, 9, 1), date(2027, 9, 1), Age(26)),
    ],
)
def test_age_on_the_first_day(birth, first_day, age):
    assert age_on(first_day, birth=birth) == age


@pytest.mark.parametrize(
    ("age", "months", "bracket"),
    [
        (Age(17, 7), 6, 0),
        (Age(17, 7), 7, 18),
        (Age(17, 7), 42, 18),
        (Age(17, 7), 43, 21),
        (Age(17, 7), 103, 26),
        (Age(22), 40, 21),
        (Age(40), 40, 26),
    ],
)
def test_bracket_of_a_month(age, months, bracket):
    assert age.bracket(months) == bracket


@pytest.mark.parametrize(
    ("age", "possible"),
    [
        (Age(17, 1), True),
        (Age(17, 13), True),
        (Age(17, 0), False),
        (Age(17, 14), False),
        (Age(16, 12), False),
        (Age(16, 13), True),
        (Age(22), True),
        (Age(26, 3), False),
    ],
)
def test_age_and_months_agree_or_not(age, possible):
    assert age.is_possible is possible


@pytest.mark.parametrize(
    ("day", "months", "shifted"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 12, 1), 1, date(2028, 1, 1)),
    ],
)
def test_shifted_day_stays_in_its_month(day, months, shifted):
    assert shift(day, months) == shifted


def test_last_day_of_a_contract_is_the_eve_of_its_anniversary():
    assert last_day(date(2027, 9, 1), 24) == date(2029, 8, 31)


def test_a_month_of_birth_counts_as_its_last_day():
    assert born_in(2008, 2) == date(2008, 2, 29)
