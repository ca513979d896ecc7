"""Holds the law of pay in work-study contracts as data: percentages, articles, dates.

Code du travail, read in its state of 27 March 2026 (domain notes, section 5). A rule tells
what its article says, in the words of the page. Standard library only.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from catalogue.figures.wages import Contributions


class Rule(NamedTuple):
    """What applies, or refuses, in one case: an article, a sentence, the first day of its text."""

    article: str
    sentence: str
    since: date | None = None


# Ages: a column begins at each of them.

BRACKETS = {
    0: "moins de 18 ans",
    18: "de 18 à 20 ans",
    21: "de 21 à 25 ans",
    26: "26 ans et plus",
}
CONVENTIONAL_FROM = 21  # the age from which the conventional minimum counts (D6222-26, 3° et 4°)

# Apprenticeship: D6222-26, for the contracts concluded from this day on (décret 2018-1347).

GRID_SINCE = date(2019, 1, 1)
GRID = {
    1: {0: Decimal(27), 18: Decimal(43), 21: Decimal(53), 26: Decimal(100)},
    2: {0: Decimal(39), 18: Decimal(51), 21: Decimal(61), 26: Decimal(100)},
    3: {0: Decimal(55), 18: Decimal(67), 21: Decimal(78), 26: Decimal(100)},
}
PLACE_OF_AGE = {0: "1°", 18: "2°", 21: "3°", 26: "4°"}
PLACE_OF_YEAR = {1: " a", 2: " b", 3: " c"}
LAST_YEAR = max(GRID)
VOCATIONAL_LICENCE_YEAR = 2
POINTS = Decimal(15)

UNDER_SIXTEEN = Rule(
    "D6222-27",
    "Avant 16 ans, la rémunération est celle des apprentis de 16 et 17 ans.",
    date(2008, 5, 1),
)
EXTENDED_AFTER_FAILURE = Rule(
    "D6222-28",
    "Après un échec, le contrat prolongé garde le taux de sa dernière année.",
    date(2019, 1, 1),
)
SHORTER_THAN_CYCLE = Rule(
    "D6222-28-1",
    "Un contrat plus court que le cycle est payé comme si les années d’avant étaient faites.",
    date(2020, 4, 1),
)
AFTER_A_CONTRACT = Rule(
    "D6222-29",
    "Le diplôme du contrat précédent est obtenu : sa dernière année est un minimum.",
    date(2019, 1, 1),
)
FIFTEEN_POINTS = Rule(
    "D6222-30",
    "Un an au plus, diplôme de même niveau, en rapport direct : 15 points de plus.",
    date(2020, 4, 1),
)
COMES_OF_AGE = Rule(
    "D6222-31",
    "Le taux monte le premier jour du mois qui suit les 18, 21 et 26 ans.",
    date(2020, 4, 1),
)
NOT_ABOVE_SMIC = Rule("D6222-31", "Une majoration ne fait pas dépasser le SMIC.", date(2020, 4, 1))
VOCATIONAL_LICENCE = Rule(
    "D6222-32",
    "Une licence professionnelle est payée comme une 2e année de contrat.",
    date(2020, 4, 1),
)
EXTENDED_FOR_DISABILITY = Rule(
    "R6222-48",
    "L’année ajoutée en raison d’un handicap vaut la dernière année, et 15 points de plus.",
    date(2019, 1, 1),
)

# Professionalisation: by age and qualification, below 26.

QUALIFICATION_GRID = {
    False: {0: Decimal(55), 21: Decimal(70)},
    True: {0: Decimal(65), 21: Decimal(80)},
}
ADULT_AGE = 26
ADULT_SHARE = Decimal(85)  # of the conventional minimum
QUALIFICATION = Rule(
    "D6325-15", "Selon l’âge et la qualification au début du contrat.", date(2008, 5, 1)
)
QUALIFICATION_AGE = Rule(
    "D6325-16", "Le taux monte le premier jour du mois qui suit les 21 ans.", date(2008, 5, 1)
)
ADULT = Rule("L6325-9", "Dès 26 ans, au moins le SMIC.", date(2008, 5, 1))
ADULT_CONVENTIONAL = Rule(
    "D6325-18", "Dès 26 ans, au moins 85 % du minimum conventionnel.", date(2008, 5, 1)
)

# Net: the regime is that of the day when the contract was concluded.

EMPLOYEE_RATE = Decimal("0.1131")  # vieillesse 6,90 et 0,40, Agirc-Arrco 3,15, CEG 0,86
SOCIAL_TAXES = Decimal("0.097") * Decimal("0.9825")  # CSG et CRDS, sur 98,25 % du brut
HALF_SMIC_SINCE = date(2025, 3, 1)
HALF_SMIC = Rule(
    "L6243-2 et D6243-5",
    "Contrat conclu depuis le 1er mars 2025 : ni cotisation ni CSG jusqu’à 50 % du SMIC.",
    HALF_SMIC_SINCE,
)
BEFORE_HALF_SMIC = Rule(
    "L6243-2 et D6243-5",
    "Contrat conclu avant le 1er mars 2025 : aucune cotisation jusqu’à 79 % du SMIC, ni CSG.",
    GRID_SINCE,
)
ORDINARY = Rule(
    "", "Les cotisations sont celles de tout salarié, sans exonération.", date(2008, 5, 1)
)
CONTRIBUTIONS = {
    HALF_SMIC: Contributions(EMPLOYEE_RATE + SOCIAL_TAXES, Decimal("0.5")),
    BEFORE_HALF_SMIC: Contributions(EMPLOYEE_RATE, Decimal("0.79")),
    ORDINARY: Contributions(EMPLOYEE_RATE + SOCIAL_TAXES, Decimal(0)),
}

# Who may sign, and for how long.

YOUNGEST, YOUNGEST_AFTER_COLLEGE, OLDEST, OLDEST_WITH_LIMIT = 16, 15, 29, 35
SHORTEST, LONGEST, LONGEST_WITH_DISABILITY = 6, 36, 48  # months
EXTENSION = 12  # months, at most
SAME_LEVEL_LONGEST = 12  # months, for the 15 points
YOUNGEST_PRO, OLDEST_PRO = 16, 25
LONGEST_PRO, LONGEST_PRO_BY_AGREEMENT, LONGEST_PRO_OF_ALL = 12, 24, 36  # months


def grid_of(year: int) -> dict[int, Decimal]:
    """Returns the shares of a year of apprenticeship by age: past the last year, its own go on."""
    return GRID[min(year, LAST_YEAR)]
