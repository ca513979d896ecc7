"""Staff enter breaks, exceptions and the first week, and read what the calendar counts."""

from datetime import date

import lxml.html
import pytest
from django.urls import reverse

from catalogue.models import TrainingBreak
from tests.support import catalogue_factories as factories
from tests.support.acts import filled
from tests.support.page_reading import errors, plain

pytestmark = pytest.mark.django_db

ADD = reverse("admin:catalogue_trainingbreak_add")


@pytest.fixture
def cohort():
    return factories.laid_out(factories.alternating(), hours_a_day=7)


def page_of(cohort):
    return reverse("admin:catalogue_cohort_change", args=[cohort.pk])


def counted(admin_client, cohort):
    page = lxml.html.fromstring(admin_client.get(page_of(cohort)).content.decode())
    return plain(page.find_class("field-counted_weeks")[0])


def save(admin_client, cohort, **typed):
    url = page_of(cohort)
    return admin_client.post(url, filled(admin_client.get(url)) | typed)


def test_staff_enter_a_break(admin_client):
    typed = {"label": "Vacances de Noël", "starts": "20/12/2027", "ends": "02/01/2028"}
    admin_client.post(ADD, typed | {"campus": ""})
    assert str(TrainingBreak.objects.get()) == "Vacances de Noël, du 20/12/2027 au 02/01/2028"


def test_break_that_ends_before_it_begins_is_refused_in_words(admin_client):
    typed = {"label": "Noël", "starts": "20/12/2027", "ends": "02/01/2027", "campus": ""}
    assert "Le dernier jour précède le premier." in str(errors(admin_client.post(ADD, typed)))


def test_staff_read_what_the_calendar_counts(admin_client, cohort):
    said = counted(admin_client, cohort)
    assert "22 semaines au centre, 104 jours, 728 heures" in said


def test_staff_read_that_no_week_is_shown(admin_client):
    bare = factories.laid_out(factories.alternating(), first_week=None)
    assert "Aucune : « à vérifier »" in counted(admin_client, bare)


def test_first_week_and_exception_are_typed_on_the_page_of_the_cohort(admin_client, cohort):
    rows = "rhythm_exceptions"
    typed = {
        "years-0-first_week": "2",
        f"{rows}-TOTAL_FORMS": "1",
        f"{rows}-0-id": "",
        f"{rows}-0-cohort": str(cohort.pk),
        f"{rows}-0-starts": "01/09/2027",
        f"{rows}-0-ends": "03/09/2027",
        f"{rows}-0-place": "centre",
        f"{rows}-0-label": "Accueil",
    }
    assert save(admin_client, cohort, **typed).status_code == 302
    assert cohort.years.get().first_week == 2
    row = cohort.rhythm_exceptions.get()
    assert (row.starts, row.ends, row.place) == (date(2027, 9, 1), date(2027, 9, 3), "centre")
