"""Years and hours of each year are those that the programme goes through, and staff hear of others.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from datetime import date

import pytest
import time_machine

from catalogue.sheet.pay_years import pay_years
from tests.catalogue.test_never_false import fresh, paper, words
from tests.support import catalogue_factories as factories
from tests.support.inspecting import doubts
from tests.support.page_reading import assert_no_emptiness, card, table

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def show(read):
    """show(programme): its page, on which nothing is empty."""

    def show(programme):
        page = read(programme.get_absolute_url())
        assert_no_emptiness(page)
        return page

    return show


@pytest.fixture
def on_card(read):
    """on_card(programme): what its card says in the list."""
    return lambda: words(read("/formations/").find(".//ul[@class='cards']"))


def told(programme):
    return " ".join(doubts(fresh(programme), on=TODAY))


# Hours by year


def by_year(programme, hours):
    for year, count in hours.items():
        programme.year_hours.create(year=year, hours=count)


@pytest.mark.parametrize(
    ("announced", "lines"),
    [
        (None, ["2_ans", "1~202_heures_: 590 en 1re année, 612 en 2e"]),
        (1200, ["2_ans, 1~200_heures", "1~202_heures_: 590 en 1re année, 612 en 2e"]),
        (1202, ["2_ans, 1~202_heures", "590_heures en 1re année, 612 en 2e"]),
    ],
)
def test_site_sums_the_hours_and_keeps_the_announced_ones(show, announced, lines):
    programme = factories.programme()
    factories.duration(programme, amount=2, unit="year", hours=announced)
    by_year(programme, {1: 590, 2: 612})
    assert card(show(programme))["Durée"] == lines
    assert all(line in paper(programme) for line in lines)
    assert ("la somme des années" in told(programme)) is (announced == 1200)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "1~202,5_heures"),
        ([{"amount": 2, "unit": "year"}], "2_ans, 1~202,5_heures"),
        ([{"amount": 2, "unit": "year", "hours": 1200}], "2_ans, 1~200_heures"),
    ],
)
def test_card_says_the_sum_of_the_years_unless_hours_are_announced(on_card, rows, said):
    programme = factories.programme()
    for row in rows:
        factories.duration(programme, **row)
    by_year(programme, {1: "590.5", 2: 612})
    assert said in on_card()
    assert on_card().count("heures") == 1


@pytest.mark.parametrize(("taught", "is_told"), [(600, False), (590, True)])
def test_staff_are_told_when_subjects_do_not_make_the_announced_hours(taught, is_told):
    programme = factories.programme()
    factories.duration(programme, hours=1200)
    for hours in (600, taught):
        factories.unit(programme, hours=hours)
    assert ("tableau des matières" in told(programme)) is is_told


def test_subjects_of_each_option_are_added_to_those_of_all():
    programme = factories.programme()
    factories.duration(programme, hours=1000)
    options = [None, *(factories.option(programme, name=f"Option {x}") for x in "AB")]
    for option, hours in zip(options, (400, 100, 50), strict=True):
        factories.unit(programme, option=option, hours=hours)
        factories.unit(programme, option=option, hours=hours)
    assert "1~000 heures annoncées, mais le total avec « Option B » est de 900" in told(
        programme
    ).replace("\u202f", "~")
    assert "Option A" not in told(programme)


# Years


def test_short_training_counts_no_year(show):
    programme = factories.programme()
    factories.duration(programme, amount=2, unit="day", hours=14)
    by_year(programme, {1: 14})
    factories.cohort_year(factories.cohort(programme, name="Mars"), starts=date(2027, 3, 12))
    page = show(programme)
    assert "1re année" not in words(page) + paper(programme)
    assert table(page, "Dates de la formation, promotion Mars") == [
        ["Date de début"],
        ["12_mars 2027"],
    ]
    assert card(page)["Durée"] == ["2_jours, 14_heures"]


def test_years_are_those_of_the_cycle(show):
    programme = factories.programme(entry_year=2)
    factories.duration(programme, amount=2, unit="year")
    by_year(programme, {2: 590, 3: 612})
    cohort = factories.cohort(programme, name="2027")
    for number in (2, 3):
        starts = date(2025 + number, 9, 1)
        factories.cohort_year(cohort, number=number, starts=starts)
    page = show(programme)
    assert card(page)["Durée"] == [
        "2_ans",
        "1~202_heures_: 590 en 2e année du cycle, 612 en 3e",
        "Entrée en 2e année du cycle",
    ]
    dates = table(page, "Dates de la formation, promotion 2027")
    assert [row[0] for row in dates] == ["Année du cycle", "2e année", "3e année"]
    assert "1re année" not in words(page) + paper(programme)
    assert told(programme) == ""


@pytest.mark.parametrize(
    ("fields", "length", "numbers", "said"),
    [
        ({}, {"amount": 2, "unit": "year"}, [1, 2], ""),
        ({}, {"amount": 2, "unit": "year"}, [2, 3], "l’année 3, mais la formation va de"),
        (
            {},
            {"amount": 2, "unit": "day"},
            [1, 2],
            "l’année 2, mais la formation n’a",
        ),
        ({"entry_year": 3}, {"amount": 12, "unit": "month"}, [1], "n’a que l’année 3 du cycle"),
        ({"entry_year": 2}, None, [1, 2], "l’année 1, mais la formation commence à l’année 2"),
        ({"cycle_years": 3}, {"amount": 2, "unit": "year"}, [2, 3], ""),
        ({}, None, [1, 2, 3], ""),
    ],
)
@pytest.mark.parametrize("where", ["hours", "dates"])
def test_staff_are_told_of_years_that_the_training_does_not_reach(
    fields, length, numbers, said, where
):
    programme = factories.programme(**fields)
    if length:
        factories.duration(programme, **length)
    if where == "hours":
        by_year(programme, dict.fromkeys(numbers, 500))
    else:
        cohort = factories.cohort(programme)
        for number in numbers:
            factories.cohort_year(cohort, number=number)
    assert ("portent l’année" in told(programme)) is bool(said)
    assert said in told(programme)


@pytest.mark.parametrize(
    ("fields", "pay_law", "said"),
    [
        ({"cycle_years": 3}, "apprentissage", "comme une 2e puis une 3e année, pas comme une 1re"),
        ({"cycle_years": 3, "entry_year": 2}, "apprentissage", ""),
        ({"cycle_years": 2}, "apprentissage", ""),
        ({"cycle_years": 3}, "", ""),
    ],
)
def test_staff_are_told_of_the_first_year_that_the_law_pays(fields, pay_law, said):
    programme = factories.programme(**fields)
    programme.statuses.add(factories.status(is_contract=True, pay_law=pay_law))
    factories.duration(programme, amount=2, unit="year")
    assert (said in told(programme)) if said else "La loi paie" not in told(programme)


def test_cycle_longer_than_the_grid_is_paid_as_its_last_year():
    programme = factories.programme(cycle_years=5)
    programme.statuses.add(factories.status(is_contract=True, pay_law="apprentissage"))
    factories.duration(programme, amount=1, unit="year")
    assert "comme une 3e année" in told(programme)


@pytest.mark.parametrize(
    ("kind", "months", "fields", "first"),
    [
        ("cap", 12, {}, 2),
        ("cap", 24, {}, 1),
        ("cap", 12, {"entry_year": 1}, 1),
        ("bac-pro", 24, {}, 2),
        ("but", 12, {}, 3),
        ("titre-pro", 12, {}, 1),
    ],
)
def test_contract_shorter_than_the_cycle_of_its_diploma_is_paid_as_its_last_years(
    kind, months, fields, first
):
    certification = factories.certification(kind=kind)
    programme = factories.programme(certification=certification, **fields)
    apprentice = factories.status(is_contract=True, pay_law="apprentissage")
    programme.statuses.add(apprentice)
    factories.duration(programme, amount=months, unit="month")
    paid = pay_years(fresh(programme), apprentice)
    assert paid.years[0] == first
    assert ("plus court que le cycle" in paid.note) is (first > 1)
    assert "La loi paie" not in told(programme)


def test_contract_that_enters_later_misses_the_years_before():
    programme = factories.programme(certification=factories.certification(kind="autre"))
    apprentice = factories.status(is_contract=True, pay_law="apprentissage")
    programme.statuses.add(apprentice)
    factories.duration(programme, amount=2, unit="year")
    factories.status_limit(programme, status=apprentice, entry_year=2)
    assert list(pay_years(fresh(programme), apprentice).years) == [2]


def test_entry_year_of_a_contract_is_enough_for_staff():
    programme = factories.programme(cycle_years=3)
    apprentice = factories.status(is_contract=True, pay_law="apprentissage")
    programme.statuses.add(apprentice)
    factories.duration(programme, amount=2, unit="year", status=apprentice)
    factories.status_limit(programme, status=apprentice, entry_year=2)
    assert "manque : la page montre la paie" not in told(programme)
