"""What a candidate asks first is answered at the top of the page, from the data or not at all.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from datetime import date

import pytest
import time_machine

from catalogue.models import Programme
from tests.support import catalogue_factories as factories
from tests.support import real_contents
from tests.support.page_reading import shown
from tests.support.paper_reading import TODAY, paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def answers(read):
    """answers(programme): each question with its answer and detail, and where it leads."""

    return lambda programme: tiles(read(programme.get_absolute_url()))


def tiles(tree):
    return {
        shown(tile.find("*")): (
            " | ".join(shown(words) for words in list(tile)[1:]),
            "".join(tile.xpath(".//a/@href")),
        )
        for tile in tree.xpath("//ul[@class='questions']/li")
    }


@pytest.fixture
def programme():
    """Makes one with enough answers for the others to be shown: a length, a place, a cost."""
    made = factories.programme()
    factories.duration(made, amount=24, unit="month")
    made.campuses.add(factories.campus(city="Grenoble", street="1 rue Haute"))
    factories.tuition(made, amount=0, payers=["learner"], audience="")
    return made


def paid(programme, law="apprentissage", **fields):
    """Gives it a contract whose pay table is published."""
    status = factories.status(is_contract=True, pay_law=law)
    programme.statuses.add(status)
    factories.minimum_wage()
    scale = factories.pay_scale(status)
    bracket = factories.bracket(scale)
    for year in (1, 2, 3):
        factories.rate(factories.pay_row(scale, year=year), bracket, percent=27)
    type(programme).objects.filter(pk=programme.pk).update(**fields)


def test_agora_answers_each_question(answers):
    real_contents.load()
    found = answers(Programme.objects.get(slug="bac-pro-agora"))
    assert found == {
        "Je gagne par mois~?": (
            "504_€ ou 728_€ à 17_ans | 802_€ ou 952_€ à 18_ans, brut, au moins",
            "#argent",
        ),
        "Ça commence quand~?": ("1er_septembre 2027 | 2_ans, 1~350_heures", "#calendrier"),
        "Quand suis-je au centre~?": (
            "1 semaine en CFA, 1 semaine entreprise | 2027-2028_: 18_semaines au centre, 84_jours",
            "#calendrier",
        ),
        "Avec un CAP~?": ("Oui | ou plus", "#profil"),
        "Combien réussissent~?": ("88_% | de réussite en 2023", "#resultats"),
        "Qu’est-ce qui compte~?": ("4 épreuves | font 65,4_% de la note", "#contenu"),
        "Et l’entretien~?": (
            "On parle de votre motivation | le jour que vous choisissez, après le dossier en ligne",
            "#inscription",
        ),
        "Ça me coûte~?": ("Pour les alternants_: 0_€ | Aucun frais d’inscription", "#argent"),
        "C’est où~?": ("Saint Martin d’Hères | 8-10 rue du Tour de l’eau", ""),
    }


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"entry_year": 1}, "504_€ à 17_ans | 802_€ à 18_ans, brut, au moins"),
        ({"entry_year": 2}, "728_€ à 17_ans | 952_€ à 18_ans, brut, au moins"),
        ({"cycle_years": 3}, "504_€ ou 728_€ à 17_ans | 802_€ ou 952_€ à 18_ans, brut, au moins"),
    ],
)
def test_pay_is_that_of_the_first_year_of_the_contract(answers, programme, entry, words):
    paid(programme, **entry)
    assert answers(programme)["Je gagne par mois~?"][0] == words


def test_pay_after_the_bac_is_asked_at_older_ages(answers, programme):
    paid(programme, entry_year=1)
    factories.requirement(programme, level=4)
    words = "802_€ à 18_ans | 989_€ à 21_ans, brut, au moins"
    assert answers(programme)["Je gagne par mois~?"][0] == words


def test_professionalisation_pays_the_same_before_21(answers, programme):
    paid(programme, law="professionnalisation")
    words = "1~026_€ | à 17 et 18_ans, brut, au moins"
    assert answers(programme)["Je gagne par mois~?"][0] == words


def test_nobody_is_told_a_pay_without_a_paid_contract(answers, programme):
    programme.statuses.add(factories.status(learner="étudiant"))
    assert "Je gagne par mois~?" not in answers(programme)


def test_condition_besides_the_diploma_makes_the_answer_conditional(answers, programme):
    factories.requirement(programme, level=4)
    assert answers(programme)["Avec un bac~?"][0] == "Oui | ou plus"
    factories.requirement(programme, kind="licence", name="permis B")
    assert answers(programme)["Avec un bac~?"][0] == "Oui, sous conditions | Permis B"


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "motivation", "name": "motivation"},
        {"kind": "licence", "name": "permis B", "is_advised": True},
        {"kind": "age", "age_min": 18, "moment": "exam"},
    ],
)
def test_what_keeps_nobody_from_entering_is_no_condition(answers, programme, row):
    factories.requirement(programme, level=0)
    factories.requirement(programme, **row)
    assert answers(programme)["Sans diplôme~?"][0] == "Oui"


def test_programme_that_takes_no_application_promises_no_interview(answers, programme):
    assert "Et l’entretien~?" in answers(programme)
    programme.takes_applications = False
    programme.save()
    assert "Et l’entretien~?" not in answers(programme)


def test_length_stands_for_a_start_that_is_unknown(answers, programme):
    assert answers(programme)["Ça dure combien~?"][0] == "24_mois"
    cohort = factories.cohort(programme)
    factories.cohort_year(cohort, number=1, starts=date(2027, 9, 1))
    assert "Ça dure combien~?" not in answers(programme)


def test_several_places_are_named(answers, programme):
    programme.campuses.add(factories.campus(city="Voiron"))
    assert answers(programme)["C’est où~?"][0] == "2 sites | Grenoble et Voiron"


def test_short_sheet_asks_nothing(answers):
    assert answers(factories.programme()) == {}


def test_answer_leads_nowhere_when_the_page_has_no_such_part(answers, programme):
    assert answers(programme)["Et l’entretien~?"][1] == ""


def test_paper_says_the_same_without_links(answers, programme):
    said = {asked: answer for asked, (answer, _) in answers(programme).items()}
    assert tiles(paper(programme)) == {asked: (answer, "") for asked, answer in said.items()}
