"""The page that computes the pay: its form, its answer, its refusals, the address to share."""

import re
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit

import lxml.html
import pytest
import time_machine

from catalogue.models import LearnerStatus
from charmilles import pages
from tests.support import catalogue_factories as factories
from tests.support.page_reading import shown

pytestmark = pytest.mark.django_db

BORN = {"mois": 3, "annee": 2010}
START = {"debut_mois": 9, "debut_annee": 2027}
APPRENTICE = {
    "name": "Contrat d’apprentissage",
    "is_contract": True,
    "pay_law": LearnerStatus.Law.APPRENTICESHIP,
}


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(date(2026, 11, 23), tick=False):
        yield


@pytest.fixture(autouse=True)
def wage():
    factories.minimum_wage(effective_on=date(2024, 11, 1), hourly="11.88")
    factories.minimum_wage(effective_on=date(2026, 6, 1), hourly="12.31")


@pytest.fixture
def agora():
    """Two years of contract in a cycle of three, whose year of entry the centre has not said."""
    made = factories.programme(slug="agora", short_name="Bac pro AGOrA", cycle_years=3)
    made.statuses.add(factories.status(**APPRENTICE))
    factories.duration(made, amount=2, unit="year")
    return made


@pytest.fixture
def ask(client):
    """ask(…) returns the words of the page that answers these values."""

    def ask(status=200, **values):
        response = client.get(f"/remuneration/?{urlencode(values)}")
        assert response.status_code == status
        return shown(lxml.html.fromstring(response.content.decode()))

    return ask


def test_answer_comes_first_in_words(ask, agora):
    said = ask(formation="agora", **BORN, **START)
    assert "728_€ par mois, 952_€ dès vos 18_ans, 1~251_€ la dernière année" in said


def test_answer_says_gross_net_and_article_of_each_step(ask, agora):
    said = ask(formation="agora", **BORN, **START)
    assert "1er_avril 2028 952,18_€ 948,29_€" in said
    assert "51_% du SMIC_: de 18 à 20 ans, 2e année. D6222-26, 2° b" in said


def test_programme_fills_the_length_the_start_and_the_year_of_entry(read, agora):
    page = read("/remuneration/?formation=agora")
    values = {name: page.find(f".//input[@name='{name}']").get("value") for name in FIELDS}
    chosen = page.xpath("//select[@name='entree']/option[@selected]/@value")
    assert (values, chosen) == ({"formation": "agora", "duree": "24", "debut_annee": "2027"}, ["2"])


FIELDS = ("formation", "duree", "debut_annee")


def test_visitor_sees_both_the_law_and_what_the_centre_publishes(ask, agora):
    said = ask(formation="agora", **BORN, **START)
    assert "payé, selon la loi, comme une 2e puis une 3e année" in said
    assert "Le centre doit encore confirmer l’année d’entrée" in said


def test_confirmed_year_of_entry_needs_no_such_words(ask, agora):
    agora.entry_year = 2
    agora.save()
    said = ask(formation="agora", **BORN, **START)
    assert "On entre en 2e année du cycle" in said
    assert "confirmer" not in said


def test_next_intake_is_the_start(read, agora):
    cohort = factories.cohort(agora)
    factories.cohort_year(cohort, starts=date(2027, 1, 4))
    page = read("/remuneration/?formation=agora")
    assert page.xpath("//select[@name='debut_mois']/option[@selected]/@value") == ["1"]


def test_licence_of_one_year_is_paid_as_a_second_year(ask):
    licence = factories.certification(kind="licence-pro", level=6)
    made = factories.programme(slug="licence", certification=licence)
    made.statuses.add(factories.status(**APPRENTICE))
    factories.duration(made, amount=12, unit="month")
    assert "D6222-32" in ask(formation="licence", mois=3, annee=2006, **START)


@pytest.mark.parametrize("slug", ["inconnue", "", "\x00", "é" * 5000])
def test_unknown_programme_leads_to_the_plain_page(client, slug):
    answer = client.get(f"/remuneration/?{urlencode({'formation': slug})}")
    assert (answer.status_code, answer["Location"]) == (302, "/remuneration/")


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_programme_that_is_not_public_leads_to_the_plain_page(client, agora, state):
    agora.state = state
    agora.save()
    assert client.get("/remuneration/?formation=agora").status_code == 302


def test_programme_without_a_contract_of_the_law_leads_to_the_plain_page(client):
    factories.programme(slug="ecole").statuses.add(factories.status(name="Élève"))
    assert client.get("/remuneration/?formation=ecole").status_code == 302


def test_unknown_programme_loses_nothing_typed(ask):
    assert "par mois" in ask(formation="inconnue", **BORN, **START)


