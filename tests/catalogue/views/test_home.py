"""The home page: what it shows is what the rows say on that day, with one programme or sixty."""

from datetime import date

import pytest
import time_machine

from catalogue.finding import home, index
from tests.support import catalogue_factories as factories
from tests.support import real_contents

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
AUTUMN = {"registration_opens": TODAY, "starts": date(2027, 9, 1)}


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


def offer(programme=None, **dates):
    programme = programme or factories.programme()
    factories.cohort_year(factories.cohort(programme), **dates)
    return programme


def shown(element):
    return " ".join(element.text_content().replace("\u202f", " ").split())


def titles(page, path="h2"):
    return [shown(title) for title in page.iter(path)]


def ticket(page):
    return shown(page.find_class("ticket")[0])


# The next entry


def test_soonest_open_programme_comes_first(read):
    for name, starts in [("Tard", date(2027, 10, 1)), ("Tôt", date(2027, 9, 1))]:
        offer(factories.programme(short_name=name), **{**AUTUMN, "starts": starts})
    page = read("/")
    assert titles(page, "h3")[:2] == ["Tôt", "Tard"]
    assert "Prochaine rentrée 1er septembre 2027 Tôt Inscriptions ouvertes" in ticket(page)


def test_closing_day_is_said(read):
    offer(**AUTUMN, registration_closes=date(2027, 7, 9))
    assert "Inscriptions ouvertes jusqu’au 9 juillet 2027" in ticket(read("/"))


def test_opening_month_is_said_before_it(read):
    offer(
        registration_opens=date(2027, 1, 1),
        registration_opens_precision="month",
        starts=date(2027, 9, 1),
    )
    page = read("/")
    assert "Inscriptions à venir, à partir de janvier 2027" in ticket(page)
    assert "La prochaine à commencer" in titles(page)


@pytest.mark.parametrize(
    "dates",
    [
        {"registration_opens": date(2027, 1, 4)},
        {"starts": date(2026, 9, 1), "ends": date(2027, 6, 30)},
        {"starts": date(2025, 9, 1), "ends": date(2026, 6, 30)},
    ],
)
def test_programme_without_a_coming_entry_is_not_put_forward(read, dates):
    programme = offer(**dates)
    page = read("/")
    assert programme.get_absolute_url() not in [link.get("href") for link in page.iter("a")]
    assert "Aucune n’est ouverte aujourd’hui" in ticket(page)


def test_programme_open_all_year_has_no_false_date(read):
    factories.cohort(factories.programme(short_name="Anglais"), kind="all_year")
    assert "Anglais" in ticket(read("/"))
    assert "2026" not in ticket(read("/"))


def test_some_of_many_open_programmes_are_shown_and_the_others_counted(read):
    for n in range(home.MOST_OPEN + 2):
        offer(factories.programme(short_name=f"Bac {n}"), **AUTUMN)
    page = read("/")
    assert titles(page, "h3")[: home.MOST_OPEN + 1] == [f"Bac {n}" for n in range(7)]
    assert "Bac 7" not in page.text_content()
    (more,) = page.xpath("//a[@href='/formations/?ouverte=oui']")
    assert "Les 8 formations" in shown(more)


# What is true of the centre


@pytest.mark.parametrize(
    ("certified", "law", "said"),
    [
        (True, "apprentissage", "Un métier, un diplôme, un salaire."),
        (True, "", "Un métier, un diplôme."),
        (False, "apprentissage", "Un métier, un salaire."),
        (False, "", "Un métier."),
    ],
)
def test_title_promises_what_the_programmes_give(read, certified, law, said):
    certification = factories.certification() if certified else None
    programme = factories.programme(certification=certification)
    programme.statuses.set([factories.status(is_contract=bool(law), pay_law=law)])
    assert titles(read("/"), "h1") == [said]


def test_title_of_staff_replaces_ours(read):
    factories.centre(headline="Apprendre en travaillant")
    assert titles(read("/"), "h1") == ["Apprendre en travaillant"]


