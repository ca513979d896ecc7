"""What the form of pay makes of its answers: the contract that the engine computes."""

from datetime import date
from decimal import Decimal

import pytest

from catalogue.figures.pay_ages import Age
from catalogue.figures.pay_contract import Extension, Kind, Previous, Reason, SameLevel, Situation
from catalogue.models import LearnerStatus
from catalogue.pay_form.contract import FREE, PayForm
from catalogue.sheet.pay_defaults import defaults

TODAY = date(2026, 11, 23)
BORN = {"mois": "3", "annee": "2010"}


def form(**values):
    return PayForm(values, initial=defaults(None, on=TODAY), on=TODAY)


def contract(**values):
    made = form(**BORN | values)
    assert made.errors == {}
    return made.contract


def test_contract_of_the_shortest_answer():
    made = contract()
    assert (made.kind, made.age, made.starts, made.ends, made.entry_year) == (
        Kind.APPRENTICESHIP,
        Age(17, 7),
        date(2027, 9, 1),
        date(2029, 8, 31),
        1,
    )


@pytest.mark.parametrize(
    ("values", "name", "value"),
    [
        ({"contrat": "professionnalisation"}, "kind", Kind.PROFESSIONALISATION),
        (
            {"debut_mois": "2", "debut_annee": "2027", "debut_jour": "31"},
            "starts",
            date(2027, 2, 28),
        ),
        ({"duree": "12"}, "ends", date(2028, 8, 31)),
        ({"entree": "3"}, "entry_year", 3),
        ({"diplome": "licence"}, "is_vocational_licence", True),
        ({"qualifie": "on"}, "is_qualified", True),
        ({"minimum": "1 900,50 €"}, "conventional", Decimal("1900.50")),
        ({"ancien": "on"}, "concluded", date(2025, 2, 28)),
        ({"niveau": "2"}, "same_level", SameLevel(years_done=2)),
        (
            {"precedent": "meme", "taux": "51", "recu": "1000"},
            "previous",
            Previous(
                same_employer=True,
                diploma_obtained=True,
                percent=Decimal(51),
                received=Decimal(1000),
            ),
        ),
        ({"prolongation": "6"}, "extension", Extension(until=date(2030, 2, 28))),
        (
            {"prolongation": "12", "motif": "handicap"},
            "extension",
            Extension(until=date(2030, 8, 31), reason=Reason.DISABILITY),
        ),
    ],
)
def test_answer_becomes_a_part_of_the_contract(values, name, value):
    assert getattr(contract(**values), name) == value


@pytest.mark.parametrize("situation", Situation)
def test_each_situation_is_a_box(situation):
    assert contract(**{situation.value: "on"}).situations == {situation}


def test_age_said_by_a_shared_address_is_taken_as_it_is():
    made = form(age="17", avant="7")
    assert made.is_shared
    assert made.is_valid()
    assert made.contract.age == Age(17, 7)


def test_date_of_birth_wins_over_the_age_of_a_shared_address():
    assert contract(age="25").age == Age(17, 7)


def test_contracts_have_the_same_names_as_the_statuses():
    assert {kind.value for kind in Kind} == set(LearnerStatus.Law.values)


def test_every_field_is_free():
    assert set(FREE) == set(form().fields)


@pytest.mark.parametrize(
    ("on", "month", "year"),
    [(date(2026, 8, 31), 9, 2026), (date(2026, 9, 30), 9, 2026), (date(2026, 10, 1), 9, 2027)],
)
def test_without_a_programme_one_starts_in_september(on, month, year):
    found = defaults(None, on=on)
    assert (found["debut_mois"], found["debut_annee"]) == (month, year)
