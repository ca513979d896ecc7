"""What the law refuses in a contract, what it asks for, and what changes its answer."""

from datetime import date
from decimal import Decimal

import pytest

from catalogue.figures import pay
from catalogue.figures.pay_ages import Age
from catalogue.figures.pay_contract import (
    Contract,
    Previous,
    Reason,
    SameLevel,
    Situation,
    conditions,
    refusals,
)
from tests.support.pay_cases import PRO, WAGES, contract, ends, until

ADULT = "2004-03-15"


def person(*situations, **more):
    return {"situations": frozenset(situations)} | more


def articles(rules):
    return [rule.article for rule in rules]


@pytest.mark.parametrize(
    ("birth", "months", "more", "article"),
    [
        ("2012-09-02", 24, {}, "L6222-1"),  # fourteen
        ("2012-09-01", 24, {}, "L6222-1"),  # fifteen, the « collège » not done
        ("1997-09-01", 24, {}, "L6222-1 et L6222-2"),  # thirty
        ("1992-09-01", 24, person(Situation.JOB_SEEKER), "L6222-1 et L6222-2"),
        ("1991-09-01", 24, person(Situation.HIGHER_DIPLOMA), "D6222-1"),  # thirty-six
        ("1991-09-01", 24, person(Situation.BROKEN_CONTRACT), "D6222-1"),
        (ADULT, 5, {}, "L6222-7-1"),
        (ADULT, 37, {}, "L6222-7-1 et R6222-46"),
        (ADULT, 49, person(Situation.DISABLED), "L6222-7-1 et R6222-46"),
        (ADULT, 12, {"entry_year": 4}, "D6222-26"),
        (ADULT, 12, {"entry_year": 0}, "D6222-26"),
        (ADULT, 12, {"concluded": date(2018, 12, 31)}, "D6222-26"),
        (ADULT, 12, {"concluded": date(2027, 9, 2)}, "L6222-4"),
        (ADULT, 12, until("2028-08-31"), "L6222-11"),
        (ADULT, 12, until("2029-09-01"), "L6222-11"),
        (ADULT, 12, ends("2027-08-31"), ""),
        (ADULT, 12, {"age": Age(17, 25)}, ""),
        ("2011-09-02", 12, PRO, "L6325-1"),
        ("2001-09-01", 12, PRO, "L6325-1"),  # twenty-six
        (ADULT, 5, PRO, "L6325-11"),
        (ADULT, 37, PRO, "L6325-11"),
        (ADULT, 12, PRO | {"concluded": date(2027, 9, 2)}, "L6325-5"),
        (ADULT, 12, PRO | until("2028-12-31"), "L6325-7"),
    ],
)
def test_refused_with_its_article(birth, months, more, article):
    first = "2027-09-01"
    made = contract(birth, first, months, **{k: v for k, v in more.items() if k != "age"})
    if "age" in more:
        made = Contract(age=more["age"], starts=made.starts, ends=made.ends)
    assert articles(refusals(made)) == [article]


@pytest.mark.parametrize(
    ("birth", "months", "more"),
    [
        ("2012-09-01", 24, person(Situation.COLLEGE_DONE)),
        ("1997-09-02", 24, {}),  # twenty-nine, the last day
        ("1991-09-02", 24, person(Situation.HIGHER_DIPLOMA)),  # thirty-five, the last day
        ("1991-09-02", 24, person(Situation.BROKEN_CONTRACT)),
        ("1977-09-01", 24, person(Situation.DISABLED)),
        ("1977-09-01", 24, person(Situation.BUSINESS)),
        ("1977-09-01", 24, person(Situation.ATHLETE)),
        (ADULT, 6, {}),
        (ADULT, 36, {}),
        (ADULT, 48, person(Situation.DISABLED)),
        (ADULT, 2, person(Situation.BROKEN_CONTRACT)),
        (ADULT, 12, until("2029-08-31")),
        (ADULT, 12, until("2028-09-01", Reason.DISABILITY)),
        ("2001-09-02", 36, PRO),
        ("2001-09-01", 12, PRO | person(Situation.JOB_SEEKER)),
        ("2001-09-01", 12, PRO | person(Situation.ALLOWANCE)),
    ],
)
def test_allowed_up_to_the_limit(birth, months, more):
    assert refusals(contract(birth, "2027-09-01", months, **more)) == []


@pytest.mark.parametrize(
    ("birth", "months", "more", "found"),
    [
        (ADULT, 12, {}, []),
        ("1995-03-15", 12, person(Situation.HIGHER_DIPLOMA), ["D6222-1"]),
        ("1995-03-15", 12, person(Situation.DISABLED), []),
        (ADULT, 13, {"same_level": SameLevel()}, ["D6222-30"]),
        (ADULT, 12, {"same_level": SameLevel(direct_link=False)}, ["D6222-30"]),
        (ADULT, 12, {"same_level": SameLevel()}, []),
        (ADULT, 12, PRO, []),
        (ADULT, 13, PRO, ["L6325-11 et L6325-12"]),
        (ADULT, 24, PRO, ["L6325-11 et L6325-12"]),
        (ADULT, 25, PRO, ["L6325-11"]),
    ],
)
def test_conditions_are_said(birth, months, more, found):
    assert articles(conditions(contract(birth, "2027-09-01", months, **more))) == found


def test_a_contract_without_its_diploma_leaves_nothing_and_says_so():
    previous = Previous(same_employer=True, diploma_obtained=False, percent=Decimal(51))
    made = contract(ADULT, "2027-09-01", 12, previous=previous)
    assert articles(conditions(made)) == ["D6222-29"]


def test_schedule_of_a_refused_contract_is_its_refusal():
    with pytest.raises(pay.Refused, match="six mois au moins"):
        pay.schedule(contract(ADULT, "2027-09-01", 5), WAGES)


def test_schedule_before_the_first_known_smic_is_refused():
    with pytest.raises(pay.Refused, match="SMIC du premier jour"):
        pay.schedule(contract("2004-03-15", "2023-04-30", 12), WAGES)
