"""The sending of a complete application by its candidate."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from charmilles.throttle import hit
from enrolment.applications import review
from enrolment.applications.tasks import next_task
from enrolment.mails import applications as mails
from enrolment.models import Application, Status
from enrolment.workflow import Refused

PER_HOUR = 5  # applications sent by one person; counted by mailbox, as a class shares its network


class Incomplete(Exception):
    """The application lacks something; `tasks.next_task` says what."""


def submit(application: Application, *, now: datetime) -> Application:
    """Sends a complete application. Asked twice, sends once: the second time changes nothing.

    Raises Incomplete when a task is still to be done, TooMany after several applications of the
    same person. Not inside a transaction.
    """
    if application.status != Status.DRAFT:
        return application
    hit("submission", application.mailbox, limit=PER_HOUR, period=timedelta(hours=1), now=now)
    with transaction.atomic():
        # Locked: no other tab takes an answer out between this check and the sending.
        Application.objects.select_for_update(no_key=True).get(pk=application.pk)
        if next_task(application, today=timezone.localdate(now)):
            raise Incomplete
        try:
            review.submit(application, now=now)
        except Refused:
            application.refresh_from_db()
            return application
        mails.staff_new_application(application)
    return application
