"""Writes the organisations, their addresses and the people to call, in LHÉO."""

import re
import textwrap
from typing import NamedTuple
from xml.etree.ElementTree import Element

from catalogue.exchange.lheo.elements import Notes, identifier, node, optional, text
from catalogue.models import Body, Campus, Centre, ProgrammeContact
from catalogue.models.codes import department

Role = ProgrammeContact.Role
TYPES = {  # dict-type-contact
    Role.LEAD: "3",
    Role.DISABILITY: "1",
    Role.MOBILITY: "2",
    Role.COMPANIES: "7",
    Role.ADMISSIONS: "4",
    Role.OTHER: "0",
}
LINE, LINES = 50, 4  # of an address: its longest, and how many
MOBILE = re.compile(r"^\+33[67]")


class Organisation(NamedTuple):
    """Who is in charge of a programme: the centre, or the organisation that carries it."""

    row: Centre | Body
    name: str
    of: str = ""  # « de Université des Alpes », after what it lacks
    phone: object = ""
    email: str = ""
    address: Campus | None = None


def in_charge(carrier: Body | None, centre: Centre) -> Organisation:
    if carrier:
        return Organisation(carrier, carrier.name, of=f" ({carrier.name})")
    known = {"phone": centre.phone, "email": centre.email, "address": centre.head_office}
    return Organisation(centre, centre.name, **known)


def organisation(one: Organisation, notes: Notes) -> Element:
    """Writes the organisation in charge, which needs a SIRET, a number and a legal name."""
    row, of = one.row, one.of
    number = f"numéro de déclaration d’activité{of}"
    return node(
        "organisme-formation-responsable",
        identifier("numero-activite", row.activity_number, number, notes),
        _siret("SIRET-organisme-formation", row.siret, f"SIRET{of}", notes),
        text("nom-organisme", one.name, notes),
        _legal_name(row, of, notes),
        node("coordonnees-organisme", _coordinates_of(one, notes)),
        node("contact-organisme", node("type-contact", "4"), _coordinates_of(one, notes)),
        _uai("code-UAI-organisme-formation", row.uai),
    )


def _legal_name(row, of, notes):
    if not row.legal_name:
        notes.lacks("raison-sociale", f"raison sociale{of}")
    return text("raison-sociale", row.legal_name, notes)


def teaching(centre: Centre, notes: Notes) -> Element | None:
    """Writes the centre where another organisation is in charge; it needs a SIRET."""
    if not centre.siret:
        notes.lacks("organisme-formateur", "SIRET du centre")
        return None
    return node(
        "organisme-formateur",
        _siret("SIRET-formateur", centre.siret, "SIRET du centre", notes),
        text("raison-sociale-formateur", centre.legal_name or centre.name, notes),
        _uai("code-UAI-formateur", centre.uai),
    )


def _siret(name, value, label, notes):
    if not value:
        notes.lacks(name, label)
        return None
    return node(name, node("SIRET", value))


def _uai(name, value):
    return node(name, node("code-UAI", value)) if value else None


def _coordinates_of(one: Organisation, notes):
    return node(
        "coordonnees",
        text("nom", one.name, notes),
        address(one.address, notes) if one.address else None,
        *_phone(one.phone),
        optional("courriel", one.email),
        node("web", node("urlweb", one.row.website)) if one.row.website else None,
    )


def contacts(links: list[ProgrammeContact], one: Organisation, notes: Notes) -> list[Element]:
    """Writes the people of the programme, else the organisation in charge."""
    found = [_contact(link, notes) for link in links]
    return found or [node("contact-formation", _coordinates_of(one, notes))]


def _contact(link, notes):
    contact = link.contact
    return node(
        "contact-formation",
        node("type-contact", TYPES[Role(link.role)]),
        node(
            "coordonnees",
            text("nom", contact.name, notes),
            *_phone(contact.phone),
            optional("courriel", contact.email),
        ),
    )


def _phone(number) -> list[Element]:
    if not number:
        return []
    name = "portable" if MOBILE.match(number.as_e164) else "telfixe"
    written = number.as_national if number.country_code == 33 else number.as_international
    return [node(name, node("numtel", written))]


def is_whole(campus: Campus | None) -> bool:
    """Tells whether an address has all that the schema requires of one."""
    return bool(campus and campus.street and campus.postal_code)


def address(campus: Campus, notes: Notes) -> Element | None:
    """Writes an address that is whole; none of another, which the schema would refuse."""
    if not is_whole(campus):
        return None
    lines = textwrap.wrap(campus.street, LINE)[:LINES]
    return node(
        "adresse",
        text("denomination", campus.name, notes),
        *(node("ligne", line) for line in lines),
        node("codepostal", campus.postal_code),
        node("ville", campus.city),
        optional("departement", department(campus.insee_commune)),
        optional("code-INSEE-commune", campus.insee_commune),
        _position(campus),
    )


def _position(campus):
    if campus.latitude is None:
        return None
    latitude, longitude = str(campus.latitude), str(campus.longitude)
    return node("geolocalisation", node("latitude", latitude), node("longitude", longitude))
