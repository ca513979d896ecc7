"""« Pour les parents »: the law where there is a contract, the centre's words for aids, no more."""

import pytest
import time_machine

from tests.support import catalogue_factories as factories
from tests.support.page_reading import assert_no_emptiness, shown
from tests.support.paper_reading import TODAY

pytestmark = pytest.mark.django_db
PATH = "/formations/bac-pro/parents/"


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def said(read):
    def said():
        page = read(PATH)
        assert_no_emptiness(page)
        return shown(page.find(".//main"))

    return said


def test_apprenticeship_says_who_signs_and_what_it_costs(said):
    programme = factories.programme(slug="bac-pro")
    law = {"pay_law": "apprentissage", "is_contract": True}
    programme.statuses.add(factories.status(**law))
    assert "Avant 18_ans, un représentant légal le signe aussi" in said()
    assert "La formation est gratuite" in said()
    assert "quand un contrat avec une entreprise est signé" in said()


def test_training_without_a_contract_speaks_of_none(said):
    programme = factories.programme(slug="bac-pro")
    programme.statuses.add(factories.status())
    assert "contrat" not in said()
    assert "L’admission est définitive quand le centre la confirme" in said()


def test_aids_are_said_in_the_words_of_the_centre_or_not_at_all(said):
    factories.programme(slug="bac-pro")
    assert "Aides" not in said()
    factories.item(factories.section(kind="aids"), text="Permis : 500 €")
    assert "Permis_: 500_€" in said()


@pytest.mark.parametrize("fields", [{"state": "draft"}, {"takes_applications": False}])
def test_page_that_would_serve_nobody_does_not_exist(client, fields):
    factories.programme(slug="bac-pro", **fields)
    assert client.get(PATH).status_code == 404


def test_page_costs_the_same_whatever_it_says(client, django_assert_max_num_queries):
    programme = factories.programme(slug="bac-pro")
    for _ in range(5):
        factories.item(factories.section(kind="aids"), text="Permis")
        factories.link(programme)
    with django_assert_max_num_queries(32):
        client.get(PATH)
