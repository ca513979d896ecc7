"""Chooses the button of a programme's page, from the state of its next intake."""

from typing import NamedTuple
from urllib.parse import quote

from django.urls import reverse

from catalogue.models import CohortState, CohortYear, Precision, Programme, ProgrammeContact
from catalogue.sheet.opening import alert_url
from catalogue.sheet.sheet import Sheet
from charmilles import typography

ON_DEMAND = "Demander une session"
NO_DATE = "Les dates de la prochaine {start} ne sont pas encore publiées."
NO_OTHER = "Les dates de la {noun} suivante ne sont pas encore publiées."
NO_OPENING = "La date d’ouverture des inscriptions n’est pas encore publiée."
SENTENCES = {
    CohortState.CLOSED: "Les inscriptions pour la prochaine {start} sont closes.",
    CohortState.UNDER_WAY: NO_OTHER,
    CohortState.OVER: NO_OTHER,
    CohortState.FULL: "La prochaine {noun} est complète.",
    CohortState.ON_DEMAND: "Les dates se choisissent avec le centre.",
}
IN_LINE = "La prochaine {noun} est complète : une place qui se libère est proposée dans l’ordre."
BY_CONTACT = "Les inscriptions se font auprès du centre."


class Action(NamedTuple):
    """A button and the sentence beside it; without a URL there is no button."""

    label: str
    url: str
    sentence: str


def action(sheet: Sheet) -> Action:
    """Returns what a visitor can do today: apply, join the waiting list, ask to be told, or ask."""
    if not sheet.programme.takes_applications:
        return _ask(sheet)
    state = sheet.intake.state if sheet.intake else None
    apply = reverse("enrolment:start", args=[sheet.programme.slug])
    if state and state.takes_applications:
        return Action("Déposer ma candidature", apply, _open_until(sheet.intake.year))
    if state == CohortState.FULL:
        sentence = IN_LINE.format(noun=sheet.cohort_kind.noun)
        return Action("M’inscrire en liste d’attente", apply, sentence)
    if state == CohortState.ON_DEMAND:
        url = _contact_url(sheet.lead, ON_DEMAND, sheet.programme)
        return Action(ON_DEMAND, url, _sentence(sheet, state))
    return wait(sheet)


def wait(sheet: Sheet) -> Action:
    """Offers to be told of the opening, with what is known of its date."""
    state = sheet.intake.state if sheet.intake else None
    not_yet = state == CohortState.NOT_YET_OPEN
    sentence = _opens_on(sheet.intake.year) if not_yet else _sentence(sheet, state)
    return Action("Me prévenir de l’ouverture", alert_url(sheet.programme, sheet.intake), sentence)


def _sentence(sheet: Sheet, state: CohortState | None) -> str:
    kind = sheet.cohort_kind
    return SENTENCES.get(state, NO_DATE).format(noun=kind.noun, start=kind.start)


def early_url(sheet: Sheet) -> str:
    """Returns where to apply before the next intake opens; "" when the button applies already."""
    state = sheet.intake.state if sheet.intake else None
    if (state and state.lets_apply) or not sheet.programme.takes_applications:
        return ""
    return reverse("enrolment:start", args=[sheet.programme.slug])


def _ask(sheet: Sheet) -> Action:
    """Leads to the only other way to apply, else to the contact, else to be told of the opening."""
    ways = [way for way in sheet.ways if way.url]
    if len(sheet.ways) == len(ways) == 1:
        return Action(f"S’inscrire : {ways[0].words}", ways[0].url, ways[0].detail)
    label = "Demander une information"
    url = _contact_url(sheet.lead, label, sheet.programme)
    if not url and alert_url(sheet.programme, sheet.intake):
        return wait(sheet)
    return Action(label, url, BY_CONTACT if url else "")


def _open_until(year: CohortYear | None) -> str:
    if year is None or not year.registration_closes:
        return ""
    last = typography.known_date(year.registration_closes, year.registration_closes_precision)
    until = "au" if year.registration_closes_precision == Precision.DAY else "à fin"
    return f"Jusqu’{until} {last}."


def _opens_on(year: CohortYear | None) -> str:
    if year is None or year.registration_opens is None:
        return NO_OPENING
    precision = year.registration_opens_precision
    preposition = "le" if precision == Precision.DAY else "en"
    opens = typography.known_date(year.registration_opens, precision)
    return f"Les inscriptions ouvriront {preposition} {opens}."


def _contact_url(lead: ProgrammeContact | None, label: str, programme: Programme) -> str:
    if lead is None:
        return ""
    if lead.contact.email:
        return f"mailto:{lead.contact.email}?subject={quote(f'{programme.short_name} : {label}')}"
    return lead.contact.phone.as_rfc3966
