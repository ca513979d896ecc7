"""Events of interviews are told once, in order, even after failures."""

from datetime import timedelta

import pytest
from django.db import transaction
from icalendar import Calendar
from post_office.models import Email

from enrolment.applications import review
from enrolment.interviews import bookings, events, slots
from enrolment.mails import interviews, outbox
from enrolment.models import Application, Attendance, Erasure, InterviewEvent, Message, Slot, Status
from enrolment.privacy import erasure
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW
from tests.support.transitions import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def booked():
    application = factories.application(status=Status.TO_BOOK)
    slot = factories.slot(programme=application.programme)
    return bookings.book(application, slot, now=NOW)


def messages():
    """Lists the names of the messages to the candidate, in order."""
    own = Message.objects.filter(audience="candidate").order_by("pk")
    return [name.removeprefix("interview_") for name in own.values_list("name", flat=True)]


def calendars():
    """Lists (method, sequence) of each calendar file sent to the candidate, in order."""
    mails = Email.objects.filter(attachments__mimetype="text/calendar").order_by("pk")
    versions = []
    for mail in mails.distinct():
        parts = mail.email_message().message().walk()
        (shown,) = [part for part in parts if "method" in part["Content-Type"]]
        calendar = Calendar.from_ical(shown.get_payload(decode=True))
        versions.append((str(calendar["method"]), calendar.walk("VEVENT")[0]["sequence"]))
    return versions


def test_booking_writes_no_mail(booked):
    """Bookings wait for one another, so their transaction is kept short."""
    assert (Email.objects.count(), InterviewEvent.objects.count()) == (0, 1)


def test_event_is_undone_with_its_change(booked):
    with transaction.atomic():
        bookings.cancel(booked, now=NOW)
        transaction.set_rollback(True)
    outbox.write()
    assert [name for name in messages() if "reminder" not in name] == ["confirmed"]


def test_event_is_written_once(booked):
    assert [outbox.write(), outbox.write()] == [1, 0]
    assert messages().count("confirmed") == 1


def test_several_senders_write_an_event_once(share):
    application = factories.application(status=Status.TO_BOOK)
    slot = factories.slot(programme=application.programme)
    bookings.book(application, slot, now=NOW)
    share()
    assert sorted(at_once(lambda _: outbox.write(), [1, 2, 3, 4])) == [0, 0, 0, 1]


def test_changes_not_told_yet_are_each_told_as_they_were(booked):
    """A booking, a move and a cancellation before the sender runs make three calendar files."""
    application = booked.application
    later = factories.slot(programme=application.programme, starts=NOW + timedelta(days=9))
    moved = bookings.move(application, later, now=NOW)
    bookings.cancel(moved, now=NOW)
    assert outbox.write() == 3
    assert messages() == ["confirmed", "moved", "cancelled_by_candidate"]
    assert calendars() == [("PUBLISH", 1), ("PUBLISH", 2), ("CANCEL", 3)]


@pytest.fixture
def failed(booked, monkeypatch, caplog):
    """A cancelled interview whose confirmation failed with an error that quotes personal data."""

    def fail(booking):
        raise ValueError(booking.application.email)

    with monkeypatch.context() as patch:
        patch.setattr(interviews, "confirmed", fail)
        bookings.cancel(booked, now=NOW)
        outbox.write()
    return booked.application


def test_events_after_a_failure_wait_for_it(failed):
    assert messages() == []
    assert outbox.write() == 2
    assert messages() == ["confirmed", "cancelled_by_candidate"]


def test_failure_stops_no_other_application(failed, monkeypatch):
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
    assert record.getMessage() == "Un événement d’entretien n’a pas pu être annoncé (ValueError)."


def test_reminders_do_not_outlive_a_cancellation_written_late(booked):
    bookings.cancel(booked, now=NOW)
    outbox.write()
    assert not Email.objects.exclude(scheduled_time=None).exists()


def test_slot_that_is_no_longer_held_is_not_told():
    waiting = factories.application(status=Status.TO_BOOK)
    slot = factories.slot(programme=waiting.programme)
    booked_first = factories.application(programme=waiting.programme, status=Status.TO_BOOK)
    live = bookings.book(booked_first, slot, now=NOW)
    slots.join_queue(waiting, now=NOW)
    bookings.cancel(live, now=NOW)
    slots.leave_queue(waiting, now=NOW)
    outbox.write()
    assert not Message.objects.filter(application=waiting).exists()


def test_events_of_an_erased_application_are_not_told(booked):
    erasure.erase(booked.application, cause=Erasure.Cause.ASKED, now=NOW)
    assert outbox.write() == 0


# An interview that took place, then a decision


@pytest.fixture
def attended(booked):
    bookings.mark(booked, Attendance.ATTENDED, now=booked.slot.starts, by=factories.staff())
    return booked


def told(names=("status_interviewed", "status_declined")):
    return [name for name in messages() if name in names]


def test_interview_is_told_before_a_decision_that_follows_the_letters(attended):
    outbox.write()
    review.decline(attended.application, now=attended.slot.ends, by=factories.staff())
    outbox.write()
    assert told() == ["status_interviewed", "status_declined"]


def test_decision_does_not_overtake_the_interview(attended):
    review.decline(attended.application, now=attended.slot.ends, by=factories.staff())
    outbox.write()
    assert told() == ["status_interviewed", "status_declined"]


def test_control_of_the_order_without_the_letters_first(attended, monkeypatch):
    monkeypatch.setattr(outbox, "write_first", lambda application: None)
    review.decline(attended.application, now=attended.slot.ends, by=factories.staff())
    outbox.write()
    assert told() == ["status_declined", "status_interviewed"]


def test_letter_of_the_interview_says_the_step_of_that_moment(attended):
    """Also to guardians, whose letter names the step."""
    application = attended.application
    Application.objects.filter(pk=application.pk).update(status=Status.DECLINED)
    factories.guardian(application=application, email="paule@exemple.test")
    outbox.write()
    letter = Email.objects.get(to="paule@exemple.test", subject__contains="Candidature")
    assert Status.INTERVIEWED.label.lower() in letter.message


def test_confirmation_is_not_overtaken_by_a_withdrawal(booked):
    review.withdraw(booked.application, now=NOW)
    outbox.write()
    names = [name for name in messages() if "reminder" not in name]
    assert names == ["confirmed", "withdrawn", "closed"]


def test_letter_that_fails_does_not_stop_the_decision(booked, monkeypatch):
    """Even by an error of the database, which on PostgreSQL spoils the whole transaction."""
    monkeypatch.setattr(interviews, "confirmed", lambda booking: list(Slot.objects.raw("wrong")))
    review.decline(booked.application, now=NOW, by=factories.staff())
    booked.application.refresh_from_db()
    assert booked.application.status == Status.DECLINED
    assert InterviewEvent.objects.filter(event="confirmed").exists()
