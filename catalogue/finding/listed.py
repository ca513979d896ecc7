"""Reads what the public programmes are found and filtered by, in a constant number of queries.

Ten thousand programmes must be read in less than a second after each change: these queries fetch
columns, and make rows of models only of what programmes share.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Min, OuterRef, Subquery

from catalogue.figures import lengths
from catalogue.finding import text
from catalogue.models import (
    Campus,
    Certification,
    Cohort,
    CohortYear,
    Domain,
    Duration,
    EntryLevel,
    EntryRequirement,
    LearnerStatus,
    Option,
    Programme,
    SectionItem,
)

PUBLIC = {"programme__state": Programme.State.PUBLISHED}


class Listed(NamedTuple):
    """A public programme, as the list knows it."""

    pk: int
    name: str
    said: dict[str, list[str]]  # by field of the search (index.WEIGHTS), with words of the rows
    domain: Domain
    certification: Certification | None
    statuses: list[LearnerStatus]
    campuses: list[Campus]
    level: int | None  # the lowest that suffices to enter
    lengths: list[Fraction]  # in weeks
    is_open: bool
    has_cohorts: bool
    starts: date | None  # of the next intake

    @property
    def readiness(self):
        """Sorts first those that take applications, then those with an intake, then by name."""
        return not self.is_open, not self.has_cohorts, text.folded(self.name), self.pk


def read(*, on: date) -> list[Listed]:
    """Lists the public programmes as they are on that day, the readiest first."""
    parts = _Parts(on)
    columns = ("pk", "short_name", "title", "attestation", "certification_id", "domain_id")
    rows = Programme.objects.published().order_by().values_list(*columns)
    return sorted((parts.listed(*row) for row in rows), key=lambda one: one.readiness)


class _Parts:
    """What programmes have, by the key of the programme."""

    def __init__(self, on):
        self.domains = Domain.objects.in_bulk()
        certifications = Certification.objects.select_related("replaced_by")
        self.certifications = {one.pk: one for one in certifications}
        self.statuses = _shared(Programme.statuses, LearnerStatus.objects.all())
        self.campuses = _shared(Programme.campuses, Campus.objects.all())
        self.jobs = _jobs()
        self.options = _grouped(Option.objects.filter(**PUBLIC).values_list("programme_id", "name"))
        self.levels = _first(EntryRequirement.objects.by_level().filter(**PUBLIC), "level")
        self.lengths = _lengths()
        takes = Cohort.objects.taking_applications(on=on).filter(**PUBLIC).order_by()
        self.open = set(takes.values_list("programme_id", flat=True))
        self.starts, self.with_cohorts = _starts(self.open, on)

    def listed(self, pk, name, title, attestation, certification, domain):
        domain = self.domains[domain]
        award = self.certifications.get(certification)
        level, statuses = self.levels.get(pk), self.statuses[pk]
        jobs = self.jobs[pk]
        said = {
            "name": [name, title, *_acronyms(award, name)],
            "official": [award.official_title] if award else [],
            "code": [*_codes(award), *(code for _, code in jobs if code)],
            "award": _award(award, attestation),
            "jobs": [job for job, _ in jobs],
            "option": self.options[pk],
            "domain": [domain.name],
            "entry": _entry(level),
            "contract": _contracts(statuses),
            "place": [str(campus) for campus in self.campuses[pk]],
        }
        lasts, starts = self.lengths[pk], self.starts.get(pk)
        cohorts = pk in self.open, pk in self.with_cohorts, starts
        own = (domain, award, statuses, self.campuses[pk], level, lasts)
        return Listed(pk, name, said, *own, *cohorts)


def _grouped(rows: Iterable[tuple]) -> dict[int, list]:
    found = defaultdict(list)
    for programme, value in rows:
        found[programme].append(value)
    return found


def _first(rows, column):
    """Keeps the first row of each programme, in the order of the query."""
    found = {}
    for programme, value in rows.values_list("programme_id", column):
        found.setdefault(programme, value)
    return found


def _shared(field, rows):
    """Maps each programme to its rows of a list that programmes share, in the order of the list."""
    through, name = field.through, field.field.m2m_reverse_field_name()
    members = {one.pk: one for one in rows}
    places = {pk: place for place, pk in enumerate(members)}
    pairs = through.objects.filter(**PUBLIC).values_list("programme_id", f"{name}_id")
    ordered = sorted(pairs, key=lambda pair: places[pair[1]])
    return _grouped((programme, members[pk]) for programme, pk in ordered)


def _jobs():
    """Maps each programme to its target jobs and their codes, if it has any."""
    own = {"section__programme__state": Programme.State.PUBLISHED, "section__kind": "jobs"}
    items = SectionItem.objects.filter(**own)
    rows = items.values_list("section__programme_id", "lead", "text", "code")
    return _grouped((one, (f"{lead} {said}".strip(), code)) for one, lead, said, code in rows)


def _lengths():
    """Maps each programme to the lengths that one may follow, in weeks; its hours if need be."""
    rows = Duration.objects.filter(**PUBLIC).exclude(option__is_open=False).order_by()
    spans, hours = defaultdict(list), defaultdict(list)
    columns = ("programme_id", "amount", "amount_max", "unit", "hours")
    for programme, low, high, unit, taught in rows.values_list(*columns):
        spans[programme] += [lengths.in_weeks(end, unit) for end in (low, high) if end]
        hours[programme] += [lengths.in_weeks(taught, "hour")] if taught else []
    return defaultdict(list, {pk: found or hours[pk] for pk, found in spans.items()})


def _starts(taking, on):
    """Maps each programme to its next first day, and says which programmes have a cohort.

    One that takes applications all the year may be entered that day.
    """
    years = CohortYear.objects.filter(cohort=OuterRef("cohort")).order_by("number")
    entered = CohortYear.objects.filter(pk=Subquery(years.values("pk")[:1]), starts__gte=on)
    coming = entered.filter(cohort__programme__state=Programme.State.PUBLISHED)
    dated = dict(coming.values_list("cohort__programme").annotate(Min("starts")).order_by())
    kinds = Cohort.objects.filter(**PUBLIC).order_by().values_list("programme_id", "kind")
    found = set(kinds.distinct())
    all_year = {pk for pk, kind in found if kind == Cohort.Kind.ALL_YEAR and pk in taking}
    return dated | dict.fromkeys(all_year, on), {pk for pk, _ in found}


def _acronyms(certification, name):
    if certification is None:
        return []
    made = text.acronym(certification.title)
    return [word for word in (certification.acronym, made) if word]


def _codes(certification):
    if certification is None:
        return []
    after, code = certification.replaced_by, certification.register_code
    codes = [code, certification.diploma_code, certification.formacode]
    if after and after.register_code:
        codes.append(f"{after.register_code}, qui remplace {code or certification.title}")
    return list(filter(None, codes))


def _award(certification, attestation):
    if certification is None:
        return [attestation] if attestation else []
    kinds = {certification.kind_name, certification.get_kind_display()}
    known = certification.level
    return [*kinds, *([text.level(known)] if known else [])]


def _entry(level):
    """Gives the words that ask for a level at entry; no condition is one after the 3e too."""
    if level is None:
        return []
    if level == EntryLevel.NONE:
        return [text.after(level), text.after(EntryLevel.THIRD_FORM)]
    return [text.level(level), text.after(level)]


def _contracts(statuses):
    alternates = ["alternance"] if any(status.is_contract for status in statuses) else []
    learners = [status.learner for status in statuses if status.learner]
    return [*(status.name for status in statuses), *learners, *alternates]
