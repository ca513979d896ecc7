"""The list of programmes as one searches and filters it."""

import gc
from datetime import date

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.finding import index
from catalogue.models import Campus
from catalogue.views import pages
from charmilles import pages as store
from tests.support import catalogue_factories as factories
from tests.support import eight_cases, real_contents

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
LIST = "/formations/"


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def eight():
    for enter in eight_cases.ALL.values():
        enter()


def names(page):
    found = page.find_class("card-title")
    return [" ".join(title.text_content().split()) for title in found]


def heading(page):
    return " ".join(page.findtext(".//h1").split())


def choices(page, name):
    """{value: (count, disabled)} of a criterion."""
    boxes = page.findall(f".//input[@name='{name}']")
    return {
        box.get("value"): (
            int(box.getparent().find_class("criterion-count")[0].text),
            box.get("disabled") is not None,
        )
        for box in boxes
    }


def chips(page):
    return {link.find("span").tail: link.get("href") for link in page.find_class("chip")}


# The eight cases (cases/programmes.md, « Across all eight »); two more are their next steps


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("niveau=3", {"Mécanicien cycles", "CAP Arts de la pierre", "DE Aide à la personne"}),
        ("niveau=7", {"Mastère Direction de projet touristique"}),
        ("niveau=non-precise", {"Gestes et postures", "Conduite d’un véhicule lourd"}),
        ("diplome=non-precise", {"Gestes et postures"}),
        ("contrat=vae", {"BTS Conseil en sécurité"}),
        ("contrat=eleve&contrat=demandeur", {"Mécanicien cycles", "DE Aide à la personne"}),
        ("contrat=non-precise", {"Gestes et postures"}),
        (
            "avec=aucun",
            {"Mécanicien cycles", "CAP Arts de la pierre", "DE Aide à la personne"},
        ),
        (
            "avec=bac&diplome=bts",
            {"BTS Conseil en sécurité"},
        ),
        (
            "avec=non-precise",
            {"Gestes et postures", "Conduite d’un véhicule lourd", "Bachelor Sécurité"},
        ),
        (
            "ouverte=oui",
            {
                "Mécanicien cycles",
                "Gestes et postures",
                "Conduite d’un véhicule lourd",
                "Mastère Direction de projet touristique",
            },
        ),
        ("duree=mois", {"Gestes et postures", "Conduite d’un véhicule lourd"}),
        ("site=grenoble", {"Bachelor Sécurité"}),
        ("q=securite&avec=bac", {"BTS Conseil en sécurité"}),
    ],
)
def test_criteria_keep_the_right_ones(eight, read, query, found):
    Campus.objects.filter(city="Grenoble").update(slug="grenoble")
    assert set(names(read(f"{LIST}?{query}"))) == found


def test_counts_are_what_each_choice_would_leave(eight, read):
    page = read(f"{LIST}?niveau=3")
    assert choices(page, "niveau")["5"] == (1, False)  # one of the same criterion adds to it
    assert choices(page, "contrat")["eleve"] == (1, False)
    assert choices(page, "contrat")["vae"] == (0, True)
    for name in ("contrat", "avec", "duree"):
        for value, (count, closed) in choices(page, name).items():
            if not closed:
                assert len(names(read(f"{LIST}?{name}={value}&niveau=3"))) == count


def test_choice_that_leaves_nothing_can_be_taken_back(eight, read):
    page = read(f"{LIST}?contrat=vae&niveau=3")
    assert choices(page, "contrat")["vae"] == (0, False)


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [
        ("titre", "Bachelor Sécurité", "Mécanicien cycles"),
        ("duree", "Gestes et postures", "Bachelor Sécurité"),
        ("rentree", "Mécanicien cycles", "CAP Arts de la pierre"),
    ],
)
def test_list_is_sorted(eight, read, sort, first, last):
    found = names(read(f"{LIST}?tri={sort}"))
    assert (found[0], found[-1]) == (first, last)


def test_sort_by_length_compares_hours_and_weeks(eight, read):
    found = names(read(f"{LIST}?tri=duree"))
    assert found.index("Gestes et postures") < found.index("DE Aide à la personne")


def test_places_are_offered_only_when_there_are_several(read):
    programme = factories.programme()
    programme.campuses.add(factories.campus(city="Grenoble"))
    assert choices(read(LIST), "site") == {}
    programme.campuses.add(factories.campus(city="Voiron"))
    assert len(choices(read(LIST), "site")) == 2


# What the page says of what is asked


