"""The candidate's side of a file: start it, fill it task by task, send it, withdraw it.

The only writer of drafts. Every function takes the moment; none of them knows of requests.
"""

from datetime import date, datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue.models import Programme
from enrolment.applications import asked, leaving, review
from enrolment.applications.places import intake_for
from enrolment.mails import applications
from enrolment.models import Application, Guardian, Status
from enrolment.workflow import Refused

CONSENT_VERSION = "2026-11"


class NotADraft(Exception):
    """The file has been sent: what it says no longer changes."""


class Incomplete(Exception):
    """The file lacks something; `tasks` says what."""


# Starting


def start(email: str, programme: Programme, *, now: datetime) -> Application:
    """The file of this person for this programme: the one going on, else a new draft.

    Asking twice gives one file: the constraint decides between two tabs. A file begun for the next
    intake is the same file once that intake has come.
    """
    cohort = intake_for(programme, on=timezone.localdate(now))
    mine = Application.objects.of(email).going_on().filter(programme=programme)
    found = mine.filter(cohort=cohort).first() or mine.filter(cohort=None).first()
    if found:
        return found
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


class Task(NamedTuple):
    slug: str
    title: str


IDENTITY = Task("vous", "Vous")
GUARDIANS = Task("representants", "Vos représentants légaux")
SCHOOLING = Task("parcours", "Votre parcours")
CONTRACT = Task("contrat", "Le contrat et l’entreprise")
MOTIVATION = Task("motivation", "Votre motivation")
DOCUMENTS = Task("documents", "Vos documents")
DISABILITY = Task("handicap", "Situation de handicap")
CONSENT = Task("accord", "Votre accord")


def tasks(application: Application, *, today: date) -> list[Task]:
    """What this candidate has to fill in: a minor also names who signs the contract."""
    minor = [GUARDIANS] if application.is_minor(today=today) else []
    papers = [DOCUMENTS] if asked.asked(application, today=today) else []
    return [IDENTITY, *minor, SCHOOLING, CONTRACT, MOTIVATION, *papers, DISABILITY, CONSENT]


def is_done(application: Application, task: Task, *, today: date) -> bool:
    if task is DOCUMENTS:
        return not asked.missing(application, today=today)
    filled = {
        IDENTITY: application.first_name and application.birth_date and application.phone,
        SCHOOLING: application.diploma and application.schooling_finished,
        CONTRACT: application.search,
        MOTIVATION: application.motivation_finished,
        DISABILITY: application.wants_call is not None,
        CONSENT: application.consent_version,
    }
    return bool(application.guardians.all() if task is GUARDIANS else filled[task])


def next_task(application: Application, *, today: date) -> Task | None:
    """The first one still to do, in order; None when the file can be checked and sent."""
    todo = (t for t in tasks(application, today=today) if not is_done(application, t, today=today))
    return next(todo, None)


def save(application: Application, values: dict, *, now: datetime) -> None:
    """Writes these fields of a draft. Raises NotADraft once it is sent, and changes nothing."""
    draft = Application.objects.filter(pk=application.pk, status=Status.DRAFT)
    if not draft.update(**values, saved_at=now, reminders=0, due_at=None):
        raise NotADraft
    application.refresh_from_db()


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


# Sending, and taking back


def submit(application: Application, *, now: datetime) -> Application:
    """Sends a complete file. Sent twice, it is sent once: the second time changes nothing."""
    if application.status != Status.DRAFT:
        return application
    with transaction.atomic():
        # Nothing is taken out of the file by another tab between the look and the step.
        Application.objects.select_for_update(no_key=True).get(pk=application.pk)
        if next_task(application, today=timezone.localdate(now)):
            raise Incomplete
        try:
            review.submit(application, now=now)
        except Refused:
            application.refresh_from_db()
            return application
        applications.staff_new_application(application)
    return application


def tell_needs(application: Application, needs: str) -> None:
    """What makes an interview accessible; asked after the sending, read by one person only."""
    Application.objects.filter(pk=application.pk).update(access_needs=needs)
    application.access_needs = needs


def withdraw(application: Application, *, reason: str, now: datetime) -> None:
    """A draft leaves no trace; a file that was sent keeps its history."""
    if application.status == Status.DRAFT:
        leaving.erase_draft(application, now=now)
    else:
        review.withdraw(application, reason=reason, now=now)
