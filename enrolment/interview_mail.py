"""What we write about an interview, to the three who meet or wait: one function per event.

The candidate is told what to do; the representatives of a minor, and who receives, what happens.
"""

from charmilles import typography
from enrolment import appointment
from enrolment.letter import address, moment, queue, typed
from enrolment.models import CLOSED, Booking, Message, Slot, Wish

Audience = Message.Audience


def confirmed(booking: Booking) -> None:
    _tell_candidate(booking, "interview_confirmed")
    _tell_guardians(booking, "interview_guardian_confirmed")
    _tell_interviewer(booking, "interview_staff_confirmed")


def moved(booking: Booking, before: Slot) -> None:
    """`before`: the slot it was in. Somebody else may receive now: each is told their part."""
    was = ("C’était", appointment.when(before))
    _tell_candidate(booking, "interview_moved", was)
    _tell_guardians(booking, "interview_guardian_moved", was)
    if before.interviewer_id == booking.slot.interviewer_id:
        _tell_interviewer(booking, "interview_staff_moved", was)
    else:
        _tell_interviewer(booking, "interview_staff_cancelled", slot=before)
        _tell_interviewer(booking, "interview_staff_confirmed")


def cancelled(booking: Booking, *, by: str, reason: str = "") -> None:
    """`by`: of `Booking.By`. The reason is the centre's, and read by the candidate."""
    closed = booking.application.status in CLOSED
    name = "interview_closed" if closed else f"interview_cancelled_by_{by}"
    _tell_candidate(booking, name, ("Motif", reason))
    _tell_guardians(booking, "interview_guardian_cancelled")
    _tell_interviewer(booking, "interview_staff_cancelled")


def day_closed(booking: Booking, reason: str) -> None:
    _tell_candidate(booking, "interview_day_closed", ("Motif", reason))
    _tell_guardians(booking, "interview_guardian_cancelled")
    _tell_interviewer(booking, "interview_staff_cancelled")


def missed(booking: Booking) -> None:
    """To the candidate alone: it is theirs to tell."""
    _tell_candidate(booking, "interview_missed")


def slot_held(wish: Wish) -> None:
    """Not sent once the slot is somebody else's."""
    until = ("Gardé pour vous jusqu’au", moment(wish.held_until))
    _write_to_candidate(
        wish.application, wish.slot, "interview_slot_held", until, expires_at=wish.held_until
    )


def _tell_candidate(booking, name, *more):
    _write_to_candidate(booking.application, booking.slot, name, *more)


def _write_to_candidate(application, slot, name, *more, **options):
    queue(
        application.email,
        name,
        greeted=typed(application.first_name),
        facts=[*_about(application), *more, *appointment.facts(slot, application)],
        action=("Ouvrir mon dossier", address("enrolment:dossier", application.reference)),
        audience=Audience.CANDIDATE,
        **_common(application, slot),
        **options,
    )


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
