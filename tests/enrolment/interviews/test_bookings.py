"""Booking, moving, cancelling, waiting for a slot, and noting who came."""

from datetime import timedelta

import pytest

from enrolment.applications import review
from enrolment.interviews import bookings, slots
from enrolment.mails import outbox
from enrolment.models import (
    Application,
    Attendance,
    Booking,
    Erasure,
    Message,
    Mode,
    Slot,
    Status,
    Transition,
    Wish,
)
from enrolment.privacy import erasure
from enrolment.workflow import Refused, deadline
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
BY = Booking.By


@pytest.fixture
def programme():
    return catalogue.programme()


@pytest.fixture
def slot(programme):
    return factories.slot(programme=programme)


@pytest.fixture
def other(programme):
    return factories.slot(programme=programme, starts=NOW + 8 * DAY)


@pytest.fixture
def person(programme):
    return factories.application(programme=programme, status=Status.TO_BOOK)


@pytest.fixture
def booked(person, slot):
    return bookings.book(person, slot, now=NOW)


@pytest.fixture(autouse=True)
def counted():
    """Checks after each test that every counter is right."""
    yield
    assert list(slots.miscounted()) == []


def candidate(programme):
    return factories.application(programme=programme, status=Status.TO_BOOK)


def taken(slot):
    return Slot.objects.values_list("taken", flat=True).get(pk=slot.pk)


def status(application):
    return Application.objects.values_list("status", flat=True).get(pk=application.pk)


def wishes():
    return list(Wish.objects.values_list("application", "slot", "held_until"))


def mails(name):
    outbox.write()
    return Message.objects.filter(name=name, email__isnull=False).count()


# Booking


def test_book_takes_the_place_and_moves_the_application(booked, person, slot):
    assert (booked.slot, taken(slot), status(person)) == (slot, 1, Status.BOOKED)


def test_book_writes_mails(booked):
    assert (mails("interview_confirmed"), mails("interview_staff_confirmed")) == (1, 1)


def test_same_request_gives_the_same_booking(booked, person, slot):
    assert bookings.book(person, slot, now=NOW) == booked
    assert (taken(slot), mails("interview_confirmed")) == (1, 1)


def test_second_interview_is_refused(booked, person, other):
    with pytest.raises(Refused, match="« Entretien réservé »"):
        bookings.book(person, other, now=NOW)
    assert taken(other) == 0


def test_full_slot_is_refused_with_the_nearest(booked, slot, other, programme):
    with pytest.raises(bookings.SlotTaken) as refusal:
        bookings.book(candidate(programme), slot, now=NOW)
    assert (str(refusal.value), refusal.value.nearest) == ("Ce créneau vient d’être pris.", [other])


def test_refused_booking_changes_nothing(booked, slot, programme):
    late = candidate(programme)
    with pytest.raises(bookings.SlotTaken):
        bookings.book(late, slot, now=NOW)
    late.refresh_from_db()
    assert (late.status, late.calendar_sequence) == (Status.TO_BOOK, 0)


def test_group_slot_takes_as_many_as_it_has_places(programme):
    group = factories.slot(programme=programme, capacity=2)
    for _ in range(2):
        bookings.book(candidate(programme), group, now=NOW)
    with pytest.raises(bookings.SlotTaken):
        bookings.book(candidate(programme), group, now=NOW)


def test_slot_of_another_programme_is_refused(person):
    with pytest.raises(bookings.SlotTaken):
        bookings.book(person, factories.slot(programme=catalogue.programme()), now=NOW)


def test_closed_slot_is_refused_to_staff_too(person, programme):
    closed = factories.slot(programme=programme, is_open=False)
    with pytest.raises(bookings.SlotTaken):
        bookings.book(person, closed, now=NOW, by=factories.staff())


def test_near_slot_is_refused_to_a_candidate(person, slot):
    with pytest.raises(bookings.SlotTaken):
        bookings.book(person, slot, now=slot.bookable_until)


