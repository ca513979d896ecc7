"""Chooses the years of a pay table that a programme goes through, and says why in a note."""

from typing import NamedTuple

from catalogue.figures import pay, pay_law
from catalogue.models import Certification, LearnerStatus, Programme
from catalogue.sheet.lengths import contract_months
from charmilles import typography

ARTICLE = "(code du travail, article D6222-28-1)"


class PayYears(NamedTuple):
    years: range | None  # None while the length of the contract is unknown: any year may apply
    note: str = ""


def pay_years(programme: Programme, status: LearnerStatus) -> PayYears:
    months = contract_months(programme, status)
    if not months:
        return PayYears(None)
    count = pay.years_of_contract(months)
    if count == 1 and _is_licence(programme.certification):
        return _licence()
    if programme.entry_year:
        years = pay.years_paid(months, entry_year=programme.entry_year)
        return PayYears(years, _entered_in(programme.entry_year))
    if (programme.cycle_years or 0) > count:
        return _any_of(count, programme.cycle_years)
    return PayYears(pay.years_paid(months))


def _is_licence(certification):
    return bool(certification) and certification.kind == Certification.Kind.VOCATIONAL_LICENCE


def _licence():
    year = pay_law.VOCATIONAL_LICENCE_YEAR
    note = "Une licence professionnelle est payée comme une 2e année de contrat"
    return PayYears(range(year, year + 1), f"{note} (code du travail, article D6222-32).")


def _entered_in(year):
    if year == 1:
        return ""
    nth = f"{typography.ordinal(year, feminine=True)} année"
    return (
        f"On entre en {nth} du cycle : le contrat est payé dès son début comme une {nth} {ARTICLE}."
    )


def _any_of(count, cycle):
    length = typography.months(12 * count)
    note = f"Contrat de {length} dans un cycle de {cycle} : selon l’année d’entrée {ARTICLE}."
    return PayYears(pay.years_paid(12 * cycle), note)
