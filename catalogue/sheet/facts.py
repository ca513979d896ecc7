"""Lists the main facts of a sheet, shown at its top, each with an icon."""

from decimal import ROUND_DOWN
from typing import NamedTuple

from catalogue.models import Section, Tuition
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
        _rhythm(sheet),
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
    lines = (
        [programme.contract_text, *_limits(programme)]
        if programme.contract_text
        else _contracts(programme)
    )
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
    return lengths + [
        _with_limit(status, programme.limits.get(status.pk)) for status in programme.statuses.all()
    ]


def _limits(programme):
    """Lists the statuses that have a restriction: a sentence of the centre names the others."""
    limited = (s for s in programme.statuses.all() if s.pk in programme.limits)
    return [_with_limit(status, programme.limits[status.pk]) for status in limited]


def _with_limit(status, limit):
    if limit is None:
        return status.name
    months = f"{limit.months_max}{typography.NBSP}mois au plus" if limit.months_max else ""
    return f"{status.name} : {', '.join(filter(None, (months, limit.text)))}"


def _rhythm(sheet):
    own = sheet.programme.rhythm
    lines = own.split(", ") if own else sheet.rhythm.lines
    return Fact("repeat", "Rythme", lines, sheet.rhythm.note, "calendrier")


def _place(campus):
    lines = [campus.name, campus.street, f"{campus.postal_code} {campus.city}".strip()]
    return Fact("map-pin", "Lieu", [line for line in lines if line], campus.access)


def _entry(sheet):
    """Gives the next start, unless it is past or unknown."""
    intake = sheet.intake
    if intake is None or intake.state.is_past:
        return None
    if intake.cohort.continuous_entry:
        return Fact("calendar-days", "Rentrée", ["Entrées toute l’année"], anchor="calendrier")
    year = intake.year
    if not year or not year.starts or year.starts < sheet.on:
        return None
    starts = typography.known_date(year.starts, year.starts_precision)
    note = "" if sheet.on_paper else intake.state.label
    return Fact("calendar-days", "Rentrée", [starts], note, "calendrier")


def _cost(programme):
    prices = [t for t in programme.tuitions.all() if _is_for_the_learner(t)]
    lines = [_for(t.audience if len(prices) > 1 or t.is_fee else "", _price(t)) for t in prices]
    if programme.registration_fee is not None:
        lines.append(_registration_fee(programme.registration_fee))
    return Fact("euro", "Coût pour vous", lines, anchor="argent")


def _is_for_the_learner(tuition):
    return tuition.payer == Tuition.Payer.LEARNER and tuition.amount is not None


def _price(tuition):
    least = "à partir de " if tuition.is_minimum else ""
    period = f" {tuition.get_period_display()}" if tuition.amount else ""
    year = f", {typography.ordinal(tuition.year, feminine=True)} année" if tuition.year else ""
    return f"{least}{typography.euros(tuition.amount)}{period}{year}"


def _registration_fee(amount):
    if not amount:
        return "Aucun frais d’inscription"
    return f"Frais d’inscription : {typography.euros(amount)}"


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
