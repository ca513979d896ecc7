"""Writes the letters about interviews, a few seconds after the event that they tell.

Booking must be a short transaction, and writing four letters with their calendar files takes long:
the transaction only notes the event (`interviews/events.py`), and the sender of mails writes the
letters later, without delaying anybody. A noted event is told even if a process is killed.
"""

import logging
from contextlib import nullcontext

from django.db import transaction

from enrolment.mails import applications, interviews
from enrolment.mails.letter import Letter, post
from enrolment.models import Application, InterviewEvent, Wish

logger = logging.getLogger(__name__)
Event = InterviewEvent.Event


def write() -> int:
    """Puts the letters of every noted event in the queue, in order; says how many events it told.

    Two runs at once tell each event once. An event that cannot be told is tried again by the next
    run, and later ones of the same application wait for it: a confirmation never comes after its
    cancellation.
    """
    told, waiting = 0, set()
    noted = InterviewEvent.objects.order_by("pk").values_list("pk", "application")
    for pk, application in list(noted):
        if application not in waiting and _tried(pk):
            told += 1
        else:
            waiting.add(application)
    return told


def write_first(application: Application) -> None:
    """Puts the letters of this application's events in the queue, before another letter about it.

    To be called in the transaction of a decision, once the application is locked: its letter does
    not overtake that of the interview. An event that cannot be told is left to `write`.
    """
    noted = InterviewEvent.objects.filter(application=application).order_by("pk")
    for pk in list(noted.values_list("pk", flat=True)):
        if not _tried(pk, within=transaction.atomic):  # a database error undoes this event alone
            return


def foreseen(application: Application) -> list[Letter]:
    """Gives the letters of this application's events, without putting them in the queue."""
    noted = _known().filter(application=application).order_by("pk")
    return [letter for event in noted for letter in _letters(event)]


def _tried(pk, *, within=nullcontext) -> bool:
    """Whether this call told the event. What prevents it is logged, and stops nobody."""
    try:
        with within():
            return _tell(pk)
    except Exception as error:
        # Not its message, which may quote somebody's data.
        logger.error("Un événement d’entretien n’a pas pu être annoncé (%s).", type(error).__name__)
        return False


def _tell(pk) -> bool:
    """Writes the letters, then claims the event and posts them together.

    The application is locked before the event, as by whoever erases it or decides on it.
    """
    event = _known().filter(pk=pk).first()
    if event is None:
        return False
    letters = _letters(event)
    with transaction.atomic():
        Application.objects.select_for_update(no_key=True).filter(pk=event.application_id).first()
        claimed, _ = InterviewEvent.objects.filter(pk=pk).delete()
        if claimed:
            interviews.forget_reminders(event.application)
            for letter in letters:
                post(letter)
    return bool(claimed)


def _known():
    return InterviewEvent.objects.select_related(
        "application__programme",
        "application__cohort",
        "booking__slot__interviewer",
        "booking__slot__campus",
        "slot__interviewer",
        "slot__campus",
    )


def _letters(event) -> list[Letter]:
    booking, before = _as_it_was(event), event.slot
    match event.event:
        case Event.CONFIRMED:
            return interviews.confirmed(booking)
        case Event.MOVED:
            return interviews.moved(booking, before)
        case Event.CANCELLED:
            return interviews.cancelled(booking, event.reason)
        case Event.APPLICATION_CLOSED:
            return interviews.application_closed(booking)
        case Event.DAY_CLOSED:
            return interviews.day_closed(booking, event.reason)
        case Event.ATTENDED:
            return applications.interviewed(event.application)
        case Event.MISSED:
            return interviews.missed(booking)
        case Event.HELD:
            wishes = Wish.objects.filter(application=event.application, slot=before)
            return [letter for wish in wishes for letter in interviews.slot_held(wish)]


def _as_it_was(event):
    """Returns the booking as it was at the event: later changes have events of their own."""
    booking = event.booking
    if booking:
        booking.application = event.application
        booking.application.calendar_sequence = event.calendar_sequence
        if event.event in (Event.CONFIRMED, Event.MOVED):
            booking.cancelled_at = None
    return booking
