"""The steps a file may take, and the one function that takes them.

The only writer of `Application.status`. `review.py` (staff, places) and `booking.py` (interviews)
both step through here: compare and swap, a row in the log, or nothing at all.
"""

from datetime import datetime

from django.db import models, transaction

from enrolment.models import Application, Status, Transition

# Sent, and not closed: what a candidate may still take back, and the centre refuse.
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
    "meet_again": ((Status.INTERVIEWED,), Status.TO_BOOK),
    "admit_conditionally": ((Status.INTERVIEWED,), Status.ADMISSIBLE),
    "put_on_waiting_list": ((Status.INTERVIEWED,), Status.WAITING_LIST),
    "offer_place": ((Status.WAITING_LIST,), Status.OFFERED),
    "accept_place": ((Status.OFFERED,), Status.ADMISSIBLE),
    "let_place_pass": ((Status.OFFERED,), Status.WAITING_LIST),
    "sign": ((Status.ADMISSIBLE,), Status.ADMITTED),
    "decline": (LIVE, Status.DECLINED),
    # A contract may fall through after the signature: the place is free again.
    "withdraw": ((*LIVE, Status.ADMITTED), Status.WITHDRAWN),
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
    Status.OFFERED: Hand.CANDIDATE,
    Status.ADMITTED: Hand.NOBODY,
    Status.DECLINED: Hand.NOBODY,
    Status.WITHDRAWN: Hand.NOBODY,
}


class Refused(Exception):
    """The file cannot take this step. The message can be shown."""


def step(
    application: Application,
    verb: str,
    *,
    now: datetime,
    by=None,
    reason: str = "",
    due_at: datetime | None = None,
) -> Status:
    """Moves the file, notes who and why, and brings `application` up to date.

    `by` is the member of staff; nobody when the candidate, or the site, acts. Returns where the
    file was. Raises Refused, and changes nothing, when somebody else has moved it meanwhile.
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
    """Where the file stands now; raises Refused when it may not take this step from there."""
    before = Status(Application.objects.values_list("status", flat=True).get(pk=application.pk))
    if before not in ALLOWED[verb][0]:
        raise _refusal(before)
    return before


def _refusal(status):
    return Refused(f"Ce n’est pas possible à l’étape « {Status(status).label} ».")
