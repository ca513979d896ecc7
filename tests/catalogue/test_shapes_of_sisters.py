"""Programmes that one could take for another say what differs: sisters, cards, next steps.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from datetime import date

import pytest
import time_machine

from tests.catalogue.test_never_false import APPRENTICE, TRAINEE, open_to, words
from tests.support import catalogue_factories as factories
from tests.support.page_reading import assert_no_emptiness, part

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
def listed(read):
    """listed(): what each card of the list says."""
    return lambda: [words(item) for item in read("/formations/").iter("li") if is_card(item)]


def is_card(item):
    return "card" in item.get("class", "").split()


# Sister programmes


def bts(name, certification, campus, length, **fields):
    made = {"title": "BTS Tourisme", "short_name": name, "certification": certification}
    programme = open_to(APPRENTICE, **made | fields)
    programme.campuses.add(factories.campus(name=campus, city=campus))
    factories.duration(programme, **length)
    return programme


@pytest.fixture
def certification():
    return factories.certification(kind="bts", level=5, title="Tourisme")


YEARS, MONTHS = {"amount": 2, "unit": "year"}, {"amount": 12, "unit": "month"}


def aside(page, slug):
    found = page.find(f".//aside[@aria-labelledby='{slug}']")
    return [] if found is None else [words(found.find("h2")), *map(words, found.iter("li"))]


def test_sisters_say_what_differs_the_shortest_first(show, certification):
    domain = factories.domain()
    here = bts("BTS Tourisme", certification, "Grenoble", YEARS, domain=domain)
    bts("BTS Tourisme bis", certification, "Voiron", YEARS, domain=domain)
    bts("BTS Tourisme en un an", certification, "Grenoble", MONTHS)
    bts("BTS en projet", certification, "Grenoble", MONTHS, state="draft")
    near = factories.programme(short_name="CAP Cuisine", domain=domain)
    page = show(here)
    assert aside(page, "autres-voies") == [
        "Autres voies vers ce diplôme",
        "BTS Tourisme en un an Grenoble, Grenoble · 12_mois",
        "BTS Tourisme bis Voiron, Voiron · 2_ans",
    ]
    assert aside(page, "proches") == ["Dans le même domaine", near.short_name]


@pytest.mark.parametrize(
    ("kind", "words_"),
    [
        ("titre-pro", "ce titre"),
        ("attestation", "cette attestation"),
        ("autre", "cette certification"),
    ],
)
def test_sisters_lead_to_what_the_certification_is(show, kind, words_):
    certification = factories.certification(kind=kind)
    programme = factories.programme(certification=certification)
    factories.programme(certification=certification)
    assert aside(show(programme), "autres-voies")[0] == f"Autres voies vers {words_}"


def test_programmes_without_certification_are_no_sisters(show):
    factories.programme(certification=None)
    assert aside(show(factories.programme(certification=None)), "autres-voies") == []


def test_cards_of_one_title_say_what_differs(listed, certification):
    bts("BTS Tourisme", certification, "Grenoble", YEARS)
    trained = bts("BTS Tourisme", certification, "Voiron", YEARS)
    trained.statuses.set([factories.status(**TRAINEE)])
    bts("BTS Tourisme en un an", certification, "Grenoble", MONTHS)
    first, second, other = sorted(listed())
    assert "Grenoble, Grenoble · Apprentissage" in first
    assert "Voiron, Voiron · Stage" in second
    assert "Apprentissage" not in other
    assert "·" not in other


def test_next_steps_of_one_title_say_what_differs(show, certification):
    programme = factories.programme()
    for place, length in (("Grenoble", YEARS), ("Voiron", MONTHS)):
        target = bts("BTS Tourisme", certification, place, length)
        factories.follow_on(programme, target=target, note="Sur dossier.")
    factories.follow_on(programme, title="BTS Tourisme")
    said = [words(item) for item in part(show(programme), "metier").iter("li")]
    assert said == [
        "BTS Tourisme Grenoble, Grenoble · 2_ans Sur dossier.",
        "BTS Tourisme Voiron, Voiron · 12_mois Sur dossier.",
        "BTS Tourisme",
    ]


def test_neighbours_and_previous_steps_of_one_title_say_what_differs(show, certification):
    domain = factories.domain()
    here, elsewhere = (
        bts("BTS Tourisme", certification, place, YEARS, domain=domain)
        for place in ("Grenoble", "Voiron")
    )
    programme = factories.programme(domain=domain)
    told = ["BTS Tourisme Grenoble, Grenoble", "BTS Tourisme Voiron, Voiron"]
    assert aside(show(programme), "proches")[1:] == told
    for previous in (here, elsewhere):
        factories.follow_on(previous, target=programme)
    assert [words(item) for item in part(show(programme), "metier").iter("li")] == told
