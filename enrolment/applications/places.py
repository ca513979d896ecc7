"""Counts the places of a cohort, and keeps the order of its waiting list."""

from datetime import date

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from catalogue.models import Cohort, Programme, intakes
from enrolment.models import HOLDING, Act, Application, Status
from enrolment.workflow import Refused

TAKING = ("admit_conditionally", "offer_place")  # verbs that take a place


def intake_for(programme: Programme, *, on: date) -> Cohort | None:
    """Returns the cohort that takes applications on that day, or None.

    A full cohort still takes applications, for its waiting list.
    """
    best = next(iter(intakes(programme.cohorts.all(), on=on)), None)
    return best.cohort if best and best.state.lets_apply else None


def taken(cohort: Cohort) -> int:
    """Counts the places offered, promised or given."""
    return _holding().filter(cohort=cohort).count()


def taken_by_cohort() -> Coalesce:
    """Counts the places taken in each cohort of a query, for the catalogue (PLACES_TAKEN)."""
    held = _holding().filter(cohort=OuterRef("pk"))
    counted = held.order_by().values("cohort").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _holding():
    """Selects those who use a place, or will by an act of staff that waits."""
    return Application.objects.filter(Q(status__in=HOLDING) | Act.objects.wait(*TAKING))


def waiting(cohort: Cohort):
    """Selects the waiting list, ordered by the time each joined it, then the time each applied.

    Those who declined an offer, or did not answer it, come last.
    """
    rows = Application.objects.filter(cohort=cohort, status=Status.WAITING_LIST)
    return rows.order_by(F("passed_at").asc(nulls_first=True), "status_since", "submitted_at", "pk")


def next_in_line(cohort: Cohort) -> list[Application]:
    """Lists the applications to offer the free places to, in order.

    Skips those who declined an offer or did not answer it. Whoever an act of staff waits for keeps
    their turn, and gets no offer until it is done or taken back. Call it in the transaction that
    makes the offers, since it locks the cohort.
    """
    free = count_left(cohort) or 0
    line = _uncounted(cohort).filter(passed_at=None).annotate(is_held=Act.objects.wait())
    return [application for application in line[: max(free, 0)] if not application.is_held]


def rank(application: Application) -> int | None:
    """Returns the rank on the waiting list, from 1; None when not on it."""
    if application.status != Status.WAITING_LIST:
        return None
    keys = list(waiting(application.cohort).values_list("pk", flat=True))
    return keys.index(application.pk) + 1 if application.pk in keys else None


def _position(application):
    """Counts who comes before for a place, and the application itself; last when not on the list.

    Those who take one by an act that waits are counted among the places taken.
    """
    keys = list(_uncounted(application.cohort).values_list("pk", flat=True))
    return keys.index(application.pk) + 1 if application.pk in keys else len(keys) + 1


def _uncounted(cohort):
    """Leaves out of the waiting list those who will take a place by an act that waits."""
    return waiting(cohort).exclude(Act.objects.wait(*TAKING))


def lock(cohort: Cohort) -> Cohort:
    """Locks the cohort until the transaction ends, so that places change one at a time.

    PostgreSQL locks the row of the cohort; lock it before that of any application. SQLite has
    locked the whole database since the transaction began.
    """
    return Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)


def count_left(cohort: Cohort) -> int | None:
    """Locks the cohort; returns how many places remain, None when they are not counted."""
    cohort = lock(cohort)
    return None if cohort.places is None else cohort.places - taken(cohort)


def check_place(application: Application) -> None:
    """Raises Refused unless a place remains after those due to people ahead on the waiting list."""
    cohort = application.cohort
    remaining = count_left(cohort)
    if remaining is None:
        return
    if remaining <= 0:
        raise Refused(f"Il n’y a plus de place dans la {cohort.noun} {cohort}.")
    if _position(application) > remaining:
        raise Refused(
            f"Les places qui restent dans la {cohort.noun} {cohort} reviennent à la liste "
            "d’attente."
        )
