"""Records what happens to interviews, for `mails/outbox.py` to announce."""

from enrolment.models import Application, Booking, InterviewEvent, Slot

Event = InterviewEvent.Event


def note(
    event: str,
    application: Application,
    *,
    booking: Booking | None = None,
    slot: Slot | None = None,
    reason: str = "",
) -> None:
    """Records an event, in the transaction of the change; `mails/outbox.py` writes its letters.

    `slot` is the slot that was left, or the one held for the candidate.
    """
    InterviewEvent.objects.create(
        event=event,
        application=application,
        booking=booking,
        slot=slot,
        reason=reason,
        calendar_sequence=application.calendar_sequence,
    )
