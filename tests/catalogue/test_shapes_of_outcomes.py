"""What is measured: rates by option, block or intake, never one for two; the salary of a job.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from tests.support import catalogue_factories as factories
from tests.support.inspecting import doubts
from tests.support.page_reading import items, shown, table
from tests.support.paper_reading import TODAY, fresh

pytestmark = pytest.mark.django_db

RESULTS = "Statistiques des apprenants"


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def programme():
    return factories.programme()


@pytest.fixture
def success():
    return factories.indicator(label="Réussite")


# Rates


def test_options_have_their_own_rows(readings, programme, success):
    first, second = (factories.option(programme, name=f"Option {n}") for n in "AB")
    known = {"indicator": success, "year": 2024}
    factories.outcome(programme, option=second, value=0, numerator=0, denominator=6, **known)
    factories.outcome(programme, option=first, value="89.5", numerator=17, denominator=19, **known)
    for reading in readings(programme):
        assert table(reading, RESULTS) == [
            ["Taux", "2024"],
            ["Réussite Option A", "89,5_% 17 sur 19"],
            ["Réussite Option B", "0_% 0 sur 6"],
        ]


def test_rate_of_an_option_in_another_year_is_absent_and_not_zero(readings, programme, success):
    option = factories.option(programme)
    factories.outcome(programme, indicator=success, year=2024, value=90)
    factories.outcome(programme, indicator=success, year=2025, option=option, value=80)
    for reading in readings(programme):
        assert table(reading, RESULTS)[1:] == [
            ["Réussite", "90_%", "Non communiqué"],
            ["Réussite Option A", "Non communiqué", "80_%"],
        ]


def test_blocks_have_their_own_rows(readings, programme, success):
    for code, value in (("BC01", 92), ("BC02", 75)):
        block = factories.block(programme.certification, code=code, title="Accueillir")
        factories.outcome(programme, indicator=success, year=2025, block=block, value=value)
    for reading in readings(programme):
        assert table(reading, RESULTS)[1:] == [
            ["Réussite BC01 Accueillir", "92_%"],
            ["Réussite BC02 Accueillir", "75_%"],
        ]


def test_two_intakes_never_share_a_rate(readings, programme, success):
    for year, entered, value in [
        (2025, date(2025, 1, 6), "88.9"),
        (2025, date(2024, 9, 2), "93.3"),
    ]:
        factories.outcome(programme, indicator=success, year=year, entered_on=entered, value=value)
    for reading in readings(programme):
        assert table(reading, RESULTS) == [
            ["Taux", "Entrée de septembre 2024", "Entrée de janvier 2025"],
            ["Réussite", "93,3_%", "88,9_%"],
        ]


def test_same_words_in_two_years_are_two_columns(readings, programme, success):
    for year, value in [(2024, 90), (2025, 80)]:
        factories.outcome(
            programme, indicator=success, year=year, period="Session de juin", value=value
        )
    page, _ = readings(programme)
    assert table(page, RESULTS)[1] == ["Réussite", "90_%", "80_%"]


def test_no_rate_yet_has_its_reason(readings, programme, success):
    reason = "Pas encore de résultat : première session en 2027"
    factories.outcome(programme, indicator=success, year=2027, missing_reason=reason)
    for reading in readings(programme):
        said = "Pas encore de résultat_: première session en 2027"
        assert table(reading, RESULTS) == [["Taux", "2027"], ["Réussite", said]]
        assert "0_%" not in shown(reading)


@pytest.mark.parametrize(
    ("value", "cases", "total", "doubted"),
    [
        ("89.5", 17, 19, False),
        ("89", 17, 19, False),
        ("90", 17, 19, True),
        ("89.4", 17, 19, True),
        ("81.8", 18, 22, False),
        ("0", 0, 6, False),
        ("100", 5, 6, True),
        ("89.5", None, 19, False),
        ("89.5", None, None, False),
    ],
)
def test_staff_are_told_of_a_rate_that_is_not_that_of_its_cases(
    programme, success, value, cases, total, doubted
):
    factories.outcome(programme, indicator=success, value=value, numerator=cases, denominator=total)
    told = [line for line in doubts(fresh(programme), on=TODAY) if "ne font pas" in line]
    assert len(told) == doubted
    assert not doubted or f"{cases} sur {total}" in told[0]


# The salary of a job


@pytest.mark.parametrize(
    ("low", "high", "source", "said"),
    [
        (1900, 2200, "", "1~900 à 2~200_€ bruts par mois"),
        (1900, 2200, "enquête, 2025", "1~900 à 2~200_€ bruts par mois (enquête, 2025)"),
        (1900, 1900, "", "1~900_€ bruts par mois"),
        (1900, None, "", "à partir de 1~900_€ bruts par mois"),
        (None, None, "", ""),
    ],
)
def test_job_says_its_salary(readings, programme, low, high, source, said):
    jobs = factories.section(programme, kind="jobs")
    salary = {"salary_min": low, "salary_max": high, "salary_source": source}
    factories.item(jobs, text="Mécanicien cycles", **salary)
    page, brochure = readings(programme)
    assert items(page, "metier") == [f"Mécanicien cycles {said}".strip()]
    assert f"Mécanicien cycles {said}".strip() in shown(brochure)


@pytest.mark.parametrize(("kind", "is_refused"), [("jobs", False), ("objectives", True)])
def test_salary_is_that_of_a_job(programme, kind, is_refused):
    section = factories.section(programme, kind=kind)
    item = factories.item(section, text="Réparer", salary_min=1900)
    if not is_refused:
        return item.full_clean()
    with pytest.raises(ValidationError, match="Métiers visés"):
        item.full_clean()
