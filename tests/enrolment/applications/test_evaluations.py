"""The evaluation grid, the second opinion and the decision: who may write them, and when."""

from datetime import timedelta

import lxml.html
import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from enrolment import sign_in
from enrolment.applications import acts, evaluations, review
from enrolment.models import Application, Criterion, Evaluation, Mark, Opening, Status
from enrolment.views.base import DEVICE
from enrolment.workflow import Refused
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db

Advice = Evaluation.Advice
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW + HOUR, tick=False):
        yield


@pytest.fixture
def programme():
    return catalogue.programme()


@pytest.fixture
def person(programme):
    cohort = catalogue.cohort(programme)
    return factories.application(cohort=cohort, status=Status.INTERVIEWED)


@pytest.fixture
def grid(programme):
    """Makes two criteria of the programme, one of another programme, and one no longer used."""
    common = Criterion.objects.create(label="Écoute", position=1)
    own = Criterion.objects.create(label="Bureautique", position=2)
    own.programmes.add(programme)
    Criterion.objects.create(label="D’ailleurs").programmes.add(catalogue.programme())
    Criterion.objects.create(label="Ancien", is_used=False)
    return [common, own]


@pytest.fixture
def first():
    return factories.staff(rights=["change"], first_name="Ada", last_name="Vidal")


@pytest.fixture
def second():
    return factories.staff(rights=["change"])


def evaluate(application, by, *, advice=Advice.ADMIT, level=3, comment="Projet clair", **fields):
    asked = evaluations.criteria(application.programme)
    marks = {criterion.pk: level for criterion in asked}
    how = {"advice": advice, "marks": marks, "comment": comment, "by": by, "now": NOW + HOUR}
    return evaluations.evaluate(application, **how | fields)


def second_opinion(application, by, *, advice=Advice.WAIT, comment=""):
    return evaluations.second_opinion(
        application, advice=advice, comment=comment, by=by, now=NOW + HOUR
    )


# The criteria


def test_criteria_are_the_common_ones_and_those_of_the_programme(programme, grid):
    assert evaluations.criteria(programme) == grid


# The grid


def test_grid_is_saved(person, grid, first):
    evaluation = evaluate(person, first)
    assert (evaluation.advice, evaluation.comment, evaluation.by) == (
        Advice.ADMIT,
        "Projet clair",
        first,
    )
    assert [(mark.criterion, mark.level) for mark in evaluation.marks.all()] == [
        (grid[0], 3),
        (grid[1], 3),
    ]


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.INTERVIEWED, Status.OFFERED}))
def test_grid_is_written_between_the_interview_and_the_decision(person, grid, first, status):
    Application.objects.filter(pk=person.pk).update(
        status=status, submitted_at=None if status == Status.DRAFT else NOW
    )
    with pytest.raises(Refused, match="entre l’entretien et la décision"):
        evaluate(person, first)
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize("wrong", ["missing", "foreign"])
def test_every_criterion_and_no_other_is_marked(person, grid, first, wrong):
    marks = {grid[0].pk: 3}
    if wrong == "foreign":
        marks |= {grid[1].pk: 3, Criterion.objects.get(label="D’ailleurs").pk: 3}
    with pytest.raises(Refused, match="chaque critère"):
        evaluate(person, first, marks=marks)


def test_unfavourable_advice_is_explained(person, grid, first):
    with pytest.raises(Refused, match="avis défavorable"):
        evaluate(person, first, advice=Advice.DECLINE, comment="  ")


def test_author_corrects_the_grid(person, grid, first):
    evaluate(person, first)
    evaluate(person, first, advice=Advice.WAIT, level=2)
    assert Evaluation.objects.get().advice == Advice.WAIT
    assert set(Mark.objects.values_list("level", flat=True)) == {2}


def test_grid_of_somebody_else_is_not_changed(person, grid, first, second):
    evaluate(person, first)
    with pytest.raises(Refused, match="donnez un second avis"):
        evaluate(person, second, advice=Advice.DECLINE)
    assert Evaluation.objects.get().advice == Advice.ADMIT


