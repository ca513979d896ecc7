"""What a check is, what it reads of a programme, and what it finds."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

from django.db.models import Model, TextChoices

from catalogue.models import (
    Acceptance,
    Centre,
    Certification,
    LearnerStatus,
    Programme,
    Section,
    SectionItem,
)
from catalogue.sheet.sheet import Sheet
from charmilles import typography

GUIDE = "guide de lecture V9 du 8 janvier 2024"
# Pages that repair a finding, besides the sheet.
CERTIFICATION, CENTRE, ABBREVIATIONS = "certification", "centre", "abbreviations"


class Level(TextChoices):
    """How much a finding matters: a blocking one stops a draft from being published."""

    BLOCKING = "bloquant", "bloquant"
    WARNING = "avertissement", "avertissement"
    NOTE = "note", "note"


def indicator(*numbers: int) -> str:
    """Names indicators of the reference framework, with the version of its reading guide."""
    listed = typography.enumeration(map(str, numbers))
    return f"Qualiopi, indicateur{'s' if len(numbers) > 1 else ''} {listed} ({GUIDE})"


def labour(*articles: str) -> str:
    """Names articles of the labour code."""
    listed = typography.enumeration(articles)
    return f"code du travail, article{'s' if len(articles) > 1 else ''} {listed}"


@dataclass
class Shared:
    """What all programmes have in common, read once for all of them."""

    centre: Centre
    abbreviations: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)  # slugs that answer with a page
    has_certificate: bool = False  # of quality, valid that day


class Line(NamedTuple):
    """One text of the sheet, the section it is in, and who reads it first."""

    section: Section
    text: str


@dataclass
class Case:
    """One programme to inspect, as its page shows it that day."""

    sheet: Sheet
    shared: Shared

    @property
    def on(self) -> date:
        return self.sheet.on

    @property
    def programme(self) -> Programme:
        return self.sheet.programme

    @property
    def certification(self) -> Certification | None:
        return self.programme.certification

    @cached_property
    def apprenticeship(self) -> LearnerStatus | None:
        return next((one for one in self.programme.statuses.all() if one.is_apprenticeship), None)

    def lines(self, *kinds: Section.Kind) -> Iterator[Line]:
        """Gives the texts of these sections, or of all; a heading is one of them."""
        for kind, sections in list(self.sheet.sections.items()):
            for section in sections if not kinds or kind in kinds else ():
                said = [section.title, section.prose, *map(_words, section.lines), section.closing]
                yield from (Line(section, text) for text in said if text)

    def says(self, pattern: str, *kinds: Section.Kind) -> Line | None:
        """Returns the first text of these sections in which the pattern is found."""
        found = (line for line in self.lines(*kinds) if re.search(pattern, line.text, re.I))
        return next(found, None)


def _words(item: SectionItem) -> str:
    return " ".join(filter(None, [item.lead, item.text, item.note]))


def empty(row: Model, *names: str) -> list[str]:
    """Lists the labels of those of these fields that hold nothing."""
    fields = [row._meta.get_field(name) for name in names if not getattr(row, name)]
    return [str(field.verbose_name) for field in fields]


Said = str | tuple[str, Model]  # a sentence, and the row to open when it is not the usual place


class Check(NamedTuple):
    """One rule: what it asks, how much it matters, and the text that it comes from."""

    code: str
    level: Level
    basis: str
    part: str  # of the public page, by its slug
    opens: str  # the place of the staff page, or CERTIFICATION, or CENTRE
    find: Callable[[Case], Iterator[Said]]


def check(code: str, level: Level, basis: str, part: str, opens: str):
    """Makes a check of a function that gives a sentence for each thing it finds."""
    return lambda find: Check(code, level, basis, part, opens, find)


@dataclass
class Finding:
    """One sentence for staff about a programme, and who accepts it as it is, if somebody does."""

    check: Check
    programme: Programme
    sentence: str
    row: Model | None = None
    acceptance: Acceptance | None = None

    @property
    def fingerprint(self) -> str:
        """Stands for the facts: the sentence holds them all, so that another number changes it."""
        words = " ".join(self.sentence.split())
        return sha256(f"{self.check.code} {words}".encode()).hexdigest()[:16]

    @property
    def name(self) -> str:
        """Names it in a form."""
        return f"{self.check.code}-{self.fingerprint}"

    @property
    def is_blocking(self) -> bool:
        return self.check.level == Level.BLOCKING and self.acceptance is None


def findings(check: Check, case: Case) -> Iterator[Finding]:
    for said in check.find(case):
        sentence, row = (said, None) if isinstance(said, str) else said
        yield Finding(check, case.programme, sentence, row)
