"""The steps that an application may take from one status to another, and the function for them.

Only this module writes `Application.status`; `applications/review.py` and `interviews/bookings.py`
call it. A step updates the status and adds a `Transition`, or changes nothing.
"""

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from catalogue.models import ContentVersion
from catalogue.sheet.weeks import public_holidays
from charmilles.typography import LAST_MINUTE
from enrolment.models import HOLDING, Application, Status, Transition

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

# What the candidate does next at these steps: (label of a button, name of the page that it opens).
NEXT_STEP = {
    Status.WAITING_DOCUMENTS: ("Envoyer mes documents", "enrolment:documents"),
    Status.TO_BOOK: ("Choisir un jour pour l’entretien", "enrolment:interview"),
    Status.BOOKED: ("Voir, déplacer ou annuler mon entretien", "enrolment:interview"),
    Status.OFFERED: ("Répondre à cette proposition", "enrolment:place"),
}


def deadline(now: datetime, delay: timedelta) -> datetime:
    """Gives the candidate this delay, and the rest of its last day in Paris."""
    last = timezone.localdate(now + delay)
    return timezone.make_aware(datetime.combine(last, LAST_MINUTE))


def answered_by(application: Application) -> date | None:
    """Returns the last of the working days in which the centre promises to answer, or None."""
    days = application.programme.answer_days
    if not days or application.submitted_at is None:
        return None
    day = timezone.localdate(application.submitted_at)
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5 and day not in public_holidays(day.year)
    return day


class NotDone(Exception):
    """Something asked for was not done, and changed nothing. The title and message are for users.

    Views let these exceptions through: `views/not_done.py` answers all of them with a page.
    """

    title = "Ce n’est pas possible"


class Refused(NotDone):
    """The application cannot take this step."""


class AlreadyDone(Refused):
    """The application has taken this step already: a second click, or another tab."""

    title = "C’est déjà fait"


class Gone(NotDone):
    """What the request is about does not exist, or no longer."""

    def __init__(
        self,
        title: str = "Ce dossier n’existe pas, ou plus",
        message: str = "Il a été effacé, ou son adresse a été mal recopiée.",
    ):
        super().__init__(message)
        self.title = title


class PartGone(Gone):
    """The application exists, but not what the request is about in it."""


def find(applications: QuerySet[Application], **known) -> Application:
    """Returns the application that is known by these values. Raises Gone."""
    application = applications.filter(**known).first()
    if application is None:
        raise Gone
    return application


def lock(application: Application) -> Status:
    """Locks the application until commit; returns its current status. Raises Gone."""
    return _status(Application.objects.select_for_update(no_key=True), application)


def current_status(application: Application) -> Status:
    """Returns the status in the database. Raises Gone."""
    return _status(Application.objects, application)


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
    has just been changed by somebody else; Gone when the application has just been erased.
    """
    sources, after = ALLOWED[verb]
    changes = {"status": after, "status_since": now, "due_at": due_at}
    if verb == "submit":
        changes["submitted_at"] = now
    with transaction.atomic():
        before = check(application, verb)
        if not Application.objects.filter(pk=application.pk, status=before).update(**changes):
            raise _refusal(verb, current_status(application))
        Transition.objects.create(
            application=application, before=before, after=after, at=now, by=by, reason=reason
        )
        note_places(before, after)
    for name, value in changes.items():
        setattr(application, name, value)
    return before


def check(application: Application, verb: str) -> Status:
    """Returns the current status. Raises Refused when it does not allow this step, or Gone."""
    before = current_status(application)
    if before not in ALLOWED[verb][0]:
        raise _refusal(verb, before)
    return before


def _status(applications, application):
    found = applications.filter(pk=application.pk).values_list("status", flat=True).first()
    if found is None:
        raise Gone
    return Status(found)


def _refusal(verb, status):
    if status == ALLOWED[verb][1]:
        return AlreadyDone(f"Ce dossier est déjà à l’étape « {status.label} ».")
    return Refused(f"Ce n’est pas possible à l’étape « {status.label} ».")


# Places promised in a cohort: public pages show whether some remain


def note_places(*statuses: str) -> None:
    """Raises the number of the pages, in this transaction, if one of the statuses holds a place.

    To call with the statuses before and after a change of an application or of its cohort.
    """
    if any(status in HOLDING for status in statuses):
        ContentVersion.raise_number(on_pages_alone=True)


def connect():
    """Notes the places of applications created or erased; an `update()` sends no signal."""
    for signal in (post_save, post_delete):
        signal.connect(_note_row, sender=Application, dispatch_uid="places")


def _note_row(instance, **kwargs):
    note_places(instance.status)
