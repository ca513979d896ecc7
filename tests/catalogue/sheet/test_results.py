"""What a published rate says, and what it hides: page, brochure and employers' sheet alike.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from datetime import date

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from catalogue.models import Outcome, Programme
from catalogue.sheet.results import result_cell, results
from tests.support import catalogue_factories as factories
from tests.support import real_contents
from tests.support.inspecting import doubts
from tests.support.page_reading import assert_no_emptiness, part, shown, table
from tests.support.paper_reading import TODAY, fresh, paper

pytestmark = pytest.mark.django_db

RESULTS = "Statistiques des apprenants"


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def programme():
    return factories.programme()


@pytest.fixture
def success():
    return factories.indicator(label="Réussite", kind="obtention")


@pytest.fixture
def said(read):
    """said(programme) gives the results of the page, of the brochure and of the other sheet."""

    def said(programme):
        page = read(programme.get_absolute_url())
        assert_no_emptiness(page)
        sheet = shown(paper(programme, "entreprises"))
        return [shown(part(page, "resultats")), shown(paper(programme)), sheet]

    return said


def outcome(programme, indicator, year=2025, **fields):
    return factories.outcome(programme, indicator=indicator, year=year, **fields)


# The last success, as a big figure


def headlines(programme):
    return [
        (one.row.part, one.period, one.cell.rate, one.cell.cases, one.later)
        for one in results(fresh(programme)).headlines
    ]


def test_last_success_is_said_with_its_year_and_its_candidates(said, programme, success):
    outcome(programme, success, 2024, value=90, numerator=18, denominator=20)
    outcome(programme, success, 2025, value="81.8", numerator=18, denominator=22)
    page, brochure, _ = said(programme)
    assert "81,8_% Réussite, 2025_: 18 sur 22 candidats." in page
    assert "81,8_% Réussite, 2025_: 18 sur 22 candidats." in brochure


def test_real_success_says_that_its_candidates_are_not_given(said):
    real_contents.load(demo=False)
    programme = Programme.objects.get(slug="bac-pro-agora")
    page, brochure, companies = said(programme)
    words = "88_% Taux de réussite global de la formation, 2023_: effectif non communiqué."
    assert words in page
    assert words in brochure
    assert "Taux de réussite global de la formation_: 88_% (2023)" in companies
    assert "effectifs non communiqués" in companies


def test_later_year_that_has_no_figure_is_said_beside(programme, success):
    outcome(programme, success, 2023, value=90, denominator=20)
    outcome(programme, success, 2024, value=50, numerator=1, denominator=2)
    outcome(programme, success, 2025, missing_reason="Jury en juillet")
    later = [("2024", "Moins de 5, non affiché"), ("2025", "Jury en juillet")]
    assert headlines(programme) == [("", "2023", 90, "sur 20", later)]


def test_whole_training_comes_before_its_options(programme, success):
    outcome(programme, success, value=80, option=factories.option(programme))
    outcome(programme, success, value=90)
    assert [rate for _, _, rate, _, _ in headlines(programme)] == [90]


def test_options_have_their_own_where_the_whole_has_none(programme, success):
    for name, rate in (("A", 80), ("B", 0)):
        option = factories.option(programme, name=name)
        outcome(programme, success, value=rate, numerator=rate // 10, denominator=10, option=option)
    assert [(part, rate) for part, _, rate, _, _ in headlines(programme)] == [("A", 80), ("B", 0)]


@pytest.mark.parametrize("kind", ["", "autre", "insertion"])
def test_another_rate_is_not_the_success(programme, kind):
    outcome(programme, factories.indicator(label="Taux", kind=kind), value=90)
    assert headlines(programme) == []


# Few people


@pytest.mark.parametrize(
    ("value", "numerator", "denominator", "words"),
    [
        (0, 0, 6, "0_% 0 sur 6"),
        (0, 0, 2, "Moins de 5, non affiché"),
        (50, 2, 4, "Moins de 5, non affiché"),
        (60, 3, 5, "60_% 3 sur 5"),
        (100, None, 5, "100_% sur 5"),
        (100, None, 4, "Moins de 5, non affiché"),
    ],
)
def test_rate_about_few_is_hidden_with_its_counts(
    said, read, programme, success, value, numerator, denominator, words
):
    outcome(programme, success, value=value, numerator=numerator, denominator=denominator)
    outcome(programme, success, 2024, value=70, denominator=30)
    page = read(programme.get_absolute_url())
    assert table(page, RESULTS)[1] == ["Réussite", "70_% sur 30", words]
    is_hidden = "Moins" in words
    for text in said(programme):
        assert not is_hidden or f"sur {denominator}" not in text
        assert not is_hidden or f"{value}_%" not in text.replace("70_%", "")
    assert ("moins de 5 personnes n’est pas affiché" in shown(page)) is is_hidden


def test_threshold_is_a_setting(settings, programme, success):
    settings.RESULTS_THRESHOLD = 20
    hidden = outcome(programme, success, value=90, denominator=19)
    assert result_cell(hidden).reason == "Moins de 20, non affiché"
    settings.RESULTS_THRESHOLD = 19
    assert result_cell(hidden).rate == 90


def test_staff_are_told_of_what_the_page_hides(programme, success):
    outcome(programme, success, value=50, numerator=1, denominator=2)
    assert any("porte sur 2" in line for line in doubts(fresh(programme), on=TODAY))


@given(
    value=st.none() | st.decimals(0, 100, places=1),
    denominator=st.none() | st.integers(1, 40),
    share=st.none() | st.floats(0, 1),
)
def test_a_cell_shows_a_rate_or_says_why_not(value, denominator, share):
    counted = None if None in (denominator, share) else int(denominator * share)
    reason = "" if value is not None else "Enquête en mars"
    made = Outcome(value=value, numerator=counted, denominator=denominator, missing_reason=reason)
    cell = result_cell(made)
    assert (cell.rate is None) == bool(cell.reason) == (not cell.bar)
    if cell.is_hidden:
        assert denominator < 5
        assert (cell.rate, cell.numerator, cell.denominator) == (None, None, None)
    elif value is not None:
        assert cell.rate == value


# How many people


def test_table_without_any_count_says_it_once(read, programme, success):
    outcome(programme, success, 2024, value=90)
    outcome(programme, success, 2025, value=80)
    page = read(programme.get_absolute_url())
    assert table(page, RESULTS)[1] == ["Réussite", "90_%", "80_%"]
    assert "Effectif non communiqué pour ces taux." in shown(page)


def test_rate_without_its_count_says_it_beside_others_that_have_theirs(read, programme, success):
    outcome(programme, success, 2024, value=90)
    outcome(programme, success, 2025, value=80, denominator=30)
    page = read(programme.get_absolute_url())
    assert table(page, RESULTS)[1] == ["Réussite", "90_% effectif non communiqué", "80_% sur 30"]


def test_zero_is_drawn_as_an_empty_scale_and_what_is_missing_is_not(read, programme, success):
    outcome(programme, success, 2024, value=0, denominator=30)
    outcome(programme, success, 2025, missing_reason="Enquête en mars")
    page = read(programme.get_absolute_url())
    zero, missing = page.find_class("results")[0].findall(".//tbody/tr/td")
    (drawn,) = zero.find_class("dots")
    assert (drawn.get("aria-hidden"), drawn[0].get("class")) == ("true", "p0")
    assert missing.find_class("dots") == []


# Two indicators that say the same


def rows(programme):
    return [row.labels for row in results(fresh(programme)).rows]


def test_two_of_one_sort_with_the_same_figures_are_one_row(read, programme, success):
    other = factories.indicator(label="Réussite des apprentis", kind="obtention", position=2)
    for year, value in ((2024, 94), (2025, 88)):
        for indicator in (success, other):
            outcome(programme, indicator, year, value=value)
    page = read(programme.get_absolute_url())
    assert table(page, RESULTS)[1:] == [["Réussite Réussite des apprentis", "94_%", "88_%"]]


@pytest.mark.parametrize(
    ("kind", "value", "denominator"),
    [
        ("insertion", 90, None),  # another sort that has the same figure by chance
        ("", 90, None),
        ("obtention", 91, None),
        ("obtention", 90, 30),
    ],
)
def test_unlike_rows_stay_two(programme, success, kind, value, denominator):
    outcome(programme, success, value=90)
    other = factories.indicator(label="Autre", kind=kind, position=2)
    outcome(programme, other, value=value, denominator=denominator)
    assert rows(programme) == [["Réussite"], ["Autre"]]


def test_rows_of_two_options_stay_two(programme, success):
    for name in "AB":
        outcome(programme, success, value=90, option=factories.option(programme, name=name))
    assert rows(programme) == [["Réussite"], ["Réussite"]]


# The rates of the law


@pytest.fixture
def apprentices(programme):
    law = {"is_contract": True, "pay_law": "apprentissage", "learner": "apprenti"}
    programme.statuses.add(factories.status(**law))
    return programme


NOT_GIVEN = "Non communiqués, parmi les taux de l’article L6111-8 du code du travail_:"


def told(programme):
    return [line for line in doubts(fresh(programme), on=TODAY) if "L6111-8" in line]


def test_rates_of_the_law_that_are_missing_are_named(said, apprentices, success):
    outcome(apprentices, success, value=90)
    for kind in ("poursuite", "insertion", "rupture"):
        outcome(apprentices, factories.indicator(label=kind, kind=kind), missing_reason="En mars")
    missing = "taux d’interruption en cours de formation, valeur ajoutée de l’établissement"
    for text in said(apprentices)[:2]:
        assert f"{NOT_GIVEN} {missing}." in text
    assert missing in told(apprentices)[0]


def test_all_given_says_nothing(said, apprentices):
    for kind in ("obtention", "poursuite", "interruption", "insertion", "rupture"):
        outcome(apprentices, factories.indicator(label=kind, kind=kind), value=50)
    value = factories.indicator(label="Valeur", kind="valeur-ajoutee")
    outcome(apprentices, value, missing_reason="Effectif insuffisant")
    assert NOT_GIVEN not in said(apprentices)[0]
    assert told(apprentices) == []


def test_indicator_of_no_sort_could_be_what_is_missing(said, apprentices, success):
    outcome(apprentices, success, value=90)
    outcome(apprentices, factories.indicator(label="Emploi", kind=""), value=50)
    assert NOT_GIVEN not in said(apprentices)[0]
    (line,) = [line for line in doubts(fresh(apprentices), on=TODAY) if "« Emploi »" in line]
    assert "Choisissez-le dans l’indicateur" in line


def test_training_without_apprentices_owes_none_of_them(said, programme, success):
    outcome(programme, success, value=90)
    assert NOT_GIVEN not in said(programme)[0]
    assert told(programme) == []


def test_intakes_keep_their_own_figures(programme, success):
    for entered, rate in ((date(2024, 9, 2), 93), (date(2025, 1, 6), 88)):
        outcome(programme, success, entered.year, entered_on=entered, value=rate)
    ((_, period, rate, _, _),) = headlines(programme)
    assert (period, rate) == ("Entrée de janvier 2025", 88)
