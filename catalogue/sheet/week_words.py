"""Says the weeks of a cohort in words, and lays them out by month to be drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from django.utils.dates import MONTHS, MONTHS_AP, WEEKDAYS
from django.utils.text import capfirst

from catalogue.figures import weeks as figures
from catalogue.figures.weeks import Kind, Week
from catalogue.models import Admission, Cohort, Programme, intakes
from catalogue.sheet.rhythm import named_days
from catalogue.sheet.weeks import YearWeeks, weeks_of
from charmilles import typography

NO_TRAINING, COMPANY = "pas de cours", "en entreprise"


class DrawnWeek(NamedTuple):
    """A week as a block to draw and as a sentence."""

    kind: Kind
    words: str
    is_now: bool


class DrawnMonth(NamedTuple):
    name: str
    short: str
    weeks: list[DrawnWeek]


@dataclass(frozen=True)
class DrawnYear:
    """A year of weeks as a page or a paper shows it; `on` marks the week of that day."""

    cohort: Cohort
    laid: YearWeeks
    elsewhere: str
    on: date

    @property
    def is_over(self) -> bool:
        return self.laid.year.ends < self.on

    @property
    def number(self) -> int:
        return self.laid.year.number

    @property
    def title(self) -> str:
        """Names it: « 2027-2028 », or from its first day to its last."""
        year = self.laid.year
        return year.school_year or capfirst(typography.period(year.starts, year.ends))

    @cached_property
    def months(self) -> list[DrawnMonth]:
        """Groups the weeks under the month of their first day."""
        by_month = groupby(
            self.laid.weeks, key=lambda week: (week.days[0].year, week.days[0].month)
        )
        return [self._month(*month, list(weeks)) for month, weeks in by_month]

    def _month(self, year, month, weeks):
        name = capfirst(f"{MONTHS[month]} {year}")
        return DrawnMonth(name, str(MONTHS_AP[month]).lower(), [self._drawn(w) for w in weeks])

    def _drawn(self, week):
        is_now = (self.on - week.monday).days in range(7)
        return DrawnWeek(week.kind, sentence(week, self.elsewhere), is_now)

    @property
    def now(self) -> str:
        """Says the week of today, if it is one of this year."""
        drawn = (week for month in self.months for week in month.weeks if week.is_now)
        return next((week.words for week in drawn), "")

    @property
    def kinds(self) -> list[tuple[Kind, str]]:
        """Lists the sorts of weeks that it has, each with its name: a legend."""
        names = {
            Kind.CENTRE: "au centre",
            Kind.MIXED: "en partie au centre",
            Kind.COMPANY: self.elsewhere,
            Kind.CLOSED: NO_TRAINING,
        }
        present = {week.kind for week in self.laid.weeks}
        return [(kind, name) for kind, name in names.items() if kind in present]

    @property
    def paper_title(self) -> str:
        """Names its sheet: « alternance » is said of those who share their time with a company."""
        is_shared = self.elsewhere == COMPANY
        return f"Calendrier de {'l’alternance' if is_shared else 'la formation'}"

    @property
    def summary(self) -> str:
        """Says « 19 semaines au centre, 93 jours »; weeks are counted if they are whole."""
        laid = self.laid.weeks
        if not figures.days(laid):
            return ""
        shared = any(week.kind == Kind.MIXED for week in laid)
        whole = sum(week.kind == Kind.CENTRE for week in laid)
        centre, remote = (
            sum(len(getattr(week, place)) for week in laid) for place in ("centre", "remote")
        )
        parts = [] if shared else [f"{typography.quantity(whole, 'semaine')} au centre"]
        parts += [_count(centre, "au centre" if shared else "")] if centre else []
        parts += [_count(remote, "à distance")] if remote else []
        return ", ".join(parts)

    @property
    def counted(self) -> str:
        """Says the same to staff, with the hours where those of a day are known."""
        hours = "" if self.laid.hours is None else typography.quantity(self.laid.hours, "heure")
        return ", ".join(filter(None, [self.summary or NO_TRAINING, hours]))


def _count(days, place):
    return f"{typography.quantity(days, 'jour')} {place}".strip()


def drawn_years(
    programme: Programme, cohorts: Iterable[Cohort], *, on: date
) -> dict[int, list[DrawnYear]]:
    """Draws the years of each cohort that has weeks, by its key."""
    elsewhere = elsewhere_of(programme)
    chosen = {cohort.pk: cohort for cohort in cohorts}
    return {
        key: [DrawnYear(chosen[key], laid, elsewhere, on) for laid in years]
        for key, years in weeks_of(programme, chosen.values()).items()
    }


def years_of_cohort(programme: Programme, key: str | None, *, on: date) -> list[DrawnYear]:
    """Draws the years of the cohort of that key or, without a key, of the next one with weeks."""
    cohorts = [intake.cohort for intake in intakes(programme.cohorts.all(), on=on)]
    if key is not None:
        cohorts = [cohort for cohort in cohorts if str(cohort.pk) == key]
    years = drawn_years(programme, cohorts, on=on)
    return next((years[cohort.pk] for cohort in cohorts if cohort.pk in years), [])


def elsewhere_of(programme: Programme) -> str:
    """Names where one is the rest of the time: in the company if all sign, or if it says so."""
    signs = programme.admission == Admission.CONTRACT
    return COMPANY if signs or "entreprise" in programme.rhythm.lower() else "hors du centre"


def next_centre_week(cohort: Cohort, *, on: date) -> str:
    """Says « du 7 au 11 septembre », the next days in the centre from that day on; else nothing.

    The year is said when it is another one than today's.
    """
    years = weeks_of(cohort.programme, [cohort]).get(cohort.pk, [])
    to_come = (
        week for laid in years for week in laid.weeks if week.centre and week.centre[0] >= on
    )
    week = min(to_come, default=None, key=lambda week: week.centre[0])
    if week is None:
        return ""
    is_other = week.centre[-1].year != on.year
    return typography.enumeration(
        typography.period(first, last, year=is_other) for first, last in figures.runs(week.centre)
    )


# A week in words


def sentence(week: Week, elsewhere: str) -> str:
    """Writes « Du 7 au 11 septembre : au centre »."""
    when = capfirst(typography.period(week.days[0], week.days[-1], year=False))
    why = f" ({typography.enumeration(week.labels)})" if week.labels else ""
    return f"{when} : {_place(week, elsewhere)}{why}"


def _place(week, elsewhere):
    match week.kind:
        case Kind.COMPANY:
            return elsewhere
        case Kind.CLOSED:
            return f"{NO_TRAINING} ({typography.enumeration(_reasons(week))})"
        case Kind.CENTRE:
            return ", sauf ".join(filter(None, ["au centre", _days_off(week)]))
    rest = len(week.days) > len(week.training) + len(week.off)
    places = [
        named_days(_numbers(week.centre), "au centre"),
        named_days(_numbers(week.remote), "à distance"),
        f"le reste {elsewhere}" if rest else "",
        f"{NO_TRAINING} {_days_off(week)}" if week.off else "",
    ]
    return ", ".join(filter(None, places))


def _numbers(days):
    return tuple(day.isoweekday() for day in days)


def _reasons(week):
    return list(dict.fromkeys(off.label for off in week.off))


def _days_off(week):
    """Says « lundi 1er (Toussaint) et jeudi 11 (Armistice) »."""
    by_label = groupby(week.off, key=lambda off: off.label)
    said = ((label, [_named(off.day) for off in days]) for label, days in by_label)
    return typography.enumeration(
        f"{typography.enumeration(names)} ({label})" for label, names in said
    )


def _named(day):
    number = typography.ordinal(1) if day.day == 1 else day.day
    return f"{WEEKDAYS[day.weekday()]}{typography.NBSP}{number}"
