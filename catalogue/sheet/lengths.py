"""Says in words how long a programme is, and compares its lengths."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django.utils.text import capfirst

from catalogue.figures import lengths, pay
from catalogue.models import Duration, LearnerStatus, Programme
from charmilles import typography

Unit = Duration.Unit
NOUNS = {
    Unit.HOUR: "heure",
    Unit.DAY: "jour",
    Unit.WEEK: "semaine",
    Unit.MONTH: "mois",
    Unit.YEAR: "an",
}


def offered(programme: Programme) -> list[Duration]:
    """Lists the durations that one may follow: not those of an option closed this year."""
    rows = programme.durations.all()
    return [row for row in rows if row.option is None or row.option.is_open]


def line(row: Duration, programme: Programme, *, in_option: bool = False) -> str:
    """Says the whole row: « Apprentis : 2 ans, 1 350 heures »; an option does not name itself."""
    parts = [length(row, programme), hours(row, programme, has_length=_has_length(row))]
    return named(row, ", ".join(filter(None, parts)), in_option=in_option)


def named(row: Duration, words: str, *, in_option: bool = False) -> str:
    """Says before the words of which step they are and for whom, unless it is for everybody."""
    audience = row.audience or (row.status.name if row.status else "")
    option = row.option.name if row.option and not in_option else ""
    whom = ", ".join(filter(None, [row.step, option, audience]))
    return f"{whom} : {words}" if whom else capfirst(words)


def length(row: Duration, programme: Programme) -> str:
    """Says « 8 à 10 mois selon le positionnement » or « 44 semaines, dont 22 en stage »."""
    words = quantity(row.amount, row.unit, row.amount_max) if row.amount else ""
    if row.depends_on:
        words = f"{words or 'durée'} selon {row.depends_on.removeprefix('selon ')}"
    if row.away:
        words += f", dont {typography.number(row.away)} {away(row, programme)}"
    return words


def hours(row: Duration, programme: Programme, *, has_length: bool) -> str:
    """Says « 525 heures en centre, 280 heures en stage », or « 14 heures » beside a length."""
    if row.hours_away is None:
        whole = "" if has_length else " de formation"
        return f"{quantity(row.hours, Unit.HOUR)}{whole}" if row.hours else ""
    there = f"{quantity(row.hours_away, Unit.HOUR)} {away(row, programme)}"
    return f"{quantity(row.hours, Unit.HOUR)} en centre, {there}" if row.hours else there


def quantity(amount: Decimal, unit: str, most: Decimal | None = None) -> str:
    return typography.quantity(amount, NOUNS[Unit(unit)], most)


def away(row: Duration, programme: Programme) -> str:
    """Names where the rest is spent: in the company of a contract, or on a placement."""
    statuses = [row.status] if row.status else programme.statuses.all()
    kinds = {status.is_contract for status in statuses}
    if len(kinds) != 1:
        return "en entreprise ou en stage"
    return "en entreprise" if kinds.pop() else "en stage"


def _has_length(row):
    return bool(row.amount or row.depends_on)


# All the rows of a programme


def summary(programme: Programme) -> str:
    """Sums them up on one line: « 1 à 2 ans »; hours are said when they are those of every row."""
    rows = wholes(offered(programme))
    if len(rows) == 1:
        parts = [length(rows[0], programme), hours(rows[0], programme, has_length=True)]
    elif any(row.step for row in rows):
        parts = [_sum(rows)]
    else:
        parts = [_range([row for row in rows if row.amount]), _same_hours(rows)]
    if programme.hours_of_years and not any(row.hours or row.hours_away for row in rows):
        parts.append(quantity(programme.hours_of_years, Unit.HOUR))
    return capfirst(", ".join(filter(None, parts)))


def wholes(rows: Iterable[Duration]) -> list[Duration]:
    """Lists the lengths of the whole training, else its steps, which are to be added."""
    rows = list(rows)
    return [row for row in rows if not row.step] or rows


def whole(programme: Programme) -> str:
    """Says « 25 à 161 heures en tout » of a training in steps, whose length no row gives."""
    rows = wholes(offered(programme))
    words = _sum(rows) if len(rows) > 1 and any(row.step for row in rows) else ""
    return words and f"{words} en tout"


def _sum(steps):
    """Adds the steps, unit by unit: « 25 à 161 heures », « 7 heures et 3 mois ».

    Those of two publics are not one training: they have no sum.
    """
    if len({(step.audience, step.status_id, step.option_id) for step in steps}) > 1:
        return ""
    sums: dict[str, list[Decimal]] = {}
    for step in steps:
        least, unit = (step.amount, step.unit) if step.amount else (step.hours, Unit.HOUR)
        if least is None:
            return ""  # a sum of the others would be false
        most = step.amount_max if step.amount and step.amount_max else least
        low, high = sums.get(unit, (0, 0))
        sums[unit] = [low + least, high + most]
    said = (quantity(low, unit, high if high > low else None) for unit, (low, high) in sums.items())
    return typography.enumeration(said)


def _same_hours(rows):
    known = {row.hours for row in rows}
    return quantity(known.pop(), Unit.HOUR) if len(known) == 1 and None not in known else ""


def _range(rows):
    """Says the shortest and the longest of the rows, in the unit of each."""
    ends = [(row.amount, row.unit) for row in rows]
    ends += [(row.amount_max, row.unit) for row in rows if row.amount_max]
    if not ends:
        return ""
    low, high = (choose(ends, key=_in_weeks) for choose in (min, max))
    if low == high:
        return quantity(*low)
    if low[1] == high[1]:
        return quantity(*low, high[0])
    return f"{quantity(*low)} à {quantity(*high)}"


def _in_weeks(end):
    return lengths.in_weeks(*end)


def shortest(programme: Programme) -> Fraction | None:
    """Returns its shortest length, to sort programmes by; None when none is known."""
    rows = wholes(offered(programme))
    known = [lengths.in_weeks(row.amount, row.unit) for row in rows if row.amount]
    known = known or [lengths.in_weeks(row.hours, Unit.HOUR) for row in rows if row.hours]
    if known and any(row.step for row in rows):
        return sum(known)
    return min(known, default=None)


def shortest_first(programme: Programme):
    """Returns the key that sorts programmes by length, those of unknown length last."""
    length = shortest(programme)
    return length is None, length or 0, programme.short_name, programme.pk


# Years


def contract_months(programme: Programme, status: LearnerStatus) -> int:
    """Returns the longest duration of this status, else of those that name none; 0 if unknown.

    A contract restricted to fewer months stops there (StatusLimit), and one that enters later
    than the others misses the years before it.
    """
    longest = longest_months(_durations_of(programme, status)) - _missed(programme, status)
    limit = programme.limits.get(status.pk)
    most = limit.months_max if limit else None
    return min(longest or most, most) if most else longest


def _missed(programme, status):
    limit = programme.limits.get(status.pk)
    has_own = any(row.status_id == status.pk for row in offered(programme))
    if limit is None or limit.entry_year is None or has_own:
        return 0
    missed = 12 * (limit.entry_year - first_year(programme))
    return missed if 0 < missed < longest_months(_durations_of(programme, status)) else 0


def shorter_months(programme: Programme, status: LearnerStatus) -> list[int]:
    """Lists the durations of this status that take fewer years than its longest, in months."""
    rows = _durations_of(programme, status)
    most = pay.years_of_contract(longest_months(rows))
    found = {longest_months([row]) for row in rows if row.amount and not row.step}
    return sorted(months for months in found if pay.years_of_contract(months) < most)


def _durations_of(programme, status):
    durations = offered(programme)
    own = [row for row in durations if row.status_id == status.pk]
    return own or [row for row in durations if row.status_id is None]


def longest_months(rows: Iterable[Duration]) -> int:
    """Returns the longest of these lengths, or the sum of the steps; 0 if none is known."""
    known = [row for row in wholes(rows) if row.amount]
    months = [lengths.in_months(row.amount_max or row.amount, row.unit) for row in known]
    return sum(months) if any(row.step for row in known) else max(months, default=0)


def first_year(programme: Programme) -> int:
    return programme.entry_year or 1


def last_year(programme: Programme) -> int | None:
    """Returns the last year of the cycle that the programme may reach; None when not known."""
    rows = [row for row in programme.durations.all() if row.amount]
    if not rows or (programme.cycle_years and not programme.entry_year):
        return programme.cycle_years
    return first_year(programme) + pay.years_of_contract(longest_months(rows) or 1) - 1


def is_one_year(programme: Programme) -> bool:
    """Tells whether it is known to last one year or less: its years then bear no number."""
    return last_year(programme) == first_year(programme)


def hours_by_year(programme: Programme) -> str:
    """Says « 1 202 heures : 590 en 1re année, 612 en 2e »; the sum, unless it is announced."""
    rows = list(programme.year_hours.all())
    total = sum(row.hours for row in rows)
    if not rows or (len(rows) == 1 and is_one_year(programme)):
        is_new = rows and total != announced_hours(programme)
        return f"{quantity(total, Unit.HOUR)} de formation" if is_new else ""
    if len(rows) == 1 or total == announced_hours(programme):
        first, others = quantity(rows[0].hours, Unit.HOUR), rows[1:]
        return ", ".join([f"{first} {_in_year(rows[0], programme)}", *map(_in_next_year, others)])
    first = f"{typography.number(rows[0].hours)} {_in_year(rows[0], programme)}"
    each = ", ".join([first, *map(_in_next_year, rows[1:])])
    return f"{quantity(total, Unit.HOUR)} : {each}"


def _in_year(row, programme):
    cycle = " du cycle" if first_year(programme) > 1 else ""
    return f"en {typography.ordinal(row.year, feminine=True)} année{cycle}"


def _in_next_year(row):
    return f"{typography.number(row.hours)} en {typography.ordinal(row.year, feminine=True)}"


def announced_hours(programme: Programme) -> Decimal | None:
    """Returns the hours said of everybody, which are those that staff announce."""
    rows = (row for row in programme.durations.all() if _is_for_everybody(row))
    return next((row.hours for row in rows if row.hours), None)


def _is_for_everybody(row):
    return not (row.step or row.audience or row.status_id or row.option_id)
