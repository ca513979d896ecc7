"""Collects the words of a sheet, so that it explains its abbreviations, and no other."""

import re
from collections.abc import Iterator
from itertools import chain

from catalogue.models import Section
from catalogue.sheet import prices

Kind = Section.Kind

# Their part has the title already: parts/*.html shows these sections without their own.
UNTITLED = {Kind.FOLLOW_ON, Kind.PROGRESS, Kind.CALENDAR, Kind.FUNDING, Kind.RESULTS}


def words_of(sheet) -> set[str]:
    return set(re.findall(r"[\w-]+", " ".join(_texts(sheet))))


def _texts(sheet) -> Iterator[str]:
    programme = sheet.programme
    yield from (programme.title, *sheet.rhythm.lines, programme.attestation)
    yield programme.certification.statement if programme.certification else ""
    yield from (f"{b.option.name} {b.option.text}" for b in sheet.branches)
    yield from (f"{related.name} {related.note}" for related in sheet.related)
    yield from (limit.text for limit in programme.limits.values())
    yield from chain.from_iterable(sheet.entry or ())
    for kind, sections in sheet.sections.items():
        for section in sections:
            yield from _of_section(section, is_titled=kind not in UNTITLED)
    yield from (
        f"{t.public} {t.text} {t.name} {t.payment} {t.refund} {prices.figure(t)}"
        for t in programme.tuitions.all()
    )
    for table in sheet.exam:
        yield from map(_of_exam, table.rows)
    for table in sheet.pay_tables:
        yield from (table.scale.intro, table.scale.note, *(label for label, _ in table.rows))
        yield from (c.rate.text for _, cells in table.rows for c in cells if c.rate)
        yield "SMIC"
    yield from (str(follow_on) for follow_on in sheet.follow_ons)


def _of_section(section, *, is_titled):
    if is_titled:
        yield section.heading
    yield from (section.prose, section.closing)
    yield from (f"{item.lead} {item.text}" for item in section.lines)


def _of_exam(row):
    cells = (cell.words for cell in row.cells.values())
    return " ".join([row.taught.title, *row.notes, *cells])
