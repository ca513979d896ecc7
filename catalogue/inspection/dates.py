"""Checks of the dates that a programme advertises."""

from collections.abc import Iterator

from catalogue.inspection.findings import Case, Level, Said, check, indicator
from catalogue.models import Cohort, Precision

COHORTS = "cohorts-group"
DATED = (Cohort.Kind.SCHOOL, Cohort.Kind.SESSION)


@check("Q22", Level.WARNING, indicator(1), "calendrier", COHORTS)
def next_session(case: Case) -> Iterator[Said]:
    cohorts = case.programme.cohorts.all()
    if any(cohort.kind not in DATED for cohort in cohorts):
        return  # on demand, or all year
    years = [year for cohort in cohorts for year in cohort.years.all()]
    if not cohorts:
        yield "Aucune promotion ni session : la page ne dit pas quand on entre."
    elif not any(year.ends and year.ends >= case.on for year in years):
        yield "Toutes les sessions annoncées sont finies : aucune date à venir."
    elif not any(_is_to_come(cohort.first_year, case.on) for cohort in cohorts):
        yield "Aucune entrée à venir n’est annoncée."


def _is_to_come(first, on):
    return bool(first and first.starts and first.starts >= on)


@check("S51", Level.NOTE, indicator(1), "calendrier", COHORTS)
def days(case: Case) -> Iterator[Said]:
    for cohort in case.programme.cohorts.all():
        known = [
            precision
            for year in cohort.years.all()
            for day, precision in (
                (year.starts, year.starts_precision),
                (year.ends, year.ends_precision),
            )
            if day
        ]
        if known and all(precision != Precision.DAY for precision in known):
            yield (
                f"{cohort.full_name} : dates connues au mois ou à l’année près, aucune au jour "
                "près."
            )
