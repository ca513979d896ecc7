"""Withdraws an application, or erases everything about it, when the candidate asks."""

from datetime import datetime

from django.db import transaction

from enrolment import workflow
from enrolment.applications import places, review
from enrolment.mails import privacy as mails
from enrolment.models import Application, Booking, Erasure, Status
from enrolment.privacy.erasure import erase, erase_if, lock
from enrolment.workflow import LIVE, Refused


def withdraw(application: Application, *, reason: str, now: datetime) -> None:
    """Erases a draft; withdraws a sent application, and keeps its history. Raises NotDone."""
    if application.status == Status.DRAFT:
        erase_draft(application, now=now)
    else:
        review.withdraw(application, reason=reason, now=now)


def erase_draft(application: Application, *, now: datetime) -> None:
    """Erases a draft when the candidate asks. Raises Refused if another tab has just sent it."""
    drafts = Application.objects.filter(status=Status.DRAFT)
    if not erase_if(drafts, application.pk, cause=Erasure.Cause.ASKED, now=now):
        workflow.current_status(application)  # raises Gone: already erased
        raise Refused("Votre dossier vient d’être envoyé : il n’a pas été effacé.")


def forget(application: Application, *, now: datetime) -> None:
    """Erases an application when the candidate asks, at once and for good.

    Staff get a mail without any personal data; the place and the interview are freed as for a
    withdrawal. Raises Refused for an admitted candidate: the centre has to keep the application.
    """
    with transaction.atomic():
        if application.cohort:
            places.lock(application.cohort)  # before the application, as everywhere
        current = lock(application.pk)
        if current is None:
            return
        status = current.status
        if status == Status.ADMITTED:
            raise Refused("Votre admission est confirmée : le centre doit garder ce dossier.")
        slot = _booked_slot(current)
        if status in LIVE:
            review.withdraw(current, now=now)
        if status != Status.DRAFT:
            mails.staff_erased(current, status=status, slot=slot, now=now)
        erase(current, cause=Erasure.Cause.ASKED, now=now, status=status)


def _booked_slot(application):
    live = Booking.objects.live().filter(application=application)
    booking = live.select_related("slot__interviewer", "slot__campus").first()
    return booking and booking.slot
