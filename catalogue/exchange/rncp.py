"""Reads entries of the national register in a file of France compétences.

The file is the XML of the dataset « Répertoire national des certifications professionnelles et
répertoire spécifique » (`export_fiches_RNCP_V4_1_….xml`), alone or in its archive, of all the
entries (FICHES/FICHE) or of one. It comes from outside: a document that declares types or entities
is refused, and what it may weigh is bounded.
"""

import re
import zipfile
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import BinaryIO
from xml.etree import ElementTree

from catalogue.models import Certification, RegisterEntry
from catalogue.models.codes import squeezed

LARGEST_XML = 1_500_000_000  # bytes; that of all the entries weighs some hundreds of millions
LARGEST_ENTRY = 5_000_000  # characters
MOST_CODES = 28  # of jobs; what a field of 200 letters holds
ROME = re.compile(r"[A-N]\d{4}")
PIECE = 1_000_000  # bytes read at a time
Kind = Certification.Kind
# What ABREGE writes, in capitals and without signs; any other is « Autre certification ».
KINDS = {
    "CAP": Kind.CAP,
    "BACPRO": Kind.BAC_PRO,
    "BTS": Kind.BTS,
    "BUT": Kind.BUT,
    "TP": Kind.VOCATIONAL_TITLE,
    "TITREPROFESSIONNEL": Kind.VOCATIONAL_TITLE,
    "LICENCE": Kind.LICENCE,
    "LICENCEPROFESSIONNELLE": Kind.VOCATIONAL_LICENCE,
    "MASTER": Kind.MASTER,
    "CQP": Kind.CQP,
    "DE": Kind.STATE_DIPLOMA,
    "TITREINGENIEUR": Kind.ENGINEER,
}
NOT_XML = (
    "Ce fichier n’est pas un fichier XML de France compétences, ou il est abîmé. Choisissez "
    "« export-fiches-rncp-v4-1 » (l’archive ou le XML qu’elle contient) sur data.gouv.fr."
)
UNSAFE = (
    "Ce fichier déclare des types ou des entités, ce que ceux de France compétences ne font pas."
)
TOO_LARGE = "Ce fichier est trop grand pour être celui de France compétences."


class WrongFile(ValueError):
    """The file gives no entry that is wanted; the message says why, to staff."""


