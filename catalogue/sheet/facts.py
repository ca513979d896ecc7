"""Lists the main facts of a sheet, shown at its top, each with an icon."""

from decimal import ROUND_DOWN
from typing import NamedTuple

from catalogue.models import Cohort, Section
from catalogue.sheet import calendar, prices
from charmilles import typography


class Fact(NamedTuple):
    icon: str
    label: str
    lines: list[str]
    note: str = ""
    anchor: str = ""


def facts(sheet) -> list[Fact]:
    """Lists the known facts, in the order in which candidates ask for them."""
    all_facts = [
        _diploma(sheet.certification),
        _duration(sheet.programme),
        _entry(sheet),
        _cost(sheet.programme),
        _pay(sheet.pay_tables),
        _rhythm(sheet.programme),
        *map(_place, sheet.programme.campuses.all()),
        _accessibility(sheet.sections[Section.Kind.ACCESSIBILITY]),
    ]
    return [fact for fact in all_facts if fact and (fact.lines or fact.note)]


def _diploma(certification):
    if certification.level is None:
        is_unnamed = certification.kind_name == certification.family
        line = certification.title if is_unnamed else certification.kind_name
        return Fact("award", certification.family, [line])
    lines = [f"Certification de {certification.get_level_display()}", certification.level_meaning]
    return Fact("award", certification.family, lines, anchor="mentions")


def _duration(programme):
    durations = programme.durations.all()
    lines = [programme.contract_text] if programme.contract_text else _contracts(programme)
    hours = [
        _for(row.audience, f"{_hours(row.hours)} de formation") for row in durations if row.hours
    ]
    years = [
        _for(f"{typography.ordinal(row.year, feminine=True)} année", _hours(row.hours))
        for row in programme.year_hours.all()
    ]
    return Fact("clock", "Durée", lines + hours + years, programme.individual_path)


def _hours(count):
    return f"{typography.number(count)} heures"


def _contracts(programme):
    lengths = [
        _for(row.audience, typography.months(row.months_min, row.months_max))
        for row in programme.durations.all()
        if row.months_min
    ]
    return lengths + [status.name for status in programme.statuses.all()]


def _rhythm(programme):
    lines = programme.rhythm.split(", ") if programme.rhythm else []
    return Fact("repeat", "Rythme", lines, programme.rhythm_note, "calendrier")


def _place(campus):
    lines = [campus.name, campus.street, f"{campus.postal_code} {campus.city}".strip()]
    return Fact("map-pin", "Lieu", [line for line in lines if line], campus.access)


def _entry(sheet):
    """Gives the next start, unless it is past or unknown."""
    intake = sheet.intake
    if intake is None or intake.state.is_past:
        return None
    label, lines = calendar.next_entry(intake, on=sheet.on)
    is_dated = intake.cohort.kind in (Cohort.Kind.SCHOOL, Cohort.Kind.SESSION)
    note = intake.state.label if is_dated and not sheet.on_paper else ""
    return Fact("calendar-days", label, lines, note, "calendrier") if lines else None


def _cost(programme):
    return Fact("euro", "Coût pour vous", prices.cost_for_learners(programme), anchor="argent")


def _pay(pay_tables):
    """Gives the lowest and the highest amount, and tells of the cells that are no amount."""
    amounts = [amount for table in pay_tables for amount in table.amounts]
    if not amounts:
        return None
    low, high = (
        typography.euros(amount.to_integral_value(ROUND_DOWN))
        for amount in (min(amounts), max(amounts))
    )
    line = f"{low} à {high} bruts par mois" if low != high else f"{low} bruts par mois"
    year = " et l’année" if any(table.has_years for table in pay_tables) else ""
    other = " ; autres cas au tableau" if any(table.has_sentences for table in pay_tables) else ""
    return Fact("wallet", "Votre salaire", [line], f"Au moins, selon l’âge{year}{other}.", "argent")


def _accessibility(sections):
    lines = [section.prose for section in sections if section.prose]
    return Fact("accessibility", "Handicap", lines, anchor="contacts")


def _for(audience, text):
    return f"{audience} : {text}" if audience else text
