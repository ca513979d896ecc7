"""Telling the people of an interview: noted with the change, written once it is done.

Giving a place is a short transaction, and writing four letters and their calendar files is long:
the transaction only notes what happened, and the sender of mails writes the letters a few seconds
later, holding nobody up. A note that is there will be written, whatever was killed meanwhile.
"""

import logging

from django.db import transaction

from enrolment.mails import interviews
from enrolment.mails.letter import Letter, post
from enrolment.models import Application, Booking, InterviewEvent, Slot, Wish

logger = logging.getLogger(__name__)
Event = InterviewEvent.Event


def note(
    event: str,
    application: Application,
    *,
    booking: Booking | None = None,
    slot: Slot | None = None,
    reason: str = "",
) -> None:
    """In the transaction of what it tells. `slot`: the one that is left, or held."""
    InterviewEvent.objects.create(
        event=event,
        application=application,
        booking=booking,
        slot=slot,
        reason=reason,
        calendar_sequence=application.calendar_sequence,
    )


def write() -> int:
    """Puts in the queue the letters of everything noted, in order; says how many notes it settled.

    Done twice at once, each is settled once. One that fails is tried again the next time, and those
    of the same file wait for it: a confirmation never comes after its cancellation.
    """
    settled, behind = 0, set()
    for pk, application in list(
        InterviewEvent.objects.order_by("pk").values_list("pk", "application")
    ):
        if application not in behind and _settle(pk):
            settled += 1
        else:
            behind.add(application)
    return settled


def _settle(pk) -> bool:
    """Written outside of any transaction; claimed and posted in one."""
    try:
        notice = _known().filter(pk=pk).first()
        letters = _letters(notice) if notice else []
        with transaction.atomic():
            claimed, _ = InterviewEvent.objects.filter(pk=pk).delete()
            if claimed:
                interviews.forget_reminders(notice.application)
                for letter in letters:
                    post(letter)
        return bool(claimed)
    except Exception as error:
        # Not its message, which may quote somebody's data.
        logger.error("Un avis d’entretien n’a pas pu être écrit (%s).", type(error).__name__)
        return False


def _known():
    return InterviewEvent.objects.select_related(
        "application__programme",
        "application__cohort",
        "booking__slot__interviewer",
        "booking__slot__campus",
        "slot__interviewer",
        "slot__campus",
    )


def _letters(notice) -> list[Letter]:
    booking, before = _as_it_was(notice), notice.slot
    match notice.event:
        case Event.CONFIRMED:
            return interviews.confirmed(booking)
        case Event.MOVED:
            return interviews.moved(booking, before)
        case Event.CANCELLED:
            return interviews.cancelled(booking, notice.reason)
        case Event.FILE_CLOSED:
            return interviews.file_closed(booking)
        case Event.DAY_CLOSED:
            return interviews.day_closed(booking, notice.reason)
        case Event.MISSED:
            return interviews.missed(booking)
        case Event.HELD:
            held = Wish.objects.filter(application=notice.application, slot=before)
            return [letter for wish in held for letter in interviews.slot_held(wish)]


def _as_it_was(notice):
    """What has happened to it since has a note of its own, and a later version in calendars."""
    booking = notice.booking
    if booking:
        booking.application = notice.application
        booking.application.calendar_sequence = notice.calendar_sequence
        if notice.event in (Event.CONFIRMED, Event.MOVED):
            booking.cancelled_at = None
    return booking
