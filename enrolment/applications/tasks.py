"""The tasks of a draft: which ones this candidate has, which are done, which comes next."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from catalogue.models import Programme
from enrolment.applications.asked import documents_asked, documents_missing, documents_of_all
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

# The answers of the tasks that one may leave half done.
ASKED = {
    IDENTITY: ["first_name", "last_name", "birth_date", "phone"],
    SCHOOLING: ["situation", "last_class", "diploma"],
    CONTRACT: ["learner_status", "search", "company"],
    MOTIVATION: ["why", "strengths", "rhythm"],
}


class State(StrEnum):
    """How far a task is, in the words of the candidate's list."""

    TO_DO = "À faire"
    BEGUN = "En cours"
    DONE = "Terminé"


def tasks_of(application: Application, *, today: date) -> list[Task]:
    """The tasks of this candidate, in order. A minor also names those who will sign too."""
    minor = [GUARDIANS] if application.is_minor(today=today) else []
    return _in_order(application, minor, documents_asked(application, today=today))


def tasks_ahead(programme: Programme) -> list[Task]:
    """The tasks of an adult who has not begun; a minor has one more."""
    return _in_order(Application(programme=programme), [], documents_of_all(programme))


def _in_order(application, minor, asked):
    papers, status = [DOCUMENTS] if asked else [], status_tasks(application)
    return [IDENTITY, *minor, SCHOOLING, *status, MOTIVATION, *papers, DISABILITY, CONSENT]


def status_tasks(application: Application) -> list[Task]:
    """Asks for the contract where one may be signed, else which status where there are several."""
    if application.offers_contract():
        return [CONTRACT]
    return [STATUS] if len(application.statuses_offered) > 1 else []


@dataclass(frozen=True)
class Step:
    """A task among those of a candidate: the third of eight, after another one or none."""

    task: Task
    rank: int
    count: int
    before: Task | None


def find_step(application: Application, slug: str, *, today: date) -> Step | None:
    """The task of this slug among the others, if this candidate has it."""
    every = tasks_of(application, today=today)
    for rank, (before, task) in enumerate(pairwise([None, *every]), start=1):
        if task.slug == slug:
            return Step(task, rank, len(every), before)
    return None


def is_done(application: Application, task: Task, *, today: date) -> bool:
    if task is DOCUMENTS:
        return not documents_missing(application, today=today)
    filled = {
        IDENTITY: all(getattr(application, name) for name in ASKED[IDENTITY]),
        SCHOOLING: application.schooling_finished
        and all(getattr(application, name) for name in ASKED[SCHOOLING]),
        CONTRACT: application.search or not application.may_sign_contract(),
        STATUS: application.learner_status,
        MOTIVATION: application.motivation_finished,
        DISABILITY: application.wants_call is not None,
        CONSENT: application.consent_version,
    }
    return bool(application.guardians.all() if task is GUARDIANS else filled[task])


def state(application: Application, task: Task, *, today: date) -> State:
    if is_done(application, task, today=today):
        return State.DONE
    if task is DOCUMENTS:
        begun = any(document for _, document in documents_asked(application, today=today))
    else:
        begun = any(getattr(application, name) for name in ASKED.get(task, []))
    return State.BEGUN if begun else State.TO_DO


def next_task(application: Application, *, today: date, after: Task | None = None) -> Task | None:
    """The first task still to do, looked for from the one after `after`; None when all are done.

    Whoever sets a task aside goes on with the following ones, and comes back to it at the end.
    """
    every = tasks_of(application, today=today)
    start = every.index(after) + 1 if after in every else 0
    in_turn = every[start:] + every[:start]
    return next((task for task in in_turn if not is_done(application, task, today=today)), None)
