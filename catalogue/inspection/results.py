"""Checks of the published results (Qualiopi, indicators 2 and 3; code du travail, L6111-8)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.conf import settings

from catalogue.inspection.findings import Case, Level, Said, check, indicator, labour
from catalogue.models import Indicator, Section
from catalogue.sheet import results
from charmilles import typography

Kind = Indicator.Kind
OUTCOMES, SECTIONS = "outcomes-group", "sections-group"
PUBLISHED = f"{indicator(2)} ; {labour('L6111-8')}"
NO_REASON = {"", "-", "–", results.ABSENT.lower()}
WHOLE = range(98, 101)  # percent: two rates that make one


@check("Q13", Level.WARNING, PUBLISHED, "resultats", OUTCOMES)
def last_years(case: Case) -> Iterator[Said]:
    """The figures of a year are due in December of the next one, later than the surveys."""
    outcomes = case.programme.outcomes.all()
    if not outcomes:
        if case.certification:
            yield "Aucun résultat n’est publié."
        return
    last, due = max(outcome.year for outcome in outcomes), due_year(case.on)
    if last < due:
        years = typography.enumeration(map(str, range(last + 1, due + 1)))
        yield f"Les résultats s’arrêtent à {last} : il manque {years}."


def due_year(on: date) -> int:
    return on.year - (1 if on.month == 12 else 2)


@check("Q14", Level.WARNING, PUBLISHED, "resultats", OUTCOMES)
def counted(case: Case) -> Iterator[Said]:
    known = [outcome for outcome in case.programme.outcomes.all() if outcome.value is not None]
    uncounted = [outcome for outcome in known if outcome.denominator is None]
    if uncounted:
        yield (
            f"{len(uncounted)} taux sur {len(known)} sans effectif : dites sur combien de "
            "personnes chacun porte."
        )
    undefined = [o.indicator.label for o in known if not o.indicator.definition]
    if undefined:
        names = typography.enumeration(dict.fromkeys(undefined))
        yield f"Sans définition de ce qui est compté : {names}."


@check("Q14C", Level.WARNING, PUBLISHED, "resultats", OUTCOMES)
def agree(case: Case) -> Iterator[Said]:
    for outcome in case.programme.outcomes.all():
        if not outcome.agrees_with_its_cases:
            cases = f"{outcome.numerator} sur {outcome.denominator}"
            yield f"{outcome} : {cases} ne font pas {typography.percent(outcome.value)}."
        if results.result_cell(outcome).is_hidden:
            yield (
                f"{outcome} : le taux porte sur {outcome.denominator}, la page, la brochure et le "
                f"fichier le cachent au-dessous de {settings.RESULTS_THRESHOLD}."
            )


@check("Q14S", Level.NOTE, PUBLISHED, "resultats", OUTCOMES)
def separate(case: Case) -> Iterator[Said]:
    """Employment is a rate of the leavers only: it does not complete that of further study."""
    found = defaultdict(dict)
    for outcome in case.programme.outcomes.all():
        if outcome.value is not None and not outcome.part:
            found[outcome.period_label][outcome.indicator.kind] = outcome.value
    for period, rates in found.items():
        pair = [rates.get(Kind.EMPLOYMENT), rates.get(Kind.FURTHER_STUDY)]
        if None not in pair and int(sum(pair)) in WHOLE:
            yield (
                f"{period} : insertion et poursuite d’études font {typography.percent(sum(pair))} "
                "à elles deux. L’insertion se compte sur les seuls sortants : vérifiez l’effectif."
            )


@check("S42", Level.WARNING, PUBLISHED, "resultats", OUTCOMES)
def unexplained(case: Case) -> Iterator[Said]:
    silent = [
        str(outcome)
        for outcome in case.programme.outcomes.all()
        if outcome.value is None and outcome.missing_reason.lower() in NO_REASON
    ]
    if silent:
        yield f"Sans taux ni raison de son absence : {typography.enumeration(silent)}."


@check("Q15", Level.WARNING, labour("L6111-8"), "resultats", OUTCOMES)
def rates_of_the_law(case: Case) -> Iterator[Said]:
    outcomes = list(case.programme.outcomes.all())
    for label in dict.fromkeys(o.indicator.label for o in outcomes if not o.indicator.kind):
        yield (
            f"« {label} » ne dit pas quel taux de la loi il est, ni « {Kind.OTHER.label} » : la "
            "page ne peut pas dire ce qui manque. Choisissez-le dans l’indicateur."
        )
    missing = [kind.label for kind in results.not_given(case.programme, outcomes)]
    if missing:
        yield (
            f"Non donnés, parmi les taux de l’article L6111-8 : {', '.join(missing)}. "
            "Saisissez-les, ou une ligne qui dit pourquoi il n’y en a pas."
        )


@check("Q16", Level.BLOCKING, indicator(3), "resultats", OUTCOMES)
def success(case: Case) -> Iterator[Said]:
    kinds = {outcome.indicator.kind for outcome in case.programme.outcomes.all()}
    if case.certification and Kind.SUCCESS not in kinds:
        yield (
            "Le taux d’obtention manque. Une formation nouvelle le dit par une ligne sans taux, "
            "avec sa raison."
        )


@check("Q18", Level.WARNING, indicator(3), "metier", SECTIONS)
def afterwards(case: Case) -> Iterator[Said]:
    sections, kinds = case.sheet.sections, Section.Kind
    given = {
        "les équivalences et passerelles": sections[kinds.EQUIVALENCES] or case.sheet.related,
        "les suites de parcours": sections[kinds.FOLLOW_ON] or case.sheet.follow_ons,
        "les débouchés": sections[kinds.JOBS],
    }
    missing = [words for words, rows in given.items() if not rows]
    if missing:
        yield f"Ne sont pas dits : {typography.enumeration(missing)}."
