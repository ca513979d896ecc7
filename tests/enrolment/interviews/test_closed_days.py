"""Closing a day with interviews: candidates are told, and may choose again."""

from datetime import date, datetime, timedelta

import pytest

from enrolment.interviews import agenda, bookings, generation, slots
from enrolment.interviews.availability import PARIS
from enrolment.mails import outbox
from enrolment.models import Booking, Closure, Message, Slot, Status
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 1)


@pytest.fixture
def programme():
    return catalogue.programme()


@pytest.fixture
def by():
    return factories.staff(rights=["change"])


@pytest.fixture
def booked(programme):
    """booked(hour, …) books an interview on that day."""

    def booked(hour=10, *, day=DAY, **fields):
        starts = datetime(day.year, day.month, day.day, hour, tzinfo=PARIS)
        slot = factories.slot(programme=programme, starts=starts, **fields)
        person = factories.application(programme=programme, status=Status.TO_BOOK)
        return bookings.book(person, slot, now=NOW)

    return booked


def close(by, **fields):
    asked = {"first": DAY, "last": DAY, "label": "Neige", "now": NOW, "by": by}
    return agenda.close_days(**asked | fields)


def live():
    return set(Booking.objects.live())


def letters(name):
    outbox.write()
    return Message.objects.filter(name=name)


def test_every_candidate_of_the_day_is_told(booked, by):
    first, second = booked(9), booked(16)
    assert close(by).told == [first, second]
    assert letters("interview_day_closed").count() == 2
    assert live() == set()


def test_reason_is_in_the_mail(booked, by):
    booked()
    close(by)
    (letter,) = letters("interview_day_closed")
    assert "Motif\xa0: Neige" in letter.email.message.splitlines()


def test_candidate_is_told_once_and_chooses_again(booked, by):
    booking = booked()
    close(by)
    application = booking.application
    application.refresh_from_db()
    assert application.status == Status.TO_BOOK
    assert not letters("interview_cancelled_by_centre").exists()
    assert application.transitions.last().by == by


def test_day_is_closed_from_then_on(booked, by, programme):
    booked()
    factories.slot(programme=programme, starts=datetime(2026, 12, 1, 14, tzinfo=PARIS))
    close(by)
    assert Slot.objects.filter(is_open=True).count() == 0
    closure = Closure.objects.get()
    assert (closure.starts_on, closure.ends_on, closure.label) == (DAY, DAY, "Neige")


def test_other_days_stay(booked, by):
    others = [booked(day=DAY - timedelta(days=1)), booked(day=DAY + timedelta(days=1))]
    close(by)
    assert live() == set(others)


def test_one_interviewer_away_leaves_the_others(booked, by):
    away, present = booked(), booked()
    assert close(by, interviewer=away.slot.interviewer).told == [away]
    assert live() == {present}


def test_interview_across_midnight_belongs_to_both_days(booked, by):
    evening = booked(23, day=DAY - timedelta(days=1), minutes=90)
    assert close(by).told == [evening]


def test_interview_that_has_begun_stays(booked, by):
    begun, ahead = booked(9), booked(11)
    close(by, now=datetime(2026, 12, 1, 9, 10, tzinfo=PARIS))
    assert live() == {begun}
    assert Slot.objects.get(pk=ahead.slot_id).is_open is False


def test_again_does_nothing(booked, by):
    booked()
    close(by)
    assert close(by) == agenda.Closing()
    assert (Closure.objects.count(), letters("interview_day_closed").count()) == (1, 1)


def test_days_written_down_twice_may_be_closed(booked, by):
    for label in ("Pont", "Férié"):
        Closure.objects.create(starts_on=DAY, ends_on=DAY, label=label)
    booking = booked()
    assert close(by).told == [booking]
    assert Closure.objects.count() == 2


def test_refused_cancellation_tells_nobody(booked, by):
    """An application that is already closed is left alone; the others are told."""
    odd, other = booked(9), booked(10)
    type(odd.application).objects.filter(pk=odd.application_id).update(status=Status.DECLINED)
    report = close(by)
    assert (report.told, [booking for booking, _ in report.refused]) == ([other], [odd])
    assert live() == {odd}
    assert list(letters("interview_day_closed").values_list("application", flat=True)) == [
        other.application_id
    ]


def test_closing_again_after_a_crash_tells_the_others(booked, by, monkeypatch):
    booked(9)
    second = booked(10)
    real = bookings.cancel_for_closure

    def crash_at_the_second(booking, **how):
        if booking == second:
            raise KeyboardInterrupt
        return real(booking, **how)

    monkeypatch.setattr(bookings, "cancel_for_closure", crash_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        close(by)
    monkeypatch.setattr(bookings, "cancel_for_closure", real)
    assert close(by).told == [second]
    assert letters("interview_day_closed").count() == 2


def test_interview_moved_meanwhile_is_left_alone(booked, by, programme):
    before = booked()
    elsewhere = factories.slot(programme=programme, starts=NOW + timedelta(days=20))
    after = bookings.move(before.application, elsewhere, now=NOW)
    assert bookings.cancel_for_closure(before, reason="Neige", now=NOW, by=by) is None
    assert live() == {after}


def test_closed_slot_is_not_held_for_who_waits(booked, by, programme):
    booked()
    waiting = factories.application(programme=programme, status=Status.TO_BOOK)
    wish = slots.join_queue(waiting, now=NOW)
    close(by)
    wish.refresh_from_db()
    assert wish.slot is None


def test_generation_does_not_reopen_the_slots(booked, by):
    booking = booked()
    close(by)
    generation.generate(now=NOW)
    assert Slot.objects.get(pk=booking.slot_id).is_open is False


def test_staff_close_and_open_slots(programme):
    availability = factories.availability(programmes=[programme], horizon_days=7)
    generation.generate(now=NOW)
    everything = Slot.objects.filter(availability=availability)
    assert agenda.close_slots(everything) == 6
    assert agenda.slots_to_choose(programme, now=NOW) == []
    later = datetime(2026, 11, 30, 9, 15, tzinfo=PARIS)
    assert agenda.open_slots(everything, now=later) == 3
