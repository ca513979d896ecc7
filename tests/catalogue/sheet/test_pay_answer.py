"""A schedule said in words and drawn."""

import pytest

from catalogue.figures import pay
from catalogue.figures.pay_ages import Age
from catalogue.sheet.pay_answer import PayAnswer
from tests.support.pay_cases import PRO, SECOND, WAGES, contract, ends, until


def answer(birth, starts, months, **more):
    return PayAnswer(pay.schedule(contract(birth, starts, months, **more), WAGES))


def words(text):
    return text.replace("\u00a0", "_").replace("\u202f", "~")


@pytest.mark.parametrize(
    ("birth", "starts", "months", "more", "said"),
    [
        (
            "2010-03-15",
            "2027-09-01",
            24,
            SECOND,
            "728_€ par mois, 952_€ dès vos 18_ans, 1~251_€ la dernière année",
        ),
        ("2004-03-15", "2027-09-01", 12, {}, "990_€ par mois"),
        (
            "2009-08-15",
            "2027-09-01",
            36,
            {},
            "803_€ par mois, 952_€ la 2e année, 1~251_€ la dernière année",
        ),
        ("2008-03-15", "2026-05-01", 7, {}, "784_€ par mois, 803_€ dès le 1er_juin 2026"),
        (
            "2008-03-15",
            "2026-06-01",
            12,
            until("2027-12-31") | SECOND,
            "952_€ par mois, 952_€ pendant la prolongation",
        ),
        ("2007-01-10", "2027-09-01", 12, PRO, "1~027_€ par mois, 1~307_€ dès vos 21_ans"),
        ("2005-03-15", "2024-09-15", 36, {}, "760_€ par mois au début, 1~456_€ à la fin"),
    ],
)
def test_answer_in_words(birth, starts, months, more, said):
    assert words(answer(birth, starts, months, **more).sentence) == said


@pytest.mark.parametrize(
    ("months", "more", "said"),
    [
        (24, SECOND, "Net estimé : environ 728_€ par mois au début, 1~185_€ à la fin."),
        (6, {}, "Net estimé : environ 504_€ par mois."),
    ],
)
def test_net_in_words(months, more, said):
    assert words(answer("2010-03-15", "2027-09-01", months, **more).net_sentence) == said


def test_steps_are_as_wide_as_they_last_and_as_high_as_they_pay():
    drawn = answer("2010-03-15", "2027-09-01", 24, **SECOND).drawn
    assert [(step.width, step.height) for step in drawn] == [
        ("m7", "h60"),
        ("m5", "h75"),
        ("m12", "h100"),
    ]


def test_short_step_has_no_amount_above_it():
    drawn = answer("2009-09-02", "2027-09-01", 24).drawn
    assert [bool(step.amount) for step in drawn] == [False, True, True]


def test_month_that_is_not_whole_says_its_days():
    made = answer("2010-03-15", "2027-09-15", 24, **ends("2028-06-10"))
    days = [month.days for month in made.months]
    assert (days[0], days[1], days[-1]) == ("du 15 au 30", "", "du 1 au 10")


def test_rules_are_said_once_each():
    made = answer("2010-03-15", "2027-09-01", 24, **SECOND)
    assert len(made.rules) == len(set(made.rules)) == 6


@pytest.mark.parametrize(
    ("birth", "age"),
    [("2010-03-15", Age(17, 7)), ("2004-03-15", Age(23)), ("2000-03-15", Age(27))],
)
def test_shared_age_says_what_the_contract_shows(birth, age):
    assert answer(birth, "2027-09-01", 24).shared_age == age


def test_every_width_and_height_has_its_class(settings):
    css = (settings.BASE_DIR / "static/css/pay.css").read_text()
    widths = [f".m{months} " for months in range(1, 61)]
    heights = [f".h{share} " for share in range(5, 101, 5)]
    assert [name for name in widths + heights if name not in css] == []


def test_conventional_minimum_is_mentioned_from_twenty_one():
    told = [
        answer(b, "2027-09-01", 24).conventional_counts_later for b in ("2004-03-15", "2010-03-15")
    ]
    assert told == [True, False]
