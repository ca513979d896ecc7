"""The inspector in tests: its findings on one programme, and a programme that has none."""

from collections.abc import Iterator
from datetime import date

from catalogue.context import the_centre
from catalogue.inspection import diploma, results, rows
from catalogue.inspection.findings import Case, Shared, findings
from catalogue.inspection.report import inspect_one
from catalogue.models import Programme
from catalogue.sheet.sheet import Sheet

# Checks that rows agree with each other, in the order in which staff read them at first.
COHERENCE = [
    *(diploma.award, diploma.ended, diploma.late_cohorts, diploma.news),
    *(rows.campuses, rows.parts, rows.places, rows.quotas, rows.years_of_pay),
    *(rows.announced_hours, rows.years, results.agree, results.rates_of_the_law),
    *(rows.exams, rows.conditions, rows.words_of_rhythm, rows.weeks_of_cohorts, rows.publics),
]


def doubts(programme: Programme, *, on: date) -> Iterator[str]:
    """Gives the sentences on what contradicts itself, read of this very programme."""
    case = Case(Sheet(programme, on=on), Shared(the_centre()))
    return (finding.sentence for check in COHERENCE for finding in findings(check, case))


def codes(programme: Programme, *, on: date) -> list[str]:
    return [finding.check.code for finding in inspect_one(programme, on=on).found]
