"""Makes rows for a spreadsheet of the published results: the same values as those of the page."""

from collections.abc import Iterator

from catalogue.models import Indicator, Programme
from catalogue.sheet.results import ABSENT, UNCOUNTED, ResultCell, ResultRow, ResultTable
from charmilles import typography
from charmilles.spreadsheet import harmless

HEADER = [
    *("formation", "public", "rubrique", "indicateur", "taux de la loi (L6111-8)"),
    *("option ou bloc", "période", "taux (%)", "nombre de cas", "sur un total de", "précision"),
]


def rows(programme: Programme, table: ResultTable) -> Iterator[list[str]]:
    yield HEADER
    for group, own in table.groups:
        for row in own:
            start = [programme.short_name, table.learners, group, " ; ".join(row.labels)]
            for period, cell in zip(table.periods, row.cells, strict=True):
                told = [*start, _law(row), row.part, period, *_figures(cell)]
                yield list(map(harmless, told))
    for missing in table.not_given:
        told = [programme.short_name, table.learners, "", missing, missing, *[""] * 5, ABSENT]
        yield list(map(harmless, told))


def _law(row: ResultRow) -> str:
    is_of_the_law = row.kind not in ("", Indicator.Kind.OTHER)
    return Indicator.Kind(row.kind).label if is_of_the_law else ""


def _figures(cell: ResultCell) -> list[str]:
    if cell.rate is None:
        return ["", "", "", cell.reason]
    counts = ["" if count is None else str(count) for count in (cell.numerator, cell.denominator)]
    return [typography.number(cell.rate), *counts, UNCOUNTED if cell.denominator is None else ""]
