"""Says how many applied to the last intake and how many were admitted, each number defined."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.utils.text import capfirst

from catalogue.models import CohortState, Intake
from charmilles import typography


class Figure(NamedTuple):
    label: str
    value: str
    definition: str


class Access(NamedTuple):
    title: str
    figures: list[Figure]
    counted_on: date


def access(sheet) -> Access | None:
    """Takes the last cohort whose registration has ended and whose applications were counted.

    Below RESULTS_THRESHOLD applications nothing is said: a number could tell of a person.
    """
    counted = [intake for intake in sheet.intakes if _is_known(intake)]
    if not counted:
        return None
    last = max(counted, key=_starts)
    cohort = last.cohort
    return Access(capfirst(cohort.title), list(_figures(last, sheet)), cohort.figures.counted_on)


def _is_known(intake: Intake) -> bool:
    figures = getattr(intake.cohort, "figures", None)
    has_ended = intake.state.is_past or intake.state == CohortState.CLOSED
    return has_ended and figures and figures.applications >= settings.RESULTS_THRESHOLD


def _starts(intake):
    return (intake.year and intake.year.starts) or date.min


def _figures(intake, sheet):
    cohort, counted = intake.cohort, intake.cohort.figures
    places = cohort.places if cohort.places is not None else sheet.programme.places
    if places is not None:
        yield Figure("Places", typography.number(places), "ouvertes par le centre")
    received = typography.number(counted.applications)
    yield Figure("Candidatures", received, "dossiers envoyés, même retirés ensuite")
    yield Figure("Admis", _few(counted.admitted), f"admission définitive {sheet.last_step.when}")
    if cohort.places is not None and intake.state == CohortState.CLOSED:
        left = max(0, cohort.places - cohort.taken)
        yield Figure("Places restantes", typography.number(left), "ni données, ni promises")
    if counted.answer_days:
        days = f"{counted.answer_days} jour{'s' if counted.answer_days > 1 else ''}"
        yield Figure("Première réponse", days, "la moitié des dossiers l’ont eue plus vite")


def _few(number):
    """Hides a small number: « moins de 5 »."""
    fewest = settings.RESULTS_THRESHOLD
    return typography.number(number) if number >= fewest else f"moins de {fewest}"
