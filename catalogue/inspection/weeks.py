"""Tells staff what a calendar of weeks lacks, or counts otherwise than the hours announced."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from catalogue.figures.pay import years_of_contract
from catalogue.figures.weeks import is_laid_out
from catalogue.models import Cohort, Programme
from catalogue.sheet import lengths
from catalogue.sheet.weeks import YearWeeks, has_days, rhythm, weeks_of
from charmilles import typography


def weeks(programme: Programme, *, on: date) -> Iterator[str]:
    """Gives a sentence for each cohort, not over, whose weeks lack something or do not agree."""
    cohorts = [cohort for cohort in programme.cohorts.all() if _goes_on(cohort, on)]
    if not cohorts:
        return
    laid = weeks_of(programme, cohorts)
    for cohort in cohorts:
        if cohort.pk in laid:
            yield from _hours(programme, cohort, laid[cohort.pk])
        else:
            yield from _missing(programme, cohort)


def _goes_on(cohort, on):
    return any(year.ends and year.ends >= on for year in cohort.years.all())


def _missing(programme, cohort) -> Iterator[str]:
    """Says why there is no calendar, to whoever asked for one or lacks one number alone."""
    years = cohort.years.all()
    is_asked = any(year.first_week for year in years)
    has_rhythm = is_laid_out(rhythm(programme))
    if is_asked and not has_rhythm:
        yield (
            f"{cohort.full_name} : pas de calendrier des semaines, parce que le rythme n’a pas de "
            "lignes qui nomment les jours de chaque semaine, les mêmes pour tous les statuts."
        )
    elif is_asked:
        yield (
            f"{cohort.full_name} : pas de calendrier des semaines, parce que la forme ou les dates "
            "ne le permettent pas. Il faut une promotion ou une session dont le premier et le "
            "dernier jour de l’année sont connus au jour près, et à moins de 54 semaines l’un de "
            "l’autre."
        )
    elif has_rhythm and any(has_days(cohort, year) for year in years):
        yield (
            f"{cohort.full_name} : dites à quelle semaine du rythme elle commence, et la page "
            "montrera le calendrier des semaines."
        )


def _hours(programme: Programme, cohort: Cohort, laid: list[YearWeeks]) -> Iterator[str]:
    """Compares the hours counted in the calendar with those announced, by year, then in all."""
    counted = {one.year.number: one.hours for one in laid if one.hours is not None}
    by_year = {row.year: row.hours for row in programme.year_hours.all()}
    for number in counted.keys() & by_year.keys():
        year = f"l’année {number}"
        yield from _difference(cohort, year, counted[number], by_year[number])
    announced = lengths.announced_hours(programme)
    if announced and len(counted) == len(cohort.years.all()) and _is_whole(programme, counted):
        yield from _difference(cohort, "la formation", sum(counted.values()), announced)


def _is_whole(programme, counted) -> bool:
    """Tells whether the years of the calendar are as many as those of the programme."""
    months = lengths.longest_months(programme.durations.all())
    return len(counted) == years_of_contract(months or 1)


def _difference(cohort, what: str, counted: Decimal, announced: Decimal) -> Iterator[str]:
    if counted == announced:
        return
    more = "de plus" if counted > announced else "de moins"
    yield (
        f"{cohort.full_name} : pour {what}, le calendrier des semaines compte "
        f"{typography.number(counted)} heures, {typography.number(abs(counted - announced))} "
        f"{more} que les {typography.number(announced)} annoncées. Vérifiez les vacances, les "
        "exceptions et les heures d’un jour."
    )
