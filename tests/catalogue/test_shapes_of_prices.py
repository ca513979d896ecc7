"""Prices of every shape: by status, year and option, fees, quotes, groups, and who reads them.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from importlib import import_module

import pytest
import time_machine
from django.core.exceptions import ValidationError

from tests.support import catalogue_factories as factories
from tests.support.page_reading import card, items, part, shown, table
from tests.support.paper_reading import TODAY, paper, sheet

pytestmark = pytest.mark.django_db

GRID = "Coût de la formation, par public et par année"


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def programme():
    return factories.programme()


def public(programme, name, learner, **fields):
    status = factories.status(name=name, learner=learner, **fields)
    programme.statuses.add(status)
    return status


def apprentices(programme):
    return public(programme, "Contrat d’apprentissage", "apprenti", is_contract=True)


def students(programme):
    return public(programme, "Statut étudiant", "étudiant", position=2)


def experienced(programme):
    return public(programme, "VAE", "candidat à la VAE", position=3)


def mixed(programme):
    """Prices of case 2: three statuses, two years, two payers, a fee for some."""
    of_apprentices, of_students = apprentices(programme), students(programme)
    prices = [
        {"status": of_apprentices, "amount": 0, "payers": ["learner"]},
        {"status": of_apprentices, "amount": 7400, "period": "year", "payers": ["opco"]},
        {"status": of_students, "amount": 4900, "period": "year", "year": 1, "payers": ["learner"]},
        {"status": of_students, "amount": 5200, "period": "year", "year": 2, "payers": ["learner"]},
        {
            "status": experienced(programme),
            "amount": 2100,
            "period": "total",
            "payers": ["learner"],
        },
        {"status": of_students, "kind": "application", "amount": 60},
    ]
    for position, price in enumerate(prices):
        factories.tuition(programme, position=position, **price)
    return programme


# The grid


def test_statuses_and_years_make_a_grid(readings, programme):
    for reading in readings(mixed(programme)):
        assert table(reading, GRID) == [
            ["Public", "1re année", "2e année", "Toute la formation"],
            ["Apprentis", "0_€", "0_€", ""],
            ["Apprentis Payé par l’OPCO de l’entreprise", "7~400_€", "7~400_€", ""],
            ["Étudiants Payé par l’apprenant", "4~900_€", "5~200_€", ""],
            ["Candidats à la VAE Payé par l’apprenant", "", "", "2~100_€"],
        ]


def test_what_does_not_fit_the_grid_is_said_beside_it(readings, programme):
    mixed(programme)
    factories.tuition(programme, audience="Entreprises", qualifier="quote", position=9)
    page, _ = readings(programme)
    assert items(page, "argent") == [
        "Étudiants Frais d’inscription_: 60_€.",
        "Entreprises Coût de la formation_: sur devis.",
    ]


@pytest.mark.parametrize("years", [(1,), (None, None), (1, 1)])
def test_one_year_or_one_public_makes_no_grid(readings, programme, years):
    for year, make in zip(years, (students, experienced), strict=False):
        factories.tuition(programme, status=make(programme), year=year, amount=4900, period="year")
    page, brochure = readings(programme)
    assert page.findall(".//table") == brochure.findall(".//table") == []
    assert len(items(page, "argent")) == len(years)


def test_one_public_over_two_years_makes_no_grid(readings, programme):
    status = students(programme)
    for year, amount in [(1, 4900), (2, 5200)]:
        factories.tuition(programme, status=status, year=year, amount=amount, period="year")
    page, _ = readings(programme)
    assert items(page, "argent") == [
        "Étudiants (1re année) Le coût de la formation est de 4~900_€.",
        "Étudiants (2e année) Le coût de la formation est de 5~200_€.",
    ]


def test_explanation_and_refund_stay_in_the_grid(readings, programme):
    mixed(programme)
    row = programme.tuitions.get(amount=2100)
    row.text, row.refund = "Jury compris.", "remboursé si le dossier n’est pas recevable"
    row.save()
    page, _ = readings(programme)
    said = "Jury compris. Payé par l’apprenant Remboursé si le dossier n’est pas recevable"
    assert table(page, GRID)[-1][0] == f"Candidats à la VAE {said}"


# The sentences


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"amount": 980, "period": "day"}, "Le coût de la formation est de 980_€ par jour."),
        (
            {"amount": 980, "period": "day", "tax": "excluded", "qualifier": "group"}
            | {"group_min": 4, "group_max": 10},
            "Coût de la formation_: 980_€_HT par groupe de 4 à 10, par jour.",
        ),
        (
            {"amount": 980, "period": "day", "qualifier": "group", "group_min": 6},
            "Coût de la formation_: 980_€ par groupe de 6, par jour.",
        ),
        (
            {"amount": 310, "period": "total", "tax": "included", "qualifier": "participant"},
            "Coût de la formation_: 310_€_TTC par participant.",
        ),
        (
            {"amount": 2450, "period": "total", "qualifier": "from", "tax": "none"},
            "Coût de la formation_: à partir de 2~450_€_net de taxe pour toute la formation.",
        ),
        ({"qualifier": "quote"}, "Coût de la formation_: sur devis."),
        (
            {"kind": "fee", "name": "Contribution vie étudiante", "amount": 105, "period": "year"},
            "Contribution vie étudiante_: 105_€ par année.",
        ),
        (
            {"kind": "application", "amount": 90}
            | {"refund": "remboursés si la candidature est refusée"},
            "Frais d’inscription_: 90_€. Remboursés si la candidature est refusée.",
        ),
    ],
)
def test_sentence_of_a_price(readings, programme, fields, said):
    factories.tuition(programme, audience="", **fields)
    page, brochure = readings(programme)
    assert items(page, "argent") == [said]
    assert said in shown(brochure)
    assert ("coût est de" in said) <= (fields.get("qualifier", "fixed") == "fixed")


def test_price_of_an_option_names_it(readings, programme):
    for name, amount in [("70 h", 1300), ("140 h", 2450)]:
        option = factories.option(programme, name=name)
        factories.tuition(
            programme, audience="", option=option, amount=amount, period="total", payers=["learner"]
        )
    page, brochure = readings(programme)
    assert [line.split(" Le coût")[0] for line in items(page, "argent")] == ["70_h", "140_h"]
    for reading in (page, brochure):
        assert card(reading)["Coût pour vous"] == [
            "70_h_: 1~300_€",
            "140_h_: 2~450_€",
        ]


# What it costs the learner


def test_cost_is_told_by_status(readings, programme):
    for reading in readings(mixed(programme)):
        assert card(reading)["Coût pour vous"] == [
            "Apprentis_: 0_€",
            "Étudiants_: 4~900_€ en 1re année",
            "Étudiants_: 5~200_€ en 2e année",
            "Candidats à la VAE_: 2~100_€ pour toute la formation",
            "Frais d’inscription (étudiants)_: 60_€",
        ]


@pytest.mark.parametrize(("others", "line"), [(0, "0_€"), (1, "Apprentis_: 0_€")])
def test_price_of_some_is_never_that_of_all(readings, programme, others, line):
    factories.tuition(programme, status=apprentices(programme), amount=0, payers=["learner"])
    for _ in range(others):
        students(programme)
    page, _ = readings(programme)
    assert card(page)["Coût pour vous"] == [line]


def test_quote_is_a_cost_of_the_learner_when_learners_pay(readings, programme):
    factories.tuition(programme, audience="", qualifier="quote", payers=["learner"])
    page, _ = readings(programme)
    assert card(page)["Coût pour vous"] == ["sur devis"]


def test_no_application_fee_is_said_once(readings, programme):
    factories.tuition(programme, audience="", kind="application", amount=0)
    for reading in readings(programme):
        assert shown(reading).count("Aucun frais d’inscription") == 1
        assert part(reading, "argent") is None


@pytest.mark.parametrize("payer", ["employer", "opco", "region", "funder"])
def test_what_others_pay_is_no_cost_of_the_learner(readings, programme, payer):
    factories.tuition(programme, amount=7400, period="year", payers=[payer])
    page, _ = readings(programme)
    assert "Coût pour vous" not in card(page)


# Parts that the site adds up


FOR_700 = "soit 8~400_€ pour 700_heures"
HOURLY = {"audience": "", "amount": 12, "period": "hour", "payers": ["learner"]}


@pytest.mark.parametrize(
    ("lengths", "price", "line"),
    [
        ([{"amount": 7, "unit": "month", "hours": 700}], {}, f"12_€ par heure, {FOR_700}"),
        (
            [{"amount": 25, "amount_max": 161, "unit": "hour"}],
            {"qualifier": "from", "tax": "excluded"},
            "à partir de 12_€_HT par heure, soit 300_€_HT à 1~932_€_HT pour 25 à 161_heures",
        ),
        ([{"amount": 7, "unit": "month"}], {}, "12_€ par heure"),
        (
            [{"hours": 700}, {"audience": "Adultes", "hours": 400}],
            {},
            f"12_€ par heure, {FOR_700}",
        ),
        ([{"audience": "Adultes", "hours": 400}], {}, "12_€ par heure"),
        ([{"hours": 700}], {"qualifier": "average"}, "en moyenne 12_€ par heure"),
        (
            [{"hours": 700}],
            {"kind": "optional", "name": "Soutien"},
            "Soutien (facultatif)_: 12_€ par heure",
        ),
    ],
)
def test_price_by_hour_gives_that_of_the_hours(readings, programme, lengths, price, line):
    for length in lengths:
        factories.duration(programme, **length)
    factories.tuition(programme, **HOURLY | price)
    page, _ = readings(programme)
    assert card(page)["Coût pour vous"] == [line]


STEPS = [("Évaluation", 150), ("Parcours", "1100.50")]


def in_steps(programme, *, others=(), **fields):
    for step, amount in [*STEPS, *others]:
        factories.duration(programme, step=step, amount=7, unit="hour")
        price = {"audience": "", "period": "total", "payers": ["learner"]} | fields
        factories.tuition(programme, step=step, amount=amount, **price)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, "Toutes les étapes En tout : 1~250,50_€."),
        ({"qualifier": "from"}, "Toutes les étapes En tout : à partir de 1~250,50_€."),
        (
            {"audience": "Adultes", "qualifier": "participant", "tax": "included"},
            "Adultes, toutes les étapes En tout : 1~250,50_€_TTC par participant.",
        ),
    ],
)
def test_prices_of_steps_add_up(readings, programme, fields, line):
    in_steps(programme, **fields)
    for reading in readings(programme):
        assert line.replace(" : ", "_: ") in [shown(one) for one in reading.iter("li")]
    (first, *_) = card(readings(programme)[0])["Coût pour vous"]
    assert first == line.replace(" En tout", "").rstrip(".").replace(" : ", "_: ")


def spoil(change):
    return lambda programme: programme.tuitions.filter(step="Parcours").update(**change)


@pytest.mark.parametrize(
    "spoil",
    [
        spoil({"qualifier": "average"}),
        spoil({"tax": "excluded"}),
        spoil({"period": "month"}),
        spoil({"audience": "Adultes"}),
        spoil({"amount": None, "text": "Selon vos besoins."}),
        lambda programme: factories.duration(programme, step="Examen", amount=2, unit="hour"),
        lambda programme: factories.tuition(programme, audience="", amount=1200, period="total"),
        lambda programme: factories.tuition(
            programme, audience="", step="Examen", qualifier="quote", payers=["learner"]
        ),
    ],
)
def test_sum_of_steps_that_would_be_false_is_not_said(readings, programme, spoil):
    in_steps(programme)
    spoil(programme)
    for reading in readings(programme):
        assert "outes les étapes" not in shown(reading)


def test_price_of_a_block_alone_is_not_the_cost_of_the_whole(readings, programme):
    block = factories.block(programme.certification, title="Conduire un projet")
    factories.tuition(programme, block=block, **HOURLY | {"amount": 2520, "period": "total"})
    page, _ = readings(programme)
    assert card(page)["Coût pour vous"] == ["Bloc «_Conduire un projet_» seul_: 2~520_€"]
    factories.tuition(programme, **HOURLY | {"amount": 8750, "period": "total"})
    page, brochure = readings(programme)
    assert card(page)["Coût pour vous"] == ["8~750_€ pour toute la formation"]
    for reading in (page, brochure):
        assert "seul Le coût est de 2~520_€." in shown(reading)


@pytest.mark.parametrize(
    ("fields", "is_free"),
    [
        ({"payers": ["opco"]}, True),
        ({"payers": []}, True),
        ({"payers": ["employer"]}, False),
        ({"audience": "Pour les entreprises", "payers": ["opco"], "status": None}, False),
    ],
)
def test_training_that_others_pay_for_is_free_for_learners(readings, programme, fields, is_free):
    factories.tuition(programme, **{"status": students(programme), "amount": 0} | fields)
    page, brochure = readings(programme)
    assert card(page).get("Coût pour vous") == (["0_€"] if is_free else None)
    for reading in (page, brochure):
        assert ("Pris en charge par l’OPCO" in shown(reading)) is (fields["payers"] == ["opco"])


def test_price_of_a_seat_whose_payer_is_not_said_is_read_by_both(readings, programme):
    seat = {"amount": 310, "qualifier": "participant", "tax": "included", "period": "total"}
    factories.tuition(programme, audience="", **seat)
    page, _ = readings(programme)
    assert card(page)["Coût pour vous"] == ["310_€_TTC par participant"]
    assert "310_€_TTC" in shown(paper(programme, "entreprises"))


# What the employer reads


def test_employer_never_reads_what_learners_without_a_contract_pay(programme):
    mixed(programme)
    said = shown(paper(programme, "entreprises").xpath("//section[h2[contains(., 'Coût')]]")[0])
    assert "7~400_€" in said
    for word in ("tudiant", "VAE", "4~900", "5~200", "2~100", "60_€", "inscription"):
        assert word not in said


@pytest.mark.parametrize(
    ("make", "payer", "kind", "is_read"),
    [
        (None, "", "tuition", True),
        (None, "employer", "fee", True),
        (None, "", "fee", False),
        (None, "region", "tuition", False),
        (apprentices, "", "tuition", True),
        (apprentices, "region", "tuition", True),
        (apprentices, "learner", "tuition", False),
        (students, "", "tuition", False),
        (students, "region", "tuition", False),
        (students, "employer", "tuition", True),
    ],
)
def test_employer_reads_what_employers_pay(programme, make, payer, kind, is_read):
    status = make and make(programme)
    fields = {"payers": payer and [payer], "kind": kind, "amount": 6800, "period": "total"}
    factories.tuition(programme, status=status, **fields)
    assert bool(sheet(programme).employer_prices) is is_read


# Words of a status


@pytest.mark.parametrize(
    ("learner", "learners"),
    [
        ("apprenti", "apprentis"),
        ("demandeur d’emploi", "demandeurs d’emploi"),
        ("dys", "dys"),
        ("", "Contrat local"),
    ],
)
def test_learners_of_a_status_are_named_in_the_plural(learner, learners):
    assert factories.status(name="Contrat local", learner=learner).learners == learners


def test_abbreviation_of_a_payer_is_explained(readings, programme):
    factories.abbreviation(short="HT", expansion="hors taxes")
    factories.tuition(programme, amount=980, period="day", tax="excluded")
    for reading in readings(programme):
        assert "hors taxes" in shown(reading)


# Two prices of one public


def test_second_price_of_a_public_is_refused(programme):
    status = students(programme)
    first = {"status": status, "amount": 4900, "period": "year", "year": 1}
    factories.tuition(programme, **first)
    twin = type(programme.tuitions.get())(programme=programme, **first | {"amount": 5000})
    with pytest.raises(ValidationError, match="déjà saisi"):
        twin.full_clean()


@pytest.mark.parametrize(
    "change",
    [
        {"year": 2},
        {"payers": ["opco"]},
        {"qualifier": "from"},
        {"kind": "fee"},
        {"amount": None, "text": "Nous appeler."},
    ],
)
def test_another_price_of_a_public_says_what_differs(programme, change):
    first = {"status": students(programme), "amount": 4900, "period": "year", "year": 1}
    factories.tuition(programme, **first)
    factories.tuition(programme, **first | change).full_clean()


# Present rows

moved = import_module("catalogue.migrations.0011_prices_of_present_rows")


@pytest.mark.parametrize(
    ("words", "learner"),
    [
        ("Apprentis", "apprenti"),
        ("Pour les apprentis", "apprenti"),
        ("Contrat d’apprentissage", "apprenti"),
        ("Pour les entreprises", None),
        ("Pour les apprentis de 2e année", None),
    ],
)
def test_words_that_name_a_status_become_this_status(programme, words, learner):
    apprentices(programme)
    price = factories.tuition(programme, audience=words, text="Sur dossier.")
    moved.link_status(price)
    price.refresh_from_db()
    assert (price.status and price.status.learner) == learner
    assert price.audience == ("" if learner else words)


@pytest.mark.parametrize(
    ("words", "kind"), [("Frais de dossier", "application"), ("Frais d’examen", "fee")]
)
def test_fee_that_was_named_as_a_public_keeps_its_name(programme, words, kind):
    fee = factories.tuition(programme, audience=words, kind="fee", amount=20, period="total")
    moved.name_fee(fee)
    assert (fee.name, fee.audience, fee.kind) == (words, "", kind)


@pytest.mark.parametrize(
    ("qualifier", "words"),
    [
        ("fixed", "Matériel compris. 7000 € pour toute la formation."),
        ("from", "Matériel compris. à partir de 7000 € pour toute la formation."),
    ],
)
def test_second_amount_of_a_public_becomes_a_sentence(programme, qualifier, words):
    fields = {"amount": 7000, "period": "total", "qualifier": qualifier}
    price = factories.tuition(programme, text="Matériel compris.", **fields)
    moved.say_in_words(type(price).objects.get(pk=price.pk))
    price.refresh_from_db()
    assert (price.amount, price.text) == (None, words)
