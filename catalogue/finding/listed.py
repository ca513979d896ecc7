"""Reads what the public programmes are found and filtered by, in a constant number of queries.

Ten thousand programmes must be read in less than a second after each change: these queries fetch
columns, and make rows of models only of what programmes share.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
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
    name: str  # as lists sort it: without accents or capitals
    said: dict[str, Sequence[str]]  # by field of the search (index.WEIGHTS), with words of the rows
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
        return not self.is_open, not self.has_cohorts, self.name, self.pk


def read(*, on: date) -> list[Listed]:
    """Lists the public programmes as they are on that day, the readiest first."""
    parts = _Parts(on)
    columns = ("pk", "short_name", "title", "attestation", "certification_id", "domain_id")
    rows = Programme.objects.published().order_by().values_list(*columns)
    # A domain that came after the parts were read has already called for another index.
    known = (parts.listed(*row) for row in rows if row[-1] in parts.domains)
    return sorted(known, key=lambda one: one.readiness)


class _Parts:
    """What programmes have, by the key of the programme."""

    def __init__(self, on):
        self.domains = Domain.objects.in_bulk()
        certifications = Certification.objects.select_related("replaced_by")
        self.certifications = {one.pk: one for one in certifications}
        self.said_of = {pk: _certified(one) for pk, one in self.certifications.items()}
        self.contracts, self.places = cache(_contracts), cache(_places)  # few are different
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
        known = self.said_of.get(certification, NOT_CERTIFIED)
        said = {
            "name": [name, title, *known.acronyms],
            "official": known.title,
            "code": [*known.codes, *(code for _, code in jobs if code)],
            "award": known.award or list(filter(None, [attestation])),
            "jobs": [job for job, _ in jobs],
            "option": self.options[pk],
            "domain": (domain.name,),
            "entry": _entry(level),
            "contract": self.contracts(tuple(statuses)),
            "place": self.places(tuple(self.campuses[pk])),
        }
        own = (domain, award, statuses, self.campuses[pk], level, self.lengths[pk])
        cohorts = pk in self.open, pk in self.with_cohorts, self.starts.get(pk)
        return Listed(pk, text.folded(name), said, *own, *cohorts)


class _Certified(NamedTuple):
    """The words of a certification, read once for all the programmes that prepare it."""

    title: list[str]
    award: list[str]
    codes: list[str]
    acronyms: list[str]


NOT_CERTIFIED = _Certified([], [], [], [])


def _certified(row: Certification) -> _Certified:
    kinds = dict.fromkeys([row.kind_name, row.get_kind_display()])
    levels = [text.level(row.level)] if row.level else []
    acronyms = [word for word in (row.acronym, text.acronym(row.title)) if word]
    return _Certified([row.official_title], [*kinds, *levels], _codes(row), acronyms)


def _codes(row):
    after, code = row.replaced_by, row.register_code
    codes = [code, row.diploma_code, row.formacode, *row.rome_codes.split(", ")]
    if after and after.register_code:
        codes.append(f"{after.register_code}, qui remplace {code or row.title}")
    return list(filter(None, codes))


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
    known = (pair for pair in pairs if pair[1] in places)
    ordered = sorted(known, key=lambda pair: places[pair[1]])
    return _grouped((programme, members[pk]) for programme, pk in ordered)


def _jobs():
    """Maps each programme to its target jobs and their codes, if it has any."""
    own = {"section__programme__state": Programme.State.PUBLISHED, "section__kind": "jobs"}
    items = SectionItem.objects.filter(**own)
    rows = items.values_list("section__programme_id", "lead", "text", "code")
    return _grouped((one, (f"{lead} {said}".strip(), code)) for one, lead, said, code in rows)


def _lengths():
    """Maps each programme to the lengths that one may follow, in weeks; its hours if need be.

    Steps are no length to choose: they add up, where no row gives that of the whole.
    """
    rows = Duration.objects.filter(**PUBLIC).exclude(option__is_open=False).order_by()
    spans, hours, steps = defaultdict(list), defaultdict(list), defaultdict(list)
    in_weeks = cache(lengths.in_weeks)  # most programmes last two years
    columns = ("programme_id", "step", "amount", "amount_max", "unit", "hours")
    for programme, step, low, high, unit, taught in rows.values_list(*columns):
        own = [in_weeks(end, unit) for end in (low, high) if end]
        if step and own:
            steps[programme].append((own[0], own[-1]))
            continue
        spans[programme] += own
        hours[programme] += [in_weeks(taught, "hour")] if taught else []
    sums = {pk: [sum(ends) for ends in zip(*own, strict=True)] for pk, own in steps.items()}
    return defaultdict(list, sums | {pk: found or hours[pk] for pk, found in spans.items()})


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


@cache
def _entry(level):
    """Gives the words that ask for a level at entry; no condition is one after the 3e too."""
    if level is None:
        return ()
    if level == EntryLevel.NONE:
        return text.after(level), text.after(EntryLevel.THIRD_FORM)
    return text.level(level), text.after(level)


def _contracts(statuses):
    alternates = ["alternance"] if any(status.is_contract for status in statuses) else []
    learners = [status.learner for status in statuses if status.learner]
    return [*(status.name for status in statuses), *learners, *alternates]


def _places(campuses):
    return [str(campus) for campus in campuses]