def test_grid_does_not_change_after_a_second_opinion(person, grid, first, second):
    evaluate(person, first)
    second_opinion(person, second)
    with pytest.raises(Refused, match="ne change plus"):
        evaluate(person, first, advice=Advice.DECLINE)


def test_grid_of_a_second_interview_replaces_the_first(person, grid, first, second):
    evaluate(person, first)
    later = NOW + timedelta(days=9)
    Application.objects.filter(pk=person.pk).update(status_since=later)
    person.refresh_from_db()
    assert evaluations.current(person) is None
    evaluate(person, second, now=later + HOUR)
    assert Evaluation.objects.get().by == second


# The second opinion


def test_second_opinion_is_saved_beside_the_first(person, grid, first, second):
    evaluate(person, first)
    evaluation = second_opinion(person, second, comment="À revoir")
    assert (evaluation.advice, evaluation.by) == (Advice.ADMIT, first)
    assert (evaluation.second_advice, evaluation.second_by) == (Advice.WAIT, second)
    assert (evaluation.second_comment, evaluation.second_at) == ("À revoir", NOW + HOUR)


def test_second_opinion_is_given_by_another_person(person, grid, first):
    evaluate(person, first)
    with pytest.raises(Refused, match="une autre personne"):
        second_opinion(person, first)


def test_second_opinion_comes_after_the_first(person, grid, second):
    with pytest.raises(Refused, match="vient après le premier"):
        second_opinion(person, second)


def test_second_opinion_is_corrected_by_its_author_alone(person, grid, first, second):
    evaluate(person, first)
    second_opinion(person, second)
    second_opinion(person, second, advice=Advice.ADMIT)
    with pytest.raises(Refused, match="une autre personne"):
        second_opinion(person, factories.staff(rights=["change"]))
    assert Evaluation.objects.get().second_advice == Advice.ADMIT


# The decision


def decide(person, advice, by):
    """Takes the decision, and lets the time to take it back pass."""
    evaluations.decide(person, advice, reason="Complet.", by=by, now=NOW)
    acts.carry_out(NOW + settings.UNDO_DELAY)


@pytest.mark.parametrize(
    ("advice", "status"),
    [
        (Advice.ADMIT, Status.ADMISSIBLE),
        (Advice.DECLINE, Status.DECLINED),
        (Advice.MEET_AGAIN, Status.TO_BOOK),
    ],
)
def test_each_advice_has_its_decision(person, first, advice, status):
    decide(person, advice, first)
    assert Application.objects.get(pk=person.pk).status == status


def test_waiting_list_is_a_decision_too(person, first):
    """The list is only for candidates who find no place left."""
    Application.objects.filter(pk=person.pk).update(status_since=NOW)
    type(person.cohort).objects.filter(pk=person.cohort_id).update(places=0)
    decide(person, Advice.WAIT, first)
    assert Application.objects.get(pk=person.pk).status == Status.WAITING_LIST


def test_every_advice_is_a_verb():
    assert set(evaluations.DECISIONS) == set(Advice)
    assert evaluations.DECISIONS[Advice.ADMIT] == review.admit_conditionally.__name__


# The pages


def page(application, name="evaluation", *args):
    return reverse(f"admin:enrolment_{name}", args=[application.pk, *args])


def tree(response):
    return lxml.html.fromstring(response.content.decode())


def answered(criteria, **fields):
    marks = {f"criterion-{criterion.pk}": "3" for criterion in criteria}
    return marks | {"advice": "admit", "comment": "Projet clair"} | fields


def test_grid_is_filled_on_its_page(client, person, grid, first):
    client.force_login(first)
    client.post(page(person), answered(grid))
    assert Evaluation.objects.get().by == first


