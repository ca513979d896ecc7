"""Writes how a programme takes place, and its sessions, in LHÉO."""

from collections.abc import Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element

from catalogue.exchange import texts
from catalogue.exchange.lheo.elements import (
    Notes,
    french,
    node,
    optional,
    required_text,
    text,
)
from catalogue.exchange.lheo.people import address, teaching
from catalogue.exchange.lheo.sessions import sessions
from catalogue.models import Centre, Cohort, Duration, EntryLevel, Section, Tuition
from catalogue.sheet import lengths, prices
from catalogue.sheet.sheet import Sheet
from charmilles.addresses import absolute_url

Kind, Payer = Section.Kind, Tuition.Payer
NO_ALTERNATION = "Aucune."
FACE_TO_FACE, MIXED, REMOTE = "0", "1", "2"
FUNDERS = {Payer.REGION: "2", Payer.EMPLOYER: "5", Payer.LEARNER: "10", Payer.OPCO: "16"}


def action(sheet: Sheet, centre: Centre, notes: Notes) -> Element:
    programme = sheet.programme
    return node(
        "action",
        required_text("rythme-formation", _rhythm(sheet), notes),
        *_publics(programme, centre, notes),
        text("info-public-vise", french(", ".join(_statuses(programme))), notes),
        node("niveau-entree-obligatoire", _yes((programme.entry_level or 0) > EntryLevel.NONE)),
        required_text("modalites-alternance", _alternation(sheet), notes),
        node("modalites-enseignement", _mode(programme)),
        required_text("conditions-specifiques", _conditions(sheet), notes),
        node("prise-en-charge-frais-possible", _yes(_is_funded(programme))),
        *_places(programme, notes),
        node("modalites-entrees-sorties", _yes(_enters_all_year(sheet))),
        node("url-action", node("urlweb", absolute_url("catalogue:programme", programme.slug))),
        *sessions(sheet, centre, notes),
        text("acces-handicapes", texts.of_kinds(sheet, Kind.ACCESSIBILITY), notes),
        text("modalites-recrutement", texts.of_kinds(sheet, Kind.ENROLMENT, Kind.ACCESS), notes),
        text("modalites-pedagogiques", texts.of_kinds(sheet, Kind.METHODS), notes),
        text("frais-restants", french("\n".join(prices.cost_for_learners(programme))), notes),
        text("duree-indicative", french(lengths.summary(programme)), notes),
        *_hours(programme),
        text("detail-conditions-prise-en-charge", texts.of_kinds(sheet, Kind.FUNDING), notes),
        teaching(centre, notes) if programme.carrier else None,
        *_funders(programme),
    )


def _yes(value) -> str:
    return "1" if value else "0"


def _rhythm(sheet):
    return french("\n".join(filter(None, [*sheet.rhythm.lines, sheet.rhythm.note])))


def _statuses(programme):
    return [status.name for status in programme.statuses.all()]


def _publics(programme, centre, notes):
    """Writes the codes of the statuses, else that of the centre, with the version they are of."""
    own = dict.fromkeys(status.public_code for status in programme.statuses.all())
    codes = [code for code in own if code] or [code for code in [centre.public_code] if code]
    if not codes:
        notes.lacks("code-public-vise", "code du public (FORMACODE)")
    version = {"ref": centre.formacode_version} if centre.formacode_version else {}
    if codes and not version:
        notes.lacks("code-public-vise", "version du FORMACODE")
    return [node("code-public-vise", code, **version) for code in codes[:10]]


def _alternation(sheet):
    """Says the rhythm of contracts; of other statuses, the time that is spent on a placement."""
    programme = sheet.programme
    if any(status.is_contract for status in programme.statuses.all()):
        return _rhythm(sheet)
    away = [row for row in lengths.offered(programme) if row.away or row.hours_away]
    if away:
        return french("\n".join(lengths.line(row, programme) for row in away))
    return NO_ALTERNATION if programme.statuses.all() else ""


def _mode(programme):
    """Tells whether it is taught at a distance: by its share, else by the days of its weeks."""
    share = programme.remote_share
    if share is None:
        is_mixed = any(step.remote_days for step in programme.rhythm_steps.all())
        return MIXED if is_mixed else FACE_TO_FACE
    return {0: FACE_TO_FACE, 100: REMOTE}.get(share, MIXED)


def _conditions(sheet):
    entry = [french(line) for line in sheet.entry.required] if sheet.entry else []
    return "\n".join(filter(None, [*entry, texts.of_kinds(sheet, Kind.PREREQUISITES)]))


def _is_funded(programme):
    """Tells whether somebody else than the learner may pay; the law says it of a contract."""
    payers = {payer for row in programme.tuitions.all() for payer in row.payers}
    return bool(payers - {Payer.LEARNER}) or any(s.is_contract for s in programme.statuses.all())


def _places(programme, notes):
    for campus in programme.campuses.all():
        coordinates = node("coordonnees", text("nom", campus.name, notes), address(campus, notes))
        yield node("lieu-de-formation", coordinates)


def _enters_all_year(sheet):
    kinds = {intake.cohort.kind for intake in sheet.intakes}
    return bool(kinds & {Cohort.Kind.ALL_YEAR, Cohort.Kind.ON_DEMAND})


def _hours(programme) -> Iterator[Element | None]:
    """Writes the hours said of everybody that are whole: LHÉO has no half-hour."""
    of_years = sum(row.hours for row in programme.year_hours.all())
    centre = lengths.announced_hours(programme) or of_years
    rows = (row for row in programme.durations.all() if _is_of_everybody(row))
    away = next((row.hours_away for row in rows if row.hours_away), None)
    yield optional("nombre-heures-centre", _whole(centre))
    yield optional("nombre-heures-entreprise", _whole(away))
    if centre and away:
        yield optional("nombre-heures-total", _whole(centre + away))


def _is_of_everybody(row: Duration):
    return not (row.audience or row.status_id or row.option_id)


def _whole(hours: Decimal | None) -> str:
    return str(int(hours)) if hours and hours == int(hours) else ""


def _funders(programme):
    """Lists who pays; nobody pays what is free."""
    payers = dict.fromkeys(
        payer for row in programme.tuitions.all() if row.amount != 0 for payer in row.payers
    )
    known = [FUNDERS[payer] for payer in payers if payer in FUNDERS]
    return [node("organisme-financeur", node("code-financeur", code)) for code in known]
