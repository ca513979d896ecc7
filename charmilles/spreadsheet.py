"""Writes rows for a spreadsheet: cells apart by « ; », none that would run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

MARK = "\ufeff"  # begins a file: without it, some spreadsheets read « é » as two letters


def lines(rows: Iterable[Sequence]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue()


def harmless(cell: str) -> str:
    """Quotes a cell that a spreadsheet would run as a formula."""
    first = cell.lstrip(" \u00a0")[:1]
    return f"'{cell}" if first and first in "=+-@\t\r\n" else cell
