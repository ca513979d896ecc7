"""Stores entries of the national register, and takes one over into its certification."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction

from catalogue.exchange import rncp
from catalogue.exchange.rncp import WrongFile
from catalogue.models import Certification, RegisterEntry, SkillBlock
from catalogue.sheet.register import Comparison

NO_CODE = (
    "Aucune certification d’ici n’a de code RNCP ou RS : écrivez celui de la fiche à reprendre."
)
NOTHING = "Ce fichier n’a aucune de ces fiches : {}. Vérifiez le code, ou la date du fichier."
INCOMPLETE = "La fiche {} de ce fichier ne se lit pas entière. {}"
CHANGED = (
    "La certification, ou sa fiche, a changé depuis que cette page est ouverte : rien n’a été "
    "repris. Voici ce qui changerait maintenant."
)


class Refused(ValueError):
    """Nothing was taken over; the message says why, to staff."""


def read(file: BinaryIO, code: str, *, on: date) -> list[RegisterEntry]:
    """Reads the entry of this code, and those of the certifications of here. See `rncp.read`."""
    known = Certification.objects.exclude(register_code="")
    codes = set(known.values_list("register_code", flat=True)) | ({code} if code else set())
    if not codes:
        raise WrongFile(NO_CODE)
    found = rncp.read(file, codes, on=on)
    if not found or (code and all(entry.code != code for entry in found)):
        raise WrongFile(NOTHING.format(code or ", ".join(sorted(codes))))
    for entry in found:
        _check(entry)
    return found


def _check(entry):
    try:
        entry.full_clean(validate_unique=False)  # it may replace one read before
    except ValidationError as error:
        raise WrongFile(INCOMPLETE.format(entry.code, " ".join(error.messages))) from error


def store(entries: Iterable[RegisterEntry]) -> list[RegisterEntry]:
    """Stores the entries, in place of those of the same codes; returns them as stored."""
    with transaction.atomic():
        return [_store(entry) for entry in entries]


def _store(entry):
    present = RegisterEntry.objects.filter(code=entry.code).values_list("pk", flat=True)
    entry.pk = present.first()
    entry.save()
    return entry


def seal(comparison: Comparison) -> str:
    """Sums up what was shown, so that nothing else is taken over."""
    return hashlib.sha256(repr(comparison.changes).encode()).hexdigest()


def take_over(entry: RegisterEntry, *, sealed: str) -> Certification:
    """Writes all that was shown into the certification, made if need be, or nothing at all."""
    with transaction.atomic():
        found = Comparison(RegisterEntry.objects.select_for_update().get(pk=entry.pk))
        if seal(found) != sealed:
            raise Refused(CHANGED)
        certification = found.certification or Certification(register_code=entry.code)
        try:
            for name, value in found.values.items():
                setattr(certification, name, value)
            certification.full_clean(exclude=["slug"])
            certification.save()
            _write_blocks(certification, found)
        except ValidationError as error:
            raise Refused(f"Rien n’a été repris. {' '.join(error.messages)}") from error
        return certification


def _write_blocks(certification, found):
    for block, code, title, place in found.changed_blocks:
        block = block or SkillBlock(certification=certification, position=place)
        block.code, block.title = code, title
        block.full_clean()
        block.save()
