"""Programmes are compared line by line, at an address of their own.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from urllib.parse import urlsplit

import pytest
import time_machine

from catalogue.models import Programme
from tests.support import catalogue_factories as factories
from tests.support import eight_cases, real_contents
from tests.support.page_reading import shown
from tests.support.paper_reading import TODAY

pytestmark = pytest.mark.django_db
ADDRESS = "/formations/comparer/"


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def programmes():
    """Makes two programmes of the same length, only one of which says where it is."""
    made = [factories.programme(slug=name, short_name=name.upper()) for name in ("un", "deux")]
    for one in made:
        factories.duration(one, amount=24, unit="month")
    made[0].campuses.add(factories.campus(city="Voiron", street=""))
    return made


def lines(page):
    """Maps each line to its cells, and whether it is marked as different."""
    return {
        shown(row.find("th")).removesuffix(" diffère"): (
            [shown(cell) for cell in row.findall("td")],
            "differs" in row.get("class", ""),
        )
        for row in page.xpath("//table[contains(@class, 'compared')]/tbody/tr")
    }


def test_each_line_says_what_each_page_says_and_whether_it_differs(read, programmes):
    found = lines(read(f"{ADDRESS}?f=un&f=deux"))
    assert found["Durée"] == (["24_mois", "24_mois"], False)
    assert found["Lieu"] == (["Voiron", "non précisé"], False)


def test_line_that_no_page_answers_is_left_out(read, programmes):
    assert "Réussite" not in lines(read(f"{ADDRESS}?f=un&f=deux"))


def test_two_different_answers_are_marked_in_words(read, programmes):
    programmes[1].campuses.add(factories.campus(city="Grenoble", street=""))
    page = read(f"{ADDRESS}?f=un&f=deux")
    assert lines(page)["Lieu"] == (["Voiron", "Grenoble"], True)
    assert [shown(mark) for mark in page.find_class("differs-mark")] == ["diffère"]


def test_columns_follow_the_address(read, programmes):
    page = read(f"{ADDRESS}?f=deux&f=un")
    assert [shown(name) for name in page.xpath("//thead//th")] == ["DEUX", "UN"]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("f=un&f=un&f=deux", "f=un&f=deux"),
        ("f=un&f=absente&f=deux", "f=un&f=deux"),
        ("f=un&f=brouillon", "f=un"),
        ("f=%00&f=%F0%9F%98%80", ""),
        ("f=un&f=deux&f=a&f=b&f=c", "f=un&f=deux&f=a&f=b"),
        ("&".join(f"f=x{n}" for n in range(500)), ""),
    ],
)
def test_address_that_names_what_is_not_shown_leads_to_the_one_that_does(
    client, programmes, asked, kept
):
    factories.programme(slug="brouillon", state="draft")
    for slug in "abc":
        factories.programme(slug=slug)
    answer = client.get(f"{ADDRESS}?{asked}")
    assert answer.status_code == 302
    assert urlsplit(answer["Location"]).query == kept


@pytest.mark.parametrize("asked", ["?f=un&f=deux", "?f=deux&f=un"])
def test_search_engines_keep_one_address_of_a_comparison_whatever_its_order(
    read, programmes, asked
):
    page = read(ADDRESS + asked)
    (kept,) = page.xpath("//link[@rel='canonical']/@href")
    assert urlsplit(kept).query == "f=deux&f=un"
    assert page.xpath("//meta[@name='robots']") == []


@pytest.mark.parametrize("asked", ["", "?f=un"])
def test_search_engines_keep_nothing_of_a_comparison_not_made(read, programmes, asked):
    assert read(ADDRESS + asked).xpath("//meta[@name='robots']/@content") == ["noindex"]


@pytest.mark.parametrize("asked", ["", "?f=un"])
def test_less_than_two_programmes_say_how_to_choose(read, programmes, asked):
    page = read(ADDRESS + asked)
    assert "cochez « Comparer »" in shown(page).replace("_", " ")
    assert lines(page) == {}


def test_one_programme_is_taken_out_by_a_link(read, programmes):
    (without,) = read(f"{ADDRESS}?f=un&f=deux").xpath("//a[contains(., 'Retirer UN')]/@href")
    assert without == f"{ADDRESS}?f=deux"


def test_list_chooses_programmes_to_compare(read, programmes):
    page = read("/formations/")
    (form,) = page.xpath(f"//form[@action='{ADDRESS}']")
    assert sorted(box.get("value") for box in form.xpath(".//input[@name='f']")) == ["deux", "un"]


def test_page_compares_the_ways_to_one_certification(read, programmes):
    programmes[1].certification = programmes[0].certification
    programmes[1].save()
    links = read(programmes[0].get_absolute_url()).xpath("//a/@href")
    assert f"{ADDRESS}?f=un&f=deux" in links


def test_cases_two_and_three_are_told_apart(read):
    for name in ("security", "licence"):
        eight_cases.ALL[name]()
    slugs = ("bts-conseil-securite", "licence-pro-notariat")
    assert Programme.objects.filter(slug__in=slugs).count() == 2
    found = lines(read(f"{ADDRESS}?f={slugs[0]}&f={slugs[1]}"))
    for label in ("Ce que l’on obtient", "Pour entrer", "Durée", "Salaire par mois"):
        assert found[label][1], label
    assert "None" not in str(found)


def test_agora_says_its_own_figures(read):
    real_contents.load()
    found = lines(read(f"{ADDRESS}?f=bac-pro-agora&f=bts-gestion-pme"))
    assert found["Réussite"][0][0] == "88_% de réussite en 2023"
    assert found["Prochaine entrée"][0][0] == "1er_septembre 2027"


@pytest.mark.parametrize("others", [0, 30])
def test_comparing_costs_the_same_in_any_catalogue(
    client, programmes, django_assert_max_num_queries, others
):
    for _ in range(others):
        factories.programme()
    with django_assert_max_num_queries(60):
        client.get(f"{ADDRESS}?f=un&f=deux")
