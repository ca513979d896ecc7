"""What the rows of a programme say of the weight of its tests, on its page and on its papers.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

import pytest
import time_machine

from catalogue.models import Programme
from catalogue.sheet.sheet import Sheet
from tests.support import catalogue_factories as factories
from tests.support import real_contents
from tests.support.inspecting import doubts
from tests.support.page_reading import part, shown
from tests.support.paper_reading import TODAY, fresh, paper

pytestmark = pytest.mark.django_db

TITLE = "Ce qui compte dans la note"


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def programme():
    return factories.programme()


@pytest.fixture
def weighed(programme):
    """weighed() returns the exams of the programme as it is stored."""
    return lambda: Sheet(fresh(programme), on=TODAY).weights


def unit(programme, title, coefficient=None, *, when=(), **fields):
    made = factories.unit(programme, title=title, coefficient=coefficient, **fields)
    for place, moment in enumerate(when):
        factories.assessment(made, when=moment, position=place)
    return made


def names(weights):
    return [one.name for one in weights.exam.counted]


def test_real_programme_says_its_weights(read):
    real_contents.load(demo=False)
    said = shown(part(read("/formations/bac-pro-agora/"), "contenu"))
    assert "4 épreuves sur 10 font 17_points sur 26, soit 65,4_% de la note." in said
    assert (
        "Contrôle en cours de formation (CCF)_: 14_points sur 26, soit 53,8_%~; en partie en "
        "contrôle en cours de formation (CCF)_: 2_points sur 26, soit 7,7_%~; moment non précisé_: "
        "10_points sur 26, soit 38,5_%." in said
    )
    assert "Bloc 3_: Administrer le personnel 3_points sur 26, soit 11,5_%" in said


def test_paper_has_the_coefficients_of_the_table_alone(programme):
    for title, coefficient in (("A", 5), ("B", 2), ("C", 1)):
        unit(programme, title, coefficient)
    assert TITLE not in shown(paper(programme))


def test_one_test_that_makes_half_is_named(programme, weighed):
    for title, coefficient in (("A", 5), ("B", 2), ("C", 1)):
        unit(programme, title, coefficient)
    said = "Une épreuve sur 3, « A », fait 5\u00a0points sur 8, soit 62,5\u00a0% de la note."
    assert weighed()[0].heaviest == said


def test_bars_are_hidden_from_screen_readers_and_words_are_not(read, programme):
    unit(programme, "A", 3)
    unit(programme, "B", 1)
    (drawn,) = part(read(programme.get_absolute_url()), "contenu").find_class("weights")
    assert [shown(item) for item in drawn] == [
        "A 3_points sur 4, soit 75_%",
        "B 1_point sur 4, soit 25_%",
    ]
    bars = [bar for bar in drawn.iter("span") if bar.get("class") == "bar"]
    assert [(bar.get("aria-hidden"), bar[0].get("class")) for bar in bars] == [
        ("true", "p100"),
        ("true", "p35"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [("A", 3, {})],  # alone, it is the whole mark
        [("A", None, {}), ("B", None, {})],
        [("A", 3, {}), ("B", 1, {}), ("C", None, {"when": ["ccf"]})],  # counts, nobody says how
        [("A", 3, {"group": "1re année"}), ("B", 1, {"group": "2e année"})],
        [("A", 3, {}), ("B", 1, {}), ("C", None, {"pass_mark": 10})],
    ],
)
def test_what_cannot_be_known_is_not_drawn(read, programme, weighed, rows):
    for title, coefficient, fields in rows:
        unit(programme, title, coefficient, **fields)
    assert weighed() == []
    assert TITLE not in shown(read(programme.get_absolute_url()))


@pytest.mark.parametrize(("count", "known"), [(60, 1), (61, 0)])
def test_exam_of_more_tests_than_the_page_of_marks_names_is_not_drawn(
    programme, weighed, count, known
):
    for place in range(count):
        unit(programme, f"Épreuve {place}", 1)
    assert len(weighed()) == known


def test_groups_that_are_not_years_make_one_mark(programme, weighed):
    unit(programme, "A", 3, group="Unités professionnelles")
    unit(programme, "B", 1, group="Unités générales")
    assert names(*weighed()) == ["A", "B"]


def test_parts_bear_their_own_weight(programme, weighed):
    whole = factories.unit(programme, title="Conseil", code="E5")
    factories.subject(whole, code="U51", title="Analyse", coefficient=2)
    factories.subject(whole, code="U52", title="Restitution", coefficient="1.5")
    (found,) = weighed()
    assert [tuple(row) for row in found.rows] == [
        ("U51 Analyse", "2\u00a0points sur 3,5, soit 57,1\u00a0%", "p100"),
        ("U52 Restitution", "1,5\u00a0point sur 3,5, soit 42,9\u00a0%", "p75"),
    ]


def test_option_with_its_own_tests_has_its_own_weights(read, programme, weighed):
    unit(programme, "Commun", 2)
    for name, is_open in (("A", True), ("B", True), ("C", False)):
        option = factories.option(programme, name=f"Option {name}", is_open=is_open)
        unit(programme, f"Spécialité {name}", 3, option=option)
    assert [(one.option, names(one)) for one in weighed()] == [
        ("Option A", ["Commun", "Spécialité A"]),
        ("Option B", ["Commun", "Spécialité B"]),
    ]


def test_options_without_coefficients_share_one_mark(programme, weighed):
    unit(programme, "Commun", 2)
    unit(programme, "Français", 1)
    for name in "AB":
        option = factories.option(programme, name=f"Option {name}")
        unit(programme, f"Cours {name}", option=option, hours=200)
    (found,) = weighed()
    assert (found.option, names(found)) == ("", ["Commun", "Français"])
    assert found.left_out == "Hors de ce calcul, faute de coefficient : « Cours A » et « Cours B »."


def test_optional_test_says_what_it_adds(programme, weighed):
    unit(programme, "A", 3)
    unit(programme, "B", 1)
    unit(programme, "LV2", 2, is_optional=True)
    unit(programme, "Sport", is_optional=True, points_above=None)
    (found,) = weighed()
    assert found.optional == [
        "Facultatif, « LV2 » ajoute ses points au-dessus de 10, multipliés par 2."
    ]
    assert found.left_out == "Hors de ce calcul, faute de coefficient : « Sport »."


def test_compulsory_test_counts_whole_whatever_the_default_of_its_points(programme, weighed):
    unit(programme, "A", 3)
    unit(programme, "B", 1)
    assert [one.above for one in weighed()[0].exam.counted] == [None, None]


def test_public_with_another_exam_has_its_own_shares(programme, weighed):
    apprentices = factories.status(learner="apprenti", position=1)
    trainees = factories.status(learner="stagiaire", position=2)
    for title in "AB":
        made = unit(programme, title, 1)
        factories.assessment(made, when="ccf", status=apprentices)
        factories.assessment(made, when="ponctuelle", status=trainees, position=1)
    assert weighed()[0].moments == [
        "Apprentis : Contrôle en cours de formation (CCF) : 2\u00a0points sur 2, soit 100\u00a0%.",
        "Stagiaires : Épreuve ponctuelle : 2\u00a0points sur 2, soit 100\u00a0%.",
    ]


@pytest.mark.parametrize("when", [[], [""]])
def test_moment_that_nobody_says_makes_no_sentence(programme, weighed, when):
    for title in "AB":
        made = unit(programme, title, 1)
        for _ in when:
            factories.assessment(made, how=["ecrit"])
    assert weighed()[0].moments == []


# Hours that are not those announced


@pytest.fixture
def announced(programme):
    factories.duration(programme, amount=2, unit="year", hours=1350)
    unit(programme, "A", 3, hours=600)
    unit(programme, "B", 1, hours=740)
    return programme


NOTE = "Les 10 heures qui manquent sont celles de l’accueil."


def told(programme):
    return [line for line in doubts(fresh(programme), on=TODAY) if "heures" in line]


def test_note_explains_the_hours_beside_the_table_and_on_paper(read, announced):
    Programme.objects.update(hours_note=NOTE)
    for reading in (read(announced.get_absolute_url()), paper(announced)):
        assert f"Note du centre sur les heures {NOTE}" in shown(reading)
        assert "1~340" in shown(reading)
    assert told(announced) == []


def test_hostile_note_stays_text(read, announced):
    Programme.objects.update(hours_note="<script>alert(1)</script>")
    page = read(announced.get_absolute_url())
    assert "<script>alert(1)</script>" in shown(page)
    assert len(page.xpath("//script[@src]")) == len(page.xpath("//script[not(@type)]")) == 1


def test_without_a_note_staff_are_told(announced):
    (line,) = told(announced)
    assert "1\u202f350 heures annoncées" in line
    assert "note du centre sur les heures" in line


def test_note_about_hours_that_agree_is_not_shown_and_staff_are_told(read, announced):
    Programme.objects.update(hours_note=NOTE)
    announced.units.filter(title="A").update(hours=610)
    assert NOTE not in shown(read(announced.get_absolute_url()))
    (line,) = told(announced)
    assert "explique un écart qui n’existe pas" in line
