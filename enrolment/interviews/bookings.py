"""Bookings of interviews: book, move, cancel and confirm them, and record who came.

Only this module writes `Booking`. Candidates and staff use the same functions; `by` is the member
of staff. `slots.py` counts the places and documents the order of locks, so call these functions
outside of any transaction, except `release`, `erase` and `mark_attended`.
"""

from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from enrolment import workflow
from enrolment.interviews import slots
from enrolment.interviews.events import Event, note
from enrolment.interviews.slots import leave_queue, nearest
from enrolment.models import Application, Attendance, Booking, Slot
from enrolment.workflow import Refused


class SlotTaken(Refused):
    """The slot is not free; `nearest` lists the slots to propose instead."""

    def __init__(self, nearest_slots):
        super().__init__("Ce créneau vient d’être pris.")
        self.nearest = nearest_slots


def book(application: Application, slot: Slot, *, now: datetime, by=None) -> Booking:
    """Books the slot for the candidate; called again for the same slot, returns the same booking.

    Raises SlotTaken when the slot is not free, Refused when the application may not book.
    """
    with _nearest_if_gone(application, slot, now):
        # Checks without a lock first, so that late candidates do not slow down the others.
        if slots.is_full_for(slot, application) and not _holds(application, slot):
            raise slots.NotBookable
        with _locked(application):
            booking = _live(application)
            if booking and booking.slot_id == slot.pk:
                return booking
            return _book(application, slot, now=now, by=by)


def _book(application, slot, *, now, by):
    workflow.check(application, "booked")
    held_id = slots.held_by(application)
    if held_id and held_id != slot.pk:
        slots.lock_slots(held_id, slot.pk)
    slots.take_place(slot, application, now=now, by=by, held=held_id == slot.pk)
    leave_queue(application, now=now, kept=slot.pk)
    booking = _create(application, slot, now=now)
    workflow.step(application, "booked", now=now, by=by)
    note(Event.CONFIRMED, application, booking=booking)
    return booking


def move(application: Application, slot: Slot, *, now: datetime, by=None) -> Booking:
    """Moves the interview to another slot; called again, returns the same booking.

    The new place is taken before the old one is freed: when refused, the candidate keeps the old
    one. Raises SlotTaken when the slot is not free, Refused when there is nothing to move or it is
    too late.
    """
    with _nearest_if_gone(application, slot, now), _locked(application):
        old = _changeable(application, slot, now=now, by=by)
        if old is None:
            raise Refused("Aucun entretien n’est réservé : choisissez d’abord un créneau.")
        if old.slot_id == slot.pk:
            return old
        slots.lock_slots(old.slot_id, slot.pk)
        slots.take_place(slot, application, now=now, by=by)
        _end(old, now=now, by=by)
        booking = _create(application, slot, now=now)
        note(Event.MOVED, application, booking=booking, slot=old.slot)
    return booking


def cancel(booking: Booking, *, now: datetime, by=None, reason: str = "") -> Booking | None:
    """Cancels the interview; the candidate then has to choose a slot again.

    Returns None, and changes nothing, when the booking was already cancelled or moved. Raises
    Refused when it is too late for a candidate.
    """
    return _cancel(booking, Event.CANCELLED, now=now, by=by, reason=reason)


def cancel_for_closure(booking: Booking, *, reason: str, now: datetime, by) -> Booking | None:
    """Cancels the interview because the centre closes that day, which the letter will say."""
    return _cancel(booking, Event.DAY_CLOSED, now=now, by=by, reason=reason)


def _cancel(booking, event, *, now, by, reason):
    application = booking.application
    with _locked(application):
        live = _changeable(application, now=now, by=by)
        if live is None or live.pk != booking.pk:
            return None
        _end(live, now=now, by=by)
        _unbook(application, now=now, by=by, reason=reason)
        _next_version(application)
        note(event, application, booking=live, reason=reason)
    return live


def release(application: Application, *, now: datetime, by=None) -> None:
    """Cancels the booking and deletes the wish, in the transaction that closes the application."""
    with transaction.atomic():
        leave_queue(application, now=now)
        booking = _live(application)
        if booking is None:
            return
        _end(booking, now=now, by=by)
        _next_version(application)
        note(Event.APPLICATION_CLOSED, application, booking=booking)


