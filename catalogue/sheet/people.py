"""Chooses whom a reader calls: the person in charge, or those who answer companies."""

from catalogue.models import Programme, ProgrammeContact

Role = ProgrammeContact.Role


def lead(programme: Programme) -> ProgrammeContact | None:
    """Returns the contact in charge of the programme, else its first contact."""
    contacts = list(programme.contacts.all())
    return next(iter(_of(contacts, Role.LEAD) + contacts), None)


def for_companies(programme: Programme) -> list[ProgrammeContact]:
    return _of(programme.contacts.all(), Role.COMPANIES)


def for_employers(programme: Programme) -> list[ProgrammeContact]:
    """Lists the contacts for companies, else the lead."""
    in_charge = lead(programme)
    return for_companies(programme) or ([in_charge] if in_charge else [])


def _of(contacts, role):
    return [contact for contact in contacts if contact.role == role]
