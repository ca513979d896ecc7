"""Tells staff which rows of a programme contradict each other, or are past."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.db.models import Prefetch

from catalogue.models import Programme, intakes
from catalogue.sheet.totals import exactly, total
from charmilles import typography


def doubts(programme: Programme, *, on: date) -> Iterator[str]:
    """Gives a sentence for each fact that staff should look at; none of them stops publication."""
    yield from _certification(programme, on)
    yield from _places(programme)
    yield from _pay_years(programme)
    yield from _exam(programme)


def _certification(programme, on):
    certification = programme.certification
    if certification.registered_until is None or programme.state == Programme.State.WITHDRAWN:
        return
    ended = typography.day(certification.registered_until)
    if not certification.is_registered(on=on) and not certification.replaced_by:
        yield (
            f"L’enregistrement de la certification a pris fin le {ended} et aucune ne la remplace "
            "ici : la fiche le dit au public. Corrigez la certification ou retirez la formation."
        )
    late = [
        intake.cohort.name
        for intake in intakes(programme.cohorts.all(), on=on)
        if _starts_late(intake, certification)
    ]
    if late:
        yield (
            f"L’enregistrement de la certification prend fin le {ended}, avant le début de : "
            f"{', '.join(late)}."
        )


def _starts_late(intake, certification):
    starts = intake.year and intake.year.starts
    return bool(starts and not intake.state.is_past and starts > certification.registered_until)


def _places(programme):
    cohorts = programme.cohorts.all()
    other = [c.name for c in cohorts if c.places is not None and c.places != programme.places]
    if programme.places is not None and other:
        yield (
            f"{programme.places} places par promotion, mais un autre nombre pour : "
            f"{', '.join(other)}. La page affiche celui de chaque promotion."
        )


def _pay_years(programme):
    if programme.cycle_years and not programme.entry_year:
        yield (
            "L’année du cycle à l’entrée manque : la page montre la paie de toutes les années du "
            "cycle (code du travail, article D6222-28-1)."
        )


def _exam(programme):
    units = programme.units.with_lists().prefetch_related(Prefetch("subjects", to_attr="taught"))
    for unit in units:
        if unit.source_wording:
            yield (
                f"« {unit.title} » : la brochure dit « {unit.source_wording} ». Vérifiez que le "
                "tableau des examens dit la même chose, puis effacez ces mots de l’unité."
            )
        parts = total(unit.taught, lambda subject: exactly(subject.coefficient), least=1)
        if unit.coefficient and parts and parts != exactly(unit.coefficient):
            yield (
                f"« {unit.title} » a le coefficient {typography.number(unit.coefficient)}, et ses "
                f"matières {parts} en tout."
            )
        yield from _lone_choices(unit.taught)
    yield from _lone_choices(units)


def _lone_choices(rows):
    counts = Counter(row.choice for row in rows if row.choice)
    for choice in (choice for choice, count in counts.items() if count == 1):
        yield f"Une seule ligne est « au choix : {choice} » : il en faut deux au moins."
