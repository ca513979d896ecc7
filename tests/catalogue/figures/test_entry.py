"""« Can I enter? » for the eight programmes of the cases, and part by part."""

import pytest

from catalogue.figures.entry import Answer, Condition, Profile, verdict

YES, IF, NO = Answer.YES, Answer.IF, Answer.NO
YOUNG = Profile(level=3, age=17)  # 17 years old, with a CAP

NO_DIPLOMA = [[Condition("aucun diplôme", level=0)]]
CARE = [
    [Condition("17 ans", age_min=17)],
    [Condition("vaccination"), Condition("certificat médical")],  # due later: asks no more now
]
SECURITY = [
    [
        Condition("bac général", level=4, is_named=True),
        Condition("bac technologique", level=4, is_named=True),
        Condition("certificat avec 1 an", level=3, is_named=True, experience_months=12),
    ],
    [Condition("casier judiciaire", asks_more=True)],
]
LORRY = [
    [Condition("21 ans", age_min=21)],
    [Condition("permis B", asks_more=True)],
]


@pytest.mark.parametrize(
    ("groups", "answer", "because"),
    [
        (NO_DIPLOMA, YES, []),
        (CARE, YES, []),
        (SECURITY, IF, [["certificat avec 1 an"], ["casier judiciaire"]]),
        (LORRY, NO, [["21 ans"]]),
        ([], YES, []),
    ],
)
def test_seventeen_years_old_with_a_cap(groups, answer, because):
    assert verdict(groups, YOUNG) == (answer, because)


BAC = Condition("bac", level=4)
BAC_PRO = BAC._replace(is_named=True)
TRAINED = Condition("un an", experience_months=12)
TEENS = Condition("16 à 29 ans", age_min=16, age_max=29)


@pytest.mark.parametrize(
    ("condition", "profile", "answer"),
    [
        (BAC, Profile(level=3), NO),
        (BAC, Profile(level=4), YES),
        (BAC, Profile(level=5), YES),
        (BAC, Profile(), IF),  # not said
        (BAC_PRO, Profile(level=3), NO),
        (BAC_PRO, Profile(level=4), IF),  # perhaps another bac
        (BAC_PRO, Profile(level=5), YES),
        (Condition("", level=0), Profile(), YES),
        (TRAINED, Profile(), IF),
        (TRAINED, Profile(experience_months=11), IF),
        (TRAINED, Profile(experience_months=12), YES),
        (TEENS, Profile(), IF),
        (TEENS, Profile(age=15), NO),
        (TEENS, Profile(age=16), YES),
        (TEENS, Profile(age=29), YES),
        (TEENS, Profile(age=30), NO),
        (Condition("permis B", asks_more=True), Profile(level=7, age=40), IF),
        (BAC._replace(experience_months=12), Profile(level=4), IF),  # the parts apply together
        (BAC._replace(experience_months=12), Profile(level=3, experience_months=99), NO),
        (BAC._replace(age_min=18), Profile(level=4, age=17), NO),
    ],
)
def test_condition_is_judged_by_its_worst_part(condition, profile, answer):
    assert verdict([[condition]], profile).answer is answer


def test_best_alternative_is_enough():
    assert verdict([[BAC, TRAINED]], Profile(level=3, experience_months=24)) == (YES, [])


def test_refusal_names_every_alternative_and_nothing_else():
    groups = [[BAC, BAC_PRO], [Condition("permis B", asks_more=True)]]
    assert verdict(groups, Profile(level=3)) == (NO, [["bac", "bac"]])
