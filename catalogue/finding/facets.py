"""The criteria of the list: what each offers, and how many programmes each choice would leave.

Within a criterion choices add up (a CAP or a BTS), and criteria restrict one another. A programme
that says nothing of a criterion has a choice of its own: hidden, it would seem not to exist.
Sets of programmes are numbers, one bit for each place of the list, so that counting is immediate.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from catalogue.finding.listed import Listed
from catalogue.models import Certification, EntryLevel, Level

UNSAID = "non-precise"
HELD = {
    EntryLevel.NONE: ("aucun", "Aucun diplôme"),
    EntryLevel.THIRD_FORM: ("3e", "La classe de 3e"),
    EntryLevel.CAP: ("cap", "Un CAP ou une seconde"),
    EntryLevel.BAC: ("bac", "Le bac"),
    EntryLevel.BAC_2: ("bac-2", "Un bac +2"),
    EntryLevel.BAC_3: ("bac-3", "Un bac +3"),
    EntryLevel.BAC_5: ("bac-5", "Un bac +5"),
}
MONTH, YEAR = Fraction(52, 12), Fraction(52)  # weeks
LENGTHS = {
    "mois": "Un mois au plus",
    "annee": "Plus d’un mois, un an au plus",
    "plus": "Plus d’un an",
}

Choices = dict[str, str]  # {value in the address: label}, in the order of the page


class Facet(NamedTuple):
    name: str  # in the address
    legend: str
    choices: Callable[[list[Listed]], Choices]
    values: Callable[[Listed], Iterable[str]]
    unsaid: str = ""  # names the choice of the programmes that have no value
    before: str = ""  # begins a choice that is named away from its legend
    is_folded: bool = False


def _ordered(rows, key) -> Choices:
    """Lists the rows that programmes have, each once, in the order of staff."""
    return {value: label for _, value, label in sorted(set(map(key, rows)))}


def _domains(listed):
    return _ordered(
        (one.domain for one in listed),
        lambda row: ((row.position, row.pk), row.slug, row.name),
    )


def _kinds(listed):
    found = {one.certification.kind for one in listed if one.certification}
    return {kind.value: kind.label for kind in Certification.Kind if kind in found}


def _levels(listed):
    found = {one.certification.level for one in listed if one.certification}
    named = {level: f"{level.label.capitalize()} ({level.diploma})" for level in Level}
    return {str(level.value): name for level, name in named.items() if level in found}


def _statuses(listed):
    return _ordered(
        (status for one in listed for status in one.statuses),
        lambda row: ((row.position, row.pk), row.code, row.name),
    )


def _campuses(listed):
    """Offers the places only when there are several."""
    found = _ordered(
        (campus for one in listed for campus in one.campuses),
        lambda row: ((row.city, row.name, row.pk), row.slug, str(row)),
    )
    return found if len(found) > 1 else {}


def _of_kind(one):
    return [one.certification.kind] if one.certification else []


def _of_level(one):
    known = one.certification and one.certification.level
    return [str(known)] if known else []


def _held(one):
    """Lists what suffices to enter: the level asked, and each one above it."""
    if one.level is None:
        return []
    return [value for level, (value, _) in HELD.items() if level >= one.level]


def _lasting(one):
    return {
        "mois" if length <= MONTH else "annee" if length <= YEAR else "plus"
        for length in one.lengths
    }


FACETS = (
    Facet(
        "avec",
        "Ce que j’ai aujourd’hui",
        lambda _: dict(HELD.values()),
        _held,
        unsaid="Niveau d’entrée non précisé",
        before="J’ai :",
    ),
    Facet("domaine", "Domaine", _domains, lambda one: [one.domain.slug]),
    Facet("diplome", "Diplôme visé", _kinds, _of_kind, unsaid="Sans certification"),
    Facet(
        "contrat",
        "Contrat ou statut",
        _statuses,
        lambda one: [status.code for status in one.statuses],
        unsaid="Contrat non précisé",
    ),
    Facet(
        "ouverte",
        "Inscriptions",
        lambda _: {"oui": "Inscriptions ouvertes"},
        lambda one: ["oui"] if one.is_open else [],
    ),
    Facet("niveau", "Niveau visé", _levels, _of_level, unsaid="Sans niveau", is_folded=True),
    Facet(
        "duree", "Durée", lambda _: LENGTHS, _lasting, unsaid="Durée non précisée", is_folded=True
    ),
    Facet(
        "site",
        "Lieu",
        _campuses,
        lambda one: [campus.slug for campus in one.campuses],
        unsaid="Lieu non précisé",
        is_folded=True,
    ),
)
NAMES = tuple(facet.name for facet in FACETS)


class Sets:
    """The choices of each criterion, and the programmes that each choice would leave."""

    def __init__(self, listed: list[Listed]):
        self.all = (1 << len(listed)) - 1
        self.choices: dict[str, Choices] = {}
        self._members: dict[str, Mapping[str, int]] = {}
        for facet in FACETS:
            self._read(facet, listed)

    def _read(self, facet, listed):
        places = defaultdict(list)
        for place, one in enumerate(listed):
            for value in tuple(facet.values(one)) or (UNSAID,):
                places[value].append(place)
        choices = facet.choices(listed)
        if choices and facet.unsaid and places[UNSAID]:
            choices = {**choices, UNSAID: facet.unsaid}
        self.choices[facet.name] = choices
        self._members[facet.name] = {value: as_set(places[value]) for value in choices}

    def chosen(self, name: str, values: Iterable[str]) -> int:
        """Returns the programmes that have one of these values; all of them without a value."""
        found = 0
        for value in values:
            found |= self._members[name][value]
        return found if values else self.all

    def left(self, chosen: Mapping[str, Iterable[str]], *, but: str = "") -> int:
        """Returns the programmes that all the criteria leave, but the one that is named."""
        found = self.all
        for name, values in chosen.items():
            found &= self.all if name == but else self.chosen(name, values)
        return found


def as_set(places: Iterable[int]) -> int:
    """Makes a number whose bits are these places."""
    places = list(places)
    octets = bytearray(max(places, default=0) // 8 + 1)
    for place in places:
        octets[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(octets, "little")


def members(places: Iterable[int], among: int) -> list[int]:
    """Keeps the places that are in the set, in their order."""
    bits = f"{among:b}"[::-1]
    return [place for place in places if place < len(bits) and bits[place] == "1"]