def test_missing_answers_are_asked_for_and_the_others_stay(client, person, grid, first):
    client.force_login(first)
    answer = client.post(page(person), answered(grid, advice="") | {f"criterion-{grid[0].pk}": ""})
    errors = [item.text_content() for item in tree(answer).xpath("//div[@role='alert']//li")]
    assert errors == ["Appréciez\u00a0: écoute.", "Donnez votre avis."]
    assert tree(answer).get_element_by_id("id_comment").text.strip() == "Projet clair"
    assert answer.status_code == 422


def test_refusal_of_the_rule_is_shown(client, person, grid, first):
    client.force_login(first)
    answer = client.post(page(person), answered(grid, advice="decline", comment=""))
    (said,) = tree(answer).xpath("//div[@role='alert']//li")
    assert said.text_content().startswith("Écrivez des faits en commentaire")


def test_others_read_and_give_a_second_opinion(client, person, grid, first, second):
    evaluate(person, first)
    client.force_login(second)
    shown = tree(client.get(page(person)))
    assert [field.get("name") for field in shown.xpath("//main//textarea")] == ["comment"]
    assert shown.xpath("//main//input[starts-with(@name, 'criterion')]") == []
    client.post(page(person), {"advice": "wait", "comment": ""})
    assert Evaluation.objects.get().second_by == second


def test_author_only_reads_after_a_second_opinion(client, person, grid, first, second):
    evaluate(person, first)
    second_opinion(person, second)
    client.force_login(first)
    assert tree(client.get(page(person))).xpath("//main//form") == []
    client.post(page(person), answered(grid, advice="decline"))
    assert Evaluation.objects.get().advice == Advice.ADMIT


def test_decisions_are_offered_once_there_is_an_evaluation(client, person, grid, first):
    client.force_login(first)
    links = "//nav[@class='staff-decide']//a/text()"
    assert tree(client.get(page(person))).xpath(links) == []
    evaluate(person, first)
    assert tree(client.get(page(person))).xpath(links) == [advice.label for advice in Advice]


def test_decision_is_shown_before_it_is_taken(client, person, first):
    client.force_login(first)
    client.get(page(person, "decision", "decline"))
    assert Application.objects.get().status == Status.INTERVIEWED
    with time_machine.travel(NOW, tick=False):
        client.post(page(person, "decision", "decline"), {"reason": "Dossier incomplet"})
    acts.carry_out(NOW + settings.UNDO_DELAY)
    person.refresh_from_db()
    assert (person.status, person.transitions.last().reason) == (
        Status.DECLINED,
        "Dossier incomplet",
    )


def test_refused_decision_is_explained(client, person, first):
    Application.objects.filter(pk=person.pk).update(status=Status.TO_BOOK)
    client.force_login(first)
    answer = client.post(page(person, "decision", "admit"), {"reason": ""})
    assert answer.status_code == 422
    (said,) = tree(answer).xpath("//div[@role='alert']//li")
    assert said.text_content().startswith("Ce n’est pas possible à l’étape")


def test_unknown_decision_does_not_exist(client, person, first):
    client.force_login(first)
    assert client.get(page(person, "decision", "x")).status_code == 404


def test_reading_an_evaluation_is_logged(client, person, grid, first):
    client.force_login(first)
    client.get(page(person))
    opening = Opening.objects.get()
    assert (opening.application, opening.what, opening.by) == (person, "Évaluation", first)


@pytest.mark.parametrize("rows", [1, 8])
def test_page_costs_the_same_whatever_the_grid(
    client, person, first, rows, django_assert_num_queries
):
    for number in range(rows):
        Criterion.objects.create(label=f"Critère {number}")
    evaluate(person, first)
    client.force_login(first)
    with django_assert_num_queries(10):
        client.get(page(person))


def test_candidate_never_sees_it(client, person, grid, first):
    evaluate(person, first, comment="Phrase secrète")
    client.cookies[DEVICE] = sign_in.remember(person.email, now=NOW + HOUR)
    shown = client.get(reverse("enrolment:dossier", args=[person.reference]))
    assert shown.status_code == 200
    assert "Phrase secrète" not in shown.content.decode()
