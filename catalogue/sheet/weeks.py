"""Reads the weeks of cohorts: their rhythm, their dates, what departs from it, the public holidays.

A year of a cohort has weeks when all of it is known: its first and last day, a rhythm that names
the days of each week, the same for every status, and the week of it that the year begins with.
Otherwise it has none, and nothing is said: a calendar with a guess in it would be false.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from catalogue.figures import weeks as figures
from catalogue.figures.rhythm import Step
from catalogue.figures.weeks import Break, Exceptional, Week
from catalogue.models import (
    Campus,
    Cohort,
    CohortYear,
    Precision,
    Programme,
    RhythmException,
    TrainingBreak,
    codes,
)
from catalogue.sheet.rhythm import steps_of

DATED = (Cohort.Kind.SCHOOL, Cohort.Kind.SESSION)
# Departments that have public holidays of their own, by the name that `holidays` gives their area.
AREAS = {"57": "57", "67": "6AE", "68": "6AE"} | {f"97{n}": f"97{n}" for n in (1, 2, 3, 4, 6)}


class YearWeeks(NamedTuple):
    """The weeks of one year of a cohort."""

    year: CohortYear
    weeks: list[Week]

    @property
    def hours(self) -> Decimal | None:
        """Counts its hours of training; None where the hours of a day are not known."""
        a_day = self.year.hours_a_day
        return None if a_day is None else figures.hours(self.weeks, a_day)


def weeks_of(programme: Programme, cohorts: Iterable[Cohort]) -> dict[int, list[YearWeeks]]:
    """Lays out the years of these cohorts, by the key of each that has one, in three queries.

    It makes none where no year is typed, and one less where no day is an exception.
    """
    typed = {c: years for c in cohorts if (years := [y for y in c.years.all() if is_typed(c, y)])}
    steps = rhythm(programme) if typed else []
    if not figures.is_laid_out(steps):
        return {}
    breaks = _breaks([year for years in typed.values() for year in years])
    exceptions = _exceptions(programme, typed)
    return {
        cohort.pk: [
            YearWeeks(year, _weeks(year, steps, campus, breaks, exceptions)) for year in years
        ]
        for cohort, years in typed.items()
        for campus in [campus_of(cohort, programme)]
    }


def is_typed(cohort: Cohort, year: CohortYear) -> bool:
    """Tells whether a year says its days, and the week of the rhythm that it begins with."""
    return bool(year.first_week) and has_days(cohort, year)


def has_days(cohort: Cohort, year: CohortYear) -> bool:
    """Tells whether its first and last day are known, and not two years apart by mistake."""
    if cohort.kind not in DATED or not (year.starts and year.ends):
        return False
    to_the_day = year.starts_precision == year.ends_precision == Precision.DAY
    return to_the_day and year.ends - year.starts <= figures.LONGEST


def rhythm(programme: Programme) -> list[Step]:
    """Returns the rhythm that everybody follows; nothing where a status has its own."""
    rows = list(programme.rhythm_steps.all())
    return [] if any(row.status_id for row in rows) else steps_of(rows)


def campus_of(cohort: Cohort, programme: Programme) -> Campus | None:
    """Returns where a cohort is trained; None when it may be at several places."""
    if cohort.campus:
        return cohort.campus
    campuses = list(programme.campuses.all())
    return campuses[0] if len(campuses) == 1 else None


def _breaks(years):
    first, last = min(year.starts for year in years), max(year.ends for year in years)
    return list(TrainingBreak.objects.filter(starts__lte=last, ends__gte=first))


def _exceptions(programme, cohorts):
    if not programme.may_have_rhythm_exceptions:
        return []
    return list(RhythmException.objects.filter(cohort__in=cohorts))


def _weeks(year, steps, campus, breaks, exceptions):
    """Lays out one year: a break of another site, or of one of several, does not count."""
    site = campus and campus.pk
    return figures.weeks(
        figures.Year(
            first=year.starts,
            last=year.ends,
            steps=steps,
            first_week=year.first_week,
            holidays=public_holidays(year.starts.year, department(campus))
            | public_holidays(year.ends.year, department(campus)),
            breaks=[_break(row) for row in breaks if row.campus_id in (None, site)],
            exceptions=[_exceptional(e) for e in exceptions if e.cohort_id == year.cohort_id],
        )
    )


def _break(row):
    return Break(row.starts, row.ends, row.label)


def _exceptional(row):
    is_centre = row.place == RhythmException.Place.CENTRE
    return Exceptional(row.starts, row.ends, row.label, is_centre)


def department(campus: Campus | None) -> str:
    """Returns the number of its department, which its codes begin with; "" when not known."""
    return codes.department((campus.insee_commune or campus.postal_code) if campus else "")


@cache
def public_holidays(year: int, department: str = "") -> dict[date, str]:
    """Maps the public holidays of a year to their names: those of France, or of that department."""
    from holidays import country_holidays  # slow to load, and used here only

    area = AREAS.get(department)
    return dict(country_holidays("FR", subdiv=area, years=year, language="fr"))
