"""Acts of staff on applications: foreseen, asked for, taken back or carried out.

An act that is asked for changes nothing and writes to nobody for UNDO_DELAY: taking it back within
that time is exact, because nothing has happened yet. What it would free stays held, nobody else is
offered it; the place that it would take is counted as taken. What it does is told beforehand by
doing it in a transaction that is undone.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from enrolment import workflow
from enrolment.applications import places, review
from enrolment.mails import outbox
from enrolment.models import CLOSED, HOLDING, Act, Application, Message, Status
from enrolment.workflow import Gone, NotDone, Refused

logger = logging.getLogger(__name__)

VERBS: dict[str, Callable] = {verb.value: getattr(review, verb) for verb in Act.Verb}
NEEDS_REASON = ("ask_documents", "decline")
EXAMPLE = "…"  # the reason, while it is not written yet


@dataclass
class Foreseen:
    """What an act would do to one application, or why it would not be done."""

    application: Application
    before: str
    refusal: str = ""
    after: str = ""
    letters: list[tuple[str, str]] = field(default_factory=list)  # (to, subject)
    offered: list[str] = field(default_factory=list)  # who the freed place goes to
    is_called_off: bool = False  # an interview is cancelled with the application


def possible(application: Application) -> list[tuple[str, str]]:
    """(verb, label) of the acts that the status of this application allows."""
    return [
        (name, label)
        for name, label in Act.Verb.choices
        if application.status in workflow.ALLOWED.get(name, ((), ""))[0]
        or (name == "attach_to_next" and _waits_for_an_intake(application))
    ]


def _waits_for_an_intake(application):
    return application.cohort_id is None and application.status not in CLOSED


def waiting(application: Application) -> Act | None:
    """Returns the act that waits on this application, if any."""
    return application.acts.waiting().select_related("by").first()


# Beforehand


def foresee(
    name: str, applications: Iterable[Application], *, now: datetime, by, reason: str = ""
) -> list[Foreseen]:
    """Tells what this act would do to each, in order: it is done, then all is undone."""
    with _undone():
        return [_foresee(name, one, now=now, by=by, reason=reason) for one in applications]


@contextmanager
def _undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _foresee(name, application, *, now, by, reason):
    told = Foreseen(application, Status(application.status).label)
    last = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    try:
        with transaction.atomic():
            _check_none_waits(application)
            application.interview_events.all().delete()  # they are told without this act
            had_interview = application.bookings.live().exists()
            tried = _anew(application.pk)
            offered = VERBS[name](tried, now=now, by=by, reason=reason or EXAMPLE)
    except NotDone as refusal:
        told.refusal = str(refusal)
        return told
    told.after = Status(tried.status).label
    told.offered = [str(other) for other in offered or []]
    told.is_called_off = had_interview and tried.status in CLOSED
    told.letters = _written(tried, last) + _to_be_written(tried)
    return told


def _anew(key):
    """Reads an application with what its letters say. Raises Gone."""
    found = Application.objects.select_related("programme", "cohort").filter(pk=key).first()
    if found is None:
        raise Gone
    return found


def _written(application, last):
    rows = application.messages.filter(pk__gt=last).select_related("email").order_by("pk")
    return [(", ".join(row.email.to), row.subject) for row in rows]


def _to_be_written(application):
    letters = outbox.foreseen(application)
    return [(letter.to, letter.parts["subject"]) for letter in letters]


# Asked for, then taken back or carried out


def ask(name: str, application: Application, *, now: datetime, by, reason: str = "") -> Act:
    """Notes an act, to be done once UNDO_DELAY has passed. Raises NotDone if it could not be."""
    if name in NEEDS_REASON and not reason.strip():
        raise Refused(Act.NO_REASON)
    with transaction.atomic():
        if application.cohort:
            places.lock(application.cohort)  # before the application, as everywhere
        workflow.lock(application)
        (told,) = foresee(name, [application], now=now, by=by, reason=reason)
        if told.refusal:
            raise Refused(told.refusal)
        act = _note(name, application, now=now, by=by, reason=reason)
        if not settings.UNDO_DELAY:
            _carry_out(act, now=now)
    return act


def _note(name, application, *, now, by, reason):
    due = {"asked_at": now, "due_at": now + settings.UNDO_DELAY}
    try:
        with transaction.atomic():
            act = Act.objects.create(
                application=application, verb=name, reason=reason, by=by, **due
            )
    except IntegrityError:
        raise Refused(WAITING) from None
    _note_place(act)
    return act


def _note_place(act):
    """Tells the pages when the place that an act would take is counted, or no longer."""
    if act.verb in places.TAKING:
        workflow.note_places(*HOLDING)


WAITING = "Un acte attend déjà sur ce dossier : annulez-le, ou faites-le sans attendre."


def _check_none_waits(application):
    if application.acts.waiting().exists():
        raise Refused(WAITING)


def undo(act: Act, *, now: datetime, by) -> None:
    """Takes back an act that waits. Raises Refused once it is done, or taken back already."""
    with transaction.atomic():
        if not _end(act, Act.Outcome.UNDONE, now=now, ended_by=by):
            act.refresh_from_db()
            raise Refused(f"Trop tard : cet acte est {act.get_outcome_display()}.")
        _note_place(act)


def do_now(act: Act, *, now: datetime, by) -> None:
    """Does an act without waiting any longer. Raises Refused if it has ended, or cannot be done."""
    if not _carry_out(act, now=now, ended_by=by):
        raise Refused("Cet acte est déjà fait ou annulé.")
    if act.outcome == Act.Outcome.REFUSED:
        raise Refused(act.refusal)


def carry_out(now: datetime, dry_run: bool = False) -> int:
    """Does the acts whose delay has passed, in the order in which they were asked for."""
    due = list(Act.objects.waiting().filter(due_at__lte=now).select_related("application", "by"))
    return len(due) if dry_run else sum(_tried(act, now=now) for act in due)


def _tried(act, *, now):
    """Carries out an act; what prevents it is logged, and does not stop the acts after it."""
    try:
        return _carry_out(act, now=now)
    except Exception as error:
        # Not its message, which may quote somebody's data.
        logger.error("Un acte de l’équipe n’a pas pu être fait (%s).", type(error).__name__)
        return False


def _carry_out(act, *, now, ended_by=None):
    """Whether this call ended the act: done, or refused because life went on meanwhile."""
    with transaction.atomic():
        application = _anew(act.application_id)
        if application.cohort:
            places.lock(application.cohort)
        workflow.lock(application)
        if not _end(act, Act.Outcome.DONE, now=now, ended_by=ended_by):
            return False
        refusal = _refusal(act, application, now)
        if refusal:
            act.outcome, act.refusal = Act.Outcome.REFUSED, refusal
            act.save(update_fields=["outcome", "refusal"])
            _note_place(act)
    return True


def _refusal(act, application, now):
    """Does the act; returns why it cannot be done, in words."""
    try:
        with transaction.atomic():
            VERBS[act.verb](application, now=now, by=act.by, reason=act.reason)
    except NotDone as refusal:
        return str(refusal)
    return ""


def _end(act, outcome, **changes):
    """Claims the act for whoever ends it first: its undo, or its hour."""
    changes = {"outcome": outcome, "ended_at": changes.pop("now"), **changes}
    if not Act.objects.waiting().filter(pk=act.pk).update(**changes):
        return False
    for name, value in changes.items():
        setattr(act, name, value)
    return True
