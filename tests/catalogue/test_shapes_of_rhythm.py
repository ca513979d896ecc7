"""The rhythm of a programme as weeks: worded on page and paper, and never for another public.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from importlib import import_module

import pytest
import time_machine

from catalogue.figures.rhythm import step_of
from catalogue.models import Programme
from catalogue.sheet.rhythm import steps_of
from tests.support import catalogue_factories as factories
from tests.support import real_contents
from tests.support.inspecting import doubts
from tests.support.page_reading import assert_no_emptiness, card, part, shown
from tests.support.paper_reading import TODAY, paper

pytestmark = pytest.mark.django_db

WORK = {"name": "Contrat d’apprentissage", "is_contract": True}
SCHOOL = {"name": "Statut scolaire", "is_contract": False}


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


def said(element):
    return shown(element).replace("_", " ").replace("~", " ")


def rhythmic(*steps, publics=(WORK,), **fields):
    """Makes a programme whose steps are (days, fields)."""
    programme = factories.programme(**fields)
    programme.statuses.set([factories.status(**public) for public in publics])
    for position, (days, more) in enumerate(steps):
        factories.rhythm_step(programme, days, position=position, **more)
    return programme


LONG_AND_SHORT = [("CCC--", {}), ("CC---", {})]
WHOLE, AWAY = "CCCCC", "-----"


@pytest.mark.parametrize(
    ("steps", "line", "note"),
    [
        (
            LONG_AND_SHORT,
            "Une semaine sur deux_: du lundi au mercredi au centre~; l’autre_: lundi et mardi. Le "
            "reste en entreprise.",
            "5 jours sur 10 au centre",
        ),
        (
            [(WHOLE, {"count": 2}), (AWAY, {"count": 3})],
            "2 semaines au centre, 3 semaines en entreprise.",
            "10 jours sur 25 au centre",
        ),
        (
            [(WHOLE, {}), (AWAY, {})],
            "1 semaine au centre, 1 semaine en entreprise.",
            "5 jours sur 10 au centre",
        ),
        (
            [(WHOLE, {"unit": "month", "count": 3}), (AWAY, {"unit": "month"})],
            "3 mois au centre, 1 mois en entreprise.",
            None,
        ),
        ([(WHOLE, {})], "À temps plein au centre.", None),
        (
            [("C-C-C", {})],
            "Chaque semaine_: lundi, mercredi et vendredi au centre. Le reste en entreprise.",
            "3 jours sur 5 au centre",
        ),
        (
            [("", {"days": 2})],
            "2 jours par semaine au centre. Le reste en entreprise.",
            None,
        ),
        (
            [("CCC-D", {})],
            "Chaque semaine_: du lundi au mercredi au centre, vendredi à distance. Le reste en "
            "entreprise.",
            "3 jours sur 5 au centre, 1 à distance",
        ),
        (
            [("----CC", {})],
            "Chaque semaine_: vendredi et samedi au centre. Le reste en entreprise.",
            "2 jours sur 6 au centre",
        ),
        ([("DDDDD", {})], "À temps plein à distance.", None),
        (
            [("CCC--", {}), ("CC---", {}), (AWAY, {"count": 2})],
            "1 semaine_: du lundi au mercredi au centre~; 1 semaine_: lundi et mardi au centre~; "
            "2 semaines en entreprise. Le reste en entreprise.",
            "5 jours sur 20 au centre",
        ),
        (
            [(WHOLE, {"count": 2, "is_start": True}), ("CC---", {})],
            "Pour commencer, 2 semaines au centre. Chaque semaine_: lundi et mardi au centre. Le "
            "reste en entreprise.",
            "2 jours sur 5 au centre",
        ),
    ],
)
def test_weeks_are_worded_on_page_and_paper(show, steps, line, note):
    programme = rhythmic(*steps)
    page = show(programme)
    assert card(page)["Rythme"] == [line]
    (printed,) = paper(programme).find_class("rhythm")
    for words in (part(page, "calendrier"), printed):
        assert line in shown(words)
        assert note is None or note in said(words)
        assert note is not None or "jours sur" not in said(words)
    assert card(paper(programme, "entreprises"))["Rythme"] == [line]


@pytest.mark.parametrize("publics", [[SCHOOL], [WORK, SCHOOL], []])
@pytest.mark.parametrize(
    ("steps", "line"),
    [
        (LONG_AND_SHORT, "du lundi au mercredi au centre ; l’autre : lundi et mardi."),
        ([(WHOLE, {"count": 2}), (AWAY, {})], "2 semaines au centre, 1 semaine hors du centre."),
    ],
)
def test_rhythm_of_learners_without_a_contract_has_no_company(show, publics, steps, line):
    programme = rhythmic(*steps, publics=publics)
    for place in (part(show(programme), "calendrier"), paper(programme).find_class("rhythm")[0]):
        assert line in said(place)
        assert "entreprise" not in said(place)


def test_long_and_short_weeks_are_never_a_week_out_of_two(show):
    programme = rhythmic(*LONG_AND_SHORT)
    for words in (said(show(programme).find(".//main")), said(paper(programme))):
        assert "1 semaine" not in words


def test_each_status_has_its_rhythm(show):
    programme = rhythmic(publics=[WORK, SCHOOL])
    work, school = programme.statuses.order_by("pk")
    factories.rhythm_step(programme, WHOLE)
    factories.rhythm_step(programme, "CC---", status=work)
    assert card(show(programme))["Rythme"] == [
        "Contrat d’apprentissage_: chaque semaine, lundi et mardi au centre. Le reste en "
        "entreprise.",
        "Autres publics_: à temps plein au centre.",
    ]
    assert "jours sur" not in said(paper(programme))  # two shares would need two subjects


def test_words_of_the_centre_replace_the_sentence(show):
    programme = rhythmic(*LONG_AND_SHORT, rhythm="Lundi et mardi, puis mercredi")
    assert card(show(programme))["Rythme"] == ["Lundi et mardi", "puis mercredi"]
    assert "Une semaine sur deux" not in said(paper(programme))


def test_note_of_the_centre_follows_the_share(show):
    programme = rhythmic(*LONG_AND_SHORT, rhythm_note="Sauf en juin")
    assert "5 jours sur 10 au centre. Sauf en juin" in said(part(show(programme), "calendrier"))


def test_programme_without_a_rhythm_says_none(show):
    programme = rhythmic()
    assert "Rythme" not in card(show(programme))
    assert part(show(programme), "calendrier") is None
    assert "Rythme" not in card(paper(programme))


def test_rows_tell_the_days_of_the_nth_week():
    programme = rhythmic(*LONG_AND_SHORT)
    steps = steps_of(programme.rhythm_steps.all())
    assert [step_of(steps, week).centre for week in (1, 2, 3)] == [(1, 2, 3), (1, 2), (1, 2, 3)]


# Doubts


@pytest.mark.parametrize(
    ("words", "steps", "is_doubted"),
    [
        ("1 semaine en CFA, 1 semaine entreprise", [(WHOLE, {}), (AWAY, {})], False),
        ("1 semaine en CFA, 1 semaine entreprise", LONG_AND_SHORT, True),
        ("2 semaines au centre, 1 semaine en stage", [(WHOLE, {}), (AWAY, {"count": 2})], True),
        ("1 semaine en CFA, 1 semaine entreprise", [], False),
        ("Selon le planning", LONG_AND_SHORT, False),  # cannot be compared
    ],
)
def test_words_that_the_weeks_contradict_are_doubted(words, steps, is_doubted):
    programme = rhythmic(*steps, rhythm=words)
    found = " ".join(doubts(Programme.objects.get(pk=programme.pk), on=TODAY))
    assert ("Le rythme en toutes lettres" in found) is is_doubted


def test_rhythm_of_the_bac_pro_agrees_with_its_words():
    real_contents.load(demo=False)
    programme = Programme.objects.get(slug="bac-pro-agora")
    assert "rythme" not in " ".join(doubts(programme, on=TODAY))
    assert programme.rhythm_steps.count() == 2


# Present rows


@pytest.mark.parametrize(
    ("unit", "centre", "company", "words", "steps", "kept"),
    [
        ("week", 1, 1, "", [(1, "week", 5, None), (1, "week", 0, None)], ""),
        ("month", 3, 1, "Long", [(3, "month", 5, None), (1, "month", 0, None)], "Long"),
        ("day", 2, 3, "", [(1, "week", 0, 2)], ""),
        ("day", 10, 15, "", [(2, "week", 5, None), (3, "week", 0, None)], ""),
        ("day", 4, 5, "", [], "4 jours en centre, 5 jours en entreprise"),
        ("day", 4, 5, "4 jours sur 9", [], "4 jours sur 9"),
    ],
)
def test_migration_keeps_the_regular_rhythm(unit, centre, company, words, steps, kept):
    programme = factories.programme(rhythm=words)
    programme.rhythm_unit, programme.rhythm_centre = unit, centre
    programme.rhythm_company = company
    import_module("catalogue.migrations.0012_entry_rhythm_limits").keep_rhythm(programme)
    made = [
        (step.count, step.unit, len(step.centre_days), step.days)
        for step in programme.rhythm_steps.all()
    ]
    programme.refresh_from_db()
    assert (made, programme.rhythm) == (steps, kept)
