"""What staff and the site do with a file that was sent: one function a verb.

Each one is a step of `workflow.py` and the mail that says it, together or not at all. `by` is the
member of staff; nobody when the candidate, or the site, acts. The `reason` is kept in the log, and
read by the candidate in the mail.
"""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from enrolment import booking, mail, places
from enrolment.models import Application, Status
from enrolment.workflow import Refused, check, step


def submit(application, *, now: datetime, by=None, reason=""):
    _move(application, "submit", now=now, by=by, reason=reason)


def ask_documents(application, *, now: datetime, by=None, reason=""):
    """The reason says which: without it the candidate could do nothing."""
    if not reason.strip():
        raise Refused("Écrivez dans le motif les documents attendus.")
    due_at = now + settings.DOCUMENTS_DELAY
    _move(application, "ask_documents", now=now, by=by, reason=reason, due_at=due_at)


def documents_complete(application, *, now: datetime, by=None, reason=""):
    _move(application, "documents_complete", now=now, by=by, reason=reason)


def invite(application, *, now: datetime, by=None, reason=""):
    due_at = now + settings.INTERVIEW_DELAY
    _move(application, "invite", now=now, by=by, reason=reason, due_at=due_at)


def interviewed(application, *, now: datetime, by=None, reason=""):
    with transaction.atomic():
        _move(application, "interviewed", now=now, by=by, reason=reason)
        booking.met(application)


def meet_again(application, *, now: datetime, by=None, reason=""):
    """A second interview: the candidate chooses a slot again."""
    due_at = now + settings.INTERVIEW_DELAY
    _move(application, "meet_again", now=now, by=by, reason=reason, due_at=due_at)


def admit_conditionally(application, *, now: datetime, by=None, reason=""):
    """Takes a place: the contract is awaited. Refused when none remains."""
    _move(application, "admit_conditionally", now=now, by=by, reason=reason)


def put_on_waiting_list(application, *, now: datetime, by=None, reason=""):
    _move(application, "put_on_waiting_list", now=now, by=by, reason=reason)


def offer_place(application, *, now: datetime, by=None, reason=""):
    """Holds a place for someone who waits, for a time, as long as those before keep theirs."""
    due_at = now + settings.OFFER_DELAY
    _move(application, "offer_place", now=now, by=by, reason=reason, due_at=due_at)


def accept_place(application, *, now: datetime, by=None, reason=""):
    _move(application, "accept_place", now=now, by=by, reason=reason)


def let_place_pass(application, *, now: datetime, by=None, reason=""):
    """Nobody answered in time: the place goes to whoever is next."""
    with transaction.atomic():
        _move(application, "let_place_pass", now=now, by=by, reason=reason)
        Application.objects.filter(pk=application.pk).update(passed_at=now)
    application.passed_at = now


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


_OF_A_COHORT = ("admit_conditionally", "put_on_waiting_list", "offer_place")
_TAKES_A_PLACE = ("admit_conditionally", "offer_place")


def _move(application, verb, *, now, by, reason, due_at=None):
    with transaction.atomic():
        check(application, verb)
        if verb in _OF_A_COHORT and application.cohort_id is None:
            raise Refused("Cette candidature n’est rattachée à aucune promotion.")
        if verb in _TAKES_A_PLACE:
            places.take(application)
        before = step(application, verb, now=now, by=by, reason=reason, due_at=due_at)
        mail.status_changed(application, reason=reason, due=due_at, rank=places.rank(application))
    return before


def _leave(application, verb, **how):
    with transaction.atomic():
        before = _move(application, verb, **how)
        booking.release(application, now=how["now"], by=how["by"])
    freed = before in (Status.OFFERED, Status.ADMISSIBLE, Status.ADMITTED) and application.cohort
    return places.next_in_line(application.cohort) if freed else None