def read(file: BinaryIO, codes: Collection[str], *, on: date) -> list[RegisterEntry]:
    """Reads the entries of these codes, unsaved. Raises WrongFile for another sort of file."""
    reader = _Reader(frozenset(codes))
    parser = ElementTree.XMLParser(target=reader)
    try:
        for piece in _pieces(file):
            parser.feed(piece)
        parser.close()
    except (ElementTree.ParseError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise WrongFile(NOT_XML) from error
    return [_entry(found, on) for found in reader.found]


def _pieces(file) -> Iterator[bytes]:
    """Gives the XML piece by piece, out of its archive if need be, and stops past LARGEST_XML."""
    file.seek(0)
    is_archive = file.read(2) == b"PK"
    file.seek(0)
    left = LARGEST_XML
    with _opened(file) if is_archive else file as source:
        while piece := source.read(PIECE):
            left -= len(piece)
            if left < 0:
                raise WrongFile(TOO_LARGE)
            yield piece


def _opened(file):
    archive = zipfile.ZipFile(file)
    names = [one.filename for one in archive.infolist() if one.filename.lower().endswith(".xml")]
    if not names:
        raise WrongFile(NOT_XML)
    return archive.open(names[0])


class _Reader:
    """Makes a tree of each entry, one at a time, and keeps those that are wanted."""

    def __init__(self, codes: frozenset[str]):
        self.codes = codes
        self.found: list[ElementTree.Element] = []
        self._entry: ElementTree.TreeBuilder | None = None
        self._size = 0

    def doctype(self, name, public, system):
        raise WrongFile(UNSAFE)

    def start(self, tag, attributes):
        if tag == "FICHE":
            self._entry, self._size = ElementTree.TreeBuilder(), 0
        if self._entry:
            self._entry.start(tag, {})

    def data(self, text):
        if self._entry:
            self._size += len(text)
            if self._size > LARGEST_ENTRY:
                raise WrongFile(TOO_LARGE)
            self._entry.data(text)

    def end(self, tag):
        if self._entry is None:
            return
        self._entry.end(tag)
        if tag == "FICHE":
            entry, self._entry = self._entry.close(), None
            if _text(entry, "NUMERO_FICHE") in self.codes:
                self.found.append(entry)

    def close(self):
        return self.found


# One entry


def _entry(found, on) -> RegisterEntry:
    successors = _texts(found, "NOUVELLES_CERTIFICATIONS/*/ID_FICHE_NOUVELLE_CERTIFICATION")
    successors += _texts(found, "NOUVELLE_CERTIFICATION")  # of the exports before the fourth
    rome = [code for code in _texts(found, "CODES_ROME/ROME/CODE") if ROME.fullmatch(code)]
    return RegisterEntry(
        code=_text(found, "NUMERO_FICHE"),
        kind=_kind(found),
        title=_text(found, "INTITULE")[:255],
        level=_level(_text(found, "NOMENCLATURE_EUROPE/NIVEAU")),
        certifier=", ".join(_texts(found, "CERTIFICATEURS/*/NOM_CERTIFICATEUR"))[:200],
        certifier_siret=_siret(_texts(found, "CERTIFICATEURS/*/SIRET_CERTIFICATEUR")),
        effective_on=_day(_text(found, "DATE_EFFET")),
        registered_until=_day(_text(found, "DATE_FIN_ENREGISTREMENT")),
        is_active=_text(found, "ACTIF").lower() in ("oui", "active", "true"),
        replaced_by=", ".join(dict.fromkeys(map(squeezed, successors[: MOST_CODES // 2]))),
        nsf_code=_first(_texts(found, "CODES_NSF/NSF/CODE"), 5),
        formacode=_first(_texts(found, "FORMACODES/FORMACODE/CODE"), 5),
        rome_codes=", ".join(rome[:MOST_CODES]),
        vae_access={"oui": True, "non": False}.get(_text(found, "SI_JURY_VAE/ACTIF").lower()),
        blocks=list(_blocks(found)),
        read_on=on,
    )


def _text(found, path) -> str:
    return " ".join((found.findtext(path) or "").split())


def _texts(found, path) -> list[str]:
    said = (" ".join((one.text or "").split()) for one in found.iterfind(path))
    return list(dict.fromkeys(filter(None, said)))


def _first(texts, longest) -> str:
    return next((text for text in texts if len(text) <= longest), "")


def _siret(texts) -> str:
    """Gives that of the only certifier; several have no first."""
    return texts[0] if len(texts) == 1 and re.fullmatch(r"\d{14}", texts[0]) else ""


def _kind(found) -> str:
    said = [*_texts(found, "ABREGE/CODE"), *_texts(found, "ABREGE/LIBELLE")]
    return next((KINDS[word] for one in said if (word := squeezed(one)) in KINDS), Kind.OTHER)


def _level(text) -> int | None:
    """Reads « NIV4 »; the register also has entries without a level."""
    digits = text.removeprefix("NIV")
    return int(digits) if digits in ("3", "4", "5", "6", "7", "8") else None


def _day(text) -> date | None:
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()
    except ValueError:
        return None


def _blocks(found) -> Iterator[list[str]]:
    for block in found.iterfind("BLOCS_COMPETENCES/BLOC_COMPETENCES"):
        code, title = squeezed(_text(block, "CODE")), _text(block, "LIBELLE")
        if re.fullmatch(r"(RNCP|RS)\d+BC\d+", code) and title:
            yield [code, title[:500]]
