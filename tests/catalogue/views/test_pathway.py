"""« Avant et après »: what leads to a programme, where it leads, other ways to the same."""

import pytest
import time_machine

from tests.support import catalogue_factories as factories
from tests.support.page_reading import assert_no_emptiness, shown
from tests.support.paper_reading import TODAY

pytestmark = pytest.mark.django_db

PATH = "/formations/bac-pro/parcours/"


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def here():
    return factories.programme(slug="bac-pro", short_name="Bac pro Vente")


def programme(name, **fields):
    return factories.programme(short_name=name, title=name, **fields)


@pytest.fixture
def drawn(read):
    """drawn(name): the steps of one side, those beyond indented by « > »."""

    def drawn(name):
        page = read(PATH)
        assert_no_emptiness(page)
        found = page.xpath(f"//section[@aria-labelledby='{name}']/ul/li")
        return [line for stage in found for line in lines(stage)]

    return drawn


def lines(stage, depth=0):
    yield "> " * depth + shown(stage.find_class("stage-name")[0])
    for further in stage.findall("ul/li"):
        yield from lines(further, depth + 1)


def test_steps_are_followed_twice_both_ways(here, drawn):
    cap, bts = programme("CAP Vente"), programme("BTS Vente")
    factories.follow_on(cap, target=here)
    factories.follow_on(programme("CAP Caisse"), target=cap)
    factories.follow_on(here, target=bts)
    factories.follow_on(here, title="Entrer dans la vie active")
    factories.follow_on(bts, target=programme("Bachelor Vente"))
    assert drawn("avant") == ["CAP Vente", "> CAP Caisse"]
    assert drawn("apres") == ["BTS Vente", "> Bachelor Vente", "Entrer dans la vie active"]


def test_steps_that_are_not_public_are_not_shown(here, drawn):
    factories.follow_on(here, target=programme("BTS secret", state="draft"))
    factories.follow_on(programme("CAP secret", state="withdrawn"), target=here)
    factories.follow_on(here, target=programme("BTS fermé", state="withdrawn"), title="Un BTS")
    assert (drawn("avant"), drawn("apres")) == ([], ["Un BTS"])


def test_step_never_leads_back_to_the_programme(here, drawn):
    bts = programme("BTS Vente")
    factories.follow_on(here, target=bts)
    factories.follow_on(bts, target=here)
    assert (drawn("avant"), drawn("apres")) == (["BTS Vente"], ["BTS Vente"])


def test_two_steps_of_one_name_say_what_differs(here, read):
    for city in ("Grenoble", "Voiron"):
        one = programme("BTS Vente")
        one.campuses.add(factories.campus(name=f"Site de {city}", city=city))
        factories.follow_on(here, target=one)
    words = shown(read(PATH).get_element_by_id("page"))
    assert "BTS Vente niveau_4 Site de Grenoble" in words
    assert "BTS Vente niveau_4 Site de Voiron" in words


def test_other_ways_to_the_certification_are_compared(here, read):
    other = programme("Bac pro Vente en un an", certification=here.certification)
    page = read(PATH)
    section = page.xpath("//section[@aria-labelledby='voies']")[0]
    assert "Autres voies vers ce diplôme Bac pro Vente en un an" in shown(section)
    assert f"/formations/comparer/?f=bac-pro&f={other.slug}" in section.xpath(".//a/@href")


def test_programme_that_nothing_is_linked_to_has_no_such_page(here, read):
    assert read(PATH, status=404) is not None
    assert PATH not in read("/formations/bac-pro/").xpath("//a/@href")


def test_programme_page_leads_to_it(here, read):
    factories.follow_on(here, title="BTS Vente")
    assert PATH in read("/formations/bac-pro/").xpath("//a/@href")


@pytest.mark.parametrize("count", [1, 10])
def test_pathway_costs_the_same_for_any_number(here, client, django_assert_num_queries, count):
    for n in range(count):
        before, after = programme(f"CAP {n}"), programme(f"BTS {n}")
        factories.follow_on(before, target=here)
        factories.follow_on(programme(f"Bilan {n}"), target=before)
        factories.follow_on(here, target=after)
        factories.follow_on(after, target=programme(f"Bachelor {n}"))
    with django_assert_num_queries(18):
        client.get(PATH)
