"""Helpers for the tests of transitions: make applications, take a step, or several at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection
from django.test import Client

from enrolment import workflow
from enrolment.applications import places, review
from enrolment.models import Application, Status
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW

BOOKING = {"booked", "unbooked"}  # taken by `interviews/bookings.py`
DAY = timedelta(days=1)
LATER = NOW + DAY


def move(application, verb, **options):
    needed = {"now": LATER, "reason": "une pièce d’identité" if verb == "ask_documents" else ""}
    if verb in BOOKING:
        return workflow.step(application, verb, **needed | options)
    return getattr(review, verb)(application, **needed | options)


def stored(application):
    return Application.objects.get(pk=application.pk)


def in_cohort(status, *, places=1, **fields):
    return factories.application(
        cohort=factories.cohort(places=places), status=Status(status), **fields
    )


def line(cohort, *days):
    """Makes applications put on the waiting list that many days after NOW."""
    return [
        factories.application(cohort=cohort, status=Status.WAITING_LIST, since=NOW + n * DAY)
        for n in days
    ]


def signed_in(permissions=()):
    """Gives the client of a member of staff who has these permissions only."""
    client, user = Client(), factories.staff()
    user.user_permissions.set(permissions)
    client.force_login(user)
    return client


def at_once(act, people):
    """Runs `act` on everyone in parallel threads; returns the results, and refusals, in order."""

    def run(person):
        try:
            return act(person)
        except workflow.Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(run, people))


def refusals(answers):
    return [answer for answer in answers if isinstance(answer, workflow.Refused)]


def places_taken(people):
    (count,) = at_once(lambda person: places.taken(person.cohort), people[:1])
    return count
