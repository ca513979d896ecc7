"""Chooses the years of a pay table that a programme goes through, and says why in a note."""

from typing import NamedTuple

from catalogue.figures import pay
from catalogue.models import Certification, LearnerStatus, Programme
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
    is_licence = programme.certification.kind == Certification.Kind.VOCATIONAL_LICENCE
    if is_licence and count == 1:
        return _licence()
    if programme.entry_year:
        years = pay.years_paid(months, entry_year=programme.entry_year)
        return PayYears(years, _entered_in(programme.entry_year))
    if (programme.cycle_years or 0) > count:
        return _any_of(count, programme.cycle_years)
    return PayYears(pay.years_paid(months))


def contract_months(programme: Programme, status: LearnerStatus) -> int:
    """Returns the longest duration of this status, else of those that name none; 0 if unknown.

    A contract restricted to fewer months stops there (StatusLimit).
    """
    durations = programme.durations.all()
    own = [row for row in durations if row.status_id == status.pk]
    rows = own or [row for row in durations if row.status_id is None]
    longest = max((row.months_max or row.months_min or 0 for row in rows), default=0)
    limit = programme.limits.get(status.pk)
    most = limit.months_max if limit else None
    return min(longest or most, most) if most else longest


def _licence():
    year = pay.VOCATIONAL_LICENCE_YEAR
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