def test_near_slot_is_given_by_staff(person, slot):
    made = bookings.book(person, slot, now=slot.bookable_until, by=factories.staff())
    assert made.slot == slot


def test_past_slot_is_refused_to_staff(person, slot):
    with pytest.raises(bookings.SlotTaken):
        bookings.book(person, slot, now=slot.ends, by=factories.staff())


@pytest.mark.parametrize("stage", [Status.SUBMITTED, Status.INTERVIEWED, Status.DECLINED])
def test_application_not_invited_is_refused(programme, slot, stage):
    with pytest.raises(Refused):
        bookings.book(factories.application(programme=programme, status=stage), slot, now=NOW)


# Moving


def test_move_takes_the_new_place_and_frees_the_old(booked, person, slot, other):
    moved = bookings.move(person, other, now=NOW)
    assert (moved.slot, taken(slot), taken(other)) == (other, 0, 1)


def test_move_leaves_the_application_booked(booked, person, other):
    bookings.move(person, other, now=NOW)
    assert status(person) == Status.BOOKED


def test_move_writes_a_mail(booked, person, other):
    bookings.move(person, other, now=NOW)
    assert mails("interview_moved") == 1


def test_moving_twice_with_one_key_moves_once(booked, person, slot, other):
    moved = bookings.move(person, other, now=NOW)
    assert bookings.move(person, other, now=NOW) == moved
    assert (mails("interview_moved"), taken(slot)) == (1, 0)


def test_move_to_a_full_slot_keeps_the_old_one(booked, person, slot, other, programme):
    bookings.book(candidate(programme), other, now=NOW)
    with pytest.raises(bookings.SlotTaken):
        bookings.move(person, other, now=NOW)
    assert Booking.objects.live().get(application=person).slot == slot


def test_move_to_the_same_slot_changes_nothing(booked, person, slot):
    assert bookings.move(person, slot, now=NOW) == booked
    assert mails("interview_moved") == 0


def test_move_without_an_interview_is_refused(person, slot):
    with pytest.raises(Refused, match="choisissez d’abord un créneau"):
        bookings.move(person, slot, now=NOW)


def test_move_is_refused_when_the_interview_is_near(booked, person, slot, other):
    with pytest.raises(Refused, match="appelez le centre"):
        bookings.move(person, other, now=slot.starts - 3 * HOUR)


def test_move_by_staff_until_the_last_minute(booked, person, slot, other):
    by = factories.staff()
    assert bookings.move(person, other, now=slot.starts, by=by).slot == other


# Cancelling


def test_cancel_frees_the_place_and_the_candidate_chooses_again(booked, person, slot):
    bookings.cancel(booked, now=NOW)
    assert (taken(slot), status(person)) == (0, Status.TO_BOOK)


def test_cancel_sets_a_new_deadline_to_choose(booked, person, settings):
    bookings.cancel(booked, now=NOW)
    assert person.due_at == deadline(NOW, settings.INTERVIEW_DELAY)


@pytest.mark.parametrize("who", BY)
def test_cancel_records_who_did_it(booked, person, who):
    by = factories.staff() if who == BY.CENTRE else None
    assert bookings.cancel(booked, now=NOW, by=by).cancelled_by == who
    assert mails(f"interview_cancelled_by_{who}") == 1


def test_cancelling_twice_does_it_once(booked, person):
    bookings.cancel(booked, now=NOW)
    assert bookings.cancel(booked, now=NOW) is None
    assert mails("interview_cancelled_by_candidate") == 1


def test_cancel_is_refused_when_the_interview_is_near(booked, person, slot, settings):
    limit = slot.starts - settings.CHANGE_DELAY
    with pytest.raises(Refused, match="appelez le centre"):
        bookings.cancel(booked, now=limit + timedelta(seconds=1))
    assert bookings.cancel(booked, now=limit) == booked


def test_cancel_by_staff_logs_the_reason(booked, person):
    by = factories.staff()
    bookings.cancel(booked, now=NOW, by=by, reason="formateur absent")
    last = Transition.objects.filter(application=person).last()
    assert (last.after, last.by, last.reason) == (Status.TO_BOOK, by, "formateur absent")


