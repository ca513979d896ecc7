"""What the list answers: programmes in order, criteria with counts, and ways out of « aucun »."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from catalogue.finding.asked import SORTS, Asked
from catalogue.finding.facets import FACETS, UNSAID, Facet, as_set, members
from catalogue.finding.index import Index
from catalogue.models import Contact, Domain, Programme, ProgrammeContact
from catalogue.sheet.cards import Card, cards
from charmilles import typography

MOST_WIDENINGS = 5
MOST_WORDS_TRIED = 6  # of a search: without one of them each time


class Choice(NamedTuple):
    """A choice of a criterion: the programmes that it leaves beside the other criteria."""

    value: str
    label: str
    count: int
    is_chosen: bool

    @property
    def is_closed(self):
        """Tells whether it would leave nothing; one that is chosen can always be taken back."""
        return not (self.count or self.is_chosen)


class Criterion(NamedTuple):
    facet: Facet
    choices: list[Choice]

    @property
    def is_chosen(self):
        return any(choice.is_chosen for choice in self.choices)


class Link(NamedTuple):
    """Leads to the same list without something, or to a larger one."""

    label: str
    address: str
    count: int = 0


class Results:
    def __init__(self, index: Index, asked: Asked):
        self.index, self.asked = index, asked
        self.total = len(index.listed)
        self._found = index.search(asked.text) if asked.text else None
        self._matching = as_set(self._found.worth) if self._found else index.sets.all

    @cached_property
    def places(self) -> list[int]:
        """Lists the programmes by their place in the index, in the order that is asked."""
        left = self._matching & self.index.sets.left(self.asked.chosen)
        order = self.index.order(self.asked.sort)
        if self._found and not self.asked.sort:
            worth = self._found.worth
            order = sorted(worth, key=lambda place: (-worth[place], place))
        return members(order, left)

    @property
    def count(self):
        return len(self.places)

    @property
    def summary(self) -> str:
        """Says what restricts the list, for its titles: « compta », BTS."""
        return ", ".join(link.label for link in self.chips)

    @property
    def domain(self) -> Domain | None:
        """Returns the domain, when the list is that of one and of nothing else."""
        chosen = self.asked.chosen
        is_alone = list(chosen) == ["domaine"] and len(chosen["domaine"]) == 1
        if not is_alone or self.asked.text or not self.places:
            return None
        return self.index.listed[self.places[0]].domain

    @cached_property
    def criteria(self) -> list[Criterion]:
        return [made for facet in FACETS if (made := self._criterion(facet)).choices]

    def _criterion(self, facet):
        sets, chosen = self.index.sets, self.asked.chosen.get(facet.name, ())
        others = self._matching & sets.left(self.asked.chosen, but=facet.name)
        return Criterion(
            facet,
            [
                Choice(
                    value,
                    label,
                    (others & sets.chosen(facet.name, [value])).bit_count(),
                    value in chosen,
                )
                for value, label in sets.choices[facet.name].items()
            ],
        )

    @property
    def chosen_count(self) -> int:
        return sum(map(len, self.asked.chosen.values()))

    @property
    def has_more_chosen(self) -> bool:
        """Tells whether a choice is made among the criteria that are folded."""
        return any(facet.is_folded and facet.name in self.asked.chosen for facet in FACETS)

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        first = "Pertinence" if self.asked.text else "Ouvertes d’abord"
        named = {"": first} | SORTS
        return [(value, label, value == self.asked.sort) for value, label in named.items()]

    @property
    def chips(self) -> list[Link]:
        """Lists what restricts the list; each link takes one thing away."""
        said = [Link(_quoted(self.asked.text), self.asked._replace(text="").address)]
        return [*(said if self.asked.text else []), *self._chosen()]

    def _chosen(self):
        return [
            Link(label, self.asked.without(facet.name, value).address)
            for facet, value, label in self._labels()
        ]

    def _labels(self):
        """Lists (criterion, value, label) of each choice that is made."""
        for facet in FACETS:
            choices = self.index.sets.choices[facet.name]
            for value in self.asked.chosen.get(facet.name, ()):
                yield facet, value, _label(facet, value, choices[value])

    @property
    def widenings(self) -> list[Link]:
        """Proposes what finds something when this finds nothing, the least change first."""
        proposed = (
            Link(label, asked.address, count)
            for label, asked in self._wider()
            if (count := Results(self.index, asked).count)
        )
        return [link for link, _ in zip(proposed, range(MOST_WIDENINGS), strict=False)]

    def _wider(self) -> Iterator[tuple[str, Asked]]:
        asked = self.asked
        for facet, value, label in self._labels():
            yield f"Sans {_quoted(label)}", asked.without(facet.name, value)
        if asked.text and len(asked.chosen) > 1:
            yield f"{_quoted(asked.text)}, sans aucun filtre", Asked(asked.text, {})
        words = asked.text.split()
        if 1 < len(words) <= MOST_WORDS_TRIED:
            for number in range(len(words)):
                said = " ".join(words[:number] + words[number + 1 :])
                yield f"Chercher {_quoted(said)}", asked._replace(text=said)
        if asked.text and asked.chosen:
            yield "Les mêmes filtres, sans la recherche", asked._replace(text="")
        yield "Toutes les formations", Asked("", {})

    def cards(self, places: list[int]) -> list[Card]:
        """Makes the cards of some places, with the reason of those whose card does not tell it."""
        listed = [self.index.listed[place] for place in places]
        read = Programme.objects.published().for_cards().in_bulk([one.pk for one in listed])
        made = {
            card.programme.pk: card
            for card in cards((read[one.pk] for one in listed if one.pk in read), on=self.index.on)
        }
        return [
            made[one.pk]._replace(reason=self._reason(place))
            for place, one in zip(places, listed, strict=True)
            if one.pk in made
        ]

    def _reason(self, place):
        return self.index.reason(place, self._found) if self._found else ""


def _label(facet, value, label):
    """Names a choice away from the title of its criterion: « J’ai : le bac »."""
    if facet.before and value != UNSAID:
        label = f"{facet.before} {label[0].lower()}{label[1:]}"
    return typography.french(label)


def _quoted(words):
    """Quotes what people typed, as they typed it."""
    return f"«{typography.NBSP}{words}{typography.NBSP}»"


class Person(NamedTuple):
    label: str
    contact: Contact


def person() -> Person | None:
    """Returns somebody to ask when nothing is found: of admissions, else of a programme."""
    role = ProgrammeContact.Role
    public = ProgrammeContact.objects.filter(programme__state=Programme.State.PUBLISHED)
    known = public.filter(role__in=(role.ADMISSIONS, role.LEAD)).order_by("role", "position", "pk")
    found = known.select_related("contact", "programme").first()
    return found and Person(f"{found.label}, {found.programme.short_name}", found.contact)
