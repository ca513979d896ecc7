"""Intakes of every shape: school cohorts, dated sessions, on demand, all year; and their words.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from datetime import date

import pytest
import time_machine
from django.contrib import admin

from catalogue.admin.cohort import QuotaRows
from catalogue.models import Cohort
from catalogue.sheet.action import action
from enrolment.mails import letter
from tests.support import catalogue_factories as factories
from tests.support.inspecting import doubts
from tests.support.page_reading import assert_no_emptiness, card, part, shown, table
from tests.support.paper_reading import TODAY, fresh, paper, sheet

pytestmark = pytest.mark.django_db

SESSION = {"starts": date(2027, 3, 12), "ends": date(2027, 3, 13)}


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def readings(read):
    """The page of a programme, then its brochure: neither has anything empty."""

    def readings(programme):
        page = read(programme.get_absolute_url())
        assert_no_emptiness(page)
        return page.find(".//main"), paper(programme)

    return readings


@pytest.fixture
def programme():
    return factories.programme()


def intake(programme, *years, **fields):
    cohort = factories.cohort(programme, **fields)
    for number, year in enumerate(years, 1):
        factories.cohort_year(cohort, number=number, **year)
    return cohort


def calendar(reading):
    (found,) = reading.xpath(".//*[contains(@class, 'part-calendrier')]")
    return shown(found)


# Dated sessions


def test_session_of_two_days_has_no_school_year(readings, programme):
    intake(programme, SESSION, kind="session", name="mars 2027")
    for reading in readings(programme):
        said = calendar(reading)
        assert "Session mars 2027" in said
        assert "Dates_: 12 au 13_mars 2027" in said
        for word in ("romotion", "nnée", "entrée"):
            assert word not in shown(reading)
        assert card(reading)["Session"] == ["12 au 13_mars 2027"]


def test_open_sessions_are_each_said_in_the_list_and_the_calendar(readings, programme, read):
    for name, month in [("mars", 3), ("juin", 6)]:
        dates = {"starts": date(2027, month, 18), "ends": date(2027, month, 19)}
        intake(programme, dates, kind="session", name=f"{name} 2027")
    page, brochure = readings(programme)
    for reading in (page, brochure):
        assert "18 au 19_mars 2027" in calendar(reading)
        assert "18 au 19_juin 2027" in calendar(reading)
    assert "Inscriptions ouvertes" in calendar(page)
    assert "Inscriptions" not in calendar(brochure)
    for said in map(calendar, (page, brochure)):
        assert said.index("18 au 19_mars") < said.index("18 au 19_juin")
    assert "Session_: 18 au 19_mars 2027" in shown(read("/formations/"))


def test_registration_of_a_session_is_said(readings, programme):
    dates = SESSION | {"registration_closes": date(2027, 3, 5)}
    intake(programme, dates, kind="session", name="Session de mars")
    page, _ = readings(programme)
    said = calendar(page)
    assert "Clôture des inscriptions_: 5_mars 2027" in said
    assert "Session Session" not in said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ends": None}, "Début_: 12_mars 2027"),
        ({"ends": date(2027, 3, 12)}, "Dates_: 12_mars 2027"),
        ({"ends": date(2027, 4, 2)}, "Dates_: 12_mars au 2_avril 2027"),
        ({"ends": date(2028, 1, 7)}, "Dates_: 12_mars 2027 au 7_janvier 2028"),
        (
            {"starts_precision": "month", "ends": date(2027, 6, 30), "ends_precision": "month"},
            "Dates_: mars à juin 2027",
        ),
        ({"starts": None}, "Date de fin_: 13_mars 2027"),
    ],
)
def test_days_of_a_session(readings, programme, fields, said):
    intake(programme, SESSION | fields, kind="session", name="mars")
    page, _ = readings(programme)
    assert said in calendar(page)


# On demand


def test_session_on_demand_has_no_date(readings, programme):
    intake(programme, SESSION, kind="on_demand", name="en entreprise")
    page, brochure = readings(programme)
    for reading in (page, brochure):
        assert "À la demande : en entreprise" in calendar(reading).replace("_:", " :")
        assert card(reading)["Session"] == ["À la demande"]
        for word in ("Inscriptions", "non publiées", "promotion", "rentrée", "mars 2027"):
            assert word not in shown(reading).replace("Pour candidater", "")
        assert reading.findall(".//table") == []


def test_session_on_demand_is_asked_of_the_contact(programme):
    factories.link(programme)
    intake(programme, kind="on_demand", name="À la demande")
    offered = action(sheet(programme))
    assert (offered.label, offered.sentence) == (
        "Demander une session",
        "Les dates se choisissent avec le centre.",
    )


def test_dated_session_comes_before_those_on_demand(programme):
    intake(programme, kind="on_demand", name="À la demande")
    dated = intake(programme, SESSION, kind="session", name="mars")
    assert sheet(programme).intake.cohort == dated


# All year


@pytest.mark.parametrize(
    ("years", "lines"),
    [
        ([], ["Toute l’année", "Le premier lundi de chaque mois"]),
        ([{}], ["Toute l’année", "Le premier lundi de chaque mois"]),
        (
            [{"starts": date(2027, 1, 4)}],
            ["Toute l’année", "Le premier lundi de chaque mois", "Prochaine_: 4_janvier 2027"],
        ),
        (
            [{"starts": date(2026, 1, 5)}],
            ["Toute l’année", "Le premier lundi de chaque mois"],
        ),
    ],
)
def test_entries_all_year_say_their_rhythm(readings, programme, years, lines):
    entries = {"name": "Entrées permanentes", "entries": "le premier lundi de chaque mois"}
    intake(programme, *years, kind="all_year", **entries)
    page, brochure = readings(programme)
    for reading in (page, brochure):
        assert card(reading)["Entrée"] == lines
        assert "Entrées permanentes" in calendar(reading)
        assert reading.findall(".//table") == []
        for word in ("1re", "romotion", "entrée permanente", "non publiées"):
            assert word not in shown(reading)
    assert "Inscriptions ouvertes" in calendar(page)


# School cohorts keep their words and their table


def test_school_cohort_keeps_its_table(readings, programme):
    year = {"school_year": "2027-2028", "starts": date(2027, 9, 1)}
    intake(programme, year, name="2027-2029")
    for reading in readings(programme):
        assert table(reading, "Dates de la formation, promotion 2027-2029") == [
            ["Année de la formation", "Année scolaire", "Date de début"],
            ["1re année", "2027-2028", "1er_septembre 2027"],
        ]
        assert card(reading)["Rentrée"] == ["1er_septembre 2027"]


def test_two_intakes_a_year_are_two_rows_with_their_dates(readings, programme):
    for month, name in [(10, "octobre 2027"), (2, "février 2027")]:
        intake(programme, {"starts": date(2027, month, 1)}, name=name)
    for reading in readings(programme):
        said = calendar(reading)
        assert "Promotion octobre 2027" in said
        assert "Promotion février 2027" in said
    assert card(readings(programme)[0])["Rentrée"] == ["1er_février 2027"]


@pytest.mark.parametrize(
    ("kind", "usual", "words"),
    [
        ("school", "24 places par promotion", "de la prochaine rentrée"),
        ("session", "24 places par session", "de la prochaine session"),
        ("all_year", "24 places par session", ""),
    ],
)
def test_words_are_those_of_the_kind(readings, kind, usual, words):
    programme = factories.programme(places=24)
    intake(programme, {}, kind=kind, name="2027")
    page, _ = readings(programme)
    assert usual in calendar(page)
    assert words in shown(page)


# Places and their shares


def test_share_is_inside_the_places(readings, programme):
    apprentice = factories.status(learner="apprenti")
    cohort = intake(programme, name="2027", places=40)
    factories.quota(cohort, status=apprentice, places=8)
    for reading in readings(programme):
        assert "40 places, dont 8 pour les apprentis." in calendar(reading)
        assert calendar(reading).count("place") == 1


def test_shares_that_exceed_the_places_are_told_to_staff_and_not_printed(readings, programme):
    cohort = intake(programme, name="2027", places=10)
    for places in (8, 4):
        factories.quota(cohort, status=factories.status(), places=places)
    page, _ = readings(programme)
    assert "dont" not in calendar(page)
    assert any("12 places" in line for line in doubts(fresh(programme), on=TODAY))


@pytest.mark.parametrize(
    ("places", "shares", "error"),
    [
        ("40", ["8", "32"], None),
        ("40", ["8", "33"], "Ces parts font 41 places, pour 40 en tout."),
        ("", ["8"], "Indiquez d’abord les places : ces parts en font partie."),
        ("", [], None),
    ],
)
def test_staff_cannot_share_more_places_than_there_are(
    rf, admin_user, programme, places, shares, error
):
    cohort = factories.cohort(programme, places=int(places) if places else None)
    rows = {"quotas-TOTAL_FORMS": len(shares), "quotas-INITIAL_FORMS": 0}
    for number, share in enumerate(shares):
        rows |= {
            f"quotas-{number}-status": factories.status().pk,
            f"quotas-{number}-places": share,
        }
    request = rf.get("/gestion/")
    request.user = admin_user
    formset = QuotaRows(Cohort, admin.site).get_formset(request)(data=rows, instance=cohort)
    assert formset.non_form_errors() == ([error] if error else [])


# Jury, exam, end, entry


def test_jury_and_end_by_status(readings, programme):
    cohort = intake(programme, {"starts": date(2026, 9, 1)}, name="2026-2027")
    apprentice = factories.status(learner="apprenti")
    jury = {"kind": "jury", "precision": "month"}
    factories.milestone(cohort, status=apprentice, date=date(2027, 9, 1), **jury)
    factories.milestone(cohort, date=date(2027, 6, 1), position=1, **jury)
    factories.milestone(cohort, kind="end", date=date(2027, 6, 30))
    for reading in readings(programme):
        said = calendar(reading)
        assert "Jury_: septembre 2027 (apprentis), juin 2027 (autres)" in said
        assert "Fin de la formation_: 30_juin 2027" in said


def test_resit_is_dated_before_the_jury(readings, programme):
    cohort = intake(programme, {"starts": date(2027, 9, 6)})
    factories.milestone(cohort, kind="jury", date=date(2028, 7, 6))
    factories.milestone(cohort, kind="resit", date=date(2028, 6, 26), note="seconde session")
    for reading in readings(programme):
        words = "Rattrapage_: 26_juin 2028, seconde session Jury_: 6_juillet 2028"
        assert words in calendar(reading)


def test_exam_may_be_dated_in_words(readings, programme):
    cohort = intake(programme, SESSION, kind="session", name="mars 2027")
    factories.milestone(cohort, kind="exam", note="date nationale, fixée par la préfecture")
    for reading in readings(programme):
        assert "Examen_: date nationale, fixée par la préfecture" in calendar(reading)


def test_milestones_and_shares_cost_nothing_to_who_has_none(programme, django_assert_num_queries):
    cohort = intake(programme, SESSION, kind="session", name="mars 2027")
    bare = sheet(programme)
    with django_assert_num_queries(0):
        assert bare.calendar
    factories.milestone(cohort, note="date nationale")
    factories.quota(cohort, status=factories.status(), places=1)
    full = sheet(programme)
    with django_assert_num_queries(2):
        assert full.calendar


# The promised delay


@pytest.mark.parametrize(
    ("days", "said"),
    [(None, None), (1, "sous 1 jour ouvré."), (10, "sous 10 jours ouvrés.")],
)
def test_promised_answer_is_said_where_one_enrols(readings, days, said):
    programme = factories.programme(answer_days=days)
    page, brochure = readings(programme)
    assert (part(page, "inscription") is not None) is bool(said)
    for reading in (page, brochure):
        assert said is None or said in shown(reading).replace(" .", ".")


# Those of one option


def test_session_of_one_option_names_it_wherever_it_is_said(readings, programme, read):
    for place, name in enumerate(("Initiale", "Recyclage")):
        option = factories.option(programme, name=name, position=place)
        intake(programme, SESSION, kind="session", name="mars 2027", option=option)
    (own,) = read("/formations/").find_class("card")
    assert "Session_: 12 au 13_mars 2027 (Initiale)" in shown(own)
    for reading in readings(programme):
        assert card(reading)["Session"][0] == "12 au 13_mars 2027 (Initiale)"
        assert "Session mars 2027, Recyclage" in calendar(reading)
    first = programme.cohorts.first()
    assert letter.cohort_fact(first) == ("Session", "mars 2027, Initiale")
    assert read(f"/formations/{programme.slug}.json", status=200) is not None


def test_option_that_the_name_says_is_not_repeated(programme):
    option = factories.option(programme, name="Recyclage")
    assert Cohort(kind="session", name="recyclage de mars", option=option).title == (
        "session recyclage de mars"
    )


def test_staff_are_told_of_a_session_of_a_closed_option(programme):
    option = factories.option(programme, name="Recyclage", is_open=False)
    intake(programme, SESSION, kind="session", name="mars 2027", option=option)
    assert any("pas ouverte cette année" in said for said in doubts(fresh(programme), on=TODAY))


def test_intake_whose_registration_is_dated_comes_first(programme):
    later = {"starts": date(2027, 9, 6), "registration_opens": date(2027, 1, 4)}
    intake(programme, {"starts": date(2027, 9, 1)}, name="élèves")
    intake(programme, later, name="apprentis")
    assert sheet(programme).intake.cohort.name == "apprentis"


# The words of the application and of its letters


@pytest.mark.parametrize(
    ("kind", "name", "title"),
    [
        ("school", "2027-2029", "promotion 2027-2029"),
        ("school", "Promotion 2027", "Promotion 2027"),
        ("session", "mars 2027", "session mars 2027"),
        ("on_demand", "en entreprise", "à la demande : en entreprise"),
        ("on_demand", "À la demande", "À la demande"),
        ("all_year", "entrées permanentes", "entrées permanentes"),
    ],
)
def test_title_of_an_intake(kind, name, title):
    assert Cohort(kind=kind, name=name).title == title


@pytest.mark.parametrize(
    ("kind", "fact"),
    [("school", ("Promotion", "mars 2027")), ("session", ("Session", "mars 2027"))],
)
def test_letters_name_the_intake_by_its_word(kind, fact):
    assert letter.cohort_fact(Cohort(kind=kind, name="mars 2027")) == fact


def test_start_of_an_application_speaks_of_sessions(client, programme):
    opens = SESSION | {"registration_opens": date(2027, 1, 4)}
    intake(programme, opens, kind="session", name="mars 2027")
    said = client.get(f"/candidature/{programme.slug}/").content.decode()
    assert "Candidater pour la prochaine session" in said
    assert "promotion" not in said
    assert "rentrée" not in said
