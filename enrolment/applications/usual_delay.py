"""How long the centre takes: what a candidate who waits may expect, from earlier files."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from django.db.models import F, Q

from enrolment.models import Application, Status, Transition

PERIOD = timedelta(days=365)
FEWEST = 5  # under that, a figure would tell of somebody, and of nothing else

# (whose file, from where, to where, when)
Step = tuple[int, str, str, datetime]


def usual_days(application: Application, *, now: datetime) -> int | None:
    """Days that files of this programme stay at this step: the median of the last twelve months.

    Rounded up, one at least. None under five files. A file withdrawn by its author says nothing of
    the centre.
    """
    status = application.status
    steps = (
        Transition.objects.filter(application__programme_id=application.programme_id)
        .filter(Q(before=status) | Q(after=status), at__gt=now - PERIOD, at__lte=now)
        .exclude(before=F("after"))
        .order_by("application_id", "at", "pk")
    )
    return median_days(stays(steps.values_list("application_id", "before", "after", "at"), status))


def stays(steps: Iterable[Step], status: str) -> list[timedelta]:
    """How long each file stayed at this step, the last time; in the order of the steps given."""
    entered, stayed = {}, {}
    for who, before, after, at in steps:
        came = entered.pop(who, None)
        if before == status and came and after != Status.WITHDRAWN:
            stayed[who] = at - came
        if after == status:
            entered[who] = at
    return list(stayed.values())


def median_days(durations: list[timedelta]) -> int | None:
    if len(durations) < FEWEST:
        return None
    return max(1, ceil(median(durations) / timedelta(days=1)))
