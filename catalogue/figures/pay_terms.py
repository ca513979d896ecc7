"""Finds what a full month of a contract is worth on one day, and the rules that make it so.

Where the texts leave a choice, the docstring of `pay` says what is chosen. Standard library only.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from catalogue.figures import pay_law as law
from catalogue.figures.pay_ages import months_between
from catalogue.figures.pay_contract import Contract, Reason, Situation
from catalogue.figures.pay_law import Rule
from catalogue.figures.wages import share_of

SMIC, CONVENTIONAL, RECEIVED = "SMIC", "minimum conventionnel", "salaire précédent"


class Due(NamedTuple):
    """The least gross pay of a full month. `percent` is that of `base`, 100 of a former pay."""

    monthly: Decimal
    percent: Decimal
    base: str
    rules: tuple[Rule, ...]  # the first one is the rule that gives the amount


def due_on(contract: Contract, day: date, smic: Decimal) -> Due:
    """Returns the best of what the law gives on that day; the grid wins a tie."""
    months = months_between(contract.starts, day)
    bracket = contract.age.bracket(months)
    if not contract.is_apprenticeship:
        return _pro(contract, bracket, smic)
    return max(_apprentice(contract, day, bracket, smic), key=lambda due: due.monthly)


# Apprenticeship


def _apprentice(contract: Contract, day: date, bracket: int, smic: Decimal) -> Iterator[Due]:
    """Gives what the grid says, then what other rules do."""
    year = _year_of_grid(contract, day)
    around = (*_of_age(contract, bracket), *_of_year(contract, day))
    grid = _on_grid(contract, year, bracket, smic)
    grid = grid._replace(rules=(*grid.rules, *around))
    yield grid
    yield from _with_points(contract, day, grid, smic)
    yield from _floor(contract, smic)


def _year_of_grid(contract: Contract, day: date) -> int:
    """Counts as done the years before the entry; an extension keeps the last year."""
    if contract.is_vocational_licence:
        return law.VOCATIONAL_LICENCE_YEAR
    within = min(day, contract.ends)
    year = contract.entry_year + contract.year_on(within) - 1
    done = contract.same_level.years_done if contract.same_level and contract.has_points else 0
    return min(max(year, done), law.LAST_YEAR)


def _on_grid(contract: Contract, year: int, bracket: int, smic: Decimal) -> Due:
    percent = law.GRID[year][bracket]
    is_better = bracket >= law.CONVENTIONAL_FROM and contract.conventional > smic
    base, amount = (CONVENTIONAL, contract.conventional) if is_better else (SMIC, smic)
    place = law.PLACE_OF_AGE[bracket] + ("" if bracket == 26 else law.PLACE_OF_YEAR[year])
    of_year = "" if bracket == 26 else f", {_nth(year)} année"
    sentence = f"{percent} % du {base} : {law.BRACKETS[bracket]}{of_year}."
    rule = Rule(f"D6222-26, {place}", sentence, law.GRID_SINCE)
    return Due(share_of(amount, percent), percent, base, (rule,))


def _of_age(contract: Contract, bracket: int) -> Iterator[Rule]:
    if bracket > contract.age.bracket(0):
        yield law.COMES_OF_AGE
    elif contract.age.years < law.YOUNGEST and not bracket:
        yield law.UNDER_SIXTEEN


def _of_year(contract: Contract, day: date) -> Iterator[Rule]:
    if contract.is_vocational_licence:
        yield law.VOCATIONAL_LICENCE
    elif contract.entry_year > 1:
        yield law.SHORTER_THAN_CYCLE
    extension = contract.extension
    if extension and extension.reason == Reason.FAILURE and day > contract.ends:
        yield law.EXTENDED_AFTER_FAILURE


def _with_points(contract: Contract, day: date, grid: Due, smic: Decimal) -> Iterator[Due]:
    """Adds 15 points to the grid; they take nobody above the SMIC (D6222-31, al. 2)."""
    rule = _rule_of_points(contract, day)
    if rule is None:
        return
    percent = grid.percent + law.POINTS
    base = contract.conventional if grid.base == CONVENTIONAL else smic
    monthly, rules = share_of(base, percent), (rule, *grid.rules)
    if monthly <= smic:
        yield Due(monthly, percent, grid.base, rules)
    else:
        yield Due(smic, Decimal(100), SMIC, (*rules, law.NOT_ABOVE_SMIC))


def _rule_of_points(contract: Contract, day: date) -> Rule | None:
    if contract.has_points:
        return law.FIFTEEN_POINTS
    if contract.extension and contract.extension.reason == Reason.DISABILITY:
        return law.EXTENDED_FOR_DISABILITY if day > contract.ends else None
    is_fourth = contract.year_on(day) > law.LAST_YEAR and day <= contract.ends
    is_longer = is_fourth and Situation.DISABLED in contract.situations
    return law.EXTENDED_FOR_DISABILITY if is_longer else None


def _floor(contract: Contract, smic: Decimal) -> Iterator[Due]:
    """Gives the last year of the contract before this one, when its diploma was obtained."""
    previous = contract.previous
    if previous is None or not previous.diploma_obtained:
        return
    rules = (law.AFTER_A_CONTRACT,)
    yield Due(share_of(smic, previous.percent), previous.percent, SMIC, rules)
    if previous.same_employer:
        yield Due(previous.received, Decimal(100), RECEIVED, rules)


# Professionalisation


def _pro(contract: Contract, bracket: int, smic: Decimal) -> Due:
    if bracket >= law.ADULT_AGE:
        return _adult(contract, smic)
    column = law.CONVENTIONAL_FROM if bracket >= law.CONVENTIONAL_FROM else 0
    percent = law.QUALIFICATION_GRID[contract.is_qualified][column]
    age = "dès 21 ans" if column else "avant 21 ans"
    held = "avec" if contract.is_qualified else "sans"
    rule = Rule(
        law.QUALIFICATION.article,
        f"{percent} % du SMIC : {age}, {held} qualification du niveau d’un bac professionnel.",
        law.QUALIFICATION.since,
    )
    has_turned = column > contract.age.bracket(0)
    around = (law.QUALIFICATION_AGE,) if has_turned else ()
    return Due(share_of(smic, percent), percent, SMIC, (rule, *around))


def _adult(contract: Contract, smic: Decimal) -> Due:
    share = share_of(contract.conventional, law.ADULT_SHARE)
    if share > smic:
        return Due(share, law.ADULT_SHARE, CONVENTIONAL, (law.ADULT_CONVENTIONAL,))
    return Due(smic, Decimal(100), SMIC, (law.ADULT,))


def _nth(year: int) -> str:
    return "1re" if year == 1 else f"{year}e"
