"""How long data are kept: erasure after a time, erasure on request, and what is kept."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from post_office.models import STATUS, Attachment, Email

from enrolment import sign_in
from enrolment.applications import leaving
from enrolment.mails import applications, letter
from enrolment.models import (
    AccessToken,
    Application,
    Device,
    Document,
    Erasure,
    Leftover,
    Message,
    Opening,
    Status,
)
from enrolment.models.document import private_storage
from enrolment.privacy import access_log, erasure, retention
from enrolment.uploads import storage
from enrolment.workflow import Refused
from tests.support import enrolment_factories as people
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
EMAIL = "ines@exemple.fr"
ASKED, EXPIRED = Erasure.Cause.ASKED, Erasure.Cause.EXPIRED


@pytest.fixture
def application():
    return people.application(email=EMAIL)


def write(application, **options):
    """Queues a mail about the application, with a calendar file attached."""
    return letter.queue(
        application.email,
        "withdrawn",
        programme=application.programme,
        facts=[],
        action=("a", "b"),
        application=application,
        files={"entretien.ics": ContentFile(b"BEGIN")},
        reference="CH",
        **options,
    )


def stored(private):
    return [path for path in private.rglob("*") if path.is_file()]


# Erasure after a time


def purge(*days, duty=retention.purge, dry_run=False):
    return [duty(NOW + day * DAY, dry_run) for day in days]


@pytest.mark.parametrize("status", [Status.DECLINED, Status.WITHDRAWN, Status.ADMITTED])
def test_closed_application_is_erased_after_a_year(status):
    people.application(status=status)
    assert purge(365, dry_run=True) == [1]
    assert purge(364, 365, 366) == [0, 1, 0]
    assert Erasure.objects.values_list("status", "cause").get() == (status, EXPIRED)


def test_consent_to_be_contacted_keeps_a_closed_application_two_years():
    people.application(status=Status.DECLINED, keeps_contact=True)
    assert purge(365, 729, 730) == [0, 0, 1]


def test_two_years_run_from_the_last_contact():
    application = people.application(status=Status.DECLINED, keeps_contact=True)
    write(application)
    Message.objects.update(at=NOW + 30 * DAY)
    assert purge(759, 760) == [0, 1]


def test_live_application_is_kept():
    for status in set(Status) - {Status.DECLINED, Status.WITHDRAWN, Status.ADMITTED}:
        people.application(status=status)
    assert purge(4000) == [0]


KEPT = [Status.DECLINED, Status.WITHDRAWN, Status.ADMITTED]


@pytest.mark.parametrize("agrees", [True, False])
@pytest.mark.parametrize("status", KEPT)
def test_announced_end_is_that_of_the_erasure(status, agrees):
    """A mail written long after the decision counts for whoever agreed to be contacted again."""
    application = people.application(status=status, keeps_contact=agrees)
    write(application)
    Message.objects.update(at=NOW + 200 * DAY)
    (announced,) = retention.with_end(Application.objects.all()).values_list("ends_at", flat=True)
    assert not retention.expired(announced - timedelta(seconds=1)).exists()
    assert retention.expired(announced).get() == application


def test_end_counts_from_the_last_mail_of_whoever_agreed(settings):
    application = people.application(status=Status.DECLINED, keeps_contact=True)
    write(application)
    Message.objects.update(at=NOW + 200 * DAY)
    end = NOW + 200 * DAY + settings.RETENTION["closed_with_consent"]
    assert retention.with_end(Application.objects.all()).get().ends_at == end


def test_application_under_way_has_no_end(application):
    assert retention.with_end(Application.objects.all()).get().ends_at is None


def test_application_reopened_meanwhile_is_kept(application):
    """It is listed as expired, then reopened before it is erased."""
    expired = retention.expired(NOW + 365 * DAY)
    assert not erasure.erase_if(expired, application.pk, cause=EXPIRED, now=NOW)
    assert Application.objects.count() == 1


def test_old_mails_are_deleted_with_their_files(application, private):
    old, waiting, young = (write(application) for _ in range(3))
    Email.objects.exclude(pk=young.pk).update(created=NOW - 182 * DAY)
    Email.objects.exclude(pk=waiting.pk).update(status=STATUS.sent)
    assert purge(0, 0, duty=retention.forget_mails) == [1, 0]
    assert list(Email.objects.order_by("pk")) == [waiting, young]
    assert len(stored(private)) == Attachment.objects.count() == 2
    assert Message.objects.count() == 3
    assert Message.objects.filter(email=None).count() == 1


def test_file_attached_to_two_mails_stays_with_the_second(application, private):
    first, second = write(application), write(application)
    first.attachments.set(second.attachments.all())
    erasure.delete_mails(Email.objects.filter(pk=first.pk))
    assert len(stored(private)) == Attachment.objects.count() == 2
    assert second.attachments.count() == 1


def test_mail_that_expired_unsent_is_deleted(application):
    sent, _unsent = write(application, expires_at=NOW), write(application, expires_at=NOW)
    Email.objects.filter(pk=sent.pk).update(status=STATUS.sent)
    minute = timedelta(minutes=1)
    assert retention.forget_unsent_mails(NOW - minute, False) == 0
    assert retention.forget_unsent_mails(NOW, False) == 1
    assert Email.objects.get() == sent


def test_mails_are_deleted_by_batches(application, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for _ in range(3):
        write(application)
    Email.objects.update(created=NOW - 182 * DAY, status=STATUS.sent)
    assert purge(0, dry_run=True, duty=retention.forget_mails) == [3]
    assert purge(0, 0, 0, duty=retention.forget_mails) == [2, 1, 0]


def test_old_openings_are_deleted(application):
    access_log.note_opening(application, "Dossier", now=NOW)
    assert purge(365, dry_run=True, duty=retention.forget_openings) == [1]
    assert purge(364, 365, duty=retention.forget_openings) == [0, 1]


def test_old_sessions_are_deleted():
    Session.objects.create(session_key="a", session_data="", expire_date=NOW)
    assert purge(0, duty=retention.forget_sessions) == [1]
    assert Session.objects.count() == 0


# Erasure on request


def test_erased_application_takes_its_documents_off_the_disk(application, private):
    people.document(application=application)
    assert len(stored(private)) == 1
    erasure.erase(application, cause=ASKED, now=NOW)
    assert stored(private) == []
    assert Document.objects.count() == Leftover.objects.count() == 0


def test_file_stays_on_the_disk_when_the_erasure_is_undone(application, private, monkeypatch):
    people.document(application=application)
    monkeypatch.setattr(erasure, "_forget_staff_log", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        erasure.erase(application, cause=ASKED, now=NOW)
    assert len(stored(private)) == Document.objects.count() == 1
    assert Leftover.objects.count() == 0


def test_file_left_by_a_dead_process_is_deleted_later(application, private, monkeypatch):
    people.document(application=application)
    with monkeypatch.context() as dead:
        dead.setattr(storage, "_delete_files", lambda names: 0)
        erasure.erase(application, cause=ASKED, now=NOW)
    assert len(stored(private)) == 1
    assert purge(0, dry_run=True, duty=storage.delete_leftovers) == [1]
    assert purge(0, 0, duty=storage.delete_leftovers) == [1, 0]
    assert stored(private) == []


def test_staff_history_of_the_application_is_erased(application):
    other = people.application()
    for row in (application, other):
        kind = ContentType.objects.get_for_model(row)
        LogEntry.objects.create(
            user=people.staff(),
            content_type=kind,
            object_id=row.pk,
            object_repr=str(row),
            action_flag=CHANGE,
        )
    erasure.erase(application, cause=ASKED, now=NOW)
    assert LogEntry.objects.get().object_repr == other.reference


def come_in():
    sign_in.ask(EMAIL, browser="b", destination="", now=NOW)
    sign_in.remember(EMAIL.upper(), now=NOW)


def sign_in_data():
    return AccessToken.objects.count(), Device.objects.count()


def test_sign_in_data_go_with_the_last_application(application):
    other = people.application(email=EMAIL.title())
    come_in()
    erasure.erase(application, cause=ASKED, now=NOW)
    assert sign_in_data() == (1, 1)
    erasure.erase(other, cause=ASKED, now=NOW)
    assert sign_in_data() == (0, 0)


def test_mails_of_another_application_are_kept(application):
    other = people.application(email=EMAIL)
    write(application)
    expected = applications.submitted(other)
    erasure.erase(application, cause=ASKED, now=NOW)
    assert list(Email.objects.all()) == expected


def test_request_of_a_similar_address_is_kept(application):
    sign_in.ask("tines@exemple.fr", browser="b", destination="", now=NOW)
    erasure.erase(application, cause=ASKED, now=NOW)
    assert AccessToken.objects.count() == 1


def test_openings_are_erased_with_the_application(application):
    access_log.note_opening(application, "Dossier", now=NOW)
    erasure.erase(application, cause=ASKED, now=NOW)
    assert Opening.objects.count() == 0


def test_place_of_the_interview_is_given_back(application):
    booking = people.booking(application=application)
    Application.objects.filter(pk=application.pk).update(status=Status.BOOKED)
    leaving.forget(application, now=NOW)
    booking.slot.refresh_from_db()
    assert booking.slot.taken == 0
    assert Erasure.objects.values_list("status", "cause").get() == (Status.BOOKED, ASKED)


def test_staff_and_interviewer_are_told_without_a_name(application):
    application.programme.contacts.create(
        role="admissions", contact=people.factories.contact(email="admissions@tilleuls.test")
    )
    booking = people.booking(application=application)
    Application.objects.filter(pk=application.pk).update(status=Status.BOOKED)
    leaving.forget(application, now=NOW)
    sent = [email.to for email in Email.objects.order_by("pk")]
    assert sent == [["admissions@tilleuls.test"], [booking.slot.interviewer.email]]
    words = "".join(e.subject + e.message + e.html_message for e in Email.objects.all())
    personal = (application.reference, "Morel", "Inès", EMAIL)
    assert [word for word in personal if word in words] == []


def test_nobody_is_told_of_a_draft():
    leaving.forget(people.application(status=Status.DRAFT), now=NOW)
    assert Email.objects.count() == Application.objects.count() == 0


def test_admitted_application_is_refused():
    admitted = people.application(status=Status.ADMITTED)
    with pytest.raises(Refused):
        leaving.forget(admitted, now=NOW)
    assert Application.objects.count() == 1


def test_erasing_twice_counts_once(application):
    leaving.forget(application, now=NOW)
    leaving.forget(Application(pk=application.pk), now=NOW)
    assert Erasure.objects.count() == 1


def test_draft_sent_in_another_tab_is_not_erased():
    application = people.application(status=Status.DRAFT)
    Application.objects.update(status=Status.SUBMITTED, submitted_at=NOW)
    with pytest.raises(Refused, match="vient d’être envoyé"):
        leaving.erase_draft(application, now=NOW)
    assert Application.objects.count() == 1


def test_erasing_locks_the_cohort_before_the_application():
    """As every decision does: in the other order, two of them could wait for each other."""
    application = people.application(cohort=people.cohort(places=1))
    with CaptureQueriesContext(connection) as queries:
        leaving.forget(application, now=NOW)
    read = [
        re.search(r'FROM "(\w+)"', query["sql"]) for query in queries if "SELECT" in query["sql"]
    ]
    assert [table[1] for table in read if table][:2] == [
        "catalogue_cohort",
        "enrolment_application",
    ]


def test_private_files_of_mails_are_in_the_private_folder():
    assert Attachment._meta.get_field("file").storage is private_storage()
