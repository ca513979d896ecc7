"""Defines the parts of a sheet: their order, their titles, and when each is shown."""

from collections.abc import Callable
from typing import Any, NamedTuple

from catalogue.models import Section

Kind = Section.Kind


class Part(NamedTuple):
    """A titled part of the sheet, rendered by templates/catalogue/parts/<slug>.html.

    It is shown when a section of its `kinds` has content, or when `holds` returns something.
    """

    slug: str
    title: str
    icon: str
    kinds: tuple[Section.Kind, ...] = ()
    holds: Callable[[Any], object] = lambda sheet: None
    other_title: Callable[[Any], str] = lambda sheet: ""  # where its title would be false

    def entitled(self, sheet) -> "Part":
        return self._replace(title=self.other_title(sheet) or self.title)

    @property
    def template(self):
        return f"catalogue/parts/{self.slug}.html"


# Every programme has the same parts in the same order, so that families can compare.
PARTS = [
    Part(
        "metier",
        "Le métier et après",
        "briefcase",
        (Kind.JOBS, Kind.FOLLOW_ON),
        lambda sheet: sheet.follow_ons or sheet.entered_from,
    ),
    Part(
        "profil",
        "Ai-je le profil ?",
        "user-check",
        (Kind.PREREQUISITES, Kind.ACCESSIBILITY),
        lambda sheet: sheet.entry,
    ),
    Part(
        "contenu",
        "Ce que vous apprendrez",
        "book-open",
        (
            Kind.OBJECTIVES,
            Kind.PROGRESS,
            Kind.BLOCKS,
            Kind.EXAM_CONDITIONS,
            Kind.METHODS,
            Kind.RESOURCES,
        ),
        lambda sheet: sheet.exam or sheet.branches or sheet.hours_note,
    ),
    Part(
        "calendrier",
        "Rythme et calendrier",
        "calendar-days",
        (Kind.CALENDAR,),
        lambda sheet: sheet.calendar or sheet.rhythm.lines or sheet.places_of_any_cohort,
    ),
    Part(
        "argent",
        "Ce que ça coûte, ce que vous gagnez",
        "wallet",
        (Kind.FUNDING, Kind.PAY_AUDIENCE, Kind.PAY_RULES),
        lambda sheet: sheet.prices or sheet.pay_tables,
        lambda sheet: "" if sheet.speaks_of_pay else "Ce que ça coûte",
    ),
    Part(
        "resultats",
        "Les résultats",
        "chart-column",
        (Kind.RESULTS,),
        lambda sheet: sheet.results or sheet.national,
    ),
    Part(
        "inscription",
        "Comment s’inscrire",
        "pencil-line",
        (Kind.ENROLMENT, Kind.ACCESS, Kind.EQUIVALENCES),
        lambda sheet: sheet.programme.answer_days or sheet.ways or sheet.access,
    ),
    # Not on paper: a title without its file tells nothing, and the paper leads to the page.
    Part(
        "documents",
        "Documents à télécharger",
        "download",
        (),
        lambda sheet: not sheet.on_paper and sheet.documents,
    ),
    Part("aides", "Aides et petits plus", "gift", (Kind.AIDS, Kind.PERKS, Kind.OTHER)),
    Part(
        "entreprises",
        "Pour les entreprises",
        "building-2",
        (Kind.HOSTS, Kind.EMPLOYERS),
        lambda sheet: sheet.company_contacts,
    ),
    Part("questions", "Questions fréquentes", "circle-help", (Kind.QUESTIONS,)),
    Part(
        "contacts",
        "Vos contacts",
        "phone",
        (),
        lambda sheet: sheet.programme.contacts.all(),
    ),
    Part(
        "mentions",
        "Mentions réglementaires",
        "scroll-text",
        (Kind.LEGAL,),
        lambda sheet: sheet.mentions or sheet.blocks or sheet.related or sheet.has_expired,
    ),
    Part(
        "sigles",
        "Les sigles de cette page",
        "circle-help",
        (),
        lambda sheet: sheet.abbreviations,
    ),
]
