"""Compares a certification with its entry in the national register, and tells staff what is new."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.utils.text import slugify

from catalogue.models import Certification, RegisterEntry, SkillBlock
from charmilles import typography

# What is taken over as it is; the successor and the blocks are rows.
FIELDS = (
    *("kind", "title", "level", "effective_on", "registered_until"),
    *("certifier", "certifier_siret", "nsf_code", "formacode", "rome_codes", "vae_access"),
)
NOTHING = "vide"


class Change(NamedTuple):
    """One thing that taking an entry over would change, in words."""

    label: str
    old: str
    new: str


class Comparison:
    """An entry beside the certification of the same code; without one, it would be made.

    What the register leaves empty changes nothing here, and no block is removed: exams name them.
    """

    def __init__(self, entry: RegisterEntry):
        self.entry = entry
        codes = [entry.code, *entry.successors]
        known = Certification.objects.filter(register_code__in=codes).select_related("replaced_by")
        found = {one.register_code: one for one in known}
        self.certification = found.get(entry.code)
        self.successor = next((found[c] for c in entry.successors if c in found), None)
        own = self.certification.blocks.all() if self.certification else ()
        self.blocks = {block.code: block for block in own if block.code}
        self._uncoded = {slugify(block.title): block for block in own if not block.code}

    @property
    def values(self) -> dict:
        """Returns the fields whose value would change, with the new one."""
        new = {name: getattr(self.entry, name) for name in FIELDS}
        if self.certification and new["kind"] == Certification.Kind.OTHER:
            del new["kind"]  # the register names few kinds
        said = {name: value for name, value in new.items() if value not in (None, "")}
        if self.successor:
            said["replaced_by"] = self.successor
        row = self.certification or Certification()
        return {name: value for name, value in said.items() if not _same(getattr(row, name), value)}

    @property
    def changed_blocks(self) -> list[tuple[SkillBlock | None, str, str, int]]:
        """Lists (block of here or None, code, title, place) of those that would change."""
        found = []
        for place, (code, title) in enumerate(self.entry.blocks, start=1):
            block = self.blocks.get(code) or self._uncoded.get(slugify(title))
            if block is None or block.code != code or not _same(block.title, title):
                found.append((block, code, title, place))
        return found

    @property
    def changes(self) -> list[Change]:
        return [*self._of_fields(), *self._of_blocks()]

    def _of_fields(self) -> Iterator[Change]:
        row = self.certification or Certification()
        for name, value in self.values.items():
            label = str(Certification._meta.get_field(name).verbose_name)
            yield Change(label, _words(row, name), _words(Certification(**{name: value}), name))

    def _of_blocks(self) -> Iterator[Change]:
        for block, code, title, _ in self.changed_blocks:
            yield Change(f"bloc {code}", str(block) if block else NOTHING, title)

    @property
    def left(self) -> list[str]:
        """Says what the entry tells and what taking it over does not do."""
        told = {code for code, _ in self.entry.blocks}
        kept = [str(block) for code, block in self.blocks.items() if code not in told]
        unknown = [] if self.successor else self.entry.successors
        said = []
        if unknown:
            said.append(
                f"{', '.join(unknown)} remplace cette fiche et n’est pas encore ici : reprenez "
                "aussi sa fiche du fichier, puis revenez."
            )
        if told and kept:
            said.append(f"Gardés, et absents de la fiche : {' ; '.join(kept)}.")
        return said


def _same(old, new) -> bool:
    """Compares words without accents, capitals or signs: the register writes them as it comes."""
    if isinstance(old, str) and isinstance(new, str):
        return slugify(old) == slugify(new)
    return old == new


def _words(row, name) -> str:
    value = getattr(row, name)
    if value in (None, ""):
        return NOTHING
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return typography.day(value)
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display else value)


def news(certification: Certification | None) -> list[str]:
    """Tells what the last file read says of its registration, while nothing here answers it."""
    code = certification and certification.register_code
    entry = RegisterEntry.objects.filter(code=code).first() if code else None
    return _news(certification, entry) if certification and entry else []


def news_of(entries: Iterable[RegisterEntry]) -> list[str]:
    """Tells the same of the entries that were just read."""
    known = Certification.objects.select_related("replaced_by")
    by_code = {one.register_code: one for one in known.exclude(register_code="")}
    read = [(by_code[entry.code], entry) for entry in entries if entry.code in by_code]
    return [said for certification, entry in read for said in _news(certification, entry)]


def _news(certification, entry) -> list[str]:
    said = []
    ends, after = entry.registered_until, certification.replaced_by
    if ends and ends != certification.registered_until:
        verb = "prend" if ends >= entry.read_on else "a pris"
        said.append(f"l’enregistrement {verb} fin le {typography.day(ends)}")
    if not entry.is_active and certification.is_registered(on=entry.read_on):
        said.append("elle n’est plus active")
    if entry.successors and (after is None or after.register_code not in entry.successors):
        said.append(f"{', '.join(entry.successors)} la remplace")
    if not said:
        return []
    read = typography.day(entry.read_on)
    return [
        f"{entry.code}, d’après France compétences (fichier lu le {read}) : "
        f"{typography.enumeration(said, 'et')}. La certification d’ici ne le dit pas : ouvrez sa "
        "fiche dans « Fiches de France compétences » pour le reprendre."
    ]
