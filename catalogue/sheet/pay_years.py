"""Chooses the years of a pay table that a programme goes through, and says why in a note."""

from typing import NamedTuple

from catalogue.figures import pay, pay_law
from catalogue.models import Certification, LearnerStatus, Programme
from catalogue.sheet.lengths import contract_months, shorter_months
from charmilles import typography

ARTICLE = "(code du travail, article D6222-28-1)"
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
    if is_unsure(programme, months):
        by_law = pay.years_paid(months, entry_year=entry_by_law(programme, months))
        return _unsure(programme.cycle_years, by_law)
    first = programme.entry_year or 1
    paid = pay.years_paid(months, entry_year=first)
    shorter = [_shortened(paid, fewer) for fewer in shorter_months(programme, status)]
    return PayYears(paid, " ".join(filter(None, [_entered_in(first), *shorter])))


def entry_by_law(programme: Programme, months: int) -> int:
    """Returns the year of the grid that a contract of this length begins with.

    One that is shorter than the cycle is paid as if the years before it had been done, whatever
    the page of the centre says (D6222-28-1): its years are the last ones of the cycle. The grid
    stops at its third year.
    """
    if is_unsure(programme, months):
        year = programme.cycle_years - pay.years_of_contract(months) + 1
    else:
        year = programme.entry_year or 1
    return min(year, pay_law.LAST_YEAR)


def is_unsure(programme: Programme, months: int) -> bool:
    """Tells whether the centre has not said which years of a longer cycle its contract covers."""
    return not programme.entry_year and (programme.cycle_years or 0) > pay.years_of_contract(months)


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
