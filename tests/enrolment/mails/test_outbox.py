"""What is noted with a change of interview is told once it is done, whatever comes between."""

from datetime import timedelta

import pytest
from django.db import transaction
from icalendar import Calendar
from post_office.models import Email

from enrolment.interviews import bookings, events, slots
from enrolment.mails import interviews, outbox
from enrolment.models import Erasure, InterviewEvent, Message, Status
from enrolment.privacy import erasure
from tests.support import enrolment_factories as factories
from tests.support.acts import at_once
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def booked():
    application = factories.application(status=Status.TO_BOOK)
    slot = factories.slot(programme=application.programme)
    return bookings.book(application, slot, key="a", now=NOW)


def told():
    """What the candidate has been told, in order."""
    own = Message.objects.filter(audience="candidate").order_by("pk")
    return [name.removeprefix("interview_") for name in own.values_list("name", flat=True)]


def calendars():
    """(method, version) of each calendar file shown to the candidate, in order."""
    mails = Email.objects.filter(attachments__mimetype="text/calendar").order_by("pk")
    found = []
    for mail in mails.distinct():
        parts = mail.email_message().message().walk()
        (shown,) = [part for part in parts if "method" in part["Content-Type"]]
        calendar = Calendar.from_ical(shown.get_payload(decode=True))
        found.append((str(calendar["method"]), calendar.walk("VEVENT")[0]["sequence"]))
    return found


def test_booking_writes_no_mail(booked):
    """It is the short transaction that everybody waits for."""
    assert (Email.objects.count(), InterviewEvent.objects.count()) == (0, 1)


def test_note_is_of_the_transaction_of_the_change(booked):
    with transaction.atomic():
        bookings.cancel(booked, now=NOW)
        transaction.set_rollback(True)
    outbox.write()
    assert [name for name in told() if "reminder" not in name] == ["confirmed"]


def test_written_once(booked):
    assert [outbox.write(), outbox.write()] == [1, 0]
    assert told().count("confirmed") == 1


def test_two_senders_write_it_once(share):
    application = factories.application(status=Status.TO_BOOK)
    slot = factories.slot(programme=application.programme)
    bookings.book(application, slot, key="a", now=NOW)
    share()
    assert sorted(at_once(lambda _: outbox.write(), [1, 2, 3, 4])) == [0, 0, 0, 1]


def test_changes_that_nobody_has_heard_of_are_told_each_as_it_was(booked):
    """Booked, moved, cancelled between two looks of the sender: three versions for a calendar."""
    application = booked.application
    later = factories.slot(programme=application.programme, starts=NOW + timedelta(days=9))
    moved = bookings.move(application, later, key="b", now=NOW)
    bookings.cancel(moved, now=NOW)
    assert outbox.write() == 3
    assert told() == ["confirmed", "moved", "cancelled_by_candidate"]
    assert calendars() == [("PUBLISH", 1), ("PUBLISH", 2), ("CANCEL", 3)]


@pytest.fixture
def failed(booked, monkeypatch, caplog):
    """The first look of the sender fails to confirm it, and quotes somebody; cancelled since."""

    def fail(booking):
        raise ValueError(booking.application.email)

    with monkeypatch.context() as patch:
        patch.setattr(interviews, "confirmed", fail)
        bookings.cancel(booked, now=NOW)
        outbox.write()
    return booked.application


def test_what_comes_after_a_failure_waits_for_it(failed):
    assert told() == []
    assert outbox.write() == 2
    assert told() == ["confirmed", "cancelled_by_candidate"]


def test_failure_stops_no_other_file(failed, monkeypatch):
    def fail(booking):
        raise ValueError

    monkeypatch.setattr(interviews, "confirmed", fail)
    other = factories.application(status=Status.BOOKED)
    slot = factories.slot(programme=other.programme)
    missed = factories.booking(application=other, slot=slot)
    events.note(InterviewEvent.Event.MISSED, other, booking=missed)
    assert outbox.write() == 1


def test_failure_is_logged_without_quoting_anybody(failed, caplog):
    (record,) = caplog.get_records("setup")
    assert record.getMessage() == "Un avis d’entretien n’a pas pu être écrit (ValueError)."


def test_reminders_do_not_outlive_a_cancellation_written_late(booked):
    bookings.cancel(booked, now=NOW)
    outbox.write()
    assert not Email.objects.exclude(scheduled_time=None).exists()


def test_slot_that_is_no_longer_held_is_not_told():
    waiting = factories.application(status=Status.TO_BOOK)
    slot = factories.slot(programme=waiting.programme)
    seated = factories.application(programme=waiting.programme, status=Status.TO_BOOK)
    live = bookings.book(seated, slot, key="a", now=NOW)
    slots.wish(waiting, now=NOW)
    bookings.cancel(live, now=NOW)
    slots.forget_wish(waiting, now=NOW)
    outbox.write()
    assert not Message.objects.filter(application=waiting).exists()


def test_erased_file_is_no_longer_told(booked):
    erasure.erase(booked.application, cause=Erasure.Cause.ASKED, now=NOW)
    assert outbox.write() == 0
