"""Tells staff which rows of a programme contradict each other, or are past."""

from collections.abc import Iterator
from datetime import date

from catalogue.models import Programme, Section, intakes
from catalogue.sheet.entry import groups
from catalogue.sheet.rhythm import is_contradicted
from charmilles import typography


def doubts(programme: Programme, *, on: date) -> Iterator[str]:
    """Gives a sentence for each fact that staff should look at; none of them stops publication."""
    yield from _certification(programme, on)
    yield from _places(programme)
    yield from _pay_years(programme)
    yield from _entry(programme)
    yield from _rhythm(programme)
    yield from _limits(programme)


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


def _entry(programme):
    rows = list(programme.entry_requirements.all())
    reached = programme.certification.level
    levels = [row.level for row in rows if row.level is not None and not row.is_advised]
    if reached and levels and min(levels) > reached:
        yield (
            "Le niveau d’entrée dépasse celui de la certification. Corrigez l’un ou l’autre, ou "
            "notez cette condition « conseillée »."
        )
    if any(len({row.is_advised for row in group}) > 1 for group in groups(rows)):
        yield (
            "Des conditions d’entrée du même choix sont les unes obligatoires, les autres "
            "conseillées : la page les sépare. Donnez-leur des numéros différents."
        )
    hidden = any(row.in_words for row in rows)
    if hidden and not programme.sections.filter(kind=Section.Kind.PREREQUISITES).exists():
        yield (
            "Une condition d’entrée est notée « déjà dite dans le texte Prérequis », et la fiche "
            "n’a pas ce texte : la page ne la dit pas. Décochez la case, ou ajoutez le texte."
        )


def _rhythm(programme):
    if is_contradicted(programme.rhythm, programme.rhythm_steps.select_related("status")):
        yield (
            f"Le rythme en toutes lettres, « {programme.rhythm} », ne dit pas ce que disent les "
            "lignes du rythme. La page affiche le premier ; le calendrier est fait des secondes."
        )


def _limits(programme):
    offered = {status.pk for status in programme.statuses.all()}
    limits = programme.status_limits.select_related("status")
    foreign = [str(limit) for limit in limits if limit.status_id not in offered]
    if foreign:
        yield (
            "La restriction de ces contrats ou statuts n’est pas affichée, parce que la formation "
            f"ne les propose pas : {', '.join(foreign)}."
        )