def test_cancelled_slot_can_be_booked_again(booked, person, slot):
    bookings.cancel(booked, now=NOW)
    again = bookings.book(person, slot, now=NOW)
    assert (again != booked, taken(slot)) == (True, 1)


def test_each_change_raises_the_version_of_the_calendar(person, slot, other):
    bookings.book(person, slot, now=NOW)
    moved = bookings.move(person, other, now=NOW)
    bookings.cancel(moved, now=NOW)
    person.refresh_from_db()
    assert person.calendar_sequence == 3


# A closed application


@pytest.mark.parametrize("verb", [review.decline, review.withdraw])
def test_closing_the_application_cancels_the_interview(booked, person, slot, verb):
    verb(person, now=NOW, by=factories.staff())
    booked.refresh_from_db()
    assert (booked.cancelled_by, taken(slot), mails("interview_closed")) == (BY.CENTRE, 0, 1)


def test_interviewer_is_told_of_a_withdrawal(booked, person):
    review.withdraw(person, now=NOW)
    assert mails("interview_staff_cancelled") == 1


def test_closing_the_application_deletes_its_wish(person, programme):
    slots.join_queue(person, now=NOW)
    review.withdraw(person, now=NOW)
    assert wishes() == []


def test_refused_closing_keeps_the_interview(booked, person, monkeypatch):
    def fail(*args, **options):
        raise Refused

    monkeypatch.setattr(review.mails, "status_changed", fail)
    with pytest.raises(Refused):
        review.decline(person, now=NOW, by=factories.staff())
    assert Booking.objects.live().get() == booked


def test_erased_application_frees_its_place(booked, person, slot):
    bookings.mark(booked, Attendance.ATTENDED, now=slot.starts, by=factories.staff())
    erasure.erase(person, cause=Erasure.Cause.EXPIRED, now=NOW)
    assert (taken(slot), Booking.objects.count()) == (0, 0)


def test_erased_application_passes_its_held_place_on(holder, person, slot):
    slots.join_queue(person, now=NOW)
    erasure.erase(holder, cause=Erasure.Cause.EXPIRED, now=NOW)
    assert [row[:2] for row in wishes()] == [(person.pk, slot.pk)]


# Confirming


def test_confirm_keeps_the_first_time(booked):
    bookings.confirm(booked, now=NOW)
    assert bookings.confirm(booked, now=NOW + HOUR).confirmed_at == NOW


def test_confirm_of_a_cancelled_interview_is_refused(booked, person):
    bookings.cancel(booked, now=NOW)
    with pytest.raises(Refused, match="annulé ou déplacé"):
        bookings.confirm(booked, now=NOW)


def test_moved_interview_is_to_be_confirmed_again(booked, person, other):
    bookings.confirm(booked, now=NOW)
    assert bookings.move(person, other, now=NOW).confirmed_at is None


# The day


def test_candidate_who_came_is_interviewed(booked, person, slot):
    bookings.mark(booked, Attendance.ATTENDED, now=slot.starts, by=factories.staff())
    assert (status(person), taken(slot)) == (Status.INTERVIEWED, 1)


def test_candidate_who_came_is_thanked_once(booked, slot):
    for _ in range(2):
        bookings.mark(booked, Attendance.ATTENDED, now=slot.starts, by=factories.staff())
    assert mails("status_interviewed") == 1


@pytest.mark.parametrize("attendance", [Attendance.EXCUSED, Attendance.ABSENT])
def test_candidate_who_did_not_come_chooses_again(booked, person, slot, attendance):
    bookings.mark(booked, attendance, now=slot.starts, by=factories.staff())
    assert (status(person), mails("interview_missed")) == (Status.TO_BOOK, 1)
    assert bookings.book(person, other_slot(person), now=NOW)


def other_slot(person):
    return factories.slot(programme=person.programme, starts=NOW + 9 * DAY)


