"""What we write about an interview, to the three who meet or wait: one function per event.

The candidate is told what to do; the representatives of a minor, and who receives, what happens.
"""

from datetime import timedelta

from django.conf import settings
from post_office.models import STATUS, Email

from charmilles import typography
from enrolment import appointment, ics, interview_link
from enrolment.letter import address, moment, queue, typed
from enrolment.models import CLOSED, Booking, Message, Slot, Wish

Audience = Message.Audience
REMINDERS = {
    "interview_reminder_48h": timedelta(hours=48),
    "interview_reminder_3h": timedelta(hours=3),
}


def confirmed(booking: Booking) -> None:
    _tell_candidate(booking, "interview_confirmed", joined=True)
    _tell_guardians(booking, "interview_guardian_confirmed")
    _tell_interviewer(booking, "interview_staff_confirmed")
    _schedule_reminders(booking)


def moved(booking: Booking, before: Slot) -> None:
    """`before`: the slot it was in. Somebody else may receive now: each is told their part."""
    was = ("C’était", appointment.when(before))
    _tell_candidate(booking, "interview_moved", was, joined=True)
    _tell_guardians(booking, "interview_guardian_moved", was)
    if before.interviewer_id == booking.slot.interviewer_id:
        _tell_interviewer(booking, "interview_staff_moved", was)
    else:
        _tell_interviewer(booking, "interview_staff_cancelled", slot=before)
        _tell_interviewer(booking, "interview_staff_confirmed")
    _remove_reminders(booking.application)
    _schedule_reminders(booking)


def cancelled(booking: Booking, *, by: str, reason: str = "") -> None:
    """`by`: of `Booking.By`. The reason is the centre's, and read by the candidate."""
    closed = booking.application.status in CLOSED
    _called_off(booking, "interview_closed" if closed else f"interview_cancelled_by_{by}", reason)


def day_closed(booking: Booking, reason: str) -> None:
    _called_off(booking, "interview_day_closed", reason)


def _called_off(booking, name, reason):
    _tell_candidate(booking, name, ("Motif", reason), joined=True)
    _tell_guardians(booking, "interview_guardian_cancelled")
    _tell_interviewer(booking, "interview_staff_cancelled")
    _remove_reminders(booking.application)


def missed(booking: Booking) -> None:
    """To the candidate alone: it is theirs to tell."""
    _tell_candidate(booking, "interview_missed")
    _remove_reminders(booking.application)


def slot_held(wish: Wish) -> None:
    """Not sent once the slot is somebody else's."""
    until = ("Gardé pour vous jusqu’au", moment(wish.held_until))
    _write_to_candidate(
        wish.application, wish.slot, "interview_slot_held", until, expires_at=wish.held_until
    )


# Reminders: mails that wait for their hour


def _schedule_reminders(booking):
    """Answered by one link each, good for this interview until it starts."""
    starts, token = booking.slot.starts, interview_link.make(booking)
    confirm = ("Je viens, je confirme", address("enrolment:interview_link_confirm", token))
    changes = [
        ("Changer de créneau", address("enrolment:interview_link_how", token)),
        ("Annuler mon entretien", address("enrolment:interview_link_cancel", token)),
    ]
    for name, before in REMINDERS.items():
        if booking.booked_at < starts - before:
            when = {"scheduled_time": starts - before, "expires_at": starts}
            also = changes if before > settings.CHANGE_DELAY else []
            _tell_candidate(booking, name, action=confirm, also=also, **when)


def _remove_reminders(application):
    """Those that have not left: the file no longer says that they were sent."""
    waiting = Message.objects.filter(application=application, name__in=REMINDERS).exclude(
        email__status=STATUS.sent
    )
    mails = list(waiting.exclude(email=None).values_list("email", flat=True))
    waiting.delete()
    Email.objects.filter(pk__in=mails).delete()


# To each reader


def _tell_candidate(booking, name, *more, joined=False, **options):
    """`joined`: with the file that updates their calendar."""
    files = ics.attachments(booking, url=_page(booking.application)) if joined else None
    _write_to_candidate(booking.application, booking.slot, name, *more, files=files, **options)


def _write_to_candidate(application, slot, name, *more, action=None, **options):
    queue(
        application.email,
        name,
        greeted=typed(application.first_name),
        facts=[*_about(application), *more, *appointment.facts(slot, application)],
        action=action or ("Ouvrir mon entretien", _page(application)),
        audience=Audience.CANDIDATE,
        **_common(application, slot),
        **options,
    )


def _page(application):
    return address("enrolment:interview", application.reference)


def _tell_guardians(booking, name, *more):
    """Of a minor; once for each address, without a way into the file."""
    application, slot = booking.application, booking.slot
    if not application.is_minor(today=slot.starts.date()):
        return
    emails = application.guardians.exclude(email="").values_list("email", flat=True)
    whose = ("Candidature de", typed(application.full_name))
    for email in dict.fromkeys(emails):
        queue(
            email,
            name,
            facts=[whose, *_about(application), *more, *appointment.facts(slot, application)],
            action=("Vos données et vos droits", address("catalogue:privacy")),
            audience=Audience.GUARDIAN,
            files=ics.attachments(booking),
            **_common(application, slot),
        )


def _tell_interviewer(booking, name, *more, slot=None):
    application, slot = booking.application, slot or booking.slot
    queue(
        slot.interviewer.email,
        name,
        facts=[
            *_about(application),
            ("Avec", typed(application.full_name)),
            *more,
            ("Quand", appointment.when(slot)),
            ("Comment", appointment.how(slot)),
            ("Où", appointment.where(slot)),
        ],
        action=(
            "Ouvrir la candidature",
            address("admin:enrolment_application_change", application.pk),
        ),
        answered=False,
        audience=Audience.STAFF,
        **_common(application, slot),
    )


def _common(application, slot):
    return {
        "programme": application.programme,
        "application": application,
        "reference": application.reference,
        "when": appointment.when(slot),
    }


def _about(application):
    return [
        ("Référence", application.reference),
        ("Formation", typography.french(application.programme.short_name)),
    ]
