"""Chooses the years of a pay table that a programme goes through, and says why in a note."""

from typing import NamedTuple

from catalogue.figures import pay, pay_law
from catalogue.models import Certification, LearnerStatus, Programme
from catalogue.sheet.entry import asks_same_level
from catalogue.sheet.lengths import contract_months, longest_months, offered, shorter_months
from charmilles import typography

# Years of the cycle of national diplomas, as their own rules give them. A contract that lasts fewer
# is paid as the last ones.
USUAL_CYCLES = {
    Certification.Kind.CAP: 2,
    Certification.Kind.BAC_PRO: 3,
    Certification.Kind.BTS: 2,
    Certification.Kind.BUT: 3,
}
ARTICLE = "(code du travail, article D6222-28-1)"
POINTS = (
    "Qui a déjà un diplôme du même niveau en rapport direct, comme ceux que demande l’entrée, a 15 "
    "points de plus, et les années faites pour lui comptent (code du travail, article D6222-30)."
)
TO_CONFIRM = "Le centre doit encore confirmer l’année d’entrée."


class PayYears(NamedTuple):
    years: range | None  # None while the length of the contract is unknown: any year may apply
    note: str = ""
    by_law: range | None = None  # those that the law pays, when the centre has not said them


def pay_years(programme: Programme, status: LearnerStatus) -> PayYears:
    months = contract_months(programme, status)
    if not months:
        return PayYears(None)
    if is_licence(programme) and pay.years_of_contract(months) == 1:
        return _licence()
    if is_unsure(programme, status, months):
        by_law = pay.years_paid(months, entry_year=entry_by_law(programme, status, months))
        return _unsure(_cycle(programme, status), by_law)
    first = entry_year(programme, status, months)
    paid = pay.years_paid(months, entry_year=first)
    shorter = [_shortened(paid, fewer) for fewer in shorter_months(programme, status)]
    points = POINTS if gives_points(programme, status, months) else ""
    entered = _entered_in(first) if said_entry(programme, status) else _usual(first, months)
    return PayYears(paid, " ".join(filter(None, [entered, *shorter, points])))


def gives_points(programme: Programme, status: LearnerStatus, months: int) -> bool:
    """Tells whether diplomas asked at entry give 15 points: of that level, for a year at most."""
    is_short = 0 < months <= pay_law.SAME_LEVEL_LONGEST
    return is_short and status.is_apprenticeship and asks_same_level(programme)


def entry_year(programme: Programme, status: LearnerStatus, months: int) -> int:
    """Returns the year of the cycle that this contract begins with, the first unless said.

    One that is shorter than the cycle of its diploma covers the last years of it.
    """
    return said_entry(programme, status) or 1 + _lacking(programme, status, months)


def _lacking(programme, status, months):
    """Counts the years of the usual cycle of the diploma that an apprenticeship does not last.

    What is shorter than any contract may be is the length of lessons.
    """
    certification = programme.certification
    is_one = status.is_apprenticeship and months >= pay_law.SHORTEST
    if not certification or not is_one or programme.cycle_years:
        return 0
    return max(0, USUAL_CYCLES.get(certification.kind, 0) - pay.years_of_contract(months))


def said_entry(programme: Programme, status: LearnerStatus) -> int | None:
    """Returns the year of entry that the centre gives, to this contract or to everybody."""
    limit = programme.limits.get(status.pk)
    return (limit and limit.entry_year) or programme.entry_year


def entry_by_law(programme: Programme, status: LearnerStatus, months: int) -> int:
    """Returns the year of the grid that a contract of this length begins with.

    One that is shorter than the cycle is paid as if the years before it had been done, whatever
    the page of the centre says (D6222-28-1): its years are the last ones of the cycle. The grid
    stops at its third year.
    """
    if is_unsure(programme, status, months):
        year = _cycle(programme, status) - pay.years_of_contract(months) + 1
    else:
        year = entry_year(programme, status, months)
    return min(year, pay_law.LAST_YEAR)


def is_unsure(programme: Programme, status: LearnerStatus, months: int) -> bool:
    """Tells whether the centre has not said which years of a longer cycle its contract covers."""
    is_said = said_entry(programme, status)
    return not is_said and _cycle(programme, status) > pay.years_of_contract(months)


def _cycle(programme, status):
    """Returns the years of the cycle: as they are said, else those of its other ordinary ways.

    Only an apprenticeship that has its own length is compared with them.
    """
    ordinary = [row for row in offered(programme) if not (row.audience or row.option_id)]
    has_own = status.is_apprenticeship and any(row.status_id == status.pk for row in ordinary)
    return programme.cycle_years or pay.years_of_contract(longest_months(ordinary) * has_own)


def is_licence(programme: Programme) -> bool:
    certification = programme.certification
    return bool(certification) and certification.kind == Certification.Kind.VOCATIONAL_LICENCE


def _licence():
    year = pay_law.VOCATIONAL_LICENCE_YEAR
    note = "Une licence professionnelle est payée comme une 2e année de contrat"
    return PayYears(range(year, year + 1), f"{note} (code du travail, article D6222-32).")


def _entered_in(year):
    if year == 1:
        return ""
    return (
        f"On entre en {_nth(year)} année du cycle : le contrat est payé dès son début comme une "
        f"{_nth(year)} {ARTICLE}."
    )


def _usual(year, months):
    """Says why a contract whose year of entry is not said begins with a later one."""
    if year == 1:
        return ""
    return (
        f"Un contrat de {typography.months(months)}, plus court que le cycle de ce diplôme, est "
        f"payé dès son début comme une {_nth(year)} année {ARTICLE}."
    )


def _shortened(years, months):
    """Says that a shorter way to the same certification is paid as the last years of the cycle."""
    last = years[-pay.years_of_contract(months) :]
    return f"Un contrat de {typography.months(months)} est payé comme {in_words(last)} {ARTICLE}."


def _unsure(cycle, by_law):
    """Keeps the years as the centre wrote them, and says which ones the law pays."""
    length = typography.months(12 * len(by_law))
    note = (
        f"Contrat de {length} dans un cycle de {cycle} : payé, selon la loi, comme "
        f"{in_words(by_law)} {ARTICLE}."
    )
    return PayYears(pay.years_paid(12 * cycle), note, by_law)


def in_words(years: range) -> str:
    """Writes « une 2e puis une 3e année »."""
    *others, last = (f"une {_nth(year)}" for year in years)
    return f"{', '.join(others)} puis {last} année" if others else f"{last} année"


def _nth(year):
    return typography.ordinal(year, feminine=True)
