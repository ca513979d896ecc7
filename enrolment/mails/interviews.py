"""The letters of each event of an interview: to the candidate, the guardians, the interviewer.

The candidate reads what to do; guardians and interviewer read what happens. These letters are
written here and posted by `outbox.py`, which knows when.
"""

from datetime import timedelta

from django.conf import settings
from post_office.models import STATUS, Email

from charmilles import typography
from charmilles.addresses import absolute_url
from enrolment.interviews import calendar_files, link
from enrolment.interviews.appointment import Appointment
from enrolment.mails.letter import (
    Letter,
    guardian_mailboxes,
    links_of_guardians,
    without_links,
    write,
)
from enrolment.models import Application, Booking, Message, Slot, Wish

CHOOSE = "Choisir un autre jour"
REMINDERS = {
    "interview_reminder_48h": settings.CONFIRMATION_DELAY,
    "interview_reminder_3h": timedelta(hours=3),
}


def confirmed(booking: Booking) -> list[Letter]:
    return [
        _to_candidate(_told(booking), "interview_confirmed", joined=booking),
        *_to_guardians(booking, "interview_guardian_confirmed"),
        _to_interviewer(booking, "interview_staff_confirmed"),
        *_reminders(booking),
    ]


def moved(booking: Booking, before: Slot) -> list[Letter]:
    """The interview left the slot `before`. A former interviewer is told that it is cancelled."""
    was = ("C’était", Appointment(before).when)
    if before.interviewer_id == booking.slot.interviewer_id:
        staff = [_to_interviewer(booking, "interview_staff_moved", was)]
    else:
        staff = [
            _to_interviewer(booking, "interview_staff_cancelled", slot=before, is_off=True),
            _to_interviewer(booking, "interview_staff_confirmed"),
        ]
    return [
        _to_candidate(_told(booking), "interview_moved", was, joined=booking),
        *_to_guardians(booking, "interview_guardian_moved", was),
        *staff,
        *_reminders(booking),
    ]


def cancelled(booking: Booking, reason: str) -> list[Letter]:
    """Cancelled by one of the two; the reason, given by the centre, is read by the candidate."""
    return _called_off(booking, f"interview_cancelled_by_{booking.cancelled_by}", reason)


def application_closed(booking: Booking) -> list[Letter]:
    return _called_off(booking, "interview_closed", "")


def day_closed(booking: Booking, reason: str) -> list[Letter]:
    return _called_off(booking, "interview_day_closed", reason)


def _called_off(booking, name, reason):
    told = _told(booking)
    action = () if name == "interview_closed" else (CHOOSE, told.url)
    why = ("Motif", reason)
    return [
        _to_candidate(told, name, why, facts=told.facts_of_the_past, joined=booking, action=action),
        *_to_guardians(booking, "interview_guardian_cancelled", facts=told.facts_of_the_past),
        _to_interviewer(booking, "interview_staff_cancelled", is_off=True),
    ]


def missed(booking: Booking) -> list[Letter]:
    """The candidate did not come. Only they are told."""
    told = _told(booking)
    facts, action = told.facts_of_the_past, (CHOOSE, told.url)
    return [_to_candidate(told, "interview_missed", facts=facts, action=action)]


def slot_held(wish: Wish) -> list[Letter]:
    """A slot is held for a candidate who waited. The letter expires with the hold."""
    until = ("Gardé pour vous jusqu’au", typography.moment(wish.held_until))
    told = Appointment(wish.slot, wish.application)
    check = absolute_url("enrolment:interview_check", wish.application.reference)
    options = {
        "action": ("Réserver ce créneau", f"{check}?creneau={wish.slot_id}"),
        "expires_at": wish.held_until,
    }
    return [_to_candidate(told, "interview_slot_held", until, **options)]


# Reminders


def _reminders(booking):
    """Letters that wait for their hour; each holds a link to answer, good until the interview."""
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
            letters.append(_to_candidate(_told(booking), name, action=confirm, also=also, **when))
    return letters


def forget_reminders(application: Application) -> None:
    """Deletes the reminders that have not left yet, and their traces in the application."""
    waiting = Message.objects.filter(application=application, name__in=REMINDERS).exclude(
        email__status=STATUS.sent
    )
    mails = list(waiting.exclude(email=None).values_list("email", flat=True))
    waiting.delete()
    Email.objects.filter(pk__in=mails).delete()


# To each reader


def _told(booking):
    return Appointment(booking.slot, booking.application)


def _to_candidate(told, name, *more, facts=None, joined=None, **options):
    """`joined` is the booking whose calendar file goes with the letter."""
    options = {"action": ("Ouvrir mon entretien", told.url)} | options
    application = told.application
    return write(
        application.address,
        name,
        greeted=without_links(application.first_name),
        facts=[*more, *(facts or told.facts), *_about(application)],
        files=calendar_files.attachments(joined, url=told.url) if joined else None,
        **_common(told),
        **options,
    )


def _to_guardians(booking, name, *more, facts=None):
    """One letter for each e-mail address of a minor's guardians, without a link: they have no way
    into the application."""
    application, told = booking.application, _told(booking)
    if not application.is_minor(today=typography.local(booking.slot.starts).date()):
        return []
    whose = ("Candidature de", without_links(application.full_name))
    return [
        write(
            mailbox,
            name,
            facts=[whose, *more, *(facts or told.facts_for_guardians), *_about(application)],
            also=links_of_guardians(application),
            files=calendar_files.attachments(booking),
            **_common(told),
        )
        for mailbox in guardian_mailboxes(application)
    ]


def _to_interviewer(booking, name, *more, slot=None, is_off=False):
    """`slot` is another one than that of the booking: the one that was left. `is_off`: nobody will
    come."""
    application = booking.application
    told = Appointment(slot or booking.slot, application)
    return write(
        told.slot.interviewer.email,
        name,
        facts=[
            ("Avec", without_links(application.full_name)),
            *more,
            *([("Quand", told.when)] if is_off else told.facts_for_staff),
            *_about(application),
        ],
        action=(
            "Ouvrir la candidature",
            absolute_url("admin:enrolment_application_change", application.pk),
        ),
        answered=False,
        **_common(told),
    )


def _common(told):
    return {
        "programme": told.application.programme,
        "application": told.application,
        "reference": told.application.reference,
        "when": told.when,
    }


def _about(application):
    return [
        ("Référence", application.reference),
        ("Formation", typography.french(application.programme.short_name)),
    ]
