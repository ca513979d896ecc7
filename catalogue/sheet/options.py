"""Lists the options of a programme with their own length, text and exam table, open or not."""

from typing import NamedTuple

from catalogue.models import Certification, Option, Programme
from catalogue.sheet import lengths
from catalogue.sheet.exam import ExamTable


class Branch(NamedTuple):
    option: Option
    certification: Certification | None  # its own, beside that of the programme
    lengths: list[str]
    table: ExamTable | None


def branches(programme: Programme, exam: list[ExamTable]) -> list[Branch]:
    if not programme.may_have_options:
        return []
    tables = {table.option: table for table in exam}
    return [
        Branch(option, option.certification, _lengths(option, programme), tables.get(option))
        for option in programme.options.select_related("certification")
    ]


def _lengths(option, programme):
    rows = [row for row in programme.durations.all() if row.option_id == option.pk]
    return [lengths.line(row, programme, in_option=True) for row in rows]
