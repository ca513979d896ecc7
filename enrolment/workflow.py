"""The steps that an application may take from one status to another, and the function for them.

Only this module writes `Application.status`; `applications/review.py` and `interviews/bookings.py`
call it. A step updates the status and adds a `Transition`, or changes nothing.
"""

from datetime import datetime

from django.db import models, transaction

from enrolment.models import Application, Status, Transition

# Sent and not closed: the candidate may still withdraw, and the centre may still decline.
LIVE = (
    Status.SUBMITTED,
    Status.WAITING_DOCUMENTS,
    Status.TO_BOOK,
    Status.BOOKED,
    Status.INTERVIEWED,
    Status.WAITING_LIST,
    Status.OFFERED,
    Status.ADMISSIBLE,
)

# verb: (statuses before, status after). Any other step is refused.
ALLOWED = {
    "submit": ((Status.DRAFT,), Status.SUBMITTED),
    "ask_documents": ((Status.SUBMITTED, Status.TO_BOOK), Status.WAITING_DOCUMENTS),
    "documents_complete": ((Status.WAITING_DOCUMENTS,), Status.SUBMITTED),
    "invite": ((Status.SUBMITTED, Status.WAITING_DOCUMENTS), Status.TO_BOOK),
    "booked": ((Status.TO_BOOK,), Status.BOOKED),
    "unbooked": ((Status.BOOKED,), Status.TO_BOOK),
    # From TO_BOOK too: some candidates are met at an open day, without a booking.
    "interviewed": ((Status.TO_BOOK, Status.BOOKED), Status.INTERVIEWED),
    "meet_again": ((Status.INTERVIEWED,), Status.TO_BOOK),
    "admit_conditionally": ((Status.INTERVIEWED,), Status.ADMISSIBLE),
    "put_on_waiting_list": ((Status.INTERVIEWED,), Status.WAITING_LIST),
    "offer_place": ((Status.WAITING_LIST,), Status.OFFERED),
    "accept_place": ((Status.OFFERED,), Status.ADMISSIBLE),
    "let_place_pass": ((Status.OFFERED,), Status.WAITING_LIST),
    "sign": ((Status.ADMISSIBLE,), Status.ADMITTED),
    "decline": (LIVE, Status.DECLINED),
    # From ADMITTED too: a signed contract may fall through, and the place is then free again.
    "withdraw": ((*LIVE, Status.ADMITTED), Status.WITHDRAWN),
    "reopen": ((Status.DECLINED, Status.WITHDRAWN), Status.SUBMITTED),
}


class Actor(models.TextChoices):
    """Who must act next on an application."""

    CENTRE = "centre", "le centre"
    CANDIDATE = "candidat", "le candidat"
    NOBODY = "personne", "personne"


NEXT_ACTOR = {
    Status.DRAFT: Actor.CANDIDATE,
    Status.SUBMITTED: Actor.CENTRE,
    Status.WAITING_DOCUMENTS: Actor.CANDIDATE,
    Status.TO_BOOK: Actor.CANDIDATE,
    Status.BOOKED: Actor.NOBODY,
    Status.INTERVIEWED: Actor.CENTRE,
    Status.ADMISSIBLE: Actor.CANDIDATE,
    Status.WAITING_LIST: Actor.CENTRE,
    Status.OFFERED: Actor.CANDIDATE,
    Status.ADMITTED: Actor.NOBODY,
    Status.DECLINED: Actor.NOBODY,
    Status.WITHDRAWN: Actor.NOBODY,
}


class Refused(Exception):
    """The application cannot take this step. The message is for the user."""


def step(
    application: Application,
    verb: str,
    *,
    now: datetime,
    by=None,
    reason: str = "",
    due_at: datetime | None = None,
) -> Status:
    """Takes a step: changes the status, records who and why, and updates `application`.

    `by` is the member of staff, None when the candidate or the site acts. Returns the status
    before. Raises Refused, and changes nothing, when the current status does not allow the step or
    has just been changed by somebody else.
    """
    sources, after = ALLOWED[verb]
    changes = {"status": after, "status_since": now, "due_at": due_at}
    if verb == "submit":
        changes["submitted_at"] = now
    with transaction.atomic():
        before = check(application, verb)
        if not Application.objects.filter(pk=application.pk, status=before).update(**changes):
            raise _refusal(Application.objects.get(pk=application.pk).status)
        Transition.objects.create(
            application=application, before=before, after=after, at=now, by=by, reason=reason
        )
    for name, value in changes.items():
        setattr(application, name, value)
    return before


def check(application: Application, verb: str) -> Status:
    """Returns the current status. Raises Refused when it does not allow this step."""
    before = Status(Application.objects.values_list("status", flat=True).get(pk=application.pk))
    if before not in ALLOWED[verb][0]:
        raise _refusal(before)
    return before


def _refusal(status):
    return Refused(f"Ce n’est pas possible à l’étape « {Status(status).label} ».")