def erase(application: Application, *, now: datetime) -> None:
    """Deletes the bookings of an application and frees their places.

    To be called in the transaction that erases the application.
    """
    with transaction.atomic():
        leave_queue(application, now=now)
        bookings = Booking.objects.filter(application=application)
        counted = bookings.filter(cancelled_at=None, attendance__in=slots.COUNTED)
        for slot_id in counted.order_by("slot").values_list("slot", flat=True):
            slots.free_place(slot_id, now=now)
        bookings.delete()


def confirm(booking: Booking, *, now: datetime) -> Booking:
    """Records that the candidate will come, keeping the date of the first confirmation.

    Raises Refused when the booking was cancelled or moved.
    """
    with _locked(booking.application):
        Booking.objects.live().filter(pk=booking.pk, confirmed_at=None).update(confirmed_at=now)
        booking.refresh_from_db(fields=["confirmed_at", "cancelled_at", "attendance"])
    if booking.cancelled_at:
        raise Refused("Cet entretien a été annulé ou déplacé.")
    return booking


def mark(booking: Booking, attendance: str, *, now: datetime, by) -> Booking:
    """Records whether the candidate came. If not, frees the place; they choose a slot again.

    Raises Refused when it is too early, or when something else was already recorded.
    """
    if attendance != Attendance.EXCUSED and now < booking.slot.starts:
        raise Refused("Cet entretien n’a pas encore commencé.")
    application = booking.application
    with _locked(application):
        marked = Booking.objects.live().filter(pk=booking.pk).update(attendance=attendance)
        booking.refresh_from_db(fields=["confirmed_at", "cancelled_at", "attendance"])
        if not marked and booking.attendance != attendance:
            raise Refused("Cet entretien est déjà noté, ou n’est plus réservé.")
        if not marked:
            return booking
        if attendance == Attendance.ATTENDED:
            workflow.step(application, "interviewed", now=now, by=by)
            note(Event.ATTENDED, application, booking=booking)
        else:
            slots.free_place(booking.slot_id, now=now)
            _unbook(application, now=now, by=by, reason=booking.get_attendance_display())
            note(Event.MISSED, application, booking=booking)
    return booking


def mark_attended(application: Application) -> None:
    """Records that the interview took place, in the transaction that updates the application."""
    Booking.objects.live().filter(application=application).update(attendance=Attendance.ATTENDED)


@contextmanager
def _nearest_if_gone(application, slot, now):
    """Refuses a slot that is not bookable, with the nearest ones looked for after the
    transaction.
    """
    try:
        yield
    except slots.NotBookable:
        others = nearest(slot.starts, programme=application.programme, now=now, mode=slot.mode)
        raise SlotTaken(others) from None


@contextmanager
def _locked(application):
    with transaction.atomic():
        workflow.lock(application)
        yield


def _holds(application, slot):
    return Booking.objects.live().filter(application=application, slot=slot).exists()


def _live(application):
    live = Booking.objects.live().filter(application=application)
    booking = live.select_related("slot__interviewer", "slot__campus").first()
    if booking:
        booking.application = application
    return booking


def _changeable(application, target=None, *, now, by):
    """Returns the live booking. Raises Refused when it is too late for a candidate to change it.

    Moving to the slot already booked changes nothing and is never refused.
    """
    booking = _live(application)
    if booking is None or by or (target and target.pk == booking.slot_id):
        return booking
    if now > booking.slot.starts - settings.CHANGE_DELAY:
        raise Refused("L’entretien est trop proche pour être changé ici : appelez le centre.")
    return booking


def _create(application, slot, *, now):
    _next_version(application)
    attended = application.bookings.filter(attendance=Attendance.ATTENDED).count()
    return application.bookings.create(slot=slot, rank=attended + 1, booked_at=now)


def _end(booking, *, now, by):
    booking.cancelled_at = now
    booking.cancelled_by = Booking.By.CENTRE if by else Booking.By.CANDIDATE
    booking.save(update_fields=["cancelled_at", "cancelled_by"])
    slots.free_place(booking.slot_id, now=now)


def _unbook(application, *, now, by, reason):
    due_at = workflow.deadline(now, settings.INTERVIEW_DELAY)
    workflow.step(application, "unbooked", now=now, by=by, reason=reason, due_at=due_at)


def _next_version(application):
    """Increments the version of the calendar event: calendars ignore older versions."""
    row = Application.objects.filter(pk=application.pk)
    row.update(calendar_sequence=F("calendar_sequence") + 1)
    application.calendar_sequence = row.values_list("calendar_sequence", flat=True).get()