# Wrong answers


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"annee": 2010}, "Choisissez un mois de naissance."),
        ({"mois": 13, "annee": 2010}, "Choisissez un mois de naissance."),
        ({"mois": 3}, "écrivez ses quatre chiffres, comme 2009."),
        ({"mois": 3, "annee": "09"}, "écrivez ses quatre chiffres, comme 2009."),
        ({"mois": 3, "annee": 2030}, "écrivez ses quatre chiffres, comme 2009."),
        ({**BORN, "duree": "deux ans"}, "Durée du contrat, en mois_: écrivez un nombre de 1 à 60."),
        ({**BORN, "debut_annee": 2050}, "Année du début_: 2031 au plus tard."),
        ({**BORN, "minimum": "douze"}, "écrivez un montant en euros, comme 1900 ou 1900,50."),
        ({**BORN, "minimum": "-5"}, "écrivez un montant en euros"),
        ({**BORN, "minimum": "9" * 400}, "écrivez un montant en euros"),
        ({"age": "x"}, "Âge au début du contrat_: écrivez un nombre de 10 à 80."),
    ],
)
def test_wrong_answer_says_how_to_repair_it(ask, values, sentence):
    assert sentence in ask(422, **values)


def test_nothing_typed_is_lost(client):
    page = client.get("/remuneration/?mois=13&annee=zéro9&duree=deux+ans&recu=mille&handicap=on")
    text = page.content.decode()
    assert all(f'value="{typed}"' in text for typed in ("zéro9", "deux ans", "mille"))
    assert re.search(r'name="handicap"[^>]* checked', text)


@pytest.mark.parametrize(
    ("values", "article"),
    [
        ({"mois": 3, "annee": 1990}, "L6222-1 et L6222-2"),
        ({"mois": 3, "annee": 2014}, "L6222-1"),
        ({**BORN, "duree": 5}, "L6222-7-1"),
        ({**BORN, "duree": 40}, "R6222-46"),
        ({"mois": 3, "annee": 1990, "contrat": "professionnalisation"}, "L6325-1"),
        ({"age": 17, "avant": 40}, "se contredisent"),
        ({"mois": 3, "annee": 2002, "debut_annee": 2020}, "n’est pas connu ici"),
    ],
)
def test_contract_outside_the_law_is_refused_with_its_article(ask, values, article):
    said = ask(**START | values)
    assert "La loi ne permet pas ce contrat" in said
    assert article in said


# What may be said to others


def shared(client, **values):
    """The parameters of the address to share, or none."""
    page = client.get(f"/remuneration/?{urlencode(values)}").content.decode()
    link = re.search(r'<a href="([^"]*)">Partager', page)
    return parse_qs(urlsplit(link[1].replace("&amp;", "&")).query) if link else None


def test_shared_address_says_an_age_and_never_a_date_of_birth(client):
    assert shared(client, **BORN, **START) == {
        "age": ["17"],
        "avant": ["7"],
        "contrat": ["apprentissage"],
        "duree": ["24"],
        "entree": ["1"],
        "debut_mois": ["9"],
        "debut_annee": ["2027"],
    }


def test_shared_age_hides_a_bracket_that_the_contract_does_not_reach(client):
    assert "avant" not in shared(client, mois=3, annee=2004, **START)


def test_shared_address_gives_the_same_answer(client, ask, agora):
    values = {"formation": "agora", "debut_jour": 15, "minimum": "2000", **BORN, **START}
    second = {name: value for name, (value,) in shared(client, **values).items()}
    amounts = [re.findall(r"[\d~]+,\d\d_€", ask(**one)) for one in (values, second)]
    assert amounts[0] == amounts[1]


@pytest.mark.parametrize("said", ["handicap", "allocation"])
def test_what_is_too_personal_is_not_shared(client, said):
    assert shared(client, **BORN, **START, **{said: "on"}) is None


def test_no_cache_keeps_what_is_typed(client):
    answer = client.get("/remuneration/?mois=3&annee=2010")
    assert answer["Cache-Control"] == "no-store, private"
    assert len(pages.kept) == 0


def test_search_engines_leave_the_answers_alone(client):
    robots = '<meta name="robots" content="noindex">'
    assert robots in client.get("/remuneration/?mois=3&annee=2010").content.decode()
    assert robots not in client.get("/remuneration/").content.decode()


# Queries: constant, whatever the rows


@pytest.mark.parametrize("others", [0, 3])
def test_queries(client, agora, django_assert_num_queries, others):
    for number in range(others):
        cohort = factories.cohort(agora, name=f"Promotion {number}")
        factories.cohort_year(cohort, starts=date(2027, 9, 1))
        agora.statuses.add(factories.status())
    path = f"/remuneration/?{urlencode({'formation': 'agora', **BORN, **START})}"
    with django_assert_num_queries(10 if others else 9):
        client.get(path)


# The way in


def test_programme_page_leads_to_its_calculation(read, agora):
    scale = factories.pay_scale(agora.statuses.get())
    factories.rate(factories.pay_row(scale, year=1), factories.bracket(scale), percent=27)
    hrefs = read("/formations/agora/").xpath("//a/@href")
    assert "/remuneration/?formation=agora" in hrefs


def test_programme_page_says_what_the_law_gives_beside_the_centre(read, agora):
    scale = factories.pay_scale(agora.statuses.get())
    factories.rate(factories.pay_row(scale, year=1), factories.bracket(scale), percent=27)
    said = shown(read("/formations/agora/"))
    assert (
        "La grille du centre commence à la 1re année_: 504,10_€ par mois avant 18 ans. La loi paie "
        "ce contrat dès son début comme une 2e année_: 728,14_€." in said
    )
