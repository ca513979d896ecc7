"""Tells staff which rows of a programme contradict each other, or are past."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db.models import F, Prefetch, Q, Sum

from catalogue.models import Indicator, Programme, Quota, Section, intakes
from catalogue.sheet import exam_rows, hours, lengths, register, results
from catalogue.sheet.entry import groups
from catalogue.sheet.exam import exam_tables
from catalogue.sheet.pay_years import in_words, pay_years
from catalogue.sheet.rhythm import is_contradicted
from catalogue.sheet.totals import exactly
from catalogue.sheet.week_doubts import weeks
from charmilles import typography

Kind = Indicator.Kind


def doubts(programme: Programme, *, on: date) -> Iterator[str]:
    """Gives a sentence for each fact that staff should look at; none of them stops publication."""
    yield from _certification(programme, on)
    yield from register.news(programme.certification)
    yield from _campuses(programme)
    yield from _parts(programme)
    yield from _places(programme)
    yield from _quotas(programme)
    yield from _pay_years(programme)
    yield from _hours(programme)
    yield from _years(programme)
    yield from _results(programme)
    yield from _exam(programme)
    yield from _entry(programme)
    yield from _rhythm(programme)
    yield from weeks(programme, on=on)
    yield from _limits(programme)


def _certification(programme, on):
    certification = programme.certification
    if certification is None:
        if not programme.attestation:
            yield (
                "Ni certification ni attestation : la page ne dit pas ce que l’on reçoit à la fin. "
                "Choisissez l’une ou écrivez l’autre."
            )
        return
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


def _campuses(programme):
    for campus in programme.campuses.all():
        if campus.is_misplaced:
            yield (
                f"{campus} : le code postal ({campus.postal_code}) et le code commune INSEE "
                f"({campus.insee_commune}) ne sont pas du même département."
            )


def _parts(programme):
    """Finds prices and rates of a step or a campus that the programme has not."""
    prices = list(programme.tuitions.all())
    steps = {row.step for row in programme.durations.all()} - {""}
    unknown = [price.step for price in prices if price.step and steps and price.step not in steps]
    for step in dict.fromkeys(unknown):
        yield (
            f"Un tarif est celui de l’étape « {step} », qu’aucune durée ne nomme : écrivez les "
            f"mêmes mots ({typography.enumeration(sorted(steps), 'ou')})."
        )
    own = set(programme.campuses.all())
    named = [row.campus for row in [*prices, *programme.outcomes.all()] if row.campus]
    for campus in dict.fromkeys(campus for campus in named if campus not in own):
        yield (
            f"Un tarif ou un résultat est celui du site « {campus} », que la formation n’a pas : "
            "cochez ce site, ou corrigez la ligne."
        )


def _places(programme):
    cohorts = programme.cohorts.all()
    other = [c.name for c in cohorts if c.places is not None and c.places != programme.places]
    if programme.places is not None and other:
        yield (
            f"{programme.places} places par promotion, mais un autre nombre pour : "
            f"{', '.join(other)}. La page affiche celui de chaque promotion."
        )


def _pay_years(programme):
    contracts = [status for status in programme.statuses.all() if status.is_apprenticeship]
    by_law = [*filter(None, (pay_years(programme, status).by_law for status in contracts))]
    if by_law or (programme.cycle_years and not programme.entry_year):
        yield (
            "L’année du cycle à l’entrée manque : la page montre la paie de toutes les années du "
            "cycle (code du travail, article D6222-28-1)."
        )
    for years in dict.fromkeys(by_law):
        yield (
            f"La loi paie ce contrat comme {in_words(years)}, pas comme une 1re : la page le dit "
            f"à côté de la grille du centre. Écrivez {years[0]} dans « année du cycle à "
            "l’entrée » (celle de la formation, ou de la restriction de ce contrat), ou corrigez "
            "la durée du contrat."
        )


def _hours(programme):
    """Compares the announced hours with the sums that the site makes."""
    gaps = hours.gaps(programme, exam_tables(programme))
    if programme.hours_note and not gaps:
        yield (
            "La note du centre sur les heures explique un écart qui n’existe pas, ou plus : la "
            "page ne la montre pas. Effacez-la."
        )
    if programme.hours_note:
        return
    for gap in gaps:
        yield (
            f"{typography.number(gap.announced)} heures annoncées, mais {gap.name} est de "
            f"{typography.number(gap.hours)}. La page montre les deux : corrigez le nombre faux, "
            "ou expliquez l’écart dans « note du centre sur les heures »."
        )


def _years(programme):
    """Finds the rows whose year the programme does not go through."""
    first, last = lengths.first_year(programme), lengths.last_year(programme)
    strays = sorted(
        number
        for number in _numbers_of_years(programme)
        if number < first or (last is not None and number > last)
    )
    if strays:
        yield (
            f"Des heures ou des dates portent l’année {', '.join(map(str, strays))}, mais la "
            f"formation {_reach(first, last)} : corrigez l’année, la durée ou l’année d’entrée."
        )


def _reach(first, last):
    if last is None:
        return f"commence à l’année {first} du cycle"
    if first == last:
        return f"n’a que l’année {first} du cycle"
    return f"va de l’année {first} à l’année {last} du cycle"


def _numbers_of_years(programme):
    hours = {row.year for row in programme.year_hours.all()}
    return hours | {year.number for c in programme.cohorts.all() for year in c.years.all()}


def _quotas(programme):
    shares = Quota.objects.filter(cohort__programme=programme)
    shared = shares.values("cohort").annotate(shared=Sum("places")).order_by("cohort")
    over = shared.filter(Q(cohort__places=None) | Q(shared__gt=F("cohort__places")))
    for name, count in over.values_list("cohort__name", "shared"):
        yield (
            f"{name} : les parts réservées font {count} places, plus que les places annoncées. La "
            "page ne les affiche pas."
        )


def _results(programme):
    outcomes = list(programme.outcomes.select_related("indicator"))
    for outcome in outcomes:
        if not outcome.agrees_with_its_cases:
            cases = f"{outcome.numerator} sur {outcome.denominator}"
            yield f"{outcome} : {cases} ne font pas {typography.percent(outcome.value)}."
        if results.result_cell(outcome).is_hidden:
            yield (
                f"{outcome} : le taux porte sur {outcome.denominator}, la page, la brochure et le "
                f"fichier le cachent au-dessous de {settings.RESULTS_THRESHOLD}."
            )
    for label in dict.fromkeys(o.indicator.label for o in outcomes if not o.indicator.kind):
        yield (
            f"« {label} » ne dit pas quel taux de la loi il est, ni « {Kind.OTHER.label} » : la "
            "page ne peut pas dire ce qui manque. Choisissez-le dans l’indicateur."
        )
    missing = [kind.label for kind in results.not_given(programme, outcomes)]
    if missing:
        yield (
            f"Non donnés, parmi les taux de l’article L6111-8 : {', '.join(missing)}. "
            "Saisissez-les, ou une ligne qui dit pourquoi il n’y en a pas."
        )


def _exam(programme):
    units = programme.units.with_lists().prefetch_related(Prefetch("subjects", to_attr="taught"))
    for unit in units:
        if unit.source_wording:
            yield (
                f"« {unit.title} » : la brochure dit « {unit.source_wording} ». Vérifiez que le "
                "tableau des examens dit la même chose, puis effacez ces mots de l’unité."
            )
        parts = exam_rows.coefficient_of_subjects(unit)
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


def _entry(programme):
    rows = list(programme.entry_requirements.all())
    reached = programme.certification.level if programme.certification else None
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
    for kind, rows in (
        ("Une condition d’entrée", programme.entry_requirements),
        ("Une voie d’inscription", programme.channels),
    ):
        for row in rows.exclude(status=None).exclude(status__in=offered).select_related("status"):
            yield (
                f"{kind}, « {row} », est pour un statut que la formation ne propose pas : "
                f"{row.status.name}."
            )
