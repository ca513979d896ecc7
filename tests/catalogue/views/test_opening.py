"""Where « Me prévenir » is offered: the page, the cards, the comparison; gone once it is open."""

from datetime import date

import lxml.html
import pytest
import time_machine

from tests.support import catalogue_factories as factories

pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 1)
ALERT = "/candidature/prevenir/essai/"
COMPARED = "/formations/comparer/?f=essai&f=autre"
PAGES = ["/formations/", "/formations/?q=essai", "/formations/essai/", COMPARED]


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def programme():
    factories.cohort(factories.programme(slug="autre", short_name="Autre"), kind="on_demand")
    return factories.programme(slug="essai", short_name="Essai")


def offers(client, page):
    """Names the links of this page that lead to « Me prévenir », each with its whole words."""
    tree = lxml.html.fromstring(client.get(page).content.decode())
    links = tree.xpath("//main//a[starts-with(@href, '/candidature/prevenir/')]")
    return [(" ".join(link.text_content().split()), link.get("href")) for link in links]


@pytest.mark.parametrize("page", PAGES)
def test_programme_without_a_date_offers_it_and_an_open_one_no_more(client, programme, page):
    told = offers(client, page)
    assert {url for _, url in told} == {ALERT}
    assert all(words.startswith("Me prévenir") for words, _ in told)
    factories.cohort_year(factories.cohort(programme), registration_opens=TODAY)
    assert offers(client, page) == []


@pytest.mark.parametrize("page", PAGES)
def test_opening_by_its_date_is_seen_that_day(client, programme, page):
    opens = date(2027, 3, 2)
    factories.cohort_year(factories.cohort(programme), registration_opens=opens)
    assert {url for _, url in offers(client, page)} == {ALERT}
    with time_machine.travel(opens, tick=False):
        assert offers(client, page) == []


def test_links_of_a_list_say_of_which_programme(client, programme):
    factories.programme(slug="bts", short_name="BTS Essai")
    words = [words for words, _ in offers(client, "/formations/")]
    assert sorted(words) == [
        "Me prévenir de l’ouverture : BTS Essai",
        "Me prévenir de l’ouverture : Essai",
    ]


def test_programme_asked_of_a_contact_offers_it_beside(client, programme):
    programme.takes_applications = False
    programme.save()
    factories.link(programme, contact=factories.contact(email="ada@tilleuls.test"))
    assert offers(client, "/formations/essai/") == [("Me prévenir de l’ouverture", ALERT)]


def test_withdrawn_programme_offers_nothing(client, programme):
    programme.state = "withdrawn"
    programme.save()
    assert offers(client, "/formations/essai/") == []