def test_place_of_an_excused_candidate_is_free_before_the_interview(booked, slot, programme):
    bookings.mark(booked, Attendance.EXCUSED, now=NOW, by=factories.staff())
    assert bookings.book(candidate(programme), slot, now=NOW).slot == slot


@pytest.mark.parametrize("attendance", [Attendance.ATTENDED, Attendance.ABSENT])
def test_attendance_is_refused_before_the_interview(booked, slot, attendance):
    with pytest.raises(Refused, match="pas encore commencé"):
        bookings.mark(booked, attendance, now=slot.starts - HOUR, by=factories.staff())


def test_marked_otherwise_is_refused(booked, slot):
    bookings.mark(booked, Attendance.ABSENT, now=slot.starts, by=factories.staff())
    with pytest.raises(Refused, match="déjà noté"):
        bookings.mark(booked, Attendance.ATTENDED, now=slot.starts, by=factories.staff())


def test_cancelled_interview_is_not_marked(booked, person, slot):
    bookings.cancel(booked, now=NOW)
    with pytest.raises(Refused, match="n’est plus réservé"):
        bookings.mark(booked, Attendance.ABSENT, now=slot.starts, by=factories.staff())


def test_interview_noted_from_the_application_is_attended(booked, person):
    review.interviewed(person, now=NOW, by=factories.staff())
    booked.refresh_from_db()
    assert booked.attendance == Attendance.ATTENDED


# Waiting


def test_wish_keeps_its_first_place_in_the_queue(person):
    slots.join_queue(person, now=NOW)
    assert slots.join_queue(person, now=NOW + HOUR).asked_at == NOW


def test_wish_of_a_booked_application_is_refused(booked, person):
    with pytest.raises(Refused):
        slots.join_queue(person, now=NOW)


def test_freed_place_is_held_for_the_oldest_wish(booked, person, slot, programme, settings):
    first, second = candidate(programme), candidate(programme)
    slots.join_queue(second, now=NOW + HOUR)
    slots.join_queue(first, now=NOW)
    bookings.cancel(booked, now=NOW + HOUR)
    until = NOW + HOUR + settings.HOLD_DELAY
    assert wishes() == [(first.pk, slot.pk, until), (second.pk, None, None)]
    assert (taken(slot), mails("interview_slot_held")) == (1, 1)


def test_hold_ends_when_the_slot_can_no_longer_be_booked(booked, person, slot, programme):
    slots.join_queue(candidate(programme), now=NOW)
    bookings.cancel(booked, now=slot.bookable_until - HOUR)
    assert Wish.objects.get().held_until == slot.bookable_until


def test_place_freed_too_late_is_held_for_nobody(booked, person, slot, programme):
    slots.join_queue(candidate(programme), now=NOW)
    bookings.cancel(booked, now=slot.bookable_until)
    assert (Wish.objects.get().slot, taken(slot)) == (None, 0)


def test_place_is_not_held_for_another_programme(booked, person, slot):
    slots.join_queue(candidate(catalogue.programme()), now=NOW)
    bookings.cancel(booked, now=NOW)
    assert (Wish.objects.get().slot, taken(slot)) == (None, 0)


@pytest.fixture
def holder(booked, person, programme):
    """An application for which the place of the slot is held."""
    waiting = candidate(programme)
    slots.join_queue(waiting, now=NOW)
    bookings.cancel(booked, now=NOW)
    return waiting


def test_held_place_is_refused_to_others(holder, person, slot):
    with pytest.raises(bookings.SlotTaken):
        bookings.book(person, slot, now=NOW)


def test_held_place_can_be_booked_by_its_holder(holder, slot):
    bookings.book(holder, slot, now=NOW)
    assert (wishes(), taken(slot)) == ([], 1)


def test_held_place_of_a_closed_slot_is_refused(holder, slot):
    Slot.objects.filter(pk=slot.pk).update(is_open=False)
    with pytest.raises(bookings.SlotTaken):
        bookings.book(holder, slot, now=NOW)


