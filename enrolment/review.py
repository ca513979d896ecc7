"""The life of a file once it is written: who may move it, from where to where.

The only writer of `Application.status`. Booking an interview, sending a file or deciding on it
all come through here; each step leaves a row in the log and a mail, or nothing at all.
"""

from datetime import datetime

from django.db import IntegrityError, models, transaction

from catalogue.models import Cohort
from enrolment import mail
from enrolment.models import Application, Status, Transition

# Sent, and not closed: what a candidate may still take back, and the centre refuse.
LIVE = (
    Status.SUBMITTED,
    Status.WAITING_DOCUMENTS,
    Status.TO_BOOK,
    Status.BOOKED,
    Status.INTERVIEWED,
    Status.WAITING_LIST,
    Status.ADMISSIBLE,
)

# verb: (from, to). What is not here is refused.
ALLOWED = {
    "submit": ((Status.DRAFT,), Status.SUBMITTED),
    "ask_documents": ((Status.SUBMITTED, Status.TO_BOOK), Status.WAITING_DOCUMENTS),
    "documents_complete": ((Status.WAITING_DOCUMENTS,), Status.SUBMITTED),
    "invite": ((Status.SUBMITTED, Status.WAITING_DOCUMENTS), Status.TO_BOOK),
    "booked": ((Status.TO_BOOK,), Status.BOOKED),
    "unbooked": ((Status.BOOKED,), Status.TO_BOOK),
    # From « à réserver » too: some are met at an open day, without an appointment.
    "interviewed": ((Status.TO_BOOK, Status.BOOKED), Status.INTERVIEWED),
    "admit_conditionally": ((Status.INTERVIEWED,), Status.ADMISSIBLE),
    "put_on_waiting_list": ((Status.INTERVIEWED,), Status.WAITING_LIST),
    "offer_place": ((Status.WAITING_LIST,), Status.ADMISSIBLE),
    "sign": ((Status.ADMISSIBLE,), Status.ADMITTED),
    "decline": (LIVE, Status.DECLINED),
    "withdraw": (LIVE, Status.WITHDRAWN),
    "reopen": ((Status.DECLINED, Status.WITHDRAWN), Status.SUBMITTED),
}


class Hand(models.TextChoices):
    """Who is expected to do something."""

    CENTRE = "centre", "le centre"
    CANDIDATE = "candidat", "le candidat"
    NOBODY = "personne", "personne"


HAND = {
    Status.DRAFT: Hand.CANDIDATE,
    Status.SUBMITTED: Hand.CENTRE,
    Status.WAITING_DOCUMENTS: Hand.CANDIDATE,
    Status.TO_BOOK: Hand.CANDIDATE,
    Status.BOOKED: Hand.NOBODY,
    Status.INTERVIEWED: Hand.CENTRE,
    Status.ADMISSIBLE: Hand.CANDIDATE,
    Status.WAITING_LIST: Hand.CENTRE,
    Status.ADMITTED: Hand.NOBODY,
    Status.DECLINED: Hand.NOBODY,
    Status.WITHDRAWN: Hand.NOBODY,
}


class Refused(Exception):
    """The file cannot take this step. The message can be shown."""


# The verbs. `by` is the member of staff; nobody when the candidate, or the site, acts. The
# `reason` is kept in the log, and read by the candidate in the mail.


def submit(application, *, now: datetime, by=None, reason=""):
    _move(application, "submit", now=now, by=by, reason=reason)


def ask_documents(application, *, now: datetime, by=None, reason=""):
    """The reason says which: without it the candidate could do nothing."""
    if not reason.strip():
        raise Refused("Écrivez dans le motif les documents attendus.")
    _move(application, "ask_documents", now=now, by=by, reason=reason)


def documents_complete(application, *, now: datetime, by=None, reason=""):
    _move(application, "documents_complete", now=now, by=by, reason=reason)


def invite(application, *, now: datetime, by=None, reason=""):
    _move(application, "invite", now=now, by=by, reason=reason)


def booked(application, *, now: datetime, by=None, reason=""):
    _move(application, "booked", now=now, by=by, reason=reason)


def unbooked(application, *, now: datetime, by=None, reason=""):
    _move(application, "unbooked", now=now, by=by, reason=reason)


def interviewed(application, *, now: datetime, by=None, reason=""):
    _move(application, "interviewed", now=now, by=by, reason=reason)


