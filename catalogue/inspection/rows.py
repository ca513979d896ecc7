"""Checks that the rows of a programme agree with each other."""

from collections import Counter
from collections.abc import Iterator

from catalogue.inspection import weeks
from catalogue.inspection.findings import Case, Level, Said, check, indicator, labour
from catalogue.models import Section
from catalogue.sheet import exam_rows, hours, lengths
from catalogue.sheet.entry import groups
from catalogue.sheet.pay_years import in_words, pay_years, said_entry
from catalogue.sheet.rhythm import is_contradicted
from catalogue.sheet.tables import rank
from catalogue.sheet.totals import exactly
from charmilles import typography

PRECISE = indicator(1)


def coherence(code: str, part: str, opens: str, basis: str = PRECISE):
    return check(code, Level.WARNING, basis, part, opens)


@coherence("C01", "inscription", "id_campuses")
def campuses(case: Case) -> Iterator[Said]:
    programme = case.programme
    for campus in programme.campuses.all():
        if campus.is_misplaced:
            yield (
                f"{campus} : le code postal ({campus.postal_code}) et le code commune INSEE "
                f"({campus.insee_commune}) ne sont pas du même département."
            )


@coherence("C02", "argent", "tuitions-group")
def parts(case: Case) -> Iterator[Said]:
    """Finds prices and rates of a step or a campus that the programme has not."""
    programme = case.programme
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


@coherence("C13", "calendrier", "cohorts-group")
def closed_options(case: Case) -> Iterator[Said]:
    """Finds the intakes to come of an option that is not open."""
    for intake in case.sheet.intakes:
        option = intake.cohort.option
        if option and not option.is_open and not intake.state.is_past:
            yield (
                f"{intake.cohort.full_name} est de l’option « {option} », que la page dit pas "
                "ouverte cette année : ouvrez l’option, ou retirez ces dates."
            )


@coherence("C03", "calendrier", "cohorts-group")
def places(case: Case) -> Iterator[Said]:
    programme = case.programme
    cohorts = programme.cohorts.all()
    other = [c.name for c in cohorts if c.places is not None and c.places != programme.places]
    if programme.places is not None and other:
        yield (
            f"{programme.places} places par promotion, mais un autre nombre pour : "
            f"{', '.join(other)}. La page affiche celui de chaque promotion."
        )


@coherence("C05", "argent", "id_entry_year", labour("D6222-28-1"))
def years_of_pay(case: Case) -> Iterator[Said]:
    programme = case.programme
    contracts = [status for status in programme.statuses.all() if status.is_apprenticeship]
    by_law = [*filter(None, (pay_years(programme, status).by_law for status in contracts))]
    is_said = contracts and all(said_entry(programme, status) for status in contracts)
    if by_law or (programme.cycle_years and not programme.entry_year and not is_said):
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


@coherence("C06", "contenu", "durations-group")
def announced_hours(case: Case) -> Iterator[Said]:
    """Compares the announced hours with the sums that the site makes."""
    programme = case.programme
    gaps = hours.gaps(programme, case.sheet.exam)
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


@coherence("C07", "calendrier", "durations-group")
def years(case: Case) -> Iterator[Said]:
    """Finds the rows whose year the programme does not go through."""
    programme = case.programme
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


@coherence("C04", "calendrier", "cohorts-group")
def quotas(case: Case) -> Iterator[Said]:
    programme = case.programme
    for cohort in programme.cohorts.all():
        shared = sum(quota.places for quota in cohort.quotas.all())
        if shared and (cohort.places is None or shared > cohort.places):
            yield (
                f"{cohort.full_name} : les parts réservées font {shared} places, plus que les "
                "places annoncées. La page ne les affiche pas."
            )


@coherence("C08", "contenu", "units-group")
def exams(case: Case) -> Iterator[Said]:
    programme = case.programme
    units = sorted(programme.units.all(), key=rank)
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


@coherence("C09", "profil", "entry_requirements-group")
def conditions(case: Case) -> Iterator[Said]:
    programme = case.programme
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
    if hidden and not _has_prerequisites(case):
        yield (
            "Une condition d’entrée est notée « déjà dite dans le texte Prérequis », et la fiche "
            "n’a pas ce texte : la page ne la dit pas. Décochez la case, ou ajoutez le texte."
        )


def _has_prerequisites(case):
    """Tells whether it has that text of its own, be it empty."""
    own = (one for one in case.sheet.statuses_of_sections if one.programme_id)
    return any(section.kind == Section.Kind.PREREQUISITES for section in own)


@coherence("C10", "calendrier", "rhythm_steps-group")
def words_of_rhythm(case: Case) -> Iterator[Said]:
    programme = case.programme
    if is_contradicted(programme.rhythm, programme.rhythm_steps.all()):
        yield (
            f"Le rythme en toutes lettres, « {programme.rhythm} », ne dit pas ce que disent les "
            "lignes du rythme. La page affiche le premier ; le calendrier est fait des secondes."
        )


@coherence("C11", "calendrier", "cohorts-group")
def weeks_of_cohorts(case: Case) -> Iterator[Said]:
    yield from weeks.weeks(case.programme, on=case.on)


@coherence("C12", "argent", "status_limits-group")
def publics(case: Case) -> Iterator[Said]:
    programme = case.programme
    offered = {status.pk for status in programme.statuses.all()}
    foreign = [str(row) for row in programme.status_limits.all() if row.status_id not in offered]
    if foreign:
        yield (
            "La restriction de ces contrats ou statuts n’est pas affichée, parce que la formation "
            f"ne les propose pas : {', '.join(foreign)}."
        )
    for kind, rows in (
        ("Une condition d’entrée", programme.entry_requirements),
        ("Une voie d’inscription", programme.channels),
    ):
        for row in rows.all():
            if row.status_id and row.status_id not in offered:
                yield (
                    f"{kind}, « {row} », est pour un statut que la formation ne propose pas : "
                    f"{row.status.name}."
                )
