"""Writes the elements of LHÉO 2.3, and notes what is missing or too long for them.

Nothing is invented: a required element whose fact is not known is left out and noted, so that the
document says what it lacks. A text over the limit of the schema is cut at the end of a sentence.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from xml.etree.ElementTree import Element

from catalogue.models import Precision
from charmilles import typography

NAMESPACE = "http://lheo.gouv.fr/2.3"
UNSAID = "Non communiqué."  # in a text that the schema requires, of what the centre does not say
UNKNOWN_START, UNKNOWN_END = "00000000", "99999999"
LIMITS = {  # characters, in lheo.xsd
    "intitule-formation": 255,
    "objectif-formation": 3000,
    "resultats-attendus": 3000,
    "contenu-formation": 3000,
    "rythme-formation": 3000,
    "info-public-vise": 250,
    "modalites-alternance": 3000,
    "conditions-specifiques": 3000,
    "modalites-inscription": 255,
    "acces-handicapes": 250,
    "modalites-recrutement": 3000,
    "modalites-pedagogiques": 200,
    "frais-restants": 200,
    "duree-indicative": 150,
    "detail-conditions-prise-en-charge": 600,
    "libelle-bloc": 500,
    "denomination": 255,
    "nom": 50,
    "nom-organisme": 250,
    "raison-sociale": 250,
    "raison-sociale-formateur": 250,
}
_SENTENCE_END = re.compile(r"[.!?…](?=\s)|\n")
# What XML 1.0 has no place for, and that somebody may have pasted.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Missing(NamedTuple):
    element: str  # the name in the schema
    label: str  # what staff call it


class Cut(NamedTuple):
    element: str
    length: int
    limit: int


@dataclass
class Notes:
    """What an export leaves out, for whoever reads it and for staff."""

    missing: list[Missing] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)  # elements that say « non communiqué »

    @property
    def labels(self) -> list[str]:
        return list(dict.fromkeys(one.label for one in self.missing))

    def lacks(self, element: str, label: str) -> None:
        self.missing.append(Missing(element, label))


def node(name: str, *children: "Element | str | None", **attributes: str) -> Element:
    """Makes an element; a child that is None is left out."""
    made = Element(f"{{{NAMESPACE}}}{name}", attributes)
    for child in children:
        if isinstance(child, str):
            made.text = writable(child)
        elif child is not None:
            made.append(child)
    return made


def writable(words: str) -> str:
    return _NOT_XML.sub("", words)


def optional(name: str, value: str) -> Element | None:
    return node(name, value) if value else None


def text(name: str, words: str, notes: Notes) -> Element | None:
    """Writes a text that the schema does not require; none where there are no words."""
    words = words.strip()
    limit = LIMITS[name]
    if len(words) > limit:
        notes.cuts.append(Cut(name, len(words), limit))
        words = cut(words, limit)
    return optional(name, words)


def required_text(name: str, words: str, notes: Notes) -> Element:
    """Writes a text that the schema requires, and says so where the centre does not give it."""
    if not words.strip():
        notes.unsaid.append(name)
    return text(name, words.strip() or UNSAID, notes)


def identifier(name: str, value: str, label: str, notes: Notes) -> Element | None:
    """Writes an identifier that the schema requires, or notes that it is missing."""
    if not value:
        notes.lacks(name, label)
    return optional(name, value)


def cut(words: str, limit: int) -> str:
    """Keeps the whole sentences that fit; of a first sentence too long, its first words."""
    start = words[: limit + 1]
    ends = [found.end() for found in _SENTENCE_END.finditer(start) if found.end() <= limit]
    if ends:
        return words[: ends[-1]].rstrip()
    kept = words[: limit - 1].rpartition(" ")[0] or words[: limit - 1]
    return f"{kept.rstrip(' ,;:')}…"


def day(value: date | None, precision: str = Precision.DAY, *, unknown: str) -> str:
    """Writes AAAAMMJJ, with 00 for what is not known of the date."""
    if value is None:
        return unknown
    known = {Precision.YEAR: 4, Precision.MONTH: 6}.get(precision, 8)
    return value.isoformat().replace("-", "")[:known].ljust(8, "0")


def french(words: str) -> str:
    return typography.french(words) if words else ""
