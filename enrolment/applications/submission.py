"""The sending of a complete application by its candidate."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from charmilles.throttle import hit
from enrolment import workflow
from enrolment.applications import review
from enrolment.applications.tasks import next_task
from enrolment.mails import applications as mails
from enrolment.models import Application, Status
from enrolment.workflow import Refused

PER_HOUR = 5  # applications sent by one person; counted by mailbox, as a class shares its network


class Incomplete(Refused):
    """The application lacks something; `tasks.next_task` says what."""

    def __init__(self):
        super().__init__("Il manque quelque chose à votre dossier : la liste des tâches dit quoi.")


def submit(application: Application, *, now: datetime) -> Application:
    """Sends a complete application. Asked twice, sends once: the second time changes nothing.

    Raises Incomplete when a task is still to be done, Gone once the application is erased, TooMany
    after several applications of the same person. Not inside a transaction.
    """
    if application.status == Status.DRAFT:
        hour = timedelta(hours=1)
        hit("submission", application.mailbox, limit=PER_HOUR, period=hour, now=now)
    with transaction.atomic():
        # Locked, then read again: no other tab takes an answer out before the sending.
        status = workflow.lock(application)
        application.refresh_from_db()
        if status != Status.DRAFT:
            return application
        if next_task(application, today=timezone.localdate(now)):
            raise Incomplete
        review.submit(application, now=now)
        mails.staff_new_application(application)
    return application
