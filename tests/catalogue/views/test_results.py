"""The results of a programme for a spreadsheet: what the page shows, and no more."""

import csv
import io

import pytest
import time_machine

from charmilles import pages
from tests.support import catalogue_factories as factories
from tests.support.paper_reading import TODAY

pytestmark = pytest.mark.django_db

PATH = "/formations/cap/resultats.csv"


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def programme():
    return factories.programme(slug="cap", short_name="CAP Pierre")


@pytest.fixture
def success(programme):
    indicator = factories.indicator(label="Réussite", kind="obtention")
    known = {"indicator": indicator, "year": 2025}
    return factories.outcome(programme, value="94.5", numerator=52, denominator=55, **known)


@pytest.fixture
def asked(client):
    """asked() returns the rows of the file, without those that name them."""

    def asked():
        text = client.get(PATH).content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text), delimiter=";"))[1:]

    return asked


def test_file_opens_in_a_french_spreadsheet(client, success):
    answer = client.get(PATH)
    assert answer.content.startswith("\ufeffformation;public;".encode())
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert (
        answer["Content-Disposition"] == 'attachment; filename="cfp-charmilles_cap_resultats.csv"'
    )


def test_row_says_its_rate_with_a_comma_and_its_counts(asked, success):
    law = "taux d’obtention du diplôme ou du titre"
    start = ["CAP Pierre", "apprenants", "", "Réussite", law, "", "2025"]
    assert asked() == [[*start, "94,5", "52", "55", ""]]


def test_what_the_page_hides_is_hidden(client, asked, success):
    success.value, success.numerator, success.denominator = 50, 1, 2
    success.save()
    assert asked()[0][-4:] == ["", "", "", "Moins de 5, non affiché"]
    assert b";50;" not in client.get(PATH).content


def test_what_is_missing_says_why(asked, programme, success):
    factories.outcome(programme, indicator=success.indicator, year=2026, missing_reason="En mars")
    factories.outcome(programme, indicator=success.indicator, year=2024, value=0)
    assert [row[-4:] for row in asked()] == [
        ["0", "", "", "effectif non communiqué"],
        ["94,5", "52", "55", ""],
        ["", "", "", "En mars"],
    ]


def test_rates_of_the_law_that_are_missing_have_their_rows(asked, programme, success):
    law = {"is_contract": True, "pay_law": "apprentissage"}
    programme.statuses.add(factories.status(**law))
    assert [row[4] for row in asked()[1:]][-1] == "taux de rupture des contrats d’apprentissage"
    assert {row[-1] for row in asked()[1:]} == {"Non communiqué"}


@pytest.mark.parametrize("formula", ["=1+1", "+33", "-2", "@SUM(A1)", " =1+1"])
def test_formula_stays_text(asked, success, formula):
    success.indicator.label = formula
    success.indicator.save()
    assert asked()[0][3] == f"'{formula}"


def test_programme_without_results_has_no_file(client, programme):
    assert client.get(PATH).status_code == 404


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_programme_that_is_not_public_has_no_file(client, programme, success, state):
    programme.state = state
    programme.save()
    assert client.get(PATH).status_code == 404


def test_file_is_kept_until_a_rate_changes(client, asked, success):
    assert asked()[0][-4] == "94,5"
    assert len(pages.kept) == 1
    success.value = 90
    success.numerator = success.denominator = None
    success.save()
    assert asked()[0][-4] == "90"


def test_page_leads_to_the_file_and_paper_does_not(read, success):
    assert PATH in read("/formations/cap/").xpath("//a/@href")
