"""Counts the applications to each cohort, for its public page: the catalogue knows no application.

An erased application still counts, by the anonymous row that it leaves (`Erasure`).
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Manager, Q
from django.utils import timezone

from catalogue.models import ApplicationFigures, Cohort, CohortState
from enrolment.applications.usual_delay import FEWEST, median_stay
from enrolment.models import Application, Erasure, Status, Transition

Counted = dict[str, int | None]
NONE = (0, 0)  # sent, admitted
ADMITTED = Q(status=Status.ADMITTED)


def count(now: datetime, dry_run: bool) -> int:
    """Counts again those of the cohorts whose registration has ended; returns how many changed.

    A duty of housekeeping: what it writes raises the number of the public pages.
    """
    on = timezone.localdate(now)
    changed = [(cohort, values) for cohort, values in _figures(on) if _differs(cohort, values)]
    for cohort, values in [] if dry_run else changed:
        ApplicationFigures.objects.update_or_create(
            cohort=cohort, defaults=values | {"counted_on": on}
        )
    return len(changed)


def _figures(on: date) -> Iterator[tuple[Cohort, Counted]]:
    kept, erased = _by_cohort(Application.objects), _by_cohort(Erasure.objects)
    cohorts = Cohort.objects.filter(pk__in=kept.keys() | erased.keys()).select_related("figures")
    for cohort in cohorts.prefetch_related("years"):
        state = cohort.state(on=on)
        if state.is_past or state == CohortState.CLOSED:
            counts = kept.get(cohort.pk, NONE), erased.get(cohort.pk, NONE)
            sent, admitted = map(sum, zip(*counts, strict=True))
            days = _answer_days(cohort, kept=counts[0][0])
            yield cohort, {"applications": sent, "admitted": admitted, "answer_days": days}


def _by_cohort(rows: Manager) -> dict[int, tuple[int, int]]:
    """Maps each cohort to how many of these applications were sent to it, and admitted."""
    sent = rows.exclude(status=Status.DRAFT).exclude(cohort=None).order_by().values("cohort")
    counted = sent.annotate(n=Count("pk"), admitted=Count("pk", filter=ADMITTED))
    return {row["cohort"]: (row["n"], row["admitted"]) for row in counted}


def _answer_days(cohort: Cohort, *, kept: int) -> int | None:
    """Returns the median of days before the first answer; the last one known once few remain.

    The steps of an erased application are gone: with few kept, there is nothing to read.
    """
    steps = Transition.objects.filter(application__cohort=cohort)
    days = median_stay(steps, Status.SUBMITTED) if kept >= FEWEST else None
    known = getattr(cohort, "figures", None)
    return known.answer_days if days is None and known else days


def _differs(cohort: Cohort, values: Counted) -> bool:
    known = getattr(cohort, "figures", None)
    return any(getattr(known, name, None) != value for name, value in values.items())
