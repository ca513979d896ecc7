"""Writes the texts of a sheet without any mark-up, with the words and spaces of the page."""

from collections.abc import Iterable, Iterator

from catalogue.models import Section, SectionItem
from catalogue.sheet.sheet import Sheet
from charmilles import typography


def of_kinds(sheet: Sheet, *kinds: Section.Kind) -> str:
    """Joins all that the sheet says on these subjects; "" when it says nothing."""
    return _joined(of_section(section) for kind in kinds for section in sheet.sections[kind])


def of_section(section: Section) -> str:
    prose, closing = typography.french(section.prose), typography.french(section.closing)
    return _joined([prose, listed(map(of_item, section.lines)), closing])


def listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def of_item(item: SectionItem) -> str:
    """Writes one line of a list: its words, then its code, its salary and its note."""
    words = words_of(item)
    details = ", ".join(filter(None, [item.code, item.salary, item.note]))
    return typography.french(f"{words} ({details})" if details else words)


def words_of(item: SectionItem) -> str:
    return " ".join(filter(None, [item.lead, item.text]))


def _joined(paragraphs: Iterable[str]) -> str:
    return "\n\n".join(filter(None, map(str.strip, paragraphs)))


def questions_of(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Gives the questions of the page with their answers: those of its top, then those of staff."""
    for asked in sheet.questions:
        answer = ", ".join(filter(None, [asked.answer, asked.detail]))
        yield typography.french(asked.asked), typography.french(answer)
    for section in sheet.sections[Section.Kind.QUESTIONS]:
        for item, details in section.points:
            if item.lead and item.text:
                answer = [typography.french(item.text), listed(map(of_item, details))]
                yield typography.french(item.lead), _joined(answer)
