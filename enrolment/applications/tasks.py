"""The tasks of a draft: which ones this candidate has, which are done, which comes next."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from enrolment.applications.asked import documents_asked, documents_missing
from enrolment.models import Application


class Task(NamedTuple):
    slug: str
    title: str


IDENTITY = Task("vous", "Vous")
GUARDIANS = Task("representants", "Vos représentants légaux")
SCHOOLING = Task("parcours", "Votre parcours")
CONTRACT = Task("contrat", "Le contrat et l’entreprise")
STATUS = Task("statut", "Votre statut")
MOTIVATION = Task("motivation", "Votre motivation")
DOCUMENTS = Task("documents", "Vos documents")
DISABILITY = Task("handicap", "Situation de handicap")
CONSENT = Task("accord", "Votre accord")


def tasks_of(application: Application, *, today: date) -> list[Task]:
    """The tasks of this candidate, in order. A minor also names those who will sign too."""
    minor = [GUARDIANS] if application.is_minor(today=today) else []
    papers = [DOCUMENTS] if documents_asked(application, today=today) else []
    status = status_tasks(application)
    return [IDENTITY, *minor, SCHOOLING, *status, MOTIVATION, *papers, DISABILITY, CONSENT]


def status_tasks(application: Application) -> list[Task]:
    """Asks for the contract where one may be signed, else which status where there are several."""
    if application.offers_contract():
        return [CONTRACT]
    return [STATUS] if len(application.statuses_offered) > 1 else []


def find_task(application: Application, slug: str, *, today: date) -> Task | None:
    """The task of this slug, if this candidate has it."""
    every = tasks_of(application, today=today)
    return next((task for task in every if task.slug == slug), None)


def is_done(application: Application, task: Task, *, today: date) -> bool:
    if task is DOCUMENTS:
        return not documents_missing(application, today=today)
    filled = {
        IDENTITY: application.first_name and application.birth_date and application.phone,
        SCHOOLING: application.diploma and application.schooling_finished,
        CONTRACT: application.search or not application.may_sign_contract(),
        STATUS: application.learner_status,
        MOTIVATION: application.motivation_finished,
        DISABILITY: application.wants_call is not None,
        CONSENT: application.consent_version,
    }
    return bool(application.guardians.all() if task is GUARDIANS else filled[task])


def tasks_to_do(application: Application, *, today: date) -> Iterator[Task]:
    """The tasks still to do, in order, each looked at when it is reached."""
    every = tasks_of(application, today=today)
    return (task for task in every if not is_done(application, task, today=today))


def next_task(application: Application, *, today: date) -> Task | None:
    """The first task still to do; None when the application can be checked and sent."""
    return next(tasks_to_do(application, today=today), None)
