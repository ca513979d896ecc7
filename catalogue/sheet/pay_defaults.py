"""Gives what a programme already says of a contract: its kind, length, start and year of entry."""

from datetime import date

from catalogue.models import LearnerStatus, Programme, intakes
from catalogue.sheet.lengths import contract_months
from catalogue.sheet.pay_years import TO_CONFIRM, entry_by_law, is_licence, pay_years

LENGTH = 24  # months, of the contract that one thinks of
SCHOOL_STARTS = 9  # September
LAW = LearnerStatus.Law


def defaults(programme: Programme | None, *, on: date) -> dict[str, object]:
    """Returns the first values of the form of pay (`catalogue.pay_form`)."""
    if programme is None:
        return {"contrat": LAW.APPRENTICESHIP, "duree": LENGTH, "entree": 1} | _start(None, on)
    status = paid_status(programme)
    months = contract_months(programme, status) if status else 0
    is_one_year_licence = is_licence(programme) and 0 < months <= 12
    return {
        "contrat": status.pay_law if status else LAW.APPRENTICESHIP,
        "duree": months or LENGTH,
        "entree": entry_by_law(programme, status, months) if months else programme.entry_year or 1,
        "diplome": "licence" if is_one_year_licence else "",
    } | _start(programme, on)


def level(programme: Programme | None) -> int | None:
    """Returns the level of the diploma prepared, which decides the aid of the employer."""
    certification = programme.certification if programme else None
    return certification.level if certification else None


def paid_status(programme: Programme) -> LearnerStatus | None:
    """Returns the first of its contracts whose pay the law fixes."""
    return next((s for s in programme.statuses.all() if s.pay_law), None)


def explanation(programme: Programme) -> str:
    """Says why the years paid are not the first ones of the grid, as the page of the programme."""
    status = paid_status(programme)
    if status is None:
        return ""
    paid = pay_years(programme, status)
    return f"{paid.note} {TO_CONFIRM}" if paid.by_law else paid.note


def _start(programme, on):
    """Takes the month of the next intake, else the next month of September."""
    ahead = [
        intake.year.starts
        for intake in (intakes(programme.cohorts.all(), on=on) if programme else [])
        if intake.year and intake.year.starts and intake.year.starts >= on
    ]
    september = date(on.year + (on.month > SCHOOL_STARTS), SCHOOL_STARTS, 1)
    starts = min(ahead, default=september)
    return {"debut_mois": starts.month, "debut_annee": starts.year}
