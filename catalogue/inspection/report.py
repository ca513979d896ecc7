"""Inspects programmes: every check, every finding, and what somebody accepts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet

from catalogue.context import the_centre
from catalogue.inspection import (
    dates,
    diploma,
    money,
    publication,
    results,
    rows,
    wording,
)
from catalogue.inspection.findings import Case, Check, Finding, Level, Shared, findings
from catalogue.models import Abbreviation, Programme, QualityCertificate, StatusLimit
from catalogue.sheet.many import sheets
from catalogue.sheet.parts import PARTS, Part

MODULES: tuple[ModuleType, ...] = (publication, diploma, dates, money, results, wording, rows)
CHECKS = [one for module in MODULES for one in vars(module).values() if isinstance(one, Check)]
ORDER = {part.slug: place for place, part in enumerate(PARTS)}
LEVELS = list(Level)
# What a sheet reads by itself when it is alone, and checks read of each.
NEEDS = (
    "acceptances",
    "cohorts__quotas",
    "certification__exam_rules",
    Prefetch("status_limits", StatusLimit.objects.select_related("status")),
)


class Score(NamedTuple):
    """How many findings nobody accepts yet, of the levels that ask for something."""

    blocking: int
    warnings: int


@dataclass
class Report:
    """What the inspector says of one programme on one day."""

    programme: Programme
    on: date
    found: list[Finding]

    @property
    def blocking(self) -> list[Finding]:
        return [finding for finding in self.found if finding.is_blocking]

    def count(self, level: Level) -> int:
        """Counts the findings of a level that nobody accepts."""
        own = [finding for finding in self.found if finding.check.level == level]
        return sum(finding.acceptance is None for finding in own)

    @property
    def score(self) -> Score:
        return Score(self.count(Level.BLOCKING), self.count(Level.WARNING))

    @property
    def accepted(self) -> int:
        return sum(finding.acceptance is not None for finding in self.found)

    @property
    def parts(self) -> list[tuple[Part, list[Finding]]]:
        """Groups the findings by part of the public page, in its order."""
        return [
            (part, own)
            for part in PARTS
            if (own := [finding for finding in self.found if finding.check.part == part.slug])
        ]


def inspect(programmes: QuerySet[Programme], *, on: date) -> Iterator[Report]:
    """Inspects each programme of the query, in its order."""
    shared = shared_on(on)
    for sheet in sheets(programmes, on=on, also=NEEDS):
        yield inspect_case(Case(sheet, shared))


def inspect_one(programme: Programme, *, on: date) -> Report:
    """Inspects one programme as it is stored, not as it may be typed."""
    (report,) = inspect(Programme.objects.filter(pk=programme.pk), on=on)
    return report


def inspect_case(case: Case, checks: Iterable[Check] = CHECKS) -> Report:
    found = [finding for check in checks for finding in findings(check, case)]
    accepted = {(one.code, one.fingerprint): one for one in case.programme.acceptances.all()}
    for finding in found:
        finding.acceptance = accepted.get((finding.check.code, finding.fingerprint))
    return Report(case.programme, case.on, sorted(found, key=_rank))


def _rank(finding: Finding):
    check = finding.check
    return ORDER[check.part], LEVELS.index(check.level), check.code, finding.sentence


def shared_on(on: date) -> Shared:
    """Reads what all programmes have in common."""
    return Shared(
        centre=the_centre(),
        abbreviations=set(Abbreviation.objects.values_list("short", flat=True)),
        addresses=set(Programme.objects.published().values_list("slug", flat=True)),
        has_certificate=QualityCertificate.objects.valid(on=on) is not None,
    )