def test_pay_is_drawn_from_the_wage_of_the_day(read):
    factories.minimum_wage(hourly="12.00", effective_on=date(2026, 1, 1))
    factories.minimum_wage(hourly="13.00", effective_on=date(2027, 1, 1))
    programme = factories.programme()
    programme.statuses.set([factories.status(is_contract=True, pay_law="apprentissage")])
    ages = read("/").find_class("age")
    assert [shown(age) for age in ages] == [
        "491 € Moins de 18 ans 27 % du SMIC",
        "782 € De 18 à 20 ans 43 % du SMIC",
        "964 € De 21 à 25 ans 53 % du SMIC",
        "1 820 € 26 ans et plus 100 % du SMIC",
    ]
    assert [age.find(".//svg").get("height") for age in ages] == ["27%", "43%", "53%", "100%"]


def test_pay_of_apprentices_is_not_drawn_where_there_are_none(read):
    factories.minimum_wage()
    factories.programme().statuses.set([factories.status()])
    page = read("/")
    assert page.find_class("age") == []
    assert not [title for title in titles(page) if "âge" in title or "entreprise" in title]


def test_steps_are_shown_where_one_may_apply(read):
    programme = factories.programme(takes_applications=False)
    assert "Comment ça se passe" not in titles(read("/"))
    programme.takes_applications = True
    programme.save()
    assert "Comment ça se passe" in titles(read("/"))


def test_year_is_drawn_when_its_weeks_are_known(read):
    real_contents.load()
    page = read("/")
    assert len(page.find_class("year-month")) == 10
    assert "18 semaines au centre" in shown(page)


def test_year_is_not_drawn_without_its_weeks(read):
    offer(**AUTUMN)
    assert read("/").find_class("year-month") == []


def test_person_with_two_roles_is_shown_once(read):
    programme = offer(**AUTUMN)
    contact = factories.contact(name="Ada Exemple")
    for role in ("lead", "disability"):
        factories.link(programme, contact=contact, role=role)
    assert titles(read("/"), "h3").count("Ada Exemple") == 1


def test_somebody_answers_when_nothing_is_open(read):
    contact = factories.contact(name="Ada Exemple", phone="04 76 00 00 00")
    factories.link(factories.programme(), contact=contact, role="lead")
    page = read("/")
    assert "Ada Exemple" in titles(page, "h3")
    assert [link.get("href") for link in page.find_class("ticket")[0].iter("a")] == [
        "#gens",
        "/formations/",
    ]


def test_home_shows_the_first_domains_of_many(read):
    for n in range(11):
        factories.programme(domain=factories.domain(name=f"Domaine {n}", slug=f"d-{n}", position=n))
    page = read("/")
    assert len(page.find_class("domains")[0].findall("li")) == 9
    assert "11 formations, 11 domaines" in titles(page)
    assert "Voir tous les domaines" in page.text_content()


def test_domains_count_their_public_programmes(read):
    domain = factories.domain(name="Gestion", slug="gestion")
    for state in ("published", "published", "draft"):
        factories.programme(domain=domain, state=state)
    (link,) = read("/").xpath("//a[@href='/formations/?domaine=gestion']")
    assert shown(link) == "Gestion 2 formations"


# The foot of every page


def test_foot_gives_the_only_site_while_the_head_office_is_not_known(read):
    factories.centre(head_office=None)
    factories.campus(street="1 rue des Tilleuls", city="Gières")
    assert "1 rue des Tilleuls" in shown(read("/formations/").find(".//footer"))


def test_foot_chooses_no_site_among_two(read):
    factories.centre(head_office=None)
    for city in ("Gières", "Meylan"):
        factories.campus(city=city)
    assert "Gières" not in shown(read("/formations/").find(".//footer"))


# Constant number of queries


@pytest.mark.parametrize(("count", "queries"), [(1, 23), (2, 29), (60, 29)])
def test_home_costs_the_same_for_any_number(client, django_assert_num_queries, count, queries):
    factories.minimum_wage()
    for n in range(count):
        programme = factories.programme(short_name=f"Bac {n}")
        programme.statuses.add(factories.status(is_contract=True, pay_law="apprentissage"))
        factories.duration(programme, amount=2, unit="year", hours=1350)
        factories.link(programme)
        factories.follow_on(programme, title="BTS")
        offer(programme, **AUTUMN)
    index.current()
    with django_assert_num_queries(queries):
        client.get("/")
