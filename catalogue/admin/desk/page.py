"""The desk of a programme: its sheet as visitors see it, what the inspector says, and its forms."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from catalogue.admin.desk.addresses import part_address, repair_address, text_address
from catalogue.admin.desk.parts import IN_WORDS, TOP, edits_of
from catalogue.admin.inspection import score_in_words
from catalogue.inspection.findings import Case
from catalogue.inspection.report import NEEDS, Report, inspect_case, shared_on
from catalogue.models import Programme, Section
from catalogue.sheet.inherited import is_about
from catalogue.sheet.many import sheets
from catalogue.sheet.parts import PARTS, Part
from catalogue.sheet.sheet import Sheet


@dataclass
class Text:
    """A text that a part shows, or may show: where it comes from, and what one may do of it."""

    kind: str
    section: Section | None = None
    address: str = ""
    shared_by: int = 0  # programmes that show this text of the centre

    @property
    def title(self):
        return self.section.heading if self.section else IN_WORDS[self.kind]

    @property
    def is_shared(self):
        return self.section is not None and self.section.programme_id is None


@dataclass
class DeskPart:
    """A part of the sheet with its forms, its texts and its findings."""

    part: Part
    is_shown: bool
    edits: list = field(default_factory=list)  # (title, address)
    texts: list[Text] = field(default_factory=list)
    findings: list = field(default_factory=list)  # (finding, address)

    @property
    def missing_texts(self):
        return [text for text in self.texts if text.section is None]

    @property
    def present_texts(self):
        return [text for text in self.texts if text.section is not None]

    @property
    def has_blocking(self):
        return any(finding.is_blocking for finding, _ in self.findings)


class Desk:
    """All that the page shows of the programme with this key."""

    def __init__(self, key: int):
        today, query = timezone.localdate(), Programme.objects.filter(pk=key)
        self.sheet = next(sheets(query, on=today, also=NEEDS), None)
        if self.sheet is None:
            raise Http404
        self.programme = self.sheet.programme
        shared = shared_on(today)
        self.centre = shared.centre
        self.report: Report = inspect_case(Case(self.sheet, shared))
        self.uses = _uses(self.sheet)

    @property
    def score(self):
        return score_in_words(self.report.score)

    @property
    def top(self):
        """The forms of what stands before the parts."""
        return self._edits(TOP)

    @property
    def parts(self) -> list[DeskPart]:
        """Lists every part, those that nothing fills yet too."""
        shown = {part.slug: part for part in self.sheet.parts}
        own = {part.slug: found for part, found in self.report.parts}
        return [
            DeskPart(
                shown.get(part.slug, part),
                part.slug in shown,
                self._edits(part.slug),
                [text for kind in part.kinds for text in self._texts(kind)],
                [
                    (one, repair_address(one))
                    for one in own.get(part.slug, ())
                    if one.acceptance is None
                ],
            )
            for part in PARTS
        ]

    def _edits(self, part):
        return [(e.title, part_address(self.programme, e.slug)) for e in edits_of(part)]

    def _texts(self, kind) -> list[Text]:
        sections = self.sheet.sections[kind]
        if not sections:
            return [Text(kind, None, text_address(self.programme, kind))]
        return [
            Text(kind, one, text_address(self.programme, kind, one))
            if one.programme_id
            else Text(
                kind,
                one,
                reverse("admin:catalogue_section_change", args=[one.pk]),
                self.uses.get(one.pk, 0),
            )
            for one in sections
        ]


def _uses(sheet: Sheet) -> dict[int, int]:
    """Counts the programmes that show each text of the centre, in two queries."""
    statuses, own = defaultdict(set), defaultdict(set)
    for key, status in Programme.objects.values_list("pk", "statuses").order_by():
        statuses[key].add(status)
    of_programmes = Section.objects.exclude(programme=None).order_by()
    for key, kind in of_programmes.values_list("programme_id", "kind"):
        own[key].add(kind)
    shared = (one for one in sheet.statuses_of_sections if one.programme_id is None)
    return {
        one.pk: sum(
            one.kind not in own[key] and is_about(sheet.statuses_of_sections[one], here)
            for key, here in statuses.items()
        )
        for one in shared
    }