def test_holder_who_books_elsewhere_frees_the_place(holder, slot, other):
    bookings.book(holder, other, now=NOW)
    assert (wishes(), taken(slot), taken(other)) == ([], 0, 1)


def test_deleted_wish_passes_its_place_on(holder, person, slot):
    slots.join_queue(person, now=NOW)
    slots.leave_queue(holder, now=NOW + HOUR)
    assert [row[:2] for row in wishes()] == [(person.pk, slot.pk)]


def test_hold_is_not_given_back_before_its_end(holder, settings):
    assert slots.end_holds(NOW + settings.HOLD_DELAY - HOUR) == 0
    assert len(wishes()) == 1


def test_hold_that_ends_passes_to_the_next(holder, person, slot, settings):
    slots.join_queue(person, now=NOW)
    assert slots.end_holds(NOW + settings.HOLD_DELAY) == 1
    assert [row[:2] for row in wishes()] == [(person.pk, slot.pk)]


def test_hold_that_ends_frees_the_place_when_nobody_waits(holder, slot, settings):
    slots.end_holds(NOW + settings.HOLD_DELAY)
    assert (wishes(), taken(slot)) == ([], 0)


def test_hold_of_a_closed_slot_goes_back_to_the_queue(holder, slot):
    Slot.objects.filter(pk=slot.pk).update(is_open=False)
    slots.end_holds(NOW)
    assert (wishes(), taken(slot)) == ([(holder.pk, None, None)], 0)


def test_new_slot_is_held_for_who_waits(person, programme):
    slots.join_queue(person, now=NOW)
    new = factories.slot(programme=programme)
    assert slots.end_holds(NOW) == 1
    assert [row[:2] for row in wishes()] == [(person.pk, new.pk)]


def test_new_slots_are_held_once_each(programme, slot, other):
    people = [candidate(programme) for _ in range(3)]
    for minutes, waiting in enumerate(people):
        slots.join_queue(waiting, now=NOW + timedelta(minutes=minutes))
    assert slots.end_holds(NOW + HOUR) == 2
    assert [row[1] for row in wishes()] == [slot.pk, other.pk, None]


def test_giving_back_twice_does_it_once(holder, settings):
    slots.end_holds(NOW + settings.HOLD_DELAY)
    assert slots.end_holds(NOW + settings.HOLD_DELAY) == 0


def test_dry_run_gives_nothing_back(holder, settings):
    assert slots.end_holds(NOW + settings.HOLD_DELAY, dry_run=True) == 1
    assert len(wishes()) == 1


# The nearest slots


def test_nearest_come_by_distance(programme):
    early, near, far = (
        factories.slot(programme=programme, starts=NOW + n * DAY) for n in (4, 7, 20)
    )
    nearest = slots.nearest(NOW + 6 * DAY, programme=programme, now=NOW)
    assert nearest == [near, early, far]


def test_nearest_prefer_the_same_mode(programme):
    video = factories.slot(programme=programme, starts=NOW + 9 * DAY, mode=Mode.VIDEO)
    on_site = factories.slot(programme=programme, starts=NOW + 7 * DAY)
    nearest = slots.nearest(NOW + 7 * DAY, programme=programme, now=NOW, mode=Mode.VIDEO)
    assert nearest == [video, on_site]


def test_nearest_are_three(programme):
    for n in range(2, 9):
        factories.slot(programme=programme, starts=NOW + n * DAY)
    assert len(slots.nearest(NOW + 5 * DAY, programme=programme, now=NOW)) == 3


def test_nearest_are_at_different_times(programme):
    campus = catalogue.campus()
    for starts in (NOW + 2 * DAY, NOW + 2 * DAY, NOW + 3 * DAY):
        factories.slot(programme=programme, starts=starts, campus=campus)
    assert len(slots.nearest(NOW + 2 * DAY, programme=programme, now=NOW)) == 2


# The check of counters


def test_control_of_counters(booked, slot):
    Slot.objects.filter(pk=slot.pk).update(taken=0)
    assert list(slots.miscounted()) == [slot]
    Slot.objects.filter(pk=slot.pk).update(taken=1)
