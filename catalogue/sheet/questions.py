"""Answers in a few words what a candidate asks first; each answer leads to the part about it.

A question that the data of the programme does not answer is not asked.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from catalogue.figures import pay_law, wages, weights
from catalogue.figures.entry import Answer, Profile
from catalogue.models import EntryLevel, LearnerStatus
from catalogue.sheet import calendar, lengths, prices
from catalogue.sheet.entry import can_enter, either, youngest
from catalogue.sheet.pay_steps import least
from catalogue.sheet.pay_years import gives_points, pay_years
from charmilles import typography

FEWEST = 3  # answers: fewer would leave a page of a short sheet with a grid of holes
CONDITIONS = 2  # the most that a short answer says
LAW = LearnerStatus.Law
YOUNG, OLDER = (17, 18), (18, 21)  # two ages that learners have on their first day
WITH = {
    EntryLevel.NONE: "Sans diplôme ?",
    EntryLevel.THIRD_FORM: "Après la 3e ?",
    EntryLevel.CAP: "Avec un CAP ?",
    EntryLevel.BAC: "Avec un bac ?",
    EntryLevel.BAC_2: "Avec un bac +2 ?",
    EntryLevel.BAC_3: "Avec un bac +3 ?",
    EntryLevel.BAC_5: "Avec un bac +5 ?",
}


class Question(NamedTuple):
    asked: str
    answer: str
    detail: str
    anchor: str  # "" where the page has no part about it


def questions(sheet) -> list[Question]:
    """Lists those that have an answer, in the order in which candidates ask them."""
    parts = {part.slug for part in sheet.parts}
    found = [
        question if question.anchor in parts else question._replace(anchor="")
        for ask in ASK.values()
        for question in ask(sheet)
    ]
    return found if len(found) >= FEWEST else []


# Pay


def _pay(sheet) -> Iterator[Question]:
    """Gives what the law pays at two ages in the first year: a centre may pay more."""
    table = next((one for one in sheet.pay_tables if one.monthly), None)
    law = table and table.scale.status.pay_law
    if not law:
        return
    ages = _ages(sheet.programme)
    if law == LAW.APPRENTICESHIP:
        years = _first_years(sheet.programme, table.scale.status)
        points = _points(sheet.programme, table.scale.status)
        first, then = (_by_age(age, years, points, table.monthly) for age in ages)
    else:
        first, then = (_by_qualification(age, table.monthly) for age in ages)
    young, older = (f"{age}{typography.NBSP}ans" for age in ages)
    if then == first:
        answer, detail = first, f"à {ages[0]} et {older}"
    else:
        answer, detail = f"{first} à {young}", f"{then} à {older}"
    yield Question("Je gagne par mois ?", answer, f"{detail}, brut, au moins", "argent")


def _ages(programme):
    """Gives two ages at which one may be on the first day."""
    is_older = (programme.entry_level or 0) >= EntryLevel.BAC
    return OLDER if is_older or youngest(programme) > YOUNG[0] else YOUNG


def _points(programme, status):
    """Lists what may be added to the grid: a diploma asked at entry may give 15 points."""
    months = lengths.contract_months(programme, status)
    return [0, pay_law.POINTS] if gives_points(programme, status, months) else [0]


def _first_years(programme, status):
    """Lists the years of the grid that may be paid first: two while the centre has not said."""
    paid = pay_years(programme, status)
    first = paid.years[0] if paid.years else 1
    return sorted({first, paid.by_law[0]} if paid.by_law else {first})


def _by_age(age: int, years: list[int], points: list[Decimal], monthly: Decimal) -> str:
    shares = [_share(pay_law.grid_of(year), age) for year in years]
    amounts = [least(wages.share_of(monthly, share + more)) for share in shares for more in points]
    return " ou ".join(dict.fromkeys(amounts))


def _by_qualification(age: int, monthly: Decimal) -> str:
    """Gives the least of the two qualifications."""
    return least(wages.share_of(monthly, _share(pay_law.QUALIFICATION_GRID[False], age)))


def _share(grid, age):
    """Takes the percentage of the last bracket that this age has reached."""
    return grid[max(start for start in grid if start <= age)]


# When and where


def next_start(sheet) -> list[str]:
    """Says when the next intake starts; nothing when it is past or unknown."""
    if sheet.intake is None or sheet.intake.state.is_past:
        return []
    return calendar.next_entry(sheet.intake, on=sheet.on)[1]


def _start(sheet) -> Iterator[Question]:
    lines, length = next_start(sheet), lengths.summary(sheet.programme)
    if lines:
        yield Question("Ça commence quand ?", lines[0], length, "calendrier")
    elif length:
        yield Question("Ça dure combien ?", length, "", "calendrier")


def _rhythm(sheet) -> Iterator[Question]:
    lines = sheet.rhythm.lines
    if lines:
        counted = next(iter(sheet.weeks), None)
        detail = f"{counted.title} : {counted.summary}" if counted else ""
        yield Question("Quand suis-je au centre ?", lines[0], detail, "calendrier")


def _place(sheet) -> Iterator[Question]:
    campuses = list(sheet.programme.campuses.all())
    if len(campuses) > 1:
        names = typography.enumeration((campus.city or campus.name for campus in campuses), "et")
        yield Question("C’est où ?", f"{len(campuses)} sites", names, "")
    elif campuses:
        campus = campuses[0]
        yield Question("C’est où ?", campus.city or campus.name, campus.street, "")


# Getting in


def _entry(sheet) -> Iterator[Question]:
    """Answers as « Puis-je entrer ? » does to somebody who holds the diploma asked, and no more."""
    level = sheet.programme.entry_level
    if level is None:
        return
    has_others = sheet.programme.may_have_other_conditions
    found = can_enter(sheet.programme, Profile(level)) if has_others else None
    if found is None or found.answer == Answer.YES:
        detail = "" if level == EntryLevel.NONE else "ou plus"
        yield Question(WITH[EntryLevel(level)], "Oui", detail, "profil")
    elif found.answer == Answer.IF:
        detail = " ; ".join(either(words) for words in found.because[:CONDITIONS])
        more = " ; …" if len(found.because) > CONDITIONS else ""
        yield Question(WITH[EntryLevel(level)], "Oui, sous conditions", f"{detail}{more}", "profil")


def _interview(sheet) -> Iterator[Question]:
    if sheet.programme.takes_applications:
        detail = "le jour que vous choisissez, après le dossier en ligne"
        yield Question("Et l’entretien ?", "On parle de votre motivation", detail, "inscription")


def _cost(sheet) -> Iterator[Question]:
    costs = prices.cost_for_learners(sheet.programme)
    if costs:
        yield Question("Ça me coûte ?", costs[0], ", ".join(costs[1:2]), "argent")


# The diploma


def _success(sheet) -> Iterator[Question]:
    """Gives the rate of the whole training, else the lowest and the highest of its parts."""
    found = sheet.results.headlines if sheet.results else []
    if not found:
        return
    rates, periods = {one.cell.rate for one in found}, {one.period for one in found}
    answer = " à ".join(map(typography.percent, sorted({min(rates), max(rates)})))
    if len(found) == 1:
        part = f", {found[0].row.part}" if found[0].row.part else ""
    else:
        part = f", selon {found[0].row.divided_by}"
    period = _in_period(periods.pop()) if len(periods) == 1 else ""
    yield Question("Combien réussissent ?", answer, f"de réussite{period}{part}", "resultats")


def _in_period(period: str) -> str:
    """Says « en 2025 » of a year, « , entrée de janvier 2025 » of what has a name."""
    return f" en {period}" if period.isdigit() else f", {period[:1].lower()}{period[1:]}"


def _exam(sheet) -> Iterator[Question]:
    for own in sheet.weights[:1]:
        heavy = weights.heaviest(own.exam)
        if heavy:
            part = sum((one.coefficient for one in heavy), Decimal(0))
            share = typography.percent(weights.percent(part, own.exam.total))
            answer = f"{len(heavy)} épreuves" if len(heavy) > 1 else heavy[0].name
            verb = "font" if len(heavy) > 1 else "fait"
            yield Question(
                "Qu’est-ce qui compte ?", answer, f"{verb} {share} de la note", "contenu"
            )


# What is asked, in the order in which candidates ask it.
ASK = {
    "pay": _pay,
    "start": _start,
    "rhythm": _rhythm,
    "entry": _entry,
    "success": _success,
    "exam": _exam,
    "interview": _interview,
    "cost": _cost,
    "place": _place,
}
