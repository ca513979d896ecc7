"""Kinds of facts that real programmes publish, and of false sentences that they made the site say.

Each was found by entering the programme of a real centre: CléA, BPJEPS, BUT, certificat de
spécialisation, BTS SIO, bachelor on two campuses. In expected texts, _ is the no-break space and ~
the narrow one.
"""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
import time_machine

from catalogue.figures.entry import Answer, Profile
from catalogue.finding import listed
from catalogue.models import PayScale
from catalogue.sheet import lengths, questions
from catalogue.sheet.entry import can_enter
from catalogue.sheet.pay_years import pay_years
from tests.support import catalogue_factories as factories
from tests.support.eight_cases import pay_by_year, status
from tests.support.inspecting import doubts
from tests.support.page_reading import card, marked, shown, table
from tests.support.paper_reading import TODAY, fresh, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def programme():
    return factories.programme()


def said(tree):
    return [shown(item) for item in tree.iter("li")]


def told(programme, key):
    """The answer at the top of the page, and its detail."""
    return [
        marked(" | ".join(filter(None, (said.answer, said.detail))))
        for said in questions.ASK[key](sheet(programme))
    ]


# A training in steps

SHORT = [("Évaluation préalable", 7, None, "hour"), ("Évaluation finale", 4, None, "hour")]
STEPS = [
    ([*SHORT, ("Parcours", 14, 150, "hour")], "25 à 161_heures"),
    (SHORT, "11_heures"),
    ([*SHORT, ("Parcours", 3, None, "month")], "11_heures et 3_mois"),
]


def in_steps(programme, steps):
    for place, (step, least, most, unit) in enumerate(steps):
        factories.duration(
            programme, step=step, amount=least, amount_max=most, unit=unit, position=place
        )


@pytest.mark.parametrize(("steps", "words"), STEPS)
def test_steps_add_up(readings, programme, steps, words):
    in_steps(programme, steps)
    assert marked(lengths.summary(fresh(programme))) == words
    for tree in readings(programme):
        assert card(tree)["Durée"][:2] == [f"{words} en tout", "Évaluation préalable_: 7_heures"]


def test_length_of_the_whole_stands_for_the_sum_of_its_steps(programme):
    in_steps(programme, SHORT)
    factories.duration(programme, amount=2, unit="day", position=9)
    assert marked(lengths.summary(fresh(programme))) == "2_jours"
    assert lengths.whole(fresh(programme)) == ""


def test_step_without_a_length_leaves_no_sum(programme):
    in_steps(programme, SHORT)
    factories.duration(programme, step="Parcours", depends_on="vos besoins")
    assert lengths.summary(fresh(programme)) == ""


def test_steps_of_two_publics_are_not_added(programme):
    in_steps(programme, SHORT)
    factories.duration(programme, step="Parcours", audience="Débutants", amount=70, unit="hour")
    assert lengths.summary(fresh(programme)) == ""


def test_list_sorts_and_filters_the_sum_of_steps(programme):
    in_steps(programme, STEPS[0][0])
    (row,) = listed.read(on=TODAY)
    assert [round(weeks * 35) for weeks in row.lengths] == [25, 161]
    assert lengths.shortest(fresh(programme)) == min(row.lengths)


def test_steps_of_a_contract_make_its_length(programme):
    in_steps(programme, [("Socle", 12, None, "month"), ("Spécialité", 18, None, "month")])
    apprentice = status("apprentissage")
    assert lengths.contract_months(fresh(programme), apprentice) == 30
    assert pay_years(fresh(programme), apprentice).note == ""


# Prices


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (
            {"step": "Évaluation finale", "payers": ["cpf", "opco"]},
            "Évaluation finale Le coût est de 250_€. Payé par l’OPCO de l’entreprise ou le compte "
            "personnel de formation (CPF).",
        ),
        (
            {"audience": "Adultes", "payers": ["region", "france_travail", "transitions"]},
            "Adultes Le coût de la formation est de 250_€ pour toute la formation. Payé par la "
            "Région, France Travail ou Transitions Pro.",
        ),
        (
            {"kind": "fee", "name": "Matériel", "qualifier": "up_to"},
            "Matériel_: au plus 250_€ pour toute la formation.",
        ),
        (
            {"qualifier": "average"},
            "Coût de la formation_: en moyenne 250_€ pour toute la formation.",
        ),
    ],
)
def test_price_says_what_it_is_of_and_who_pays(readings, programme, fields, line):
    factories.tuition(programme, amount=250, period="total", **{"audience": ""} | fields)
    for tree in readings(programme):
        assert line in said(tree)


