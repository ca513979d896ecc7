"""Hints to a candidate before sending: suggestions, never refusals."""

from datetime import date

import pytest

from enrolment.applications import answers
from enrolment.models import Application
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db
FULL = {"strengths": "Un stage.", "rhythm": "J’aime changer.", "diploma": "bac"}


def hinted(**fields):
    application = factories.application(status="draft", **FULL | fields)
    return [slug for _, slug in answers.hints(application, today=NOW.date())]


def test_complete_application_of_an_adult_has_no_hint():
    assert hinted(birth_date=NOW.date().replace(year=2000)) == []


@pytest.mark.parametrize(
    ("missing", "slug"),
    [
        ({"search": "trouvee"}, "contrat"),
        ({"strengths": ""}, "motivation"),
        ({"rhythm": ""}, "motivation"),
    ],
)
def test_missing_answer_gives_a_hint(missing, slug):
    assert hinted(birth_date=NOW.date().replace(year=2000), **missing) == [slug]


def test_known_company_gives_no_hint():
    born = NOW.date().replace(year=2000)
    assert hinted(birth_date=born, search="trouvee", company="Les Ormes") == []


@pytest.mark.parametrize(("email", "hints"), [("", ["representants"]), ("p@exemple.test", [])])
def test_guardians_without_an_email_give_a_hint(email, hints):
    application = factories.application(
        status="draft", birth_date=NOW.date().replace(year=2010), **FULL
    )
    factories.guardian(application=application, email=email)
    assert [slug for _, slug in answers.hints(application, today=NOW.date())] == hints


# The level of entry

Diploma, Situation = Application.Diploma, Application.Situation


@pytest.mark.parametrize(
    ("asked", "diploma", "situation", "is_below"),
    [
        (None, Diploma.NONE, Situation.JOB_SEEKING, False),  # nothing is known
        (0, Diploma.NONE, Situation.JOB_SEEKING, False),
        (2, Diploma.NONE, Situation.JOB_SEEKING, True),
        (2, Diploma.BREVET, Situation.JOB_SEEKING, False),
        (2, Diploma.NONE, Situation.MIDDLE_SCHOOL, False),
        (3, Diploma.BREVET, Situation.WORKING, True),
        (3, Diploma.BREVET, Situation.HIGH_SCHOOL, False),
        (3, Diploma.BREVET, Situation.MIDDLE_SCHOOL, True),
        (4, Diploma.CAP, Situation.WORKING, True),
        (4, Diploma.BAC, Situation.WORKING, False),
        (5, Diploma.BAC, Situation.WORKING, True),
        (5, Diploma.BAC, Situation.HIGHER, False),
        (6, Diploma.HIGHER, Situation.WORKING, False),
        (6, Diploma.ABROAD, Situation.WORKING, False),  # only the centre can judge
        (4, "", "", False),  # not answered yet
    ],
)
def test_level_is_compared_with_what_is_asked(asked, diploma, situation, is_below):
    programme = catalogue.programme()
    if asked is not None:
        catalogue.requirement(programme, level=asked)
    application = Application(programme=programme, diploma=diploma, situation=situation)
    assert application.is_below_entry_level() is is_below


def test_master_suffices_where_a_master_is_asked():
    programme = catalogue.programme()
    catalogue.requirement(programme, level=7)
    application = Application(programme=programme, diploma=Application.Diploma.HIGHER)
    assert not application.is_below_entry_level()


@pytest.mark.parametrize(
    ("born", "is_told"),
    [(date(2008, 11, 24), True), (date(2005, 11, 24), True), (date(2005, 11, 23), False)],
)
def test_age_asked_is_said_to_the_younger(born, is_told):
    programme = catalogue.programme()
    catalogue.requirement(programme, kind="age", age_min=21)
    application = factories.application(programme=programme, **FULL, birth_date=born)
    told = (
        "Au premier jour, la formation demande : 21 ans au moins. Le centre vous dira quoi faire.",
        "vous",
    )
    assert (told in answers.hints(application, today=date(2026, 11, 23))) is is_told


def test_level_is_explained_kindly():
    programme = catalogue.programme()
    catalogue.requirement(programme, level=4)
    (hint, slug), *_ = answers.hints(
        factories.application(programme=programme, **FULL | {"diploma": "cap"}), today=NOW.date()
    )
    assert slug == "parcours"
    assert hint.startswith(
        "Cette formation se suit d’habitude après le bac. Vous pouvez candidater"
    )
