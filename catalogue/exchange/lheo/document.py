"""Writes programmes in LHÉO 2.3, the common language of the French training offer.

Law: code du travail, articles R6111-1 to R6111-3. Schema: http://lheo.gouv.fr/2.3/lheo.xsd.
"""

from collections.abc import Iterable
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from catalogue.exchange import texts
from catalogue.exchange.lheo.action import action
from catalogue.exchange.lheo.elements import (
    NAMESPACE,
    Notes,
    french,
    node,
    optional,
    required_text,
    writable,
)
from catalogue.exchange.lheo.people import contacts, in_charge, organisation
from catalogue.models import Centre, Certification, EntryLevel, Section
from catalogue.sheet.sheet import Sheet
from charmilles.addresses import absolute_url

Kind = Section.Kind
IN_GROUP, MIXED = "1", "4"  # dict-type-parcours
CERTIFICATION = "6"  # dict-AIS
UNKNOWN_LEVEL, NO_LEVEL = "0", "1"
NEW_SCALE = 10  # dict-niveaux: 14 is level 4 of the scale of 2019


class Export(NamedTuple):
    """One programme in LHÉO, and what this export lacks or shortens."""

    element: Element
    notes: Notes


def document(exports: Iterable[Export]) -> bytes:
    ElementTree.register_namespace("", NAMESPACE)
    tree = node("lheo", node("offres", *(one.element for one in exports)))
    return ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)


def export(sheet: Sheet, centre: Centre) -> Export:
    """Writes a programme; an export that lacks an identifier says which, and is marked."""
    notes, programme = Notes(), sheet.programme
    organisation_in_charge = in_charge(programme.carrier, centre)
    made = node(
        "formation",
        _domain(sheet, centre, notes),
        required_text("intitule-formation", french(programme.title), notes),
        required_text("objectif-formation", _objectives(sheet), notes),
        required_text("resultats-attendus", _award(programme), notes),
        required_text("contenu-formation", _contents(sheet), notes),
        node("certifiante", "1" if programme.certification else "0"),
        *contacts(list(programme.contacts.all()), organisation_in_charge, notes),
        node("parcours-de-formation", MIXED if programme.individual_path else IN_GROUP),
        node("code-niveau-entree", _entry_level(programme.entry_level)),
        node("objectif-general-formation", CERTIFICATION) if programme.certification else None,
        _certification(programme),
        optional("code-niveau-sortie", _level(sheet.certification)),
        node("url-formation", node("urlweb", absolute_url("catalogue:programme", programme.slug))),
        action(sheet, centre, notes),
        organisation(organisation_in_charge, notes),
        numero=programme.slug,
    )
    if notes.missing:
        made.set("tag", "incomplet")
        made.set("info", writable(f"Il manque : {', '.join(notes.labels)}."))
    return Export(made, notes)


def _domain(sheet, centre, notes):
    certification = sheet.certification
    code = certification.formacode if certification else ""
    version = {"ref": centre.formacode_version} if centre.formacode_version else {}
    if code and not version:
        notes.lacks("code-FORMACODE", "version du FORMACODE")
    nsf = certification.nsf_code if certification else ""
    return node(
        "domaine-formation",
        node("code-FORMACODE", code, **version) if code else None,
        optional("code-NSF", nsf[:3] if len(nsf) >= 3 else ""),
        *(node("code-ROME", code) for code in _jobs(sheet)),
    )


def _jobs(sheet):
    """Lists the ROME codes of the target jobs, five at most."""
    items = (item for section in sheet.sections[Kind.JOBS] for item in section.lines)
    codes = dict.fromkeys(item.code for item in items if len(item.code) == 5)
    return list(codes)[:5]


def _objectives(sheet):
    return texts.of_kinds(sheet, Kind.OBJECTIVES) or french(sheet.programme.promise)


def _award(programme):
    certification = programme.certification
    title = certification.official_title if certification else ""
    return french("\n".join(filter(None, [title, programme.attestation])))


def _contents(sheet):
    """Lists the units and their subjects, else the blocks of the certification."""
    units = sorted(sheet.programme.units.all(), key=lambda unit: (unit.position, unit.pk))
    lines = [_unit(unit) for unit in units] or [french(block.title) for block in sheet.blocks]
    return texts.listed(lines) or texts.of_kinds(sheet, Kind.BLOCKS)


def _unit(unit):
    subjects = ", ".join(map(_named, unit.taught))
    return f"{_named(unit)} ({subjects})" if subjects else _named(unit)


def _named(taught):
    return french(" ".join(filter(None, [taught.code, taught.title])))


def _entry_level(level: int | None) -> str:
    """Writes the level on the scale of 2019; what comes before a CAP has none."""
    if level is None:
        return UNKNOWN_LEVEL
    return str(NEW_SCALE + level) if level >= EntryLevel.CAP else NO_LEVEL


def _level(certification: Certification | None) -> str:
    level = certification.level if certification else None
    return str(NEW_SCALE + level) if level else ""


def _certification(programme):
    certification = programme.certification
    if certification is None or not certification.register_code:
        return None
    code = certification.register_code
    kind = "RS" if code.startswith("RS") else "RNCP"
    return node("certification", node(f"code-{kind}", code))
