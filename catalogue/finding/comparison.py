"""Compares programmes line by line, from what their own pages say."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.urls import reverse

from catalogue.models import Programme
from catalogue.sheet import lengths, prices, questions
from catalogue.sheet.fetching import for_sheet
from catalogue.sheet.sheet import Sheet

MOST = 4  # programmes: more do not fit on a screen, nor on a sheet of paper
SLUG = re.compile(r"[-\w]{1,50}", re.ASCII)
READ = 20  # names of an address that are looked for


class Line(NamedTuple):
    """One line of the comparison: for each programme, what its page says; [] where it does not."""

    label: str
    cells: list[list[str]]

    @property
    def differs(self):
        """Tells whether two pages say otherwise; one that says nothing does not differ."""
        known = [cell for cell in self.cells if cell]
        return any(cell != known[0] for cell in known)


def chosen(slugs: Sequence[str]) -> list[Programme]:
    """Returns the public programmes of these names, in their order, each once, MOST at most."""
    known = [slug for slug in dict.fromkeys(slugs[:READ]) if SLUG.fullmatch(slug)]
    found = {
        one.slug: one for one in for_sheet(Programme.objects.published().filter(slug__in=known))
    }
    return [found[slug] for slug in known if slug in found][:MOST]


def address(programmes: Sequence[Programme]) -> str:
    """Returns the address that compares them, MOST at most; that of an empty page without any."""
    query = {"f": [one.slug for one in programmes[:MOST]]}
    return reverse("catalogue:compare", query=query if programmes else None)


def without(one: Programme, programmes: Sequence[Programme]) -> str:
    """Returns the address of the same comparison without one of its programmes."""
    return address([other for other in programmes if other != one])


def lines(sheets: Sequence[Sheet]) -> list[Line]:
    """Lists the lines that at least one of the programmes answers."""
    told = (Line(label, [list(tell(sheet)) for sheet in sheets]) for label, tell in TELL.items())
    return [line for line in told if any(line.cells)]


def _award(sheet) -> Iterator[str]:
    for fact in sheet.facts:
        if fact.icon == "award":
            yield from fact.lines


def _entry(sheet) -> Iterator[str]:
    required = sheet.entry.required if sheet.entry else []
    answered = list(_answer(sheet, "entry", asked=True))
    yield from answered[:1] if required else answered
    yield from required


def _length(sheet) -> Iterator[str]:
    yield from filter(None, [lengths.summary(sheet.programme)])


def _exam(sheet) -> Iterator[str]:
    for own in sheet.weights[:1]:
        yield from filter(None, [own.heaviest])
        yield from own.moments


def _after(sheet) -> Iterator[str]:
    yield from (str(step) for step in sheet.follow_ons)


def _answer(sheet, key, *, asked=False) -> Iterator[str]:
    """Gives the answer of the top of the page, after its question where it is none of a label."""
    for said in questions.ASK[key](sheet):
        yield " ".join([said.asked, said.answer] if asked else [said.answer])
        yield from filter(None, [said.detail])


TELL = {
    "Ce que l’on obtient": _award,
    "Pour entrer": _entry,
    "Durée": _length,
    "Prochaine entrée": questions.next_start,
    "Rythme": lambda sheet: sheet.rhythm.lines,
    "Salaire par mois": lambda sheet: _answer(sheet, "pay"),
    "Coût pour vous": lambda sheet: prices.cost_for_learners(sheet.programme),
    "Examens": _exam,
    "Réussite": lambda sheet: _answer(sheet, "success"),
    "Et après": _after,
    "Lieu": lambda sheet: _answer(sheet, "place"),
}
