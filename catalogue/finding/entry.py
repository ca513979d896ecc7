"""Finds where one may enter with what one has: every public programme, by its answer."""

from typing import NamedTuple

from catalogue.figures.entry import Answer
from catalogue.finding.index import Index
from catalogue.models import Programme
from catalogue.sheet.advice import Advice, Asked, advise
from catalogue.sheet.cards import Card, cards
from catalogue.sheet.entry import REQUIREMENTS
from catalogue.sheet.fetching import CONTACTS

MOST = 120  # programmes that one page answers for; past it, one chooses a domain
TITLES = {
    Answer.YES: "Oui",
    Answer.IF: "Oui, à une condition au moins",
    Answer.NO: "Parlons-en",
}


class Group(NamedTuple):
    """The programmes of one answer, the readiest first, each with its card."""

    answer: Answer
    found: list[tuple[Card, Advice]]

    @property
    def title(self):
        return TITLES[self.answer]


class Where(NamedTuple):
    groups: list[Group]
    left_out: int  # programmes past MOST


def where(index: Index, asked: Asked, domain: str = "") -> Where:
    """Answers for the readiest programmes, of one domain when it is said."""
    keys = [one.pk for one in index.listed if not domain or one.domain.slug == domain]
    read = Programme.objects.published().for_cards().prefetch_related(REQUIREMENTS, CONTACTS)
    programmes = read.in_bulk(keys[:MOST])
    shown = cards((programmes[pk] for pk in keys if pk in programmes), on=index.on)
    answered = [(card, advise(card.programme, asked, on=index.on)) for card in shown]
    groups = [
        Group(answer, [pair for pair in answered if pair[1].answer == answer]) for answer in Answer
    ]
    return Where([group for group in groups if group.found], max(0, len(keys) - MOST))