def test_title_and_heading_count_and_name_what_is_asked(eight, read):
    page = read(f"{LIST}?q=securite&contrat=apprentissage")
    assert heading(page).startswith("3 formations")
    assert page.findtext(".//title") == (
        "3 formations – «\u00a0securite\u00a0», Contrat d’apprentissage – Centre de formation"
    )
    assert page.find(".//p[@role='status']").text == "3 formations sur 10."


def test_each_chip_takes_one_thing_away(eight, read):
    page = read(f"{LIST}?q=securite&avec=bac&contrat=vae&contrat=etudiant")
    assert chips(page) == {
        "«\u00a0securite\u00a0»": "/formations/?avec=bac&contrat=etudiant&contrat=vae",
        "J’ai\u00a0: le bac": "/formations/?q=securite&contrat=etudiant&contrat=vae",
        "Statut étudiant": "/formations/?q=securite&avec=bac&contrat=vae",
        "VAE": "/formations/?q=securite&avec=bac&contrat=etudiant",
    }


def test_search_and_criteria_are_one_form(eight, read):
    page = read(f"{LIST}?q=securite&avec=bac&tri=titre")
    (form,) = page.findall(".//form[@role='search']")
    assert (form.get("action"), form.get("method")) == (LIST, "get")
    assert form.find(".//input[@name='q']").get("value") == "securite"
    boxes = page.xpath("//input[@type='checkbox'][not(@name='f')]")  # that one compares
    assert {box.get("form") for box in boxes} == {form.get("id")}
    assert [box.get("value") for box in boxes if box.get("checked") is not None] == ["bac"]
    assert page.find(".//option[@selected]").get("value") == "titre"
    assert page.find(".//select").get("form") == form.get("id")


def test_card_says_why_it_is_found(client, read):
    real_contents.load()
    (card,) = read(f"{LIST}?q=aide+comptable").find_class("card")
    assert card.find_class("card-reason")[0].text == "métier visé\u00a0: aide comptable"


def test_synonym_of_staff_is_searched_at_once(read):
    factories.programme(short_name="BTS Vente", title="BTS Vente")
    assert names(read(f"{LIST}?q=vendeuse")) == []
    factories.synonym("vendeur", "vente")
    assert names(read(f"{LIST}?q=vendeuse")) == ["BTS Vente"]


@pytest.mark.parametrize("path", ["/", "/nulle-part/", LIST])
def test_box_is_on_the_pages_where_one_looks_for_something(read, path):
    page = read(path, status=404 if "nulle" in path else 200)
    (form,) = page.findall(".//form[@role='search']")
    assert form.get("action") == LIST
    assert form.find(".//label").get("for") == form.find(".//input").get("id")


# Nothing found


def widenings(page):
    links = page.xpath("//ul[contains(@class, 'widenings')]//a")
    return {link.text_content(): link.get("href") for link in links}


def test_nothing_found_proposes_what_finds_something(eight, read):
    page = read(f"{LIST}?q=securite+zzzz&avec=aucun")
    assert heading(page).startswith("Aucun résultat")
    assert widenings(page) == {
        "Les mêmes filtres, sans la recherche": "/formations/?avec=aucun",
        "Toutes les formations": "/formations/",
    }
    page = read(f"{LIST}?q=securite+zzzz")
    assert widenings(page) == {
        "Chercher «\u00a0securite\u00a0»": "/formations/?q=securite",
        "Toutes les formations": "/formations/",
    }
    for address in widenings(page).values():
        assert names(read(address))


def test_nothing_found_without_a_filter_that_is_too_much(eight, read):
    found = widenings(read(f"{LIST}?contrat=vae&niveau=3"))
    assert list(found)[:2] == ["Sans «\u00a0VAE\u00a0»", "Sans «\u00a0Niveau\u00a03 (CAP)\u00a0»"]


def test_nothing_found_names_the_centre(read):
    factories.centre(phone="+33476000000")
    factories.link(factories.programme())
    said = read(f"{LIST}?q=zzzz").find(".//main").text_content()
    assert "04 76 00 00 00" in said.replace("\u00a0", " ")
    assert "À qui parler" in said


def test_nothing_found_names_a_person_where_the_centre_has_no_number(read):
    link = factories.link(factories.programme(short_name="BTS Vente"), role="lead")
    said = read(f"{LIST}?q=zzzz").find(".//main").text_content()
    assert link.contact.name in said
    assert "BTS Vente" in said


def test_nobody_of_a_hidden_programme_is_named(read):
    link = factories.link(factories.programme(state="draft"), role="lead")
    assert link.contact.name not in read(f"{LIST}?q=zzzz").text_content()


