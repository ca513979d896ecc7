"""Idle drafts: their authors are reminded twice and warned, before the draft is erased."""

from datetime import date, timedelta

import pytest
from post_office.models import Email

from charmilles.typography import NBSP
from enrolment.applications import drafts
from enrolment.models import Application, Erasure, Message, Status
from enrolment.privacy import reminders, retention
from tests.support import catalogue_factories as factories
from tests.support import enrolment_factories as people
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def draft():
    return people.application(status=Status.DRAFT)


def written():
    return list(Message.objects.order_by("pk").values_list("name", flat=True))


def remind(*days, dry_run=False):
    return [reminders.remind(NOW + day * DAY, dry_run) for day in days]


def close_intake(draft, *, on):
    """Gives the draft an intake that closes on that day."""
    draft.cohort = factories.cohort(draft.programme)
    factories.cohort_year(draft.cohort, registration_opens=date(2026, 1, 1), registration_closes=on)
    draft.save()


def test_author_is_reminded_twice_then_warned(draft):
    assert remind(1, 2, 3, 7, 8, 76, 77, 78) == [0, 1, 0, 1, 0, 0, 1, 0]
    assert written() == ["draft_reminder", "draft_reminder", "draft_warning"]


def test_missed_reminders_are_not_written_one_after_the_other(draft):
    assert remind(60, 61) == [1, 0]
    assert written() == ["draft_reminder"]


def test_saving_an_answer_starts_the_count_again(draft):
    remind(2, 7, 77)
    drafts.save(draft, {"first_name": "Inès"}, now=NOW + 78 * DAY)
    assert (draft.reminders, draft.due_at) == (0, None)
    assert remind(79, 80) == [0, 1]


def test_sent_application_is_not_reminded():
    people.application(status=Status.SUBMITTED)
    assert remind(2, 100) == [0, 0]


def test_dry_run_counts_and_writes_nothing(draft):
    assert remind(2, 2, dry_run=True) == [1, 1]
    assert written() == []
    assert remind(2) == [1]


def test_reminder_says_where_to_resume_and_until_when(draft, settings):
    settings.SITE_URL = "https://charmilles.test"
    remind(2)
    text = Email.objects.get().message
    assert f"https://charmilles.test/candidature/dossier/{draft.reference}/" in text
    assert f"Effacé le{NBSP}: lundi 22{NBSP}février 2027" in text


def test_warning_gives_two_weeks(draft):
    remind(85)
    draft.refresh_from_db()
    assert draft.due_at == NOW + 99 * DAY
    assert remind(98) == [0]


def test_closed_intake_is_announced_instead_of_a_reminder(draft):
    close_intake(draft, on=date(2026, 11, 24))
    assert remind(2, 7, 77) == [1, 1, 1]
    assert written() == ["draft_closed", "draft_warning"]


def test_open_intake_is_reminded(draft):
    close_intake(draft, on=date(2026, 11, 28))
    remind(2, 7)
    assert written() == ["draft_reminder", "draft_closed"]


def test_withdrawn_programme_is_told(draft):
    draft.programme.state = "withdrawn"
    draft.programme.save()
    remind(2)
    assert written() == ["draft_closed"]


def test_answer_saved_meanwhile_is_not_reminded(draft):
    """The author saves an answer after the draft is read and before the mail is written."""
    stale = Application.objects.get(pk=draft.pk)
    drafts.save(draft, {}, now=NOW + 2 * DAY)
    assert reminders._write(stale, 1, NOW + 2 * DAY) is False
    assert written() == []


# Erasure


def purge(*days, dry_run=False):
    return [retention.purge_drafts(NOW + day * DAY, dry_run) for day in days]


def test_warned_draft_is_erased_in_time(draft):
    remind(2, 7, 77)
    assert purge(90, dry_run=True) == [0]
    assert purge(91, dry_run=True) == [1]
    assert purge(90, 91, 92) == [0, 1, 0]
    assert Application.objects.count() == Email.objects.count() == 0
    (erasure,) = Erasure.objects.all()
    assert (erasure.programme, erasure.status, erasure.cause, erasure.on) == (
        draft.programme,
        Status.DRAFT,
        Erasure.Cause.ABANDONED,
        (NOW + 91 * DAY).date(),
    )


def test_unwarned_draft_is_kept(draft):
    """After months without housekeeping, the author is warned first."""
    assert purge(200) == [0]
    remind(200)
    assert purge(213, 214) == [0, 1]


def test_draft_resumed_after_the_warning_is_kept(draft):
    remind(77)
    drafts.save(draft, {}, now=NOW + 80 * DAY)
    assert purge(91, 120) == [0, 0]


# Two runs at once: both read the draft before either writes


@pytest.fixture
def copies(draft):
    return [Application.objects.get(pk=draft.pk) for _ in range(2)]


def test_two_runs_write_one_mail(copies):
    assert [reminders._write(draft, 1, NOW + 2 * DAY) for draft in copies] == [True, False]
    assert written() == ["draft_reminder"]


def test_control_without_compare_and_swap_writes_twice(copies):
    for draft in copies:
        Application.objects.filter(pk=draft.pk).update(reminders=1)
        reminders._tell(draft, False, erased_on=NOW.date(), now=NOW)
    assert written() == ["draft_reminder"] * 2
