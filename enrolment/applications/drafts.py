"""The draft of an application: started, then filled in task by task.

The only writer of drafts. Every function takes the moment; none of them knows of requests.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue.models import Programme
from charmilles.mailbox import canonical
from enrolment import workflow
from enrolment.applications.places import intake_for
from enrolment.models import YOUNGEST, Application, Guardian, Status, age
from enrolment.workflow import Refused

CONSENT_VERSION = "2026-11-27"


class NotADraft(Refused):
    """The application has been sent: what it says no longer changes."""

    def __init__(self):
        super().__init__("Votre dossier est envoyé : ses réponses ne changent plus.")


class TooYoung(Refused):
    """The candidate is too young to fill in an application alone; nothing was changed."""


# Starting


def start(email: str, programme: Programme, *, now: datetime) -> Application:
    """Returns this person's application to this programme: the one under way, else a new draft.

    Two tabs that start at once get the same draft: the database refuses a second one. An
    application begun for « the next intake » is the same one when that intake has come.
    """
    cohort = intake_for(programme, on=timezone.localdate(now))
    mine = Application.objects.of(canonical(email)).going_on().filter(programme=programme)
    under_way = mine.filter(cohort=cohort).first() or mine.filter(cohort=None).first()
    if under_way:
        return under_way
    try:
        with transaction.atomic():
            return Application.objects.create(
                email=email,
                programme=programme,
                cohort=cohort,
                status_since=now,
                created_at=now,
                saved_at=now,
            )
    except IntegrityError:
        return mine.get(cohort=cohort)


# Filling


def save(application: Application, values: dict, *, now: datetime) -> None:
    """Writes these fields of a draft.

    Raises NotADraft once the application is sent, Gone once it is erased, TooYoung for a birth date
    under the age at which one may consent alone; all change nothing.
    """
    if is_too_young(values.get("birth_date"), today=timezone.localdate(now)):
        raise TooYoung
    with transaction.atomic():
        if workflow.lock(application) != Status.DRAFT:
            raise NotADraft
        draft = Application.objects.filter(pk=application.pk)
        draft.update(**values, saved_at=now, reminders=0, due_at=None)
        application.refresh_from_db()


def is_too_young(born: date | None, *, today: date) -> bool:
    """Whether somebody born on that day is under YOUNGEST, whose source says why."""
    return born is not None and age(born, on=today) < YOUNGEST


def agree(application: Application, *, keeps_contact: bool, now: datetime) -> None:
    """Notes which text was agreed to, and when."""
    consent = {"consent_version": CONSENT_VERSION, "consented_at": now}
    save(application, {**consent, "keeps_contact": keeps_contact}, now=now)


def save_guardians(application: Application, people: list[dict], *, now: datetime) -> None:
    """Replaces the one or two representatives by these."""
    with transaction.atomic():
        save(application, {}, now=now)
        application.guardians.all().delete()
        Guardian.objects.bulk_create(
            Guardian(application=application, rank=rank, **person)
            for rank, person in enumerate(people, start=1)
        )


def tell_needs(application: Application, needs: str) -> None:
    """Keeps what the candidate needs for an accessible interview; only one person may read it."""
    Application.objects.filter(pk=application.pk).update(access_needs=needs)
    application.access_needs = needs
