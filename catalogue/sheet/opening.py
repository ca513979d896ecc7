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
    """Returns where to ask for a mail at the opening; "" when it is open, or nothing will say it.

    Sessions on demand never open. Where applications are made elsewhere, we know of an opening by
    the dates of an intake alone.
    """
    if intake is None:
        may_open = programme.takes_applications
    else:
        may_open = intake.state != CohortState.ON_DEMAND and not is_open(programme, intake)
    return reverse("enrolment:alert", args=[programme.slug]) if may_open else ""
