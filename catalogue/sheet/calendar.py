"""Lays out when one may enter: school years as a table, sessions and entries as sentences.

What is on demand has no date; only a school cohort speaks of school years.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby

from django.utils.text import capfirst

from catalogue.models import (
    Cohort,
    CohortYear,
    Intake,
    Milestone,
    Precision,
    Programme,
    Quota,
)
from catalogue.sheet import lengths
from catalogue.sheet.tables import rank
from catalogue.sheet.week_words import DrawnYear, drawn_years
from charmilles import typography
from charmilles.addresses import absolute_url

Kind = Cohort.Kind


@dataclass
class CohortDates:
    """The dates of one cohort; a column is shown when one of its years has that date."""

    intake: Intake
    places: int | None = None
    milestones: list[Milestone] = field(default_factory=list)
    quotas: list[Quota] = field(default_factory=list)
    weeks: list[DrawnYear] = field(default_factory=list)

    @cached_property
    def years(self):
        if self.intake.cohort.kind == Kind.ON_DEMAND:
            return []
        return list(self.intake.cohort.years.all())

    @property
    def has_table(self):
        """Tells whether the years make a table: those of a school cohort, or several of them."""
        return bool(self.years) and (self.intake.cohort.is_school or len(self.years) > 1)

    @property
    def has_years(self):
        """Tells whether its years are numbered: the only one of a short programme is not."""
        numbers = [year.number for year in self.years]
        return numbers != [1] or not lengths.is_one_year(self.intake.cohort.programme)

    @property
    def year_title(self):
        later = lengths.first_year(self.intake.cohort.programme) > 1
        return "Année du cycle" if later else "Année de la formation"

    @property
    def has_school_years(self):
        return any(year.school_year for year in self.years)

    @property
    def has_openings(self):
        return any(year.registration_opens for year in self.years)

    @property
    def has_closings(self):
        return any(year.registration_closes for year in self.years)

    @property
    def has_starts(self):
        return any(year.starts for year in self.years)

    @property
    def has_ends(self):
        return any(year.ends for year in self.years)

    @property
    def subscription(self):
        """Gives the address that makes an agenda subscribe to its weeks, rather than copy them."""
        file = absolute_url("catalogue:calendar", self.intake.cohort.programme.slug)
        return f"webcal://{file.split('://')[1]}?promotion={self.intake.cohort.pk}"

    @property
    def sentences(self):
        """Says when it takes place and when one registers, then its exams and its entries."""
        own = [] if self.has_table else [s for year in self.years for s in _sentences(year)]
        entries = capfirst(self.intake.cohort.entries)
        return [*filter(None, [entries]), *own, *map(_of_a_kind, self._by_kind)]

    @property
    def _by_kind(self):
        rows = sorted(self.milestones, key=lambda m: (list(Milestone.Kind).index(m.kind), rank(m)))
        return [list(own) for _, own in groupby(rows, key=lambda m: m.kind)]

    @property
    def capacity(self):
        """Says « 40 places, dont 8 pour les apprentis »: shares never exceed the places."""
        if not self.places:
            return ""
        count = f"{self.places} place{'s' if self.places > 1 else ''}"
        if sum(quota.places for quota in self.quotas) > self.places:
            return count
        shares = (f"{q.places} pour les {q.status.learners}" for q in self.quotas)
        return ", dont ".join(filter(None, [count, " et ".join(shares)]))


def calendar(sheet) -> list[CohortDates]:
    """Lists the dates by state on screen; on paper, the last cohort or the first session first."""
    ordered = sheet.intakes
    if sheet.on_paper:
        ordered = sorted(ordered, key=_first_day, reverse=sheet.cohort_kind == Kind.SCHOOL)
    programme = sheet.programme
    milestones = _by_cohort(Milestone, programme) if programme.may_have_milestones else {}
    quotas = _by_cohort(Quota, programme) if programme.may_have_quotas else {}
    weeks = drawn_years(programme, programme.cohorts.all(), on=_marked_day(sheet))
    return [
        CohortDates(
            intake,
            _places(programme, intake.cohort),
            milestones.get(intake.cohort.pk, []),
            quotas.get(intake.cohort.pk, []),
            [year for year in weeks.get(intake.cohort.pk, []) if not year.is_over],
        )
        for intake in ordered
    ]


def _marked_day(sheet):
    """Marks no week on paper, and leaves no year out: it does not change from a day to the next."""
    return date.min if sheet.on_paper else sheet.on


def _first_day(intake):
    return (intake.year and intake.year.starts) or date.max


def _by_cohort(model, programme):
    by_cohort = defaultdict(list)
    for row in model.objects.filter(cohort__programme=programme).select_related("status"):
        by_cohort[row.cohort_id].append(row)
    return by_cohort


# Places


def places_of_any_cohort(programme: Programme) -> int | None:
    """Gives the usual number of places, unless a cohort has its own: a number is said once."""
    return None if _counts_by_cohort(programme) else programme.places


def _counts_by_cohort(programme):
    return any(cohort.places is not None for cohort in programme.cohorts.all())


def _places(programme, cohort):
    """Gives its own number of places, else the usual one beside those of other cohorts."""
    if not _counts_by_cohort(programme) or cohort.places is not None:
        return cohort.places
    return programme.places


# Words


def next_entry(intake: Intake, *, on: date) -> tuple[str, list[str]]:
    """Returns the name of the next entry and when it is; no line when it is past or unknown.

    The date of one campus or option is not that of the others: it says of which.
    """
    kind, year = Kind(intake.cohort.kind), intake.year
    is_to_come = bool(year and year.starts and year.starts >= on)
    if kind == Kind.ON_DEMAND:
        lines = [intake.state.label]
    elif kind == Kind.ALL_YEAR:
        first = f"Prochaine : {_starts(year)}" if is_to_come else ""
        lines = list(filter(None, ["Toute l’année", capfirst(intake.cohort.entries), first]))
    elif is_to_come:
        when = days(year) if kind == Kind.SESSION else _starts(year)
        lines = [capfirst(when) + _of_which(intake.cohort)]
    else:
        lines = []
    return capfirst(kind.start), lines


def _of_which(cohort):
    """Writes « (Lyon, Recyclage) »."""
    town = cohort.campus and (cohort.campus.city or cohort.campus.name)
    named = ", ".join(str(part) for part in (town, cohort.option) if part)
    return f" ({named})" if named else ""


def _starts(year):
    return typography.known_date(year.starts, year.starts_precision)


def days(year: CohortYear) -> str:
    """Writes « 12 au 13 mars 2027 », « mars à juin 2027 », or the first day alone."""
    first = _starts(year)
    last = year.ends and typography.known_date(year.ends, year.ends_precision)
    if not last or first == last:
        return first
    to_the_day = year.ends_precision == Precision.DAY
    if year.starts.year == year.ends.year:
        first = first.removesuffix(f" {year.ends.year}")
        if to_the_day and year.starts.month == year.ends.month:
            first = first.partition(typography.NBSP)[0]
    return f"{first} {'au' if to_the_day else 'à'} {last}"


def _sentences(year):
    """Says the days of a session, then those of its registration, as a table would name them."""
    if year.starts:
        label = "Début" if year.ends is None else "Dates"
        yield f"{label} : {days(year)}"
    elif year.ends:
        yield f"Date de fin : {typography.known_date(year.ends, year.ends_precision)}"
    for label, name in (("Ouverture", "registration_opens"), ("Clôture", "registration_closes")):
        if day := getattr(year, name):
            known = typography.known_date(day, getattr(year, f"{name}_precision"))
            yield f"{label} des inscriptions : {known}"


def _of_a_kind(milestones):
    """Says « Jury : septembre 2027 (apprentis), juin 2027 (autres) »."""
    differs = any(milestone.status for milestone in milestones)
    between = " ; " if any(milestone.note for milestone in milestones) else ", "
    dates = between.join(_milestone(milestone, differs) for milestone in milestones)
    return f"{capfirst(milestones[0].get_kind_display())} : {dates}"


def _milestone(milestone, differs):
    day = milestone.date and typography.known_date(milestone.date, milestone.precision)
    when = ", ".join(filter(None, [day, milestone.note]))
    if not differs:
        return when
    return f"{when} ({milestone.status.learners if milestone.status else 'autres'})"
