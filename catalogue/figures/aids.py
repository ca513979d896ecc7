"""Computes the aid that the State gives the employer of an apprentice, by the date of the contract.

Standard library only; amounts are euros, `Decimal`, for the first year of the contract.
"""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from catalogue.figures.pay import Month, Schedule
from catalogue.figures.pay_ages import last_day
from catalogue.figures.pay_contract import Contract
from catalogue.figures.pay_law import Rule
from catalogue.figures.wages import to_the_cent

BACCALAUREATE = 4  # level
SMALL = 250  # employees: fewer than that
DISABLED = Decimal(6000)
MONTHS = 12

KNOWN_SINCE = date(2025, 2, 24)
IN_2026 = date(2026, 1, 1)
BY_LEVEL_SINCE, BY_LEVEL_BEFORE = date(2026, 3, 8), date(2027, 1, 1)  # conclusion, then start

ONLY_AID = Rule(
    "L6243-1 et D6243-2",
    "Aide unique : moins de 250 salariés, diplôme du niveau du bac au plus, première année du "
    "contrat, envoyé à l’OPCO dans les six mois.",
)
OF_2025 = Rule(
    "",
    "Contrat conclu du 24 février au 31 décembre 2025 ; à partir de 250 salariés, l’entreprise "
    "atteint le quota d’alternants.",
)
OF_2026 = Rule(
    "décret 2026-168 du 6 mars 2026",
    "Contrat conclu depuis le 8 mars 2026 et commencé avant le 1er janvier 2027 ; à partir de 250 "
    "salariés, l’entreprise atteint le quota d’alternants.",
)
FOR_DISABLED = Rule("D6243-2", "Apprenti reconnu travailleur handicapé : 6 000 euros au plus.")
UNKNOWN = Rule("", "Avant le 24 février 2025, l’aide n’est pas calculée ici.")
NOT_AN_APPRENTICE = Rule("", "Cette aide est celle des contrats d’apprentissage.")
NONE = Rule("L6243-1", "Aucune aide connue pour ce niveau, cette taille et ces dates.")


class Employer(NamedTuple):
    is_large: bool = False  # 250 employees or more
    level: int = BACCALAUREATE  # of the diploma prepared
    for_disabled: bool = False


class Aid(NamedTuple):
    amount: Decimal  # for a first year of twelve months
    rule: Rule


def aid(employer: Employer, contract: Contract) -> Aid:
    """Returns the aid of a contract; 0 with the rule that says why there is none.

    Sources: code du travail, articles L6243-1 and D6243-1 to -4; décret 2026-168. The aid of
    levels above the baccalaureate is not known for a contract that starts from 2027 on.
    """
    if not contract.is_apprenticeship:
        return Aid(Decimal(0), NOT_AN_APPRENTICE)
    if contract.signed < KNOWN_SINCE:
        return Aid(Decimal(0), UNKNOWN)
    amount, rule = _by_date(employer, contract.signed, contract.starts)
    if not amount:
        return Aid(amount, NONE)
    return Aid(DISABLED, FOR_DISABLED) if employer.for_disabled else Aid(amount, rule)


def _by_date(employer: Employer, signed: date, starts: date) -> tuple[Decimal, Rule]:
    if signed < IN_2026:
        return Decimal(2000 if employer.is_large else 5000), OF_2025
    if signed >= BY_LEVEL_SINCE and starts < BY_LEVEL_BEFORE:
        return _by_level(employer), OF_2026
    is_entitled = not employer.is_large and employer.level <= BACCALAUREATE
    return Decimal(5000 if is_entitled else 0), ONLY_AID


def _by_level(employer: Employer) -> Decimal:
    small, large = {5: (4500, 1500), 6: (2000, 750), 7: (2000, 750)}.get(
        employer.level, (5000, 2000)
    )
    return Decimal(large if employer.is_large else small)


class YearOfCost(NamedTuple):
    year: int
    gross: Decimal
    aid: Decimal

    @property
    def cost(self) -> Decimal:
        return max(Decimal(0), self.gross - self.aid)


def costs(schedule: Schedule, given: Aid) -> list[YearOfCost]:
    """Takes the aid from the first year; the contributions of the employer are not counted."""
    amount = to_the_cent(given.amount * _first_year(schedule) / MONTHS)
    return [
        YearOfCost(total.year, total.gross, amount if total.year == 1 else Decimal(0))
        for total in schedule.years
    ]


def _first_year(schedule: Schedule) -> Decimal:
    """Counts its months; a contract under a year counts the days of its first and last ones."""
    contract = schedule.contract
    if contract.ends >= last_day(contract.starts, MONTHS):
        return Decimal(MONTHS)
    return sum((_share(month) for month in schedule.months), Decimal(0))


def _share(month: Month) -> Decimal:
    length = monthrange(month.first.year, month.first.month)[1]
    return Decimal(sum(part.days for part in month.parts)) / length
