"""Writes the sessions of a programme in LHÉO: one for each cohort, or one without any date."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from catalogue.exchange import texts
from catalogue.exchange.lheo.elements import (
    UNKNOWN_END,
    UNKNOWN_START,
    Notes,
    day,
    node,
    text,
)
from catalogue.exchange.lheo.people import address, is_whole
from catalogue.models import Centre, CohortState, Intake, LearnerStatus, Programme, Section
from catalogue.sheet.sheet import Sheet

Law = LearnerStatus.Law
OPEN, CLOSED = "1", "2"
BY_FILE, BY_INTERVIEW = "3", "8"  # dict-modalite-recrutement
WITHOUT_STATE = (CohortState.ON_DEMAND, CohortState.UNDATED)
ALTERNATION = {Law.APPRENTICESHIP: "1", Law.PROFESSIONALISATION: "2"}
WHOLE = "1"  # a session prepares all the blocks
SHORTEST_BLOCK = 8  # characters of its code


def sessions(sheet: Sheet, centre: Centre, notes: Notes) -> list[Element]:
    return [_session(sheet, intake, centre, notes) for intake in sheet.intakes or [None]]


def _session(sheet, intake: Intake | None, centre, notes):
    programme = sheet.programme
    return node(
        "session",
        node("periode", *_bounds(intake, "starts", "ends")),
        _enrolment_address(programme, centre, notes),
        text("modalites-inscription", texts.of_kinds(sheet, Section.Kind.ENROLMENT), notes),
        *_registration(intake),
        *_selection(programme, intake),
        *_blocks(programme, notes),
        *_cycle(programme, intake),
    )


def _bounds(intake, first: str, last: str) -> Iterator[Element]:
    """Writes a period: from the first year of the cohort to the last one."""
    years = list(intake.cohort.years.all()) if intake else []
    starts = (getattr(years[0], first), getattr(years[0], f"{first}_precision")) if years else ()
    ends = (getattr(years[-1], last), getattr(years[-1], f"{last}_precision")) if years else ()
    yield node("debut", day(*(starts or (None,)), unknown=UNKNOWN_START))
    yield node("fin", day(*(ends or (None,)), unknown=UNKNOWN_END))


def _enrolment_address(programme, centre, notes):
    """Writes where one enrols: at the head office, else at the first place of training."""
    known = [centre.head_office, *programme.campuses.all()]
    found = next((campus for campus in known if is_whole(campus)), None)
    if found is None:
        notes.lacks("adresse-inscription", "adresse d’inscription (rue et code postal du siège)")
        return None
    return node("adresse-inscription", address(found, notes))


def _registration(intake):
    year = intake.year if intake else None
    if year and (year.registration_opens or year.registration_closes):
        opens = day(
            year.registration_opens, year.registration_opens_precision, unknown=UNKNOWN_START
        )
        closes = day(
            year.registration_closes, year.registration_closes_precision, unknown=UNKNOWN_END
        )
        period = node("periode", node("debut", opens), node("fin", closes))
        yield node("periode-inscription", period)
    if intake and intake.state not in WITHOUT_STATE:
        is_open = intake.state.takes_applications
        yield node("etat-recrutement", OPEN if is_open else CLOSED)


def _selection(programme: Programme, intake: Intake | None) -> Iterator[Element]:
    """Says how one is taken on this site, by a file then an interview, and for how many places."""
    if not programme.takes_applications:
        return
    own = intake.cohort.places if intake else None
    places = programme.places if own is None else own
    count = node("nb-places", str(places)) if places is not None else None
    yield node("recrutement", node("modalite-recrutement", BY_FILE), count)
    yield node("recrutement", node("modalite-recrutement", BY_INTERVIEW))


def _blocks(programme, notes):
    """Writes the blocks that have a code of the register."""
    certification = programme.certification
    if certification is None or not certification.register_code:
        return
    blocks = [one for one in certification.blocks.all() if len(one.code) >= SHORTEST_BLOCK]
    if blocks:
        yield node(
            "blocs-competences",
            node("validation-blocs", WHOLE),
            node("reference-certification", reference(certification.register_code)),
            *(_block(one, notes) for one in blocks),
        )


def _block(block, notes):
    title = text("libelle-bloc", block.title, notes)
    return node("bloc-competences", title, node("code-bloc", block.code))


def reference(code: str) -> Element:
    kind = "RS" if code.startswith("RS") else "RNCP"
    return node(f"reference-code-{kind}", code)


def _cycle(programme, intake):
    """Writes the years of the cycle that apprentices go through, and their sort of contract."""
    laws = {status.pay_law for status in programme.statuses.all() if status.pay_law}
    if Law.APPRENTICESHIP not in laws:
        return
    years = [year.number for year in intake.cohort.years.all()] if intake else []
    kind = ALTERNATION[laws.pop()] if len(laws) == 1 else "0"
    yield node(
        "cycle",
        node("type-cycle", "1"),
        *(node("annee-cycle", str(number)) for number in years),
        node("alternance", node("type-alternance", kind)),
    )
