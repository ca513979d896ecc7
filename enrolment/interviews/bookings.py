"""Interviews: choosing a slot, changing it, giving it up, and who came.

The only writer of `Booking`; candidates and staff come through here alike, `by` being the member
of staff. `slots.py` counts the places and knows in which order locks are taken: each verb but
`release` is a transaction of its own, to be called outside of any other.
"""

from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from enrolment import workflow
from enrolment.interviews import events, slots
from enrolment.interviews.slots import forget_wish, give_back, nearest, wish
from enrolment.mails import applications
from enrolment.models import Application, Attendance, Booking, InterviewEvent, Slot
from enrolment.workflow import Refused

__all__ = [
    "Refused",
    "SlotTaken",
    "book",
    "call_off",
    "cancel",
    "confirm",
    "erase",
    "forget_wish",
    "give_back",
    "mark",
    "met",
    "move",
    "nearest",
    "release",
    "wish",
]


Event = InterviewEvent.Event


class SlotTaken(Refused):
    """The slot is not free. `nearest`: those to propose instead."""

    def __init__(self, nearest):
        super().__init__("Ce créneau vient d’être pris.")
        self.nearest = nearest


def book(application: Application, slot: Slot, *, key: str, now: datetime, by=None) -> Booking:
    """`key` names the request: asked again, it gives the booking of the first time."""
    with _or_the_nearest(application, slot, now):
        # First without a lock: who comes too late does not stand in the way of the others.
        if slots.is_lost(slot, application) and not _asked(application, key):
            raise slots.Gone
        with _locked(application):
            return _asked(application, key) or _book(application, slot, key=key, now=now, by=by)


def _book(application, slot, *, key, now, by):
    workflow.check(application, "booked")
    held = slots.held_by(application)
    if held and held != slot.pk:
        slots.lock(held, slot.pk)
    slots.take(slot, application, now=now, by=by, held=held == slot.pk)
    forget_wish(application, now=now, kept=slot.pk)
    booking = _create(application, slot, key=key, now=now)
    workflow.step(application, "booked", now=now, by=by)
    events.note(Event.CONFIRMED, application, booking=booking)
    return booking


def move(application: Application, slot: Slot, *, key: str, now: datetime, by=None) -> Booking:
    """Takes the new place before it frees the old one: refused, the old one is kept."""
    with _or_the_nearest(application, slot, now), _locked(application):
        if asked := _asked(application, key):
            return asked
        old = _changeable(application, now=now, by=by)
        if old is None:
            raise Refused("Aucun entretien n’est réservé : choisissez d’abord un créneau.")
        if old.slot_id == slot.pk:
            return old
        slots.lock(old.slot_id, slot.pk)
        slots.take(slot, application, now=now, by=by)
        _end(old, now=now, by=by)
        booking = _create(application, slot, key=key, now=now)
        events.note(Event.MOVED, application, booking=booking, slot=old.slot)
    return booking


def cancel(booking: Booking, *, now: datetime, by=None, reason: str = "") -> Booking | None:
    """Back to choosing a slot. None when it is no longer the live one: a second click, or moved."""
    return _cancel(booking, Event.CANCELLED, now=now, by=by, reason=reason)


def call_off(booking: Booking, *, reason: str, now: datetime, by) -> Booking | None:
    """The same, as the centre cannot receive that day: said in other words."""
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
        events.note(event, application, booking=live, reason=reason)
    return live


def release(application: Application, *, now: datetime, by=None) -> None:
    """For a file that is closed, in the transaction that closes it: no interview, no wish."""
    with transaction.atomic():
        forget_wish(application, now=now)
        booking = _live(application)
        if booking is None:
            return
        _end(booking, now=now, by=by)
        _next_version(application)
        events.note(Event.FILE_CLOSED, application, booking=booking)


def erase(application: Application, *, now: datetime) -> None:
    """In the transaction that erases the file: its interviews no longer count anywhere."""
    with transaction.atomic():
        forget_wish(application, now=now)
        own = Booking.objects.filter(application=application)
        counted = own.filter(cancelled_at=None, attendance__in=slots.COUNTED)
        for slot_id in counted.order_by("slot").values_list("slot", flat=True):
            slots.free(slot_id, now=now)
        own.delete()


def confirm(booking: Booking, *, now: datetime) -> Booking:
    """« Je viens » : said once, it stays said."""
    Booking.objects.live().filter(pk=booking.pk, confirmed_at=None).update(confirmed_at=now)
    booking.refresh_from_db(fields=["confirmed_at", "cancelled_at", "attendance"])
    if booking.cancelled_at:
        raise Refused("Cet entretien a été annulé ou déplacé.")
    return booking


def mark(booking: Booking, attendance: str, *, now: datetime, by) -> Booking:
    """Who came goes on; who did not chooses again, and their place is free."""
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
            applications.status_changed(application)
        else:
            slots.free(booking.slot_id, now=now)
            _unbook(application, now=now, by=by, reason=booking.get_attendance_display())
            events.note(Event.MISSED, application, booking=booking)
    return booking


def met(application: Application) -> None:
    """For a file that is noted as interviewed, in that transaction: its interview took place."""
    Booking.objects.live().filter(application=application).update(attendance=Attendance.ATTENDED)


@contextmanager
def _or_the_nearest(application, slot, now):
    """What to propose instead is looked for once the transaction is over."""
    try:
        yield
    except slots.Gone:
        others = nearest(slot.starts, programme=application.programme, now=now, mode=slot.mode)
        raise SlotTaken(others) from None


@contextmanager
def _locked(application):
    with transaction.atomic():
        slots.lock_application(application)
        yield


def _asked(application, key):
    return Booking.objects.filter(application=application, key=key).select_related("slot").first()


def _live(application):
    live = Booking.objects.live().filter(application=application)
    booking = live.select_related("slot__interviewer", "slot__campus").first()
    if booking:
        booking.application = application
    return booking


def _changeable(application, *, now, by):
    booking = _live(application)
    if booking and not by and now > booking.slot.starts - settings.CHANGE_DELAY:
        raise Refused("L’entretien est trop proche pour être changé ici : appelez le centre.")
    return booking


def _create(application, slot, *, key, now):
    _next_version(application)
    met = application.bookings.filter(attendance=Attendance.ATTENDED).count()
    return application.bookings.create(slot=slot, key=key, rank=met + 1, booked_at=now)


def _end(booking, *, now, by):
    booking.cancelled_at = now
    booking.cancelled_by = Booking.By.CENTRE if by else Booking.By.CANDIDATE
    booking.save(update_fields=["cancelled_at", "cancelled_by"])
    slots.free(booking.slot_id, now=now)


def _unbook(application, *, now, by, reason):
    due_at = now + settings.INTERVIEW_DELAY
    workflow.step(application, "unbooked", now=now, by=by, reason=reason, due_at=due_at)


def _next_version(application):
    """A calendar keeps the highest version it has read."""
    own = Application.objects.filter(pk=application.pk)
    own.update(calendar_sequence=F("calendar_sequence") + 1)
    application.calendar_sequence = own.values_list("calendar_sequence", flat=True).get()
