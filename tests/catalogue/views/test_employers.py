"""The page of what a contract costs a company, each year, with the aid of the State."""

from datetime import date
from urllib.parse import urlencode

import lxml.html
import pytest
import time_machine

from tests.support import catalogue_factories as factories
from tests.support.page_reading import shown

pytestmark = pytest.mark.django_db
START = {"debut_mois": 9, "debut_annee": 2027}


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(date(2026, 11, 23), tick=False):
        yield


@pytest.fixture(autouse=True)
def wage():
    factories.minimum_wage(effective_on=date(2026, 6, 1), hourly="12.31")


@pytest.fixture
def ask(client):
    def ask(status=200, **values):
        response = client.get(f"/entreprises/?{urlencode(values)}")
        assert response.status_code == status
        return shown(lxml.html.fromstring(response.content.decode()))

    return ask


def test_cost_of_each_year_is_the_gross_less_the_aid(ask):
    said = ask(age=17, avant=7, entree=2, **START)
    assert "1re année 9~857,88_€ 5~000_€ 4~857,88_€" in said
    assert "2e année 15~010,80_€ 0_€ 15~010,80_€" in said


def test_answer_comes_first_in_words(ask):
    said = ask(age=17, avant=7, entree=2, **START)
    assert "4~858_€ la 1re année, 15~011_€ la 2e" in said
    assert "728_€ par mois, 952_€ dès ses 18_ans, 1~251_€ la dernière année" in said


def test_aid_says_its_conditions_and_its_article(ask):
    said = ask(age=19, **START)
    assert "moins de 250 salariés, diplôme du niveau du bac au plus" in said
    assert "L6243-1 et D6243-2" in said


def test_company_too_large_has_no_aid(ask):
    said = ask(age=19, taille="grande", **START)
    assert "sans aide de l’État" in said


def test_level_of_the_programme_is_known(ask):
    bts = factories.certification(kind="bts", level=5)
    made = factories.programme(slug="bts", certification=bts)
    made.statuses.add(factories.status(is_contract=True, pay_law="apprentissage"))
    assert "sans aide de l’État" in ask(formation="bts", age=19, **START)


@pytest.mark.parametrize(("level", "said"), [(4, False), (6, True)])
def test_company_takes_part_from_level_six(ask, level, said):
    assert ("l’entreprise y participe" in ask(age=19, niveau_prepare=level, **START)) is said


@pytest.mark.parametrize(("values", "said"), [({}, True), ({"avant": 7}, False)])
def test_birthday_that_is_not_given_is_said_to_be_left_out(ask, values, said):
    told = ask(age=17, **START, **values)
    assert ("sans changement de tranche d’âge" in told) is said


def test_wrong_age_says_how_to_repair_it(ask):
    assert "Âge de l’alternant au début du contrat_: écrivez" in ask(422, age="dix-sept")


def test_contract_outside_the_law_is_refused_with_its_article(ask):
    assert "L6222-7-1" in ask(age=17, duree=5, **START)


def test_unknown_programme_leads_to_the_plain_page(client):
    answer = client.get("/entreprises/?formation=inconnue")
    assert (answer.status_code, answer["Location"]) == (302, "/entreprises/")
