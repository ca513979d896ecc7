"""Lists the main facts of a sheet, shown at its top, each with an icon."""

from typing import NamedTuple

from catalogue.models import Cohort, Section
from catalogue.sheet import calendar, lengths, prices
from catalogue.sheet.mentions import validity
from catalogue.sheet.pay_steps import least
from charmilles import typography


class Fact(NamedTuple):
    icon: str
    label: str
    lines: list[str]
    note: str = ""
    anchor: str = ""
    map_url: str = ""


def facts(sheet) -> list[Fact]:
    """Lists the known facts, in the order in which candidates ask for them."""
    all_facts = [
        _diploma(sheet),
        Fact("award", "Remis à la fin", _words(sheet.programme.attestation)),
        _duration(sheet.programme),
        _entry(sheet),
        _cost(sheet.programme),
        _pay(sheet.pay_tables),
        _rhythm(sheet),
        *map(_place, sheet.programme.campuses.all()),
        _accessibility(sheet.sections[Section.Kind.ACCESSIBILITY]),
    ]
    return [fact for fact in all_facts if fact and (fact.lines or fact.note)]


def for_employers(known: list[Fact]) -> list[Fact]:
    """Lists the facts an employer needs: dates and rhythm, not what the learner pays."""
    wanted = {"award", "clock", "repeat", "map-pin", "calendar-days"}
    return [fact for fact in known if fact.icon in wanted]


def beside_questions(sheet) -> list[Fact]:
    """Lists the facts that no answer and no other part of a paper gives; all without answers."""
    wanted = {"award", "clock", "map-pin"}
    return [fact for fact in sheet.facts if fact.icon in wanted or not sheet.questions]


def in_brief(known: list[Fact]) -> list[Fact]:
    """Lists the facts that are whole in a few lines, for a small frame on another site."""
    wanted = {"award", "clock", "calendar-days", "euro", "map-pin"}
    return [fact for fact in known if fact.icon in wanted]


def _diploma(sheet):
    """Gives what the certification is; nothing of a programme that prepares none."""
    certification = sheet.certification
    if certification is None:
        return None
    lines = [*_kind_and_level(certification)]
    if _has_trade_name(sheet.programme) and certification.title not in lines:
        lines.append(f"Intitulé officiel : {certification.official_title}")
    if valid := validity(certification):
        lines.append(f"Valable {valid}")
    return Fact("award", certification.family, lines, _end_of_registration(sheet), "mentions")


def _kind_and_level(certification):
    if certification.level:
        level = f"Certification de {certification.get_level_display()}"
        return [*_words(certification.kind_wording), level, certification.level_meaning]
    return [certification.short_name, *_words(certification.level_wording)]


def _end_of_registration(sheet):
    """Says at once that nobody may prepare it any more, unless another one replaces it."""
    if not sheet.has_expired or sheet.certification.replaced_by:
        return ""
    return f"Enregistrement terminé le {typography.day(sheet.certification.registered_until)}."


def _has_trade_name(programme):
    """Tells whether its title does not say that of the certification."""
    return programme.certification.title.lower() not in programme.title.lower()


def _words(text):
    return [text] if text else []


def _duration(programme):
    rows = lengths.offered(programme)
    if programme.contract_text:
        hours = ((row, lengths.hours(row, programme, has_length=False)) for row in rows)
        lines = [
            programme.contract_text,
            *_limits(programme),
            *(lengths.named(row, said) for row, said in hours if said),
        ]
    else:
        lines = [lengths.line(row, programme) for row in rows] + _other_statuses(programme, rows)
        lines = _words(lengths.whole(programme)) + lines
    lines += _words(lengths.hours_by_year(programme)) + _entry_year(programme.entry_year)
    return Fact("clock", "Durée", lines, programme.individual_path)


def _other_statuses(programme, rows):
    """Names the statuses that no duration names, and those that have a restriction."""
    named = {row.status_id for row in rows if not row.audience}
    others = [status for status in programme.statuses.all() if status.pk not in named]
    limited = [status for status in programme.statuses.all() if status.pk in programme.limits]
    shown = dict.fromkeys([*others, *limited])
    return [_with_limit(status, programme.limits.get(status.pk)) for status in shown]


def _entry_year(year):
    if not year or year == 1:
        return []
    return [f"Entrée en {typography.ordinal(year, feminine=True)} année du cycle"]


def _limits(programme):
    """Lists the statuses that have a restriction: a sentence of the centre names the others."""
    limited = (s for s in programme.statuses.all() if s.pk in programme.limits)
    return [_with_limit(status, programme.limits[status.pk]) for status in limited]


def _with_limit(status, limit):
    if limit is None:
        return status.name
    months = f"{limit.months_max}{typography.NBSP}mois au plus" if limit.months_max else ""
    said = filter(None, (months, _from_year(limit.entry_year), limit.text))
    return " : ".join(filter(None, (status.name, ", ".join(said))))


def _from_year(year):
    return f"à partir de la {typography.ordinal(year, feminine=True)} année" if year else ""


def _rhythm(sheet):
    own = sheet.programme.rhythm
    lines = own.split(", ") if own else sheet.rhythm.lines
    return Fact("repeat", "Rythme", lines, sheet.rhythm.note, "calendrier")


def _place(campus):
    lines = [campus.name, campus.street, campus.town]
    known = [line for line in lines if line]
    return Fact("map-pin", "Lieu", known, campus.access, map_url=campus.map_url)


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
    low, high = least(min(amounts)), least(max(amounts))
    line = f"{low} à {high} bruts par mois" if low != high else f"{low} bruts par mois"
    year = " et l’année" if any(table.has_years for table in pay_tables) else ""
    other = " ; autres cas au tableau" if any(table.has_sentences for table in pay_tables) else ""
    return Fact("wallet", "Votre salaire", [line], f"Au moins, selon l’âge{year}{other}.", "argent")


def _accessibility(sections):
    lines = [section.prose for section in sections if section.prose]
    return Fact("accessibility", "Handicap", lines, anchor="contacts")


def _for(audience, text):
    return f"{audience} : {text}" if audience else text