# Addresses


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("q=", ""),
        ("q=&avec=&tri=", ""),
        ("niveau=99", ""),
        ("niveau=3&niveau=99", "?niveau=3"),
        ("niveau=3&niveau=3", "?niveau=3"),
        ("niveau=5&niveau=3", "?niveau=3&niveau=5"),
        ("niveau=3&tri=inconnu", "?niveau=3"),
        ("niveau=3&page=7", "?niveau=3"),
        ("niveau=%00", ""),
        ("tri=titre&page=x", "?tri=titre"),
    ],
)
def test_address_without_a_search_leads_to_the_one_of_what_is_shown(eight, client, query, address):
    answer = client.get(f"{LIST}?{query}")
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}{address}")


@pytest.mark.parametrize("query", ["tri=titre&niveau=3", "niveau=3&tri=titre&utm_source=x"])
def test_order_of_parameters_and_unknown_ones_change_nothing(eight, client, query):
    known = client.get(f"{LIST}?niveau=3&tri=titre").content
    assert client.get(f"{LIST}?{query}").content == known


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%F0%9F%98%80",
        f"q={'z' * 5000}",
        "q=a&niveau=99&tri=x",
        "q=%FF%FE",
        "q=%22%3E%3Ci",
    ],
)
def test_search_is_answered_whatever_is_typed(eight, client, query):
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    assert b"\x00" not in answer.content
    assert answer["Cache-Control"] == "no-store, private"


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=40), value=st.text(max_size=10))
def test_no_value_is_an_error(client, typed, value):
    for name in ("avec", "domaine", "tri", "page"):
        assert client.get(LIST, {"q": typed, name: value}).status_code in (200, 302)


# The page store and the index


def test_searches_are_not_kept(eight, client):
    client.get(f"{LIST}?q=securite&avec=bac")
    assert len(store.kept) == 0


def test_criteria_alone_are_kept(eight, client, django_assert_num_queries):
    client.get(f"{LIST}?contrat=etudiant&contrat=vae")
    with django_assert_num_queries(1):
        answer = client.get(f"{LIST}?contrat=etudiant&contrat=vae")
    assert answer["Cache-Control"] == "public, no-cache"


def test_index_is_made_once_for_a_state_of_the_content(eight, monkeypatch, client):
    made, real = [], index.Index
    monkeypatch.setattr(index, "Index", lambda *, on: made.append(on) or real(on=on))
    for query in ("q=bts", "q=cap", "niveau=3", ""):
        client.get(f"{LIST}?{query}")
    assert made == [TODAY]
    factories.domain()
    client.get(f"{LIST}?q=bts")
    assert made == [TODAY, TODAY]
    with time_machine.travel(date(2026, 11, 24), tick=False):
        client.get(f"{LIST}?q=bts")
    assert made == [TODAY, TODAY, date(2026, 11, 24)]


def test_large_index_is_left_out_of_collections_of_cycles(monkeypatch):
    factories.programme()
    monkeypatch.setattr(index, "LARGE", 0)
    index.current()
    assert gc.get_freeze_count() > 0
    gc.unfreeze()


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_hidden_programme_is_found_by_nothing(read, state):
    factories.programme()
    hidden = factories.programme(short_name="Secrète", title="Secrète", state=state)
    jobs = factories.section(hidden, kind="jobs")
    factories.item(jobs, text="Agent secret")
    hidden.statuses.add(eight_cases.status("vae"))
    for query in ("q=secrete", "q=agent+secret"):
        assert names(read(f"{LIST}?{query}")) == []
    assert choices(read(LIST), "contrat") == {}


def test_pages_of_a_search_follow_one_another(read, monkeypatch):
    monkeypatch.setattr(pages, "CARDS", 2)
    for n in range(3):
        factories.programme(short_name=f"CAP {n}", title=f"CAP {n}")
    first, second = (read(f"{LIST}?q=cap{more}") for more in ("", "&page=2"))
    assert names(first) + names(second) == ["CAP 0", "CAP 1", "CAP 2"]
    assert "?q=cap&page=2" in {link.get("href") for link in first.iter("a")}
    assert "page 2" in second.findtext(".//title")


@pytest.mark.parametrize("count", [1, 30])
def test_index_is_read_in_a_constant_number_of_queries(django_assert_num_queries, count):
    for n in range(count):
        programme = factories.programme(short_name=f"CAP {n}")
        programme.statuses.add(factories.status())
        programme.campuses.add(factories.campus())
        factories.duration(programme, amount=2, unit="year")
        factories.requirement(programme)
        factories.option(programme)
        factories.item(factories.section(programme, kind="jobs"), text="Vendeur")
        factories.cohort_year(factories.cohort(programme), starts=date(2027, 9, 1))
        factories.synonym(f"mot {n}")
    with django_assert_num_queries(15):
        index.Index(on=TODAY)
