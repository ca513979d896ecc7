"""The ages at which the law lets one start a contract (L6222-1, L6222-2, D6222-1, L6325-1)."""

import pytest

from catalogue.figures.contract_ages import apprenticeship, professionalisation
from catalogue.figures.entry import Answer

YES, IF, NO = Answer.YES, Answer.IF, Answer.NO


@pytest.mark.parametrize(
    ("age", "college", "answer", "article"),
    [
        (14, True, NO, "L6222-1"),
        (15, True, YES, "L6222-1"),
        (15, False, IF, "L6222-1"),
        (16, False, YES, "L6222-1"),
        (29, False, YES, "L6222-1"),
        (30, True, IF, "L6222-2 et D6222-1"),
        (35, True, IF, "L6222-2 et D6222-1"),
        (36, True, IF, "L6222-2"),
        (None, True, IF, "L6222-1"),
    ],
)
def test_apprenticeship_begins_from_16_to_29_with_its_exceptions(age, college, answer, article):
    found, rule = apprenticeship(age, has_finished_college=college)
    assert (found, rule.article) == (answer, article)


def test_after_35_a_former_contract_is_no_exception_any_more():
    said = {age: apprenticeship(age, has_finished_college=True)[1].sentence for age in (35, 36)}
    assert ["contrat rompu" in said[age] for age in (35, 36)] == [True, False]
    assert all("travailleur handicapé" in sentence for sentence in said.values())


@pytest.mark.parametrize(
    ("age", "answer"), [(15, NO), (16, YES), (25, YES), (26, IF), (60, IF), (None, IF)]
)
def test_professionalisation_begins_from_16_to_25_or_without_a_job(age, answer):
    found, rule = professionalisation(age)
    assert (found, rule.article) == (answer, "L6325-1")
