"""Moves a sent application from one status to another: one function per step.

Each function takes a step of `workflow.py` and queues the mail about it, in one transaction. `by`
is the member of staff, None when the candidate or the site acts. The `reason` is kept in the log,
and the candidate reads it in the mail.
"""

from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue.models import Cohort
from enrolment import search
from enrolment.applications import places
from enrolment.interviews import bookings
from enrolment.mails import applications as mails
from enrolment.mails import outbox
from enrolment.mails.interviews import forget_reminders
from enrolment.models import HOLDING, Act, Application, Status
from enrolment.workflow import NotDone, Refused, check, deadline, lock, note_places, step

TOO_LATE = (
    "Le délai pour accepter cette place est passé : elle est proposée à la personne suivante. "
    "Vous restez sur la liste d’attente. Appelez le centre si vous voulez toujours venir."
)


def submit(application, *, now: datetime, by=None, reason=""):
    with transaction.atomic():
        _move(application, "submit", now=now, by=by, reason=reason)
        search.index(application)


def ask_documents(application, *, now: datetime, by=None, reason=""):
    """Asks for the documents that the reason lists. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused("Écrivez dans le motif les documents attendus.")
    due_at = deadline(now, settings.DOCUMENTS_DELAY)
    _move(application, "ask_documents", now=now, by=by, reason=reason, due_at=due_at)


def documents_complete(application, *, now: datetime, by=None, reason=""):
    _move(application, "documents_complete", now=now, by=by, reason=reason)


def invite(application, *, now: datetime, by=None, reason=""):
    due_at = deadline(now, settings.INTERVIEW_DELAY)
    _move(application, "invite", now=now, by=by, reason=reason, due_at=due_at)


def interviewed(application, *, now: datetime, by=None, reason=""):
    with transaction.atomic():
        _move(application, "interviewed", now=now, by=by, reason=reason)
        bookings.mark_attended(application)
        forget_reminders(application)  # it may be marked before its hour


def meet_again(application, *, now: datetime, by=None, reason=""):
    """Asks for a second interview: the candidate chooses a slot again."""
    due_at = deadline(now, settings.INTERVIEW_DELAY)
    _move(application, "meet_again", now=now, by=by, reason=reason, due_at=due_at)


def admit_conditionally(application, *, now: datetime, by=None, reason=""):
    """Takes a place until the contract is signed. Raises Refused when none remains."""
    _move(application, "admit_conditionally", now=now, by=by, reason=reason)


def put_on_waiting_list(application, *, now: datetime, by=None, reason=""):
    _move(application, "put_on_waiting_list", now=now, by=by, reason=reason)


def offer_place(application, *, now: datetime, by=None, reason=""):
    """Offers a free place for OFFER_DELAY, respecting the order of the list."""
    due_at = deadline(now, settings.OFFER_DELAY)
    _move(application, "offer_place", now=now, by=by, reason=reason, due_at=due_at)


def accept_place(application, *, now: datetime, by=None, reason=""):
    """Accepts the place offered. After `due_at` the candidate loses it: raises Refused. Staff may
    still accept it for them, as long as it is offered.
    """
    late = Application.objects.filter(pk=application.pk, status=Status.OFFERED, due_at__lte=now)
    if by is None and late.exists():
        let_place_pass(application, now=now)
        raise Refused(TOO_LATE)
    _move(application, "accept_place", now=now, by=by, reason=reason)


def let_place_pass(application, *, now: datetime, by=None, reason="") -> list[Application]:
    """Puts the application back on the list after a no, or no answer; returns the new offers."""
    with transaction.atomic():
        places.lock(application.cohort)
        _move(application, "let_place_pass", now=now, by=by, reason=reason)
        Application.objects.filter(pk=application.pk).update(passed_at=now)
        application.passed_at = now
        return offer_freed_places(application.cohort, now=now)


def offer_freed_places(cohort, *, now: datetime) -> list[Application]:
    """Offers each free place to the next on the list; skips those who have just left it."""
    offered = []
    with transaction.atomic():
        for application in places.next_in_line(cohort):
            with suppress(NotDone):
                offer_place(application, now=now)
                offered.append(application)
    return offered


def sign(application, *, now: datetime, by=None, reason=""):
    _move(application, "sign", now=now, by=by, reason=reason)


def decline(application, *, now: datetime, by=None, reason="") -> list[Application]:
    """Returns the applications that the freed place is offered to."""
    return _leave(application, "decline", now=now, by=by, reason=reason)


def withdraw(application, *, now: datetime, by=None, reason="") -> list[Application]:
    """Returns the applications that the freed place is offered to.

    Tells staff, unless one of them did it.
    """
    with transaction.atomic():
        offered = _leave(application, "withdraw", now=now, by=by, reason=reason)
        if by is None:
            mails.staff_withdrawn(application, reason=reason)
    return offered


def reopen(application, *, now: datetime, by=None, reason=""):
    """Starts the review again, after a mistake or when the candidate comes back. Raises Refused."""
    try:
        _move(application, "reopen", now=now, by=by, reason=reason)
    except IntegrityError:
        raise Refused("Une autre candidature de cette personne est en cours.") from None


def attach(application, *, cohort: Cohort, now: datetime, by=None):
    """Attaches an application for a later intake to this cohort, without changing its status.

    The candidate gets a mail, except about a draft. Raises Refused.
    """
    if cohort.programme_id != application.programme_id:
        raise Refused(f"La promotion {cohort} est celle d’une autre formation.")
    unattached = Application.objects.going_on().filter(pk=application.pk, cohort=None)
    try:
        with transaction.atomic():
            lock(application)
            application.refresh_from_db()
            if not unattached.update(cohort=cohort):
                raise Refused("Cette candidature est close, ou elle a déjà une promotion.")
            application.cohort = cohort
            note_places(application.status)
            if application.status != Status.DRAFT:
                _note_attachment(application, now=now, by=by)
    except IntegrityError:
        raise Refused("Cette personne a déjà une candidature dans cette promotion.") from None


def attach_to_next(application, *, now: datetime, by=None, reason=""):
    """Attaches an application to the cohort that takes applications today. Raises Refused."""
    cohort = places.intake_for(application.programme, on=timezone.localdate(now))
    if cohort is None:
        raise Refused("Aucune promotion de cette formation ne prend de candidatures aujourd’hui.")
    attach(application, cohort=cohort, now=now, by=by)


def _note_attachment(application, *, now, by):
    status, cohort = application.status, application.cohort
    reason = f"Rattachée à la {cohort.noun} {cohort}"
    application.transitions.create(before=status, after=status, at=now, by=by, reason=reason)
    mails.attached(application)


# Duties of housekeeping.py: each returns how many applications it handled, or would handle


def attach_waiting(now: datetime, dry_run: bool = False) -> int:
    """Attaches applications without a cohort as soon as one takes applications."""
    count, today = 0, timezone.localdate(now)
    unattached = Application.objects.going_on().filter(cohort=None).select_related("programme")
    for application in unattached:
        cohort = places.intake_for(application.programme, on=today)
        with suppress(NotDone):
            if cohort and not dry_run:
                attach(application, cohort=cohort, now=now)
            count += bool(cohort)
    return count


def end_offers(now: datetime, dry_run: bool = False) -> int:
    """Ends the offers not answered in time, and offers their places to the next on the list.

    Not those on which an act of staff waits: it may be their answer.
    """
    count, late = 0, Application.objects.filter(status=Status.OFFERED, due_at__lte=now)
    for application in late.exclude(Act.objects.wait()):
        with suppress(NotDone):
            if not dry_run:
                let_place_pass(application, now=now)
            count += 1
    return count


def offer_free_places(now: datetime, dry_run: bool = False) -> int:
    """Offers the places that staff have added, or that nobody was offered yet."""
    waiting = Application.objects.filter(status=Status.WAITING_LIST, passed_at=None)
    count = 0
    for cohort in Cohort.objects.filter(places__isnull=False, pk__in=waiting.values("cohort")):
        with transaction.atomic():
            offered = (
                places.next_in_line(cohort) if dry_run else offer_freed_places(cohort, now=now)
            )
            count += len(offered)
    return count


_NEEDS_A_COHORT = ("admit_conditionally", "put_on_waiting_list", "offer_place")


def _move(application, verb, *, now, by, reason, due_at=None):
    with transaction.atomic():
        check(application, verb)
        if verb in _NEEDS_A_COHORT and application.cohort_id is None:
            raise Refused("Cette candidature n’est rattachée à aucune promotion.")
        if verb in places.TAKING:
            places.check_place(application)
        before = step(application, verb, now=now, by=by, reason=reason, due_at=due_at)
        outbox.write_first(application)
        mails.status_changed(application, reason=reason, due=due_at, rank=places.rank(application))
    return before


def _leave(application, verb, *, now, by, reason):
    """Closes the application and frees its place and its interview, in one transaction."""
    with transaction.atomic():
        if application.cohort:
            places.lock(application.cohort)
        before = _move(application, verb, now=now, by=by, reason=reason)
        bookings.release(application, now=now, by=by)
        freed = before in HOLDING and application.cohort
        return offer_freed_places(application.cohort, now=now) if freed else []
