"""Computes how long the centre usually takes at a step, from earlier applications."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from django.db.models import F, Q, QuerySet

from catalogue.models import Programme
from enrolment.models import Application, Status, Transition

PERIOD = timedelta(days=365)
FEWEST = 5  # applications; with fewer, the figure could reveal one person's delay

# (key of the application, status before, status after, date)
Step = tuple[int, str, str, datetime]


def usual_days(application: Application, *, now: datetime) -> int | None:
    """Returns the median stay at this status, in days, in this programme over twelve months.

    Rounded up, at least one; None with fewer than five applications. Leaves out withdrawals, which
    say nothing about the centre.
    """
    return usual_days_of(application.programme, application.status, now=now)


def usual_days_of(programme: Programme, status: str, *, now: datetime) -> int | None:
    """The same for any status, before there is an application."""
    steps = Transition.objects.filter(
        application__programme=programme, at__gt=now - PERIOD, at__lte=now
    )
    return median_stay(steps, status)


def median_stay(transitions: QuerySet, status: str) -> int | None:
    """Returns the median stay at this status among these transitions, as `usual_days` does."""
    steps = (
        transitions.filter(Q(before=status) | Q(after=status))
        .exclude(before=F("after"))
        .order_by("application_id", "at", "pk")
    )
    return median_days(stays(steps.values_list("application_id", "before", "after", "at"), status))


def stays(steps: Iterable[Step], status: str) -> list[timedelta]:
    """Returns how long each application stayed at this status, the last time it left it."""
    entered, durations = {}, {}
    for key, before, after, at in steps:
        since = entered.pop(key, None)
        if before == status and since and after != Status.WITHDRAWN:
            durations[key] = at - since
        if after == status:
            entered[key] = at
    return list(durations.values())


def median_days(durations: list[timedelta]) -> int | None:
    if len(durations) < FEWEST:
        return None
    return max(1, ceil(median(durations) / timedelta(days=1)))
