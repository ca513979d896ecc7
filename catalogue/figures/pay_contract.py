"""Describes a work-study contract, and says what the law refuses in it, or asks for it.

Standard library only. Every length is in months, from the first day of the contract.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from catalogue.figures import pay_law as law
from catalogue.figures.pay_ages import Age, last_day, months_between, shift
from catalogue.figures.pay_law import Rule


class Kind(Enum):
    APPRENTICESHIP = "apprentissage"
    PROFESSIONALISATION = "professionnalisation"


class Situation(Enum):
    """What is true of a person, and changes who may sign, or for how long."""

    COLLEGE_DONE = "college"  # lower secondary school completed
    HIGHER_DIPLOMA = "superieur"  # a contract within the year, for a higher diploma
    BROKEN_CONTRACT = "rupture"  # a contract broken within the year, not by the apprentice
    DISABLED = "handicap"
    BUSINESS = "entreprise"  # the diploma is needed to create or take over a business
    ATHLETE = "sportif"
    JOB_SEEKER = "demandeur"
    ALLOWANCE = "allocation"  # RSA, ASS, AAH, or a former « contrat aidé »


@dataclass(frozen=True, kw_only=True)
class Previous:
    """The contract of apprenticeship before this one, in its last year."""

    same_employer: bool
    diploma_obtained: bool
    percent: Decimal  # of the SMIC: the legal minimum of that year
    received: Decimal = Decimal(0)  # gross euros a month; counts with the same employer only


@dataclass(frozen=True, kw_only=True)
class SameLevel:
    """A diploma already held, of the level of the one prepared: it may give 15 points."""

    years_done: int = 1  # of apprenticeship for that diploma, or deemed so
    direct_link: bool = True


class Reason(Enum):
    FAILURE = "echec"
    DISABILITY = "handicap"


@dataclass(frozen=True, kw_only=True)
class Extension:
    until: date
    reason: Reason = Reason.FAILURE


@dataclass(frozen=True, kw_only=True)
class Contract:
    """A contract, and what its pay depends on. The week has 35 hours."""

    age: Age  # on the first day
    starts: date
    ends: date
    kind: Kind = Kind.APPRENTICESHIP
    concluded: date | None = None  # the first day, unless said
    situations: frozenset[Situation] = frozenset()
    conventional: Decimal = Decimal(0)  # conventional minimum, gross euros a month; 0 is none
    # Apprenticeship
    entry_year: int = 1  # of the cycle of training
    is_vocational_licence: bool = False
    previous: Previous | None = None
    same_level: SameLevel | None = None
    extension: Extension | None = None
    # Professionalisation
    is_qualified: bool = False  # « bac professionnel » or more, on the first day

    @property
    def is_apprenticeship(self) -> bool:
        return self.kind == Kind.APPRENTICESHIP

    @property
    def last_day(self) -> date:
        return self.extension.until if self.extension else self.ends

    @property
    def signed(self) -> date:
        return self.concluded or self.starts

    def lasts_at_most(self, months: int) -> bool:
        return self.ends <= last_day(self.starts, months)

    def year_on(self, day: date) -> int:
        """Counts the years of the contract begun on that day, from one."""
        years = months_between(self.starts, day) // 12
        return years + (day >= shift(self.starts, 12 * years))

    @property
    def has_points(self) -> bool:
        """Tells whether the three conditions of the 15 points are met (D6222-30)."""
        held = self.same_level
        is_short = self.lasts_at_most(law.SAME_LEVEL_LONGEST)
        return held is not None and held.direct_link and is_short


def refusals(contract: Contract) -> list[Rule]:
    """Lists what the law refuses in a contract, each with its article and a way to repair it."""
    found = [*_refused_dates(contract)]
    if not found:
        of_kind = _refused_apprentice if contract.is_apprenticeship else _refused_pro
        found = [*of_kind(contract)]
    return found


def _refused_dates(contract: Contract) -> Iterator[Rule]:
    if contract.ends < contract.starts:
        yield Rule("", "Le contrat finit avant de commencer : corrigez l’une des deux dates.")
    elif contract.signed > contract.starts:
        yield Rule(
            "L6222-4" if contract.is_apprenticeship else "L6325-5",
            "Le contrat est écrit et signé avant son premier jour : corrigez la date de signature.",
        )
    elif not contract.age.is_possible:
        yield Rule(
            "", "L’âge au début et les mois avant la tranche d’âge suivante se contredisent."
        )
    elif contract.extension and not _is_within(contract.extension, contract.ends):
        yield Rule(
            "L6222-11", "Une prolongation suit le dernier jour du contrat, et dure un an au plus."
        )


def _is_within(extension: Extension, ends: date) -> bool:
    return ends < extension.until <= shift(ends, law.EXTENSION)


def _refused_apprentice(contract: Contract) -> Iterator[Rule]:
    yield from _refused_age(contract)
    if contract.signed < law.GRID_SINCE:
        yield Rule(
            "D6222-26", "Cette grille vaut pour les contrats conclus depuis le 1er janvier 2019."
        )
    if contract.entry_year not in law.GRID:
        yield Rule("D6222-26", "La grille a trois années : on entre dans la 1re, la 2e ou la 3e.")
    if _is_too_short(contract) and Situation.BROKEN_CONTRACT not in contract.situations:
        yield Rule("L6222-7-1", "Un contrat d’apprentissage dure six mois au moins.")
    if not contract.lasts_at_most(_longest(contract)):
        yield Rule(
            "L6222-7-1 et R6222-46",
            "Un contrat d’apprentissage dure trois ans au plus, quatre pour un travailleur "
            "handicapé : corrigez la durée.",
        )


def _is_too_short(contract: Contract) -> bool:
    return contract.ends < last_day(contract.starts, law.SHORTEST)


def _longest(contract: Contract) -> int:
    is_disabled = Situation.DISABLED in contract.situations
    return law.LONGEST_WITH_DISABILITY if is_disabled else law.LONGEST


def _refused_age(contract: Contract) -> Iterator[Rule]:
    years, known = contract.age.years, contract.situations
    if years < law.YOUNGEST_AFTER_COLLEGE:
        yield Rule("L6222-1", "On entre en apprentissage à 16 ans, ou à 15 ans le collège fini.")
    elif years < law.YOUNGEST and Situation.COLLEGE_DONE not in known:
        yield Rule("L6222-1", "À 15 ans, il faut avoir fini le collège (la classe de troisième).")
    elif years > law.OLDEST and not known & NO_AGE_LIMIT:
        if not known & UP_TO_THIRTY_FIVE:
            yield Rule(
                "L6222-1 et L6222-2",
                "L’apprentissage commence à 29 ans au plus, sauf diplôme supérieur après un "
                "contrat, contrat rompu, handicap reconnu, projet d’entreprise, sport de haut "
                "niveau.",
            )
        elif years > law.OLDEST_WITH_LIMIT:
            yield Rule(
                "D6222-1",
                "Après un premier contrat, ou sa rupture, la limite d’âge est de 35 ans.",
            )


NO_AGE_LIMIT = {Situation.DISABLED, Situation.BUSINESS, Situation.ATHLETE}
UP_TO_THIRTY_FIVE = {Situation.HIGHER_DIPLOMA, Situation.BROKEN_CONTRACT}


def _refused_pro(contract: Contract) -> Iterator[Rule]:
    years, known = contract.age.years, contract.situations
    if contract.extension:
        yield Rule(
            "L6325-7", "Un contrat de professionnalisation se renouvelle : comptez le nouveau."
        )
    if years < law.YOUNGEST_PRO:
        yield Rule("L6325-1", "Un contrat de professionnalisation commence à 16 ans.")
    elif years > law.OLDEST_PRO and not known & {Situation.JOB_SEEKER, Situation.ALLOWANCE}:
        yield Rule(
            "L6325-1",
            "À 26 ans et plus, il faut être demandeur d’emploi, ou toucher le RSA, l’ASS ou l’AAH.",
        )
    if _is_too_short(contract):
        yield Rule("L6325-11", "Un contrat de professionnalisation dure six mois au moins.")
    if not contract.lasts_at_most(law.LONGEST_PRO_OF_ALL):
        yield Rule("L6325-11", "Un contrat de professionnalisation dure trois ans au plus.")


def conditions(contract: Contract) -> list[Rule]:
    """Lists what must also be true, and the rules that the visitor named and that do not apply."""
    of_kind = _apprentice_conditions if contract.is_apprenticeship else _pro_conditions
    return [*of_kind(contract)]


def _apprentice_conditions(contract: Contract) -> Iterator[Rule]:
    if contract.age.years > law.OLDEST and not contract.situations & NO_AGE_LIMIT:
        yield Rule("D6222-1", "Le contrat est signé dans l’année qui suit la fin du précédent.")
    if contract.previous and not contract.previous.diploma_obtained:
        yield Rule(
            "D6222-29", "Le diplôme du contrat précédent n’est pas obtenu : rien n’en reste."
        )
    if contract.same_level and not contract.has_points:
        yield Rule(
            "D6222-30",
            "Les 15 points demandent un contrat d’un an au plus et un rapport direct entre les "
            "deux diplômes : ils ne sont pas comptés.",
        )


def _pro_conditions(contract: Contract) -> Iterator[Rule]:
    if contract.lasts_at_most(law.LONGEST_PRO):
        return
    if contract.lasts_at_most(law.LONGEST_PRO_BY_AGREEMENT):
        yield Rule(
            "L6325-11 et L6325-12",
            "Plus d’un an : un accord de branche le permet, ou la situation de la personne "
            "(L6325-1-1).",
        )
    else:
        yield Rule(
            "L6325-11",
            "Plus de deux ans : pour les seules personnes de l’article L6325-1-1 (sans bac ni "
            "diplôme professionnel, sans emploi depuis plus d’un an, RSA, ASS, AAH).",
        )
