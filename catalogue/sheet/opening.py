"""Tells whether one can enrol in a programme, and where to ask to be told when one can."""

from django.urls import reverse

from catalogue.models import CohortState, Intake, Programme


def is_open(programme: Programme, intake: Intake | None) -> bool:
    """Tells whether enrolment is open: for a place, or for the waiting list that we keep.

    There is no waiting list where applications are made elsewhere.
    """
    if intake is None:
        return False
    state = intake.state
    return state.lets_apply if programme.takes_applications else state.takes_applications


def alert_url(programme: Programme, intake: Intake | None) -> str:
    """Returns where to ask for a mail at the opening; "" when it is open, or has no date to await.

    Sessions on demand are arranged with the centre: they never open.
    """
    is_on_demand = intake is not None and intake.state == CohortState.ON_DEMAND
    if is_on_demand or is_open(programme, intake):
        return ""
    return reverse("enrolment:alert", args=[programme.slug])
