"""How long a programme is, in every shape that real ones have: on its page, on paper, on its card.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ValidationError

from catalogue.figures.lengths import in_months, in_weeks
from catalogue.models import Duration
from catalogue.sheet import lengths
from tests.catalogue.test_never_false import APPRENTICE, TRAINEE, fresh, open_to, paper, words
from tests.support import catalogue_factories as factories
from tests.support.page_reading import assert_no_emptiness, card, part, plain

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def show(read):
    """show(programme): its page, on which nothing is empty."""

    def show(programme):
        page = read(programme.get_absolute_url())
        assert_no_emptiness(page)
        return page

    return show


@pytest.fixture
def on_card(read):
    """on_card(programme): what its card says in the list."""
    return lambda: words(read("/formations/").find(".//ul[@class='cards']"))


# In words

RANGE = {"amount": 8, "amount_max": 10, "unit": "month", "depends_on": "le positionnement"}


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"amount": 14, "unit": "hour"}, "14_heures"),
        ({"amount": 1, "unit": "day"}, "1_jour"),
        ({"amount": "2.5", "unit": "day"}, "2,5_jours"),
        ({"amount": 2, "unit": "day", "hours": 14}, "2_jours, 14_heures"),
        ({"amount": 24, "unit": "month"}, "24_mois"),
        ({"amount": 2, "unit": "year", "hours": 1350}, "2_ans, 1~350_heures"),
        ({"amount": 20, "amount_max": 31, "unit": "week"}, "20 à 31_semaines"),
        ({"amount": 44, "unit": "week", "away": 22}, "44_semaines, dont 22 en stage"),
        (RANGE, "8 à 10_mois selon le positionnement"),
        (RANGE | {"depends_on": "selon le test"}, "8 à 10_mois selon le test"),
        ({"depends_on": "le positionnement"}, "Durée selon le positionnement"),
        (
            RANGE | {"hours": 525, "hours_away": 280},
            "8 à 10_mois selon le positionnement, 525_heures en centre, 280_heures en stage",
        ),
        ({"hours_away": 280}, "280_heures en stage"),
    ],
)
def test_length_is_said_whole(show, on_card, fields, line):
    programme = open_to(TRAINEE)
    factories.duration(programme, **fields)
    assert card(show(programme))["Durée"] == [line, "Stage"]
    assert line in paper(programme)
    assert line in on_card()


@pytest.mark.parametrize(
    ("publics", "where"),
    [
        ([TRAINEE], "en stage"),
        ([APPRENTICE], "en entreprise"),
        ([APPRENTICE, TRAINEE], "en entreprise ou en stage"),
        ([], "en entreprise ou en stage"),
    ],
)
def test_rest_of_the_hours_is_where_the_public_spends_it(show, publics, where):
    programme = open_to(*publics)
    factories.duration(programme, hours=525, hours_away=280)
    assert card(show(programme))["Durée"][0] == f"525_heures en centre, 280_heures {where}"


def test_length_of_a_status_says_where_this_status_goes(show):
    programme = open_to(APPRENTICE, TRAINEE)
    first, second = programme.statuses.order_by("pk")
    factories.duration(programme, status=first, amount=12, unit="month", hours_away=900)
    factories.duration(programme, status=second, amount=9, unit="month", hours_away=280)
    assert card(show(programme))["Durée"] == [
        "Apprentissage_: 12_mois, 900_heures en entreprise",
        "Stage_: 9_mois, 280_heures en stage",
    ]


def test_contract_in_full_words_keeps_the_hours(show):
    programme = open_to(APPRENTICE, contract_text="Contrat de 2 ans")
    factories.duration(programme, amount=2, unit="year", hours=1350)
    lines = card(show(programme))["Durée"]
    assert lines == ["Contrat de 2 ans", "1~350_heures de formation"]


# Several lengths


def test_each_candidate_reads_the_hours_of_his_own_length(show, on_card):
    programme = factories.programme()
    factories.duration(programme, amount=24, unit="month", hours=820)
    factories.duration(
        programme, audience="Titulaires d’un autre CAP", amount=12, unit="month", hours=420
    )
    lines = card(show(programme))["Durée"]
    assert lines == ["24_mois, 820_heures", "Titulaires d’un autre CAP_: 12_mois, 420_heures"]
    assert "12 à 24_mois" in on_card()
    assert "heures" not in on_card()


@pytest.mark.parametrize(
    ("rows", "summary"),
    [
        ([{"amount": 2, "unit": "day"}, {"amount": 1, "unit": "week"}], "2_jours à 1_semaine"),
        ([{"amount": 70, "unit": "hour"}, {"amount": 140, "unit": "hour"}], "70 à 140_heures"),
        ([{"amount": 9, "unit": "month"}] * 2, "9_mois"),
        ([{"amount": 1, "unit": "year", "hours": 450}, RANGE | {"hours": 450}], "450_heures"),
        ([{"hours": 450}, {"amount": 9, "unit": "month"}], "9_mois"),
    ],
)
def test_card_sums_lengths_up(on_card, rows, summary):
    programme = factories.programme()
    for number, row in enumerate(rows):
        factories.duration(programme, audience=f"Public {number}", **row)
    assert summary in on_card()
    assert ("450" in on_card()) is ("450" in summary)


@pytest.mark.parametrize("closed", [False, True])
def test_length_of_an_option_counts_while_it_is_open(show, on_card, closed):
    programme = factories.programme()
    option = factories.option(programme, name="Option B", is_open=not closed)
    factories.duration(programme, amount=24, unit="month")
    factories.duration(programme, option=option, amount=12, unit="month", hours=420)
    page = show(programme)
    line = "Option B_: 12_mois, 420_heures"
    assert card(page)["Durée"] == ["24_mois"] + ([] if closed else [line])
    assert ("12 à 24_mois" in on_card()) is not closed
    assert "12_mois, 420_heures" in words(part(page, "contenu"))


def test_option_of_another_programme_is_refused():
    option = factories.option(factories.programme())
    row = Duration(programme=factories.programme(), option=option, hours=10)
    with pytest.raises(ValidationError, match="une option de cette formation"):
        row.full_clean()


# Options


def test_option_is_shown_without_subjects(show):
    programme = factories.programme()
    factories.option(programme, name="Option A", text="Pour qui aime vendre.")
    factories.option(programme, name="Option B", is_open=False, position=1)
    page = show(programme)
    for said in (words(part(page, "contenu")), paper(programme)):
        assert "Les options Option A Pour qui aime vendre." in said
        assert "Option B Pas ouverte cette année." in said
        assert said.count("Pas ouverte") == 1


def test_option_is_told_before_its_subjects(show):
    programme = factories.programme()
    option = factories.option(programme, text="Pour qui aime vendre.")
    factories.unit(programme, title="Tronc commun")
    factories.unit(programme, title="Vente", option=option)
    said = words(part(show(programme), "contenu"))
    order = ["Tronc commun", "Les options", "Pour qui aime vendre.", "Vente"]
    assert sorted(order, key=said.index) == order


def test_programme_without_options_names_none(show):
    factories.unit(programme := factories.programme())
    assert "ption" not in words(part(show(programme), "contenu"))


# Compared, and converted


def test_lengths_of_any_unit_sort_together():
    given = [(44, "week"), (14, "hour"), (2, "year"), (3, "day"), (9, "month")]
    ordered = sorted(given, key=lambda pair: in_weeks(*pair))
    assert [unit for _, unit in ordered] == ["hour", "day", "month", "week", "year"]


@pytest.mark.parametrize(
    ("amount", "unit", "months"),
    [(2, "year", 24), ("1.5", "year", 18), (44, "week", 11), (52, "week", 12), (12, "month", 12)],
)
def test_contract_is_counted_in_months(amount, unit, months):
    assert in_months(Decimal(amount), unit) == months


@pytest.mark.parametrize("unit", ["day", "hour"])
def test_days_and_hours_are_no_contract(unit):
    assert in_months(Decimal(500), unit) == 0


def test_programme_of_unknown_length_comes_last():
    unknown, long, short = (factories.programme() for _ in range(3))
    factories.duration(long, amount=44, unit="week")
    factories.duration(short, hours=14)
    rows = [fresh(one) for one in (unknown, long, short)]
    assert sorted(rows, key=lengths.shortest_first) == [short, long, unknown]


# Rows of before


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [
        (24, None, ("year", 2, None)),
        (12, 24, ("year", 1, 2)),
        (9, 12, ("month", 9, 12)),
        (18, None, ("month", 18, None)),
        (0, 12, ("year", 1, None)),
        (None, None, ("", None, None)),
    ],
)
def test_months_of_before_are_kept(monkeypatch, least, most, said):
    for name, value in {"months_min": least, "months_max": most}.items():
        monkeypatch.setattr(Duration, name, value, raising=False)
    factories.duration(factories.programme(), hours=455)
    import_module("catalogue.migrations.0009_lengths_moved").move(apps, None)
    row = Duration.objects.get()
    assert (row.unit, row.amount, row.amount_max, row.hours) == (*said, 455)


def test_page_of_a_real_length_reads_well(show):
    programme = open_to(TRAINEE, rhythm="35 h par semaine")
    factories.duration(programme, position=1, amount=44, unit="week", away=22)
    factories.duration(
        programme, position=2, audience="Parcours partiel", amount=20, amount_max=31, unit="week"
    )
    said = plain(show(programme).find(".//dl[@class='identity']"))
    assert "Parcours partiel : 20 à 31 semaines" in said
    assert "année" not in said