def test_learner_among_the_payers_reads_the_price_as_theirs(programme):
    factories.tuition(programme, audience="", amount=250, period="total", payers=["cpf", "opco"])
    assert told(programme, "cost") == []
    programme.tuitions.update(payers="learner,cpf")
    assert told(programme, "cost") == ["250_€ pour toute la formation"]


def test_each_campus_has_its_price_and_its_results(readings, programme):
    places = [factories.campus(name=name, city=name) for name in ("Lyon", "Grenoble")]
    programme.campuses.set(places)
    success = factories.indicator(label="Taux de réussite", kind="obtention")
    for place, price, rate in zip(places, (8200, 7500), (80, 90), strict=True):
        factories.tuition(programme, audience="", campus=place, amount=price, period="total")
        factories.outcome(programme, indicator=success, campus=place, value=rate, denominator=20)
    for tree in readings(programme):
        prices = [line.partition(" Le coût") for line in said(tree)]
        assert [who for who, cost, _ in prices if cost] == ["Lyon, Lyon", "Grenoble, Grenoble"]
        rows = table(tree, "Statistiques des apprenants")
        assert [row[0] for row in rows[1:]] == [
            "Taux de réussite Grenoble, Grenoble",
            "Taux de réussite Lyon, Lyon",
        ]
    assert told(programme, "success") == ["80_% à 90_% | de réussite en 2025, selon le site"]


def test_next_entry_of_one_campus_says_where(programme):
    cohort = factories.cohort(programme, campus=factories.campus(city="Lyon"))
    factories.cohort_year(cohort, starts=date(2027, 1, 18))
    assert told(programme, "start")[0] == "18_janvier 2027 (Lyon)"


def test_staff_are_told_of_a_step_or_a_campus_that_the_programme_has_not(programme):
    in_steps(programme, SHORT)
    known, other = factories.campus(city="Lyon"), factories.campus(city="Voiron")
    programme.campuses.set([known])
    factories.tuition(programme, step="Évaluation finale", campus=known, amount=250, period="total")
    assert list(doubts(fresh(programme), on=TODAY)) == []
    programme.tuitions.update(step="Évaluation", campus=other)
    step, campus = doubts(fresh(programme), on=TODAY)
    assert "« Évaluation »" in step
    assert "Voiron" in campus


# A contract that enters later than the others


def paid_years(programme):
    (found,) = sheet(programme).pay_tables
    return [label for label, _ in found.rows]


@pytest.fixture
def three_years(programme):
    """Three years for students, two for apprentices, to a title that the law gives no cycle."""
    type(programme.certification).objects.update(kind="titre-pro")
    apprentice = status("apprentissage")
    programme.statuses.set([apprentice, status("etudiant")])
    pay_by_year(apprentice)
    factories.duration(programme, amount=3, unit="year")
    factories.duration(programme, status=apprentice, amount=2, unit="year", position=1)
    return programme


def test_contract_entered_in_year_two_is_paid_as_it(readings, three_years):
    factories.status_limit(three_years, status=status("apprentissage"), entry_year=2)
    assert paid_years(three_years) == ["2e année", "3e année"]
    for tree in readings(three_years):
        assert "Contrat d’apprentissage_: à partir de la 2e année" in card(tree)["Durée"]


def test_shorter_contract_whose_entry_is_not_said_is_not_paid_as_a_first_year_alone(three_years):
    assert paid_years(three_years) == ["1e année", "2e année", "3e année"]
    (found,) = sheet(three_years).pay_tables
    assert "payé, selon la loi, comme une 2e puis une 3e année" in found.note


@pytest.mark.parametrize("other", [{"audience": "Adultes"}, {"audience": "", "amount": 2}])
def test_length_of_no_ordinary_way_changes_no_pay(three_years, other):
    three_years.durations.filter(status=None).update(**other)
    assert paid_years(three_years) == ["1e année", "2e année"]


# What is asked at entry

