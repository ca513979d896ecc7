"""« Où puis-je entrer avec mon diplôme ? » and « Puis-je candidater ? », asked in the address.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from datetime import date
from urllib.parse import urlencode

import lxml.html
import pytest
import time_machine

from catalogue.finding import entry, index
from catalogue.finding.facets import HELD
from catalogue.models import Programme
from catalogue.views import entry as views
from charmilles import pages
from tests.support import catalogue_factories as factories
from tests.support import eight_cases
from tests.support.bad_input import NASTY
from tests.support.page_reading import assert_no_emptiness, shown
from tests.support.paper_reading import TODAY

pytestmark = pytest.mark.django_db

WHERE = "/formations/ou-entrer/"
YES, IF, TALK = "Oui", "Oui, à une condition au moins", "Parlons-en"


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def eight():
    factories.centre(phone="+33474130063")
    for enter in eight_cases.ALL.values():
        enter()


@pytest.fixture
def ask(client):
    """ask(path, …): the page that answers; nothing on it is empty."""

    def ask(path=WHERE, status=200, **values):
        response = client.get(f"{path}?{urlencode(values)}" if values else path)
        assert response.status_code == status
        page = lxml.html.fromstring(response.content.decode())
        assert_no_emptiness(page)
        return page

    return ask


def lists(page):
    """{title of the answer: names of its programmes}."""
    return {
        shown(section.find("h2")).split(" (")[0]: [shown(one) for one in section.iter("h3")]
        for section in page.xpath("//main//section[.//ul[@class='advised']]")
    }


def of_programme(page, name):
    (link,) = page.xpath(f"//h3/a[normalize-space()='{name}']")
    return shown(next(link.iterancestors("li")))


def answer(page):
    return shown(page.get_element_by_id("reponse"))


def can_apply(slug):
    return f"/formations/{slug}/candidater/"


# The eight cases: 17 years old, with a CAP


def test_seventeen_with_a_cap_enters_where_they_may(ask, eight):
    found = lists(ask(avec="cap", age=17))
    assert {"CAP Arts de la pierre", "DE Aide à la personne"} <= set(found[YES])
    assert found[IF] == ["BTS Conseil en sécurité"]
    assert {"Conduite d’un véhicule lourd", "Gestes et postures"} <= set(found[TALK])


@pytest.mark.parametrize(
    ("slug", "said", "reason"),
    [
        ("cap-pierre", "Oui", "Aucun diplôme exigé"),
        ("de-aide-personne", "Oui", "17 ans au moins"),
        ("bts-conseil-securite", "Oui, si…", "Certificat du métier avec 1_an d’expérience"),
        ("permis-c", "Parlons-en", "21 ans au moins"),
    ],
)
def test_each_page_gives_the_same_answer_and_its_reason(ask, eight, slug, said, reason):
    page = ask(can_apply(slug), **ask_what_is_asked(ask, slug, avec="cap", age=17))
    assert answer(page) == said
    assert reason in shown(page.find(".//main"))


def ask_what_is_asked(ask, slug, **values):
    """Those of the values that the form of the programme asks for."""
    names = ask(can_apply(slug)).xpath("//form//*[@name]/@name")
    return {name: value for name, value in values.items() if name in names}


def test_no_answer_is_a_bare_no_and_each_has_somebody_to_call(ask, eight):
    page = ask(avec="aucun", age=17)
    for one in page.find_class("advised-one"):
        assert one.xpath(".//ul/li")
        assert one.xpath(".//a[starts-with(@href, 'tel:') or starts-with(@href, 'mailto:')]")


# The law of the contract


@pytest.fixture
def apprentices():
    """A CAP for apprentices and for trainees, with its contact and its next intake."""
    made = factories.programme(slug="cap-vente", short_name="CAP Vente")
    made.statuses.add(eight_cases.status("apprentissage"), eight_cases.status("stagiaire"))
    factories.requirement(made, level=0)
    lead = factories.contact(name="Lila Roux", phone="+33476000001")
    factories.link(made, contact=lead)
    intake = factories.cohort(made)
    factories.cohort_year(intake, registration_opens=date(2026, 10, 1), starts=date(2027, 9, 1))
    return made


ASKED = {"avec": "cap", "contrat": "apprentissage"}


@pytest.mark.parametrize(
    ("values", "said", "reason"),
    [
        ({"age": 17}, "Oui", "de 16 à 29 ans, sauf exceptions (code du travail, L6222-1)"),
        ({"age": 15}, "Oui", "à 15 ans, le collège fini"),
        ({"age": 15, "avec": "aucun"}, "Oui, si…", "le collège fini (la classe de troisième)"),
        ({"age": 14}, "Parlons-en", "16 ans, ou 15 ans le collège fini"),
        ({"age": 31}, "Oui, si…", "(code du travail, L6222-2 et D6222-1)"),
        ({"age": 40}, "Oui, si…", "après 35 ans, l’un de ces cas"),
        ({}, "Oui, si…", "Contrat d’apprentissage_: de 16 à 29 ans"),
    ],
)
def test_age_of_apprenticeship_is_judged_with_its_article(ask, apprentices, values, said, reason):
    page = ask(can_apply("cap-vente"), **ASKED | values)
    assert answer(page) == said
    assert reason in shown(page.find(".//main"))
    assert "Lila Roux" in shown(page.find(".//main"))


def test_best_contract_answers_and_the_others_say_what_they_ask(ask, apprentices):
    page = ask(can_apply("cap-vente"), avec="cap", age=31)
    words = shown(page.find(".//main"))
    assert answer(page) == "Oui"
    assert "Stagiaire de la formation professionnelle Aucun diplôme exigé" in words
    assert "Pour un autre contrat ou statut Contrat d’apprentissage_: après 29 ans" in words


def test_programme_without_apprentices_has_no_age_of_contract(ask, eight):
    page = ask(can_apply("mecanicien-cycles"))
    assert answer(page) == "Oui"
    assert not page.xpath("//input[@name='age']")
    assert "code du travail, L" not in shown(page.find(".//main"))


def test_contract_that_is_not_offered_says_so(ask, apprentices, eight):
    found = ask(avec="bac-5", age=20, contrat="vae")
    assert "La page de la formation ne propose pas_: VAE" in of_programme(found, "CAP Vente")
    assert "CAP Vente" in lists(found)[TALK]


# Dates, places, certification


def test_month_past_the_known_intakes_is_a_condition(ask, apprentices):
    page = ask(can_apply("cap-vente"), avec="cap", age=17, debut="2028-01")
    assert answer(page) == "Oui, si…"
    assert "Une entrée à partir de janvier 2028_: sa date n’est pas publiée" in shown(page)


def test_month_before_the_next_intake_gives_its_date(ask, apprentices):
    page = ask(can_apply("cap-vente"), avec="cap", age=17, debut="2027-09")
    assert answer(page) == "Oui"
    assert "Rentrée" in shown(page.find(".//main"))
    assert "septembre 2027" in shown(page.find(".//section"))


def test_full_intake_asks_for_a_place(ask, apprentices):
    apprentices.cohorts.update(places=0)
    page = ask(can_apply("cap-vente"), avec="cap", age=17)
    assert answer(page) == "Oui, si…"
    assert "Une place qui se libère. Promotion 2027-2029_: complet" in shown(page)


def test_closed_intake_asks_for_another(ask, apprentices):
    apprentices.cohorts.get().years.update(registration_closes=date(2026, 11, 1))
    page = ask(can_apply("cap-vente"), avec="cap", age=17)
    assert answer(page) == "Oui, si…"
    assert "Une autre entrée. Promotion 2027-2029_: inscriptions closes" in shown(page)


def test_certification_that_ends_before_the_intake_is_talked_about(ask, apprentices):
    type(apprentices.certification).objects.update(registered_until=date(2027, 6, 30))
    page = ask(can_apply("cap-vente"), avec="cap", age=17)
    assert answer(page) == "Parlons-en"
    assert "L’enregistrement de la certification prend fin le 30_juin 2027" in shown(page)


def test_certification_replaced_by_another_changes_no_answer(ask, apprentices):
    certification = apprentices.certification
    certification.registered_until = date(2026, 6, 30)
    certification.replaced_by = factories.certification()
    certification.save()
    assert answer(ask(can_apply("cap-vente"), avec="cap", age=17)) == "Oui"


# The form


def test_home_page_asks_for_the_diploma(read):
    (ways,) = read("/").find_class("held")
    said = {shown(link): link.get("href") for link in ways.iter("a")}
    assert len(said) == len(HELD)
    assert said["Un CAP ou une seconde"] == f"{WHERE}?avec=cap"


def test_each_programme_page_leads_to_its_question(read, eight):
    links = {
        slug: shown(read(f"/formations/{slug}/").xpath(f"//a[@href='{can_apply(slug)}']")[0])
        for slug in ("cap-pierre", "gestes-et-postures")
    }
    assert list(links.values()) == ["Puis-je candidater~?", "Puis-je m’inscrire~?"]


def test_form_keeps_what_is_asked(ask, apprentices):
    page = ask(can_apply("cap-vente"), avec="bac", age=31, contrat="stagiaire", debut="2027-03")
    assert page.xpath("//input[@name='age']/@value") == ["31"]
    chosen = page.xpath("//select/option[@selected]/@value")
    assert chosen == ["bac", "stagiaire", "2027-03"]


@pytest.mark.parametrize("typed", ["abc", "9", "120", "1e3", "17,5"])
def test_wrong_age_says_how_to_repair_it_and_is_kept(ask, apprentices, typed):
    page = ask(can_apply("cap-vente"), 422, avec="cap", age=typed)
    assert shown(page).count("écrivez un nombre de 10 à 99, ou laissez vide.") == 2
    assert page.xpath("//input[@name='age']/@value") == [typed]


def test_age_without_a_diploma_asks_for_it(ask, apprentices):
    page = ask(status=422, age=17)
    assert "Ce que j’ai aujourd’hui_: choisissez dans la liste." in shown(page)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("avec=xyz", WHERE),
        ("avec=cap&contrat=xyz", f"{WHERE}?avec=cap"),
        ("avec=cap&age=&debut=&contrat=", f"{WHERE}?avec=cap"),
        ("contrat=&avec=", WHERE),
    ],
)
def test_unknown_choice_leads_to_the_same_without_it(client, apprentices, asked, kept):
    response = client.get(f"{WHERE}?{asked}")
    assert (response.status_code, response["Location"]) == (302, kept)


@pytest.mark.parametrize("typed", [text for text in NASTY if "\ud800" not in text])
def test_bad_input_never_fails(client, apprentices, typed):
    query = urlencode({"avec": typed, "age": typed, "debut": typed, "domaine": typed})
    for path in (WHERE, can_apply("cap-vente")):
        assert client.get(f"{path}?{query}").status_code in (200, 302, 422)


def test_age_is_kept_nowhere(client, apprentices, caplog):
    pages.kept = pages.Pages(10_000_000)
    response = client.get(f"{WHERE}?avec=cap&age=17")
    assert response["Cache-Control"] == "no-store, private"
    assert len(pages.kept) == 0
    assert "age=17" not in caplog.text


def test_former_address_leads_to_the_present_one(client, apprentices):
    apprentices.slug = "cap-vente-2"
    apprentices.save()
    response = client.get(f"{can_apply('cap-vente')}?avec=cap")
    assert (response.status_code, response["Location"]) == (
        301,
        f"{can_apply('cap-vente-2')}?avec=cap",
    )


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_programme_that_is_not_public_has_no_question(ask, state):
    factories.programme(slug="cap-vente", state=state)
    assert ask(can_apply("cap-vente"), 404) is not None


# Many programmes


@pytest.mark.parametrize("count", [1, 30])
def test_where_costs_the_same_for_any_number(client, apprentices, django_assert_num_queries, count):
    for n in range(count - 1):
        near = factories.programme(short_name=f"CAP {n}")
        near.statuses.add(factories.status())
        factories.requirement(near, status=near.statuses.get())
        factories.duration(near, amount=2, unit="year")
        factories.link(near)
        factories.cohort_year(factories.cohort(near), starts=date(2027, 9, 1))
    index.current()
    with django_assert_num_queries(13):
        client.get(f"{WHERE}?avec=cap&age=17")


def test_large_catalogue_answers_for_the_first_ones_and_offers_the_domains(
    ask, apprentices, monkeypatch
):
    monkeypatch.setattr(views, "WHOLE", 1)
    monkeypatch.setattr(entry, "MOST", 2)
    for name in ("CAP Cuisine", "CAP Coiffure"):
        factories.programme(short_name=name)
    page = ask(avec="cap", age=17)
    assert "1 autres formations" not in shown(page)
    assert "1 autre formation n’est pas jugée ici" in shown(page)
    domain = Programme.objects.get(short_name="CAP Coiffure").domain.slug
    assert lists(ask(avec="cap", age=17, domaine=domain)) == {TALK: ["CAP Coiffure"]}
