"""How many applied and how many were admitted, on the page of a programme.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from datetime import date

import pytest
import time_machine

from catalogue.models import ApplicationFigures
from tests.support import catalogue_factories as factories
from tests.support.page_reading import definition, part, shown
from tests.support.paper_reading import paper

pytestmark = pytest.mark.django_db
TODAY = date(2027, 10, 4)


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def programme():
    return factories.programme()


def count(programme, *, starts=date(2027, 9, 1), name="2027-2029", **numbers):
    """Makes a cohort with what was counted of it."""
    cohort = factories.cohort(programme, name=name, places=numbers.pop("places", 12))
    factories.cohort_year(cohort, number=1, starts=starts, registration_closes=date(2027, 7, 1))
    values = {"applications": 40, "admitted": 11, "answer_days": 9, "counted_on": TODAY} | numbers
    ApplicationFigures.objects.create(cohort=cohort, **values)


def test_each_figure_is_defined(read, programme):
    count(programme)
    page = read(programme.get_absolute_url())
    words = shown(part(page, "inscription"))
    assert "Promotion 2027-2029. Compté par ce site, le 4_octobre 2027." in words
    assert definition(page, "Places") == "12 ouvertes par le centre"
    assert definition(page, "Candidatures") == "40 dossiers envoyés, même retirés ensuite"
    assert definition(page, "Admis").startswith("11 admission définitive quand")
    days = "9 jours la moitié des dossiers l’ont eue plus vite"
    assert definition(page, "Première réponse") == days
    assert "Places restantes" not in words  # the training has begun


def test_places_left_are_said_between_the_registration_and_the_start(read, programme):
    count(programme, starts=date(2027, 11, 2))
    page = read(programme.get_absolute_url())
    assert definition(page, "Places restantes") == "12 ni données, ni promises"


def test_last_cohort_is_shown(read, programme):
    count(programme)
    count(programme, starts=date(2026, 9, 1), name="2026-2028", applications=90)
    assert definition(read(programme.get_absolute_url()), "Candidatures").startswith("40")


def test_few_admissions_are_not_counted_in_public(read, programme):
    count(programme, admitted=4)
    assert definition(read(programme.get_absolute_url()), "Admis").startswith("moins de 5")


def test_few_applications_say_nothing(read, programme):
    count(programme, applications=4, admitted=0)
    assert part(read(programme.get_absolute_url()), "inscription") is None


def test_unknown_delay_and_places_are_left_out(read, programme):
    count(programme, answer_days=None, places=None)
    words = shown(part(read(programme.get_absolute_url()), "inscription"))
    assert "Première réponse" not in words
    assert "Places" not in words


def test_paper_does_not_say_what_changes_by_itself(programme):
    count(programme)
    assert not paper(programme).find_class("part-inscription")