def admit_conditionally(application, *, now: datetime, by=None, reason=""):
    """Takes a place: the contract is awaited. Refused when none remains."""
    _move(application, "admit_conditionally", now=now, by=by, reason=reason)


def put_on_waiting_list(application, *, now: datetime, by=None, reason=""):
    _move(application, "put_on_waiting_list", now=now, by=by, reason=reason)


def offer_place(application, *, now: datetime, by=None, reason=""):
    """Takes a place for someone who waits, as long as those before keep theirs."""
    _move(application, "offer_place", now=now, by=by, reason=reason)


def sign(application, *, now: datetime, by=None, reason=""):
    _move(application, "sign", now=now, by=by, reason=reason)


def decline(application, *, now: datetime, by=None, reason="") -> Application | None:
    """Returns who is next in line, when this frees a place."""
    return _leave(application, "decline", now=now, by=by, reason=reason)


def withdraw(application, *, now: datetime, by=None, reason="") -> Application | None:
    """Returns who is next in line, when this frees a place."""
    return _leave(application, "withdraw", now=now, by=by, reason=reason)


def reopen(application, *, now: datetime, by=None, reason=""):
    """Back to the centre, from the start: a mistake, or a candidate who comes back."""
    try:
        _move(application, "reopen", now=now, by=by, reason=reason)
    except IntegrityError:
        raise Refused("Une autre candidature de cette personne est en cours.") from None


# Places


def taken(cohort: Cohort) -> int:
    """How many places are promised or given."""
    return Application.objects.filter(cohort=cohort).holding_a_place().count()


def waiting(cohort: Cohort):
    """The waiting list, in order: the day each was put on it, then the day each applied."""
    line = Application.objects.filter(cohort=cohort, status=Status.WAITING_LIST)
    return line.order_by("status_since", "submitted_at", "pk")


def next_in_line(cohort: Cohort) -> Application | None:
    return waiting(cohort).first()


def rank(application: Application) -> int | None:
    """1 for the next in line; None for who is not waiting."""
    if application.status != Status.WAITING_LIST:
        return None
    line = list(waiting(application.cohort).values_list("pk", flat=True))
    return line.index(application.pk) + 1 if application.pk in line else None


def _take_place(application):
    """Refuses when no place remains, or when those that remain belong to people before.

    Every taker of a place comes one after the other: the row of the cohort is locked on
    PostgreSQL, and on SQLite the whole database, since the transaction began.
    """
    cohort = Cohort.objects.select_for_update(no_key=True).get(pk=application.cohort_id)
    if cohort.places is None:
        return
    left = cohort.places - taken(cohort)
    if left <= 0:
        raise Refused(f"Il n’y a plus de place dans la promotion {cohort}.")
    place_in_line = rank(application) or waiting(cohort).count() + 1
    if place_in_line > left:
        raise Refused(
            f"Les places qui restent dans la promotion {cohort} reviennent à la liste d’attente."
        )


# The one step


def _move(application, verb, *, now, by, reason):
    """Compare and swap, log, mail: all of it or none. Returns where the file was."""
    sources, after = ALLOWED[verb]
    with transaction.atomic():
        current = Application.objects.get(pk=application.pk)
        before = Status(current.status)
        if before not in sources:
            raise _refusal(before)
        if after in (Status.ADMISSIBLE, Status.WAITING_LIST) and current.cohort_id is None:
            raise Refused("Cette candidature n’est rattachée à aucune promotion.")
        if after == Status.ADMISSIBLE:
            _take_place(current)
        changes = {"status": after, "status_since": now}
        if verb == "submit":
            changes["submitted_at"] = now
        if not Application.objects.filter(pk=current.pk, status=before).update(**changes):
            raise _refusal(Application.objects.get(pk=current.pk).status)
        Transition.objects.create(
            application=current, before=before, after=after, at=now, by=by, reason=reason
        )
        for name, value in changes.items():
            setattr(application, name, value)
        mail.status_changed(application, reason=reason, rank=rank(application))
    return before


def _leave(application, verb, **step):
    before = _move(application, verb, **step)
    freed = before == Status.ADMISSIBLE and application.cohort
    return next_in_line(application.cohort) if freed else None


def _refusal(status):
    return Refused(f"Ce n’est pas possible à l’étape « {Status(status).label} ».")
