"""What is said before anything is typed: the screens, the interview, the answer."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from catalogue.models import ContentVersion
from charmilles.typography import NBSP
from enrolment.applications import beforehand
from enrolment.models import Mode, Status
from enrolment.workflow import answered_by
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def programme():
    return catalogue.programme(slug="bac-pro-gestion", short_name="Bac pro Gestion")


def hours(programme, **fields):
    return factories.availability(programmes=[programme], **fields)


def interview(programme, *, today=TODAY):
    return beforehand.interview(programme, today=today).replace(NBSP, " ")


# The interview


def test_interview_without_hours_is_not_told(programme):
    assert interview(programme) == ""


def test_interview_of_one_way_says_how_long_and_how(programme):
    hours(programme, length=20)
    assert interview(programme) == "Il dure 20 min, par téléphone. Vous choisissez le jour."


def test_interview_of_several_ways_is_chosen(programme):
    hours(programme)
    campus = catalogue.campus(name="Les Tilleuls")
    hours(programme, mode=Mode.ON_SITE, campus=campus, length=45, starts="14:00", ends="16:00")
    assert interview(programme) == (
        "Il dure 30 à 45 min, sur place (Les Tilleuls) ou par téléphone. "
        "Vous choisissez le jour et la façon."
    )


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({"until": TODAY}, True),
        ({"until": TODAY - timedelta(days=1)}, False),
        ({"interviewer": {"is_active": False}}, False),
    ],
)
def test_hours_that_are_over_are_not_told(programme, fields, is_told):
    person = factories.interviewer(**fields.pop("interviewer", {}))
    hours(programme, since=TODAY - timedelta(days=30), interviewer=person, **fields)
    assert bool(interview(programme)) == is_told


def test_hours_of_another_programme_are_not_told(programme):
    hours(catalogue.programme(slug="autre"))
    assert interview(programme) == ""


def test_change_of_hours_renews_the_pages(programme):
    before = ContentVersion.of_pages()
    kept = hours(programme)
    made = ContentVersion.of_pages()
    kept.programmes.clear()
    assert before < made < ContentVersion.of_pages()


# The screens


def test_screens_are_those_of_an_adult_with_the_address_the_code_and_the_last_reading(programme):
    assert beforehand.about(programme, today=TODAY).screens == 3 + 6
    factories.document_kind()
    assert beforehand.about(programme, today=TODAY).screens == 3 + 7


@pytest.mark.parametrize("more", [0, 3])
def test_queries(programme, django_assert_num_queries, more):
    for _ in range(1 + more):
        hours(programme)
        factories.document_kind()
    with django_assert_num_queries(4):
        beforehand.about(programme, today=TODAY)


# The answer


def answer(programme):
    return beforehand.answer(programme, now=NOW).replace(NBSP, " ")


def read(programme, days):
    application = factories.application(programme=programme)
    for after, at in ((Status.SUBMITTED, NOW - timedelta(days=days)), (Status.TO_BOOK, NOW)):
        before = Status.DRAFT if after == Status.SUBMITTED else Status.SUBMITTED
        factories.transition(application=application, before=before, after=after, at=at)


def test_answer_of_which_nothing_is_known_is_not_told(programme):
    assert answer(programme) == ""


def test_promise_of_the_centre_is_told(programme):
    programme.answer_days = 1
    assert answer(programme) == "Le centre répond sous 1 jour ouvré."
    programme.answer_days = 10
    assert answer(programme) == "Le centre répond sous 10 jours ouvrés."


@pytest.mark.parametrize(("many", "is_told"), [(4, False), (5, True)])
def test_delay_of_earlier_applications_is_told_from_five(programme, many, is_told):
    for _ in range(many):
        read(programme, 6)
    assert answer(programme).startswith("D’habitude, un dossier est lu en 6 jours") == is_told


@pytest.mark.parametrize(
    ("sent", "days", "last"),
    [
        (datetime(2026, 11, 23, 10, tzinfo=PARIS), 5, date(2026, 11, 30)),
        (datetime(2026, 11, 27, 10, tzinfo=PARIS), 1, date(2026, 11, 30)),
        (datetime(2026, 11, 28, 0, 30, tzinfo=PARIS), 1, date(2026, 11, 30)),
        (datetime(2026, 12, 24, 10, tzinfo=PARIS), 1, date(2026, 12, 28)),  # Christmas
        (datetime(2026, 12, 31, 10, tzinfo=PARIS), 1, date(2027, 1, 4)),  # and the new year
    ],
)
def test_answer_comes_by_a_working_day(programme, sent, days, last):
    programme.answer_days = days
    application = factories.application(programme=programme, since=sent)
    assert answered_by(application) == last


def test_answer_that_nobody_promises_has_no_day(programme):
    assert answered_by(factories.application(programme=programme)) is None


# The pages


@time_machine.travel(NOW, tick=False)
def test_start_says_all_of_it(client, programme):
    programme.answer_days = 10
    programme.save()
    hours(programme)
    lead = catalogue.contact(
        name="Ada Vidal", phone="+33476010203", email="ada@exemple.fr", hours="De 9 h à 12 h."
    )
    catalogue.link(programme, contact=lead, title="Responsable de formation")
    page = client.get(reverse("enrolment:start", args=[programme.slug])).content.decode()
    page = page.replace(NBSP, " ").replace("&nbsp;", " ")
    for said in (
        "quinze minutes et 9 écrans courts",
        "Le centre répond sous 10 jours ouvrés.",
        "Il dure 30 min, par téléphone.",
        "Votre dossier est annoncé à Ada Vidal",
        "04 76 01 02 03",
        "De 9 h à 12 h.",
    ):
        assert said in page


@time_machine.travel(NOW, tick=False)
def test_programme_says_it_and_leads_to_our_form(client, programme):
    hours(programme)
    section = catalogue.section(programme, kind="enrolment")
    home = {"text": "Inscription sur notre site", "url": "http://exemple.test/"}
    other = {"text": "Le calendrier", "url": "https://exemple.test/calendrier"}
    for position, fields in enumerate((home, other)):
        section.items.create(position=position, **fields)
    page = client.get(programme.get_absolute_url()).content.decode().replace(NBSP, " ")
    form = reverse("enrolment:start", args=[programme.slug])
    assert "Il dure 30 min, par téléphone." in page
    assert f'{form}">Inscription sur notre site</a>' in page
    assert '"https://exemple.test/calendrier"' in page
    assert "http://exemple.test/" not in page


@time_machine.travel(NOW, tick=False)
def test_home_page_stays_a_way_where_one_does_not_apply_here(client, programme):
    programme.takes_applications = False
    programme.save()
    section = catalogue.section(programme, kind="enrolment")
    section.items.create(text="Notre site", url="http://exemple.test")
    assert '"http://exemple.test"' in client.get(programme.get_absolute_url()).content.decode()
