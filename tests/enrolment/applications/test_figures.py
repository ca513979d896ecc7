"""The applications to a cohort are counted for its page, once its registration has ended."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from catalogue.models import ApplicationFigures, ContentVersion
from enrolment.applications import figures
from enrolment.models import Erasure, Status, Transition
from enrolment.privacy.erasure import erase
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 10, 4, 9, tzinfo=timezone.get_default_timezone())
DAY = timedelta(days=1)


@pytest.fixture
def cohort():
    """Makes one that has begun: its registration is over."""
    made = catalogue.cohort(catalogue.programme(), places=12)
    catalogue.cohort_year(made, number=1, starts=date(2027, 9, 1), ends=date(2028, 6, 30))
    return made


def apply(cohort, status=Status.DECLINED, *, days=None):
    """Makes an application, answered for the first time after this many days."""
    made = factories.application(programme=cohort.programme, cohort=cohort, status=status)
    if days is not None:
        sent = NOW - 100 * DAY
        steps = [("draft", "submitted", sent), ("submitted", "to_book", sent + days * DAY)]
        for before, after, at in steps:
            Transition.objects.create(application=made, before=before, after=after, at=at)
    return made


def counted(cohort):
    figures.count(NOW, False)
    row = ApplicationFigures.objects.get(cohort=cohort)
    return row.applications, row.admitted, row.answer_days


def test_sent_applications_and_admissions_are_counted(cohort):
    for status in (Status.ADMITTED, Status.ADMITTED, Status.DECLINED, Status.WITHDRAWN):
        apply(cohort, status)
    apply(cohort, Status.DRAFT)
    assert counted(cohort) == (4, 2, None)


def test_erased_application_still_counts(cohort):
    apply(cohort)
    for status in (Status.ADMITTED, Status.DRAFT):
        erase(apply(cohort, status), cause=Erasure.Cause.ASKED, now=NOW)
    assert counted(cohort) == (2, 1, None)


def test_first_answer_is_the_median_of_five_at_least(cohort):
    for days in (2, 3, 4, 8):
        apply(cohort, days=days)
    assert counted(cohort)[2] is None
    apply(cohort, days=30)
    assert counted(cohort)[2] == 4


def test_delay_stays_known_once_the_applications_are_erased(cohort):
    made = [apply(cohort, days=3) for _ in range(5)]
    assert counted(cohort) == (5, 0, 3)
    for application in made:
        erase(application, cause=Erasure.Cause.EXPIRED, now=NOW)
    assert counted(cohort) == (5, 0, 3)


@pytest.mark.parametrize("starts", [date(2027, 9, 1), None])
def test_cohort_that_takes_applications_is_not_counted_yet(starts):
    cohort = catalogue.cohort(catalogue.programme())
    opens = {"registration_opens": date(2027, 9, 15), "registration_closes": date(2028, 3, 1)}
    catalogue.cohort_year(cohort, number=1, starts=starts, **opens)
    apply(cohort)
    assert figures.count(NOW, False) == 0
    assert not ApplicationFigures.objects.exists()


def test_count_that_is_the_same_changes_nothing(cohort):
    apply(cohort)
    assert figures.count(NOW, False) == 1
    before = ContentVersion.of_pages()
    assert figures.count(NOW + DAY, False) == 0
    assert ContentVersion.of_pages() == before


def test_new_count_raises_the_number_of_the_pages_alone(cohort):
    apply(cohort)
    pages, content = ContentVersion.of_pages(), ContentVersion.current()
    figures.count(NOW, False)
    assert ContentVersion.of_pages() > pages
    assert ContentVersion.current() == content


def test_dry_run_says_how_many_and_writes_nothing(cohort):
    apply(cohort)
    assert figures.count(NOW, True) == 1
    assert not ApplicationFigures.objects.exists()


@pytest.mark.parametrize("cohorts", [1, 20])
def test_counting_costs_the_same_when_nothing_is_new(django_assert_num_queries, cohort, cohorts):
    for number in range(cohorts):
        other = catalogue.cohort(cohort.programme, name=f"Autre {number}")
        catalogue.cohort_year(other, number=1, starts=date(2026, 9, 1))
        erase(apply(other), cause=Erasure.Cause.EXPIRED, now=NOW)
    apply(cohort)
    assert figures.count(NOW, False) == cohorts + 1
    with django_assert_num_queries(4):
        figures.count(NOW, False)