ASKED = [
    {"kind": "diploma", "level": 3},
    {"kind": "diploma", "level": 3, "name": "CAP Pâtissier"},
    {"kind": "other", "name": "120 crédits ECTS", "group": 1},
    {"kind": "age", "age_min": 18},
    {"kind": "experience", "experience_months": 12, "group": 1},
    {"kind": "medical", "name": "vaccins", "moment": "first_day"},
    {"kind": "licence", "name": "permis B", "moment": "exam"},
    {"kind": "licence", "name": "permis B"},
    {"kind": "motivation", "name": "goût du contact"},
    {"kind": "legal", "name": "casier vierge", "is_advised": True},
]
ANSWERS = {Answer.YES: "Oui", Answer.IF: "Oui, sous conditions"}


@pytest.mark.parametrize(("first", "second"), [*product(ASKED[:2], ASKED[2:])])
def test_top_of_the_page_answers_as_the_conditions_do(programme, first, second):
    alternative = {"group": 1} if "group" in second else {}
    factories.requirement(programme, **first | alternative)
    factories.requirement(programme, **second, position=1)
    found = can_enter(fresh(programme), Profile(level=3))
    (answered,) = questions.ASK["entry"](sheet(programme))
    assert answered.answer == ANSWERS[found.answer]


def test_two_levels_that_are_both_asked_are_no_yes(programme):
    factories.requirement(programme, level=3)
    factories.requirement(programme, level=4, name="bac pro du métier", position=1)
    assert told(programme, "entry") == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("sportifs de haut niveau", "TEP (sauf sportifs de haut niveau)"),
        ("sauf langue maternelle", "TEP (sauf langue maternelle)"),
        ("Dispense pour les titulaires", "TEP (Dispense pour les titulaires)"),
    ],
)
def test_exemption_never_reads_as_whom_it_is_asked_of(readings, programme, typed, words):
    factories.requirement(programme, kind="test", name="TEP", exemption=typed)
    for tree in readings(programme):
        assert words in said(tree)


# Pay


@pytest.mark.parametrize(("age", "ages"), [(None, "17_ans"), (17, "17_ans"), (18, "18_ans")])
def test_pay_is_told_at_ages_at_which_one_enters(programme, age, ages):
    with_contract(programme)
    if age:
        factories.requirement(programme, kind="age", age_min=age)
    assert f" à {ages}" in told(programme, "pay")[0]


@pytest.mark.parametrize(
    ("age", "shown_ages"),
    [(None, ["17", "20", ""]), (18, ["20", ""]), (21, [""]), (17, ["17", "20", ""])],
)
def test_pay_table_leaves_out_ages_at_which_nobody_enters(readings, programme, age, shown_ages):
    with_contract(programme)
    (scale,) = PayScale.objects.all()
    scale.brackets.all().delete()
    for last in (17, 20, None):
        bracket = factories.bracket(scale, label=f"jusqu’à {last or ''}", age_max=last)
        for row in scale.rows.all():
            factories.rate(row, bracket, percent=last or 100)
    if age:
        factories.requirement(programme, kind="age", age_min=age)
    for tree in readings(programme):
        (found,) = tree.xpath("//table[caption[contains(., 'part du SMIC')]]")
        heads = [shown(cell) for cell in found.findall("./thead/tr/th")[1:]]
        assert heads == [f"jusqu’à {last}".strip() for last in shown_ages]


def test_law_beside_the_grid_of_the_centre_is_that_of_who_may_enter(programme):
    with_contract(programme)
    type(programme).objects.filter(pk=programme.pk).update(cycle_years=3)
    factories.requirement(programme, kind="age", age_min=18)
    (found,) = sheet(programme).pay_tables
    assert "avant 18 ans" not in found.beside
    assert "802,82" in marked(found.beside)
    assert "952,18" in marked(found.beside)
    assert found.by_law.ages[0] == "De 18 à 20 ans"


@pytest.mark.parametrize("hourly", ["12.31", "12.02", "11.88"])
def test_least_pay_is_never_rounded_up(programme, hourly):
    with_contract(programme)
    factories.minimum_wage(effective_on=date(2026, 7, 1), hourly=Decimal(hourly))
    (found,) = sheet(programme).pay_tables
    exact = {cell.amount for _, cells in found.rows for cell in cells}
    least = told(programme, "pay")[0].partition(" à 18_ans")[0].rpartition("| ")[2]
    assert any(0 <= amount - int(least.removesuffix("_€")) < 1 for amount in exact)


def with_contract(programme, months=24):
    apprentice = status("apprentissage")
    programme.statuses.add(apprentice)
    pay_by_year(apprentice)
    factories.duration(programme, amount=months, unit="month")


