"""What we write about an interview, to the three who meet or wait: the letters of each event.

The candidate is told what to do; the representatives of a minor, and who receives, what happens.
Written, not posted: `notices.py` knows when.
"""

from datetime import timedelta

from charmilles.addresses import absolute_url
from django.conf import settings
from post_office.models import STATUS, Email

from charmilles import typography
from enrolment.interviews import appointment, calendar_files, link
from enrolment.mails.letter import Letter, moment, typed, write
from enrolment.models import Application, Booking, Message, Slot, Wish

Audience = Message.Audience
REMINDERS = {
    "interview_reminder_48h": timedelta(hours=48),
    "interview_reminder_3h": timedelta(hours=3),
}


def confirmed(booking: Booking) -> list[Letter]:
    return [
        _to_candidate(booking, "interview_confirmed", joined=True),
        *_to_guardians(booking, "interview_guardian_confirmed"),
        _to_interviewer(booking, "interview_staff_confirmed"),
        *_reminders(booking),
    ]


def moved(booking: Booking, before: Slot) -> list[Letter]:
    """`before`: the slot it was in. Somebody else may receive now: each is told their part."""
    was = ("C’était", appointment.when(before))
    if before.interviewer_id == booking.slot.interviewer_id:
        staff = [_to_interviewer(booking, "interview_staff_moved", was)]
    else:
        staff = [
            _to_interviewer(booking, "interview_staff_cancelled", slot=before),
            _to_interviewer(booking, "interview_staff_confirmed"),
        ]
    return [
        _to_candidate(booking, "interview_moved", was, joined=True),
        *_to_guardians(booking, "interview_guardian_moved", was),
        *staff,
        *_reminders(booking),
    ]


def cancelled(booking: Booking, reason: str) -> list[Letter]:
    """The reason is the centre's, and read by the candidate."""
    return _called_off(booking, f"interview_cancelled_by_{booking.cancelled_by}", reason)


def file_closed(booking: Booking) -> list[Letter]:
    return _called_off(booking, "interview_closed", "")


def day_closed(booking: Booking, reason: str) -> list[Letter]:
    return _called_off(booking, "interview_day_closed", reason)


def _called_off(booking, name, reason):
    return [
        _to_candidate(booking, name, ("Motif", reason), joined=True),
        *_to_guardians(booking, "interview_guardian_cancelled"),
        _to_interviewer(booking, "interview_staff_cancelled"),
    ]


def missed(booking: Booking) -> list[Letter]:
    """To the candidate alone: it is theirs to tell."""
    return [_to_candidate(booking, "interview_missed")]


def slot_held(wish: Wish) -> list[Letter]:
    """Not sent once the slot is somebody else's."""
    until = ("Gardé pour vous jusqu’au", moment(wish.held_until))
    options = {"expires_at": wish.held_until}
    return [_for_candidate(wish.application, wish.slot, "interview_slot_held", until, **options)]


# Reminders: mails that wait for their hour


def _reminders(booking):
    """Answered by one link each, good for this interview until it starts."""
    starts, token = booking.slot.starts, link.make(booking)
    confirm = ("Je viens, je confirme", absolute_url("enrolment:interview_link_confirm", token))
    changes = [
        ("Changer de créneau", absolute_url("enrolment:interview_link_how", token)),
        ("Annuler mon entretien", absolute_url("enrolment:interview_link_cancel", token)),
    ]
    letters = []
    for name, before in REMINDERS.items():
        if booking.booked_at < starts - before:
            when = {"scheduled_time": starts - before, "expires_at": starts}
            also = changes if before > settings.CHANGE_DELAY else []
            letters.append(_to_candidate(booking, name, action=confirm, also=also, **when))
    return letters


def forget_reminders(application: Application) -> None:
    """Those that have not left: the file no longer says that they were sent."""
    waiting = Message.objects.filter(application=application, name__in=REMINDERS).exclude(
        email__status=STATUS.sent
    )
    mails = list(waiting.exclude(email=None).values_list("email", flat=True))
    waiting.delete()
    Email.objects.filter(pk__in=mails).delete()


# To each reader


def _to_candidate(booking, name, *more, joined=False, **options):
    """`joined`: with the file that updates their calendar."""
    files = calendar_files.attachments(booking, url=_page(booking.application)) if joined else None
    return _for_candidate(booking.application, booking.slot, name, *more, files=files, **options)


def _for_candidate(application, slot, name, *more, action=None, **options):
    return write(
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
    return absolute_url("enrolment:interview", application.reference)


def _to_guardians(booking, name, *more):
    """Of a minor; once for each address, without a way into the file."""
    application, slot = booking.application, booking.slot
    if not application.is_minor(today=slot.starts.date()):
        return []
    emails = application.guardians.exclude(email="").values_list("email", flat=True)
    whose = ("Candidature de", typed(application.full_name))
    return [
        write(
            email,
            name,
            facts=[whose, *_about(application), *more, *appointment.facts(slot, application)],
            action=("Vos données et vos droits", absolute_url("catalogue:privacy")),
            audience=Audience.GUARDIAN,
            files=calendar_files.attachments(booking),
            **_common(application, slot),
        )
        for email in dict.fromkeys(emails)
    ]


def _to_interviewer(booking, name, *more, slot=None):
    application, slot = booking.application, slot or booking.slot
    return write(
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
            absolute_url("admin:enrolment_application_change", application.pk),
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
