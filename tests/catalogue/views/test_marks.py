"""« Et si… »: marks in the address, the average and what is missing out.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from urllib.parse import urlencode

import lxml.html
import pytest
import time_machine

from catalogue.models import FormerAddress
from charmilles import pages
from tests.support import catalogue_factories as factories
from tests.support.bad_input import NASTY
from tests.support.page_reading import assert_no_emptiness, shown
from tests.support.paper_reading import TODAY

pytestmark = pytest.mark.django_db

PATH = "/formations/cap/notes/"


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def programme():
    """Coefficients 8, 1 and 1; a language whose points above 10 are added."""
    made = factories.programme(slug="cap", title="CAP Pierre")
    for place, (title, coefficient) in enumerate([("Pratique", 8), ("Maths", 1), ("Sport", 1)]):
        factories.unit(made, title=title, coefficient=coefficient, position=place)
    factories.unit(made, title="Langue", is_optional=True, position=5)
    return made


@pytest.fixture
def ask(client, programme):
    """ask(…) returns the words of the page that answers these marks."""

    def ask(status=200, **values):
        response = client.get(f"{PATH}?{urlencode(values)}")
        assert response.status_code == status
        page = lxml.html.fromstring(response.content.decode())
        assert_no_emptiness(page)
        return shown(page)

    return ask


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"e1": "12", "e2": "8", "e3": "8"}, "Votre moyenne_: 11,2 sur 20. Vous avez les 10"),
        ({"e1": "9,5", "e2": "10", "e3": "10"}, "9,6 sur 20. Il manque 0,4_point pour avoir 10."),
        ({"e1": "9.5", "e2": "10/20", "e3": "10", "f1": "14"}, "10 sur 20. Vous avez les 10"),
        ({"e1": "10,75"}, "Il vous faut en moyenne 7 sur les épreuves restantes."),
        ({"e1": "10,75"}, "Vous avez 86_points sur 100, coefficients compris."),
        ({"e1": "", "e2": ""}, "Il vous faut en moyenne 10 sur l’ensemble des épreuves."),
        ({"e1": "14"}, "10 de moyenne sont déjà atteints, quelles que soient les autres notes."),
        ({"e1": "5"}, "Même avec 20 partout ailleurs, la moyenne serait de 8 sur 20."),
        ({"e1": "5"}, "Une épreuve facultative peut encore ajouter des points."),
    ],
)
def test_answer_in_words(ask, values, said):
    assert said in ask(**values)


def test_blank_form_asks_for_the_marks_and_answers_nothing(ask):
    said = ask()
    assert "Pratique coefficient 8" in said
    assert "Langue facultatif, points au-dessus de 10" in said
    assert "moyenne_:" not in said


def test_mark_that_eliminates_is_said_whatever_the_average(ask, programme):
    programme.units.filter(title="Maths").update(eliminating_mark=6)
    said = ask(e1="18", e2="5", e3="12")
    assert "Elle suffit, mais une note ne suffit pas." in said
    assert "Insuffisant à «_Maths_»_: 6 sur 20 au moins, sinon c’est éliminatoire." in said


def test_mark_demanded_of_a_test_not_passed_yet_is_said(ask, programme):
    programme.units.filter(title="Maths").update(pass_mark=12)
    assert "Il faudra aussi, à «_Maths_»_: 12 sur 20 au moins." in ask(e1="18")


def test_mark_out_of_something_else_is_asked_so(ask, programme):
    maths = programme.units.get(title="Maths")
    factories.assessment(maths, how=["qcm"], out_of=40)
    assert "Maths coefficient 1, note sur 40" in ask()
    assert "Votre moyenne_: 10,6 sur 20." in ask(e1="10", e2="32", e3="10")
    assert "écrivez une note de 0 à 40" in ask(422, e2="41")


def test_condition_that_is_not_a_mark_is_told(ask, programme):
    factories.assessment(programme.units.get(title="Maths"), how=["pratique"], eliminating="retard")
    assert "Une condition du tableau des examens n’est pas dans ce calcul" in ask(e1="12")


# Wrong marks


@pytest.mark.parametrize("typed", ["abc", "21", "-1", "12/40", "1e3", "12,345", "9" * 50])
def test_wrong_mark_says_how_to_repair_it_and_is_kept(client, programme, typed):
    answer = client.get(f"{PATH}?{urlencode({'e1': typed, 'e2': '11'})}")
    page = lxml.html.fromstring(answer.content.decode())
    sentence = "Pratique_: écrivez une note de 0 à 20, comme 12 ou 12,5, ou laissez vide."
    assert answer.status_code == 422
    assert shown(page).count(sentence) == 2  # above the form, and beside the box
    assert page.xpath("//input[@name='e1']/@value") == [typed]
    assert page.xpath("//input[@name='e2']/@value") == ["11"]
    assert page.xpath("//input[@name='e1']/@aria-invalid") == ["true"]


@pytest.mark.parametrize("typed", [text for text in NASTY if "\ud800" not in text])
def test_bad_input_never_fails(client, programme, typed):
    query = urlencode({"e1": typed, "option": typed, "e60": typed})
    assert client.get(f"{PATH}?{query}").status_code in (200, 302, 400, 404, 422)


# Options


@pytest.fixture
def branches(programme):
    for name, coefficient in (("A", 2), ("B", 5)):
        option = factories.option(programme, name=f"Option {name}")
        factories.unit(programme, title=f"Atelier {name}", coefficient=coefficient, option=option)


def test_option_has_its_own_tests(ask, branches):
    assert "Atelier A coefficient 2" in ask(option=1)
    assert "Atelier B coefficient 5" in ask(option=2)


def test_first_option_is_shown_by_default_and_another_can_be_chosen(read, branches):
    page = read(PATH)
    assert page.xpath("//select[@name='option']/option[@selected]/text()") == ["Option A"]


@pytest.mark.parametrize("wrong", ["0", "3", "x", "", "1 "])
def test_unknown_option_leads_to_the_first(client, branches, wrong):
    answer = client.get(f"{PATH}?{urlencode({'option': wrong})}")
    assert (answer.status_code, answer["Location"]) == (302, PATH)


def test_unknown_option_loses_nothing_typed(ask, branches):
    assert "Votre moyenne" in ask(option=9, e1="10", e2="10", e3="10", e4="10")


# Nothing kept, and where there is nothing to compute


def test_no_cache_keeps_what_is_typed(client, programme):
    answer = client.get(f"{PATH}?e1=12")
    assert answer["Cache-Control"] == "no-store, private"
    assert len(pages.kept) == 0


def test_blank_form_is_kept_until_a_coefficient_changes(client, programme):
    assert "coefficient 8" in client.get(PATH).content.decode()
    assert len(pages.kept) == 1
    unit = programme.units.get(title="Pratique")
    unit.coefficient = 6
    unit.save()
    assert "coefficient 6" in client.get(PATH).content.decode()


def test_search_engines_leave_the_answers_alone(client, programme):
    robots = '<meta name="robots" content="noindex">'
    assert robots in client.get(f"{PATH}?e1=12").content.decode()
    assert robots not in client.get(PATH).content.decode()


def test_exam_that_cannot_be_computed_has_no_such_page(client, read, programme):
    factories.assessment(factories.unit(programme, title="Jury"), when="ponctuelle")
    assert client.get(PATH).status_code == 404
    assert PATH not in read("/formations/cap/").xpath("//a/@href")


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_programme_that_is_not_public_has_no_such_page(client, programme, state):
    programme.state = state
    programme.save()
    assert client.get(PATH).status_code == 404


def test_former_address_leads_to_the_present_one(client, programme):
    FormerAddress.objects.create(slug="ancien", programme=programme)
    assert client.get("/formations/ancien/notes/")["Location"] == PATH


def test_programme_page_leads_to_it(read, programme):
    assert PATH in read("/formations/cap/").xpath("//a/@href")


@pytest.mark.parametrize("more", [0, 20])
def test_queries(client, programme, django_assert_num_queries, more):
    for place in range(more):
        unit = factories.unit(programme, title=f"Unité {place}", coefficient=1)
        factories.assessment(unit, when="ccf")
    with django_assert_num_queries(15):
        client.get(f"{PATH}?e1=12")