@pytest.mark.parametrize(
    ("months", "row", "gives"),
    [
        (12, {"level": 4, "name": "bac pro Boulanger"}, True),
        (24, {"level": 4, "name": "bac pro Boulanger"}, False),
        (12, {"level": 3, "name": "CAP Boulanger"}, False),
        (12, {"level": 4}, False),
        (12, {"level": 4, "name": "bac pro Boulanger", "is_advised": True}, False),
    ],
)
def test_diploma_of_the_same_level_gives_fifteen_points(programme, months, row, gives):
    with_contract(programme, months)
    factories.requirement(programme, **row)
    (found,) = sheet(programme).pay_tables
    assert ("15 points" in found.note) is gives
    assert (" ou " in told(programme, "pay")[0].partition("|")[0]) is gives


# Exams of options


def test_table_of_all_is_no_total_of_the_diploma_when_options_add_to_it(readings, programme):
    for place in (1, 2):
        factories.unit(programme, title=f"E{place}", coefficient=place, position=place)
    for name in ("SISR", "SLAM"):
        option = factories.option(programme, name=name)
        for place in (3, 4):
            title = f"E{place} {name}"
            factories.unit(programme, option=option, title=title, coefficient=4, position=place)
    for tree in readings(programme):
        assert table(tree, "Épreuves et coefficients")[-1] == ["Total commun", "3"]
        for name in ("SISR", "SLAM"):
            assert table(tree, name)[-2:] == [["Total", "8"], ["Avec ce qui est commun", "11"]]


def test_table_of_all_keeps_its_total_when_options_have_other_columns(readings, programme):
    for place in (1, 2):
        factories.unit(programme, title=f"E{place}", coefficient=place, position=place)
    factories.unit(programme, option=factories.option(programme), title="Taille", hours=200)
    for tree in readings(programme):
        assert table(tree, "Épreuves et coefficients")[-1] == ["Total", "3"]


# Rhythm and dates


def test_rhythm_of_a_public_has_one_colon(programme):
    apprentice = status("apprentissage")
    programme.statuses.set([apprentice, status("etudiant")])
    factories.rhythm_step(programme, "CCC--", status=apprentice, position=1)
    factories.rhythm_step(programme, "CC---", status=apprentice, position=2)
    factories.rhythm_step(programme, "CCCCC", position=3)
    assert sheet(programme).rhythm.lines == [
        "Apprentis : une semaine sur deux, du lundi au mercredi au centre ; l’autre, lundi et "
        "mardi. Le reste en entreprise.",
        "Autres publics : à temps plein au centre.",
    ]


def test_days_of_one_sort_keep_their_own_words(readings, programme):
    cohort = factories.cohort(programme)
    factories.cohort_year(cohort, starts=date(2027, 9, 6))
    factories.milestone(cohort, kind="selection", date=date(2027, 5, 30), note="TEP")
    factories.milestone(cohort, kind="selection", date=date(2027, 6, 19), position=1)
    for tree in readings(programme):
        assert "Sélection_: 30_mai 2027, TEP~; 19_juin 2027" in said(tree)


# Semesters


def test_semester_gives_its_sums(readings, programme):
    for number, hours in ((1, 20), (2, 30)):
        for ue in (1, 2):
            title = f"UE {number}.{ue}"
            fields = {"group": f"Semestre {number}", "ects": 15, "hours": hours, "position": number}
            factories.unit(programme, title=title, **fields)
    for tree in readings(programme):
        heads = [shown(cell) for cell in tree.xpath(".//tr[@class='group']/th")]
        assert heads == ["Semestre 1_: 40_h, 30 ECTS", "Semestre 2_: 60_h, 30 ECTS"]


def test_semester_of_one_unit_or_with_a_gap_is_named_alone(readings, programme):
    for place, (group, title, hours) in enumerate(
        [
            *(("Semestre 1", "A", 20), ("Semestre 2", "B", None)),
            *(("Semestre 2", "C", 30), ("Semestre 2", "D", 30)),
        ]
    ):
        factories.unit(programme, group=group, title=title, hours=hours, position=place)
    for tree in readings(programme):
        heads = [shown(cell) for cell in tree.xpath(".//tr[@class='group']/th")]
        assert heads == ["Semestre 1", "Semestre 2"]
