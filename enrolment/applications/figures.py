"""Counts the applications to each cohort, for its public page: the catalogue knows no application.

An erased application still counts, by the anonymous row that it leaves (`Erasure`).
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, F
from django.utils import timezone

from catalogue.models import ApplicationFigures, Cohort, CohortState
from enrolment.applications.usual_delay import median_days, stays
from enrolment.models import Application, Erasure, Status, Transition

Counted = dict[str, int | None]


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
    sent, admitted = _by_cohort(), _by_cohort(status=Status.ADMITTED)
    cohorts = Cohort.objects.filter(pk__in=sent).select_related("figures").counted()
    for cohort in cohorts.prefetch_related("years"):
        state = cohort.state(on=on)
        if state.is_past or state == CohortState.CLOSED:
            yield (
                cohort,
                {
                    "applications": sent[cohort.pk],
                    "admitted": admitted[cohort.pk],
                    "answer_days": _answer_days(cohort),
                },
            )


def _by_cohort(**filters) -> Counter:
    """Maps each cohort to how many applications were sent to it, those erased since included."""
    counts: Counter = Counter()
    for rows in (Application.objects, Erasure.objects):
        sent = rows.exclude(status=Status.DRAFT).exclude(cohort=None).filter(**filters)
        by_cohort = sent.order_by().values("cohort").annotate(n=Count("pk"))
        counts.update(dict(by_cohort.values_list("cohort", "n")))
    return counts


def _answer_days(cohort: Cohort) -> int | None:
    """Returns the median of days before the first answer; the last one known once few remain."""
    steps = (
        Transition.objects.filter(application__cohort=cohort)
        .exclude(before=F("after"))
        .order_by("application_id", "at", "pk")
        .values_list("application_id", "before", "after", "at")
    )
    days = median_days(stays(steps, Status.SUBMITTED))
    known = getattr(cohort, "figures", None)
    return known.answer_days if days is None and known else days


def _differs(cohort: Cohort, values: Counted) -> bool:
    known = getattr(cohort, "figures", None)
    return any(getattr(known, name, None) != value for name, value in values.items())
