"""Places of a cohort: how many are promised, who waits for one, and in which order."""

from datetime import date

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from catalogue.models import Cohort, CohortState, Programme, intakes
from enrolment.models import Application, Status
from enrolment.workflow import Refused


def intake_for(programme: Programme, *, on: date) -> Cohort | None:
    """The cohort one applies to on that day, or None for the next intake to come.

    Without a place left, one still applies: the file joins the waiting list.
    """
    best = next(iter(intakes(programme.cohorts.all(), on=on)), None)
    takes = best and (best.state.takes_applications or best.state == CohortState.FULL)
    return best.cohort if takes else None


def taken(cohort: Cohort) -> int:
    """How many places are promised or given."""
    return Application.objects.filter(cohort=cohort).holding_a_place().count()


def taken_of_each() -> Coalesce:
    """The same for each cohort of a query: settings.PLACES_TAKEN, which the catalogue reads."""
    held = Application.objects.filter(cohort=OuterRef("pk")).holding_a_place()
    counted = held.order_by().values("cohort").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def waiting(cohort: Cohort):
    """The waiting list, in order: the day each was put on it, then the day each applied.

    Who let a place pass comes after those to whom none was proposed.
    """
    line = Application.objects.filter(cohort=cohort, status=Status.WAITING_LIST)
    return line.order_by(F("passed_at").asc(nulls_first=True), "status_since", "submitted_at", "pk")


def entitled(cohort: Cohort) -> list[Application]:
    """To whom the free places come back, in order: one each, and not to who let one pass.

    To be asked inside the transaction that offers them: see `left`.
    """
    free = left(cohort) or 0
    return list(waiting(cohort).filter(passed_at=None)[: max(free, 0)])


def rank(application: Application) -> int | None:
    """1 for the next in line; None for who is not waiting."""
    if application.status != Status.WAITING_LIST:
        return None
    line = list(waiting(application.cohort).values_list("pk", flat=True))
    return line.index(application.pk) + 1 if application.pk in line else None


def lock(cohort: Cohort) -> Cohort:
    """Who takes or frees a place comes one after the other, until the end of the transaction.

    The row of the cohort is locked on PostgreSQL, before that of any file; on SQLite the whole
    database, since the transaction began.
    """
    return Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)


def left(cohort: Cohort) -> int | None:
    """How many places remain; None when they are not counted. Locks the cohort."""
    cohort = lock(cohort)
    return None if cohort.places is None else cohort.places - taken(cohort)


def take(application: Application) -> None:
    """Refuses when no place remains, or when those that remain belong to people before."""
    cohort = application.cohort
    remaining = left(cohort)
    if remaining is None:
        return
    if remaining <= 0:
        raise Refused(f"Il n’y a plus de place dans la promotion {cohort}.")
    place_in_line = rank(application) or waiting(cohort).count() + 1
    if place_in_line > remaining:
        raise Refused(
            f"Les places qui restent dans la promotion {cohort} reviennent à la liste d’attente."
        )
