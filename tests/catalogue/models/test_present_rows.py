"""The migration gives the new fields what the words of present rows already said, and no more."""

from importlib import import_module

import pytest
from django.apps import apps

from catalogue.models import Duration, Indicator, LearnerStatus, Programme, Tuition
from tests.support import catalogue_factories as factories

pytestmark = pytest.mark.django_db
fill = import_module("catalogue.migrations.0007_present_rows").fill
say_the_law = import_module("catalogue.migrations.0013_laws_of_present_rows").say_the_law
say_the_kind = import_module("catalogue.migrations.0017_kinds_of_present_indicators").say_the_kind


@pytest.mark.parametrize(
    ("code", "paid", "is_contract"),
    [
        ("apprentissage", False, True),
        ("professionnalisation", False, True),
        ("stagiaire", False, False),
        ("eleve", False, False),
        ("contrat-local", True, True),  # a pay table is that of a contract
    ],
)
def test_contracts_are_known_by_their_code_or_their_pay(code, paid, is_contract):
    status = factories.status(code=code)
    if paid:
        factories.pay_scale(status)
    fill(apps, None)
    assert LearnerStatus.objects.get(code=code).is_contract is is_contract


@pytest.mark.parametrize(
    ("label", "year"),
    [
        ("1ère année", 1),
        ("1re année d'exécution", 1),
        ("2ème année", 2),
        ("3e année", 3),
        ("Année suivante", None),
        ("Titulaire d'un diplôme (Bac général)", None),
        ("26 ans", None),
        ("0e année", None),
    ],
)
def test_year_of_a_pay_row_is_read_in_its_label(label, year):
    row = factories.pay_row(factories.pay_scale(factories.status()), label=label)
    fill(apps, None)
    row.refresh_from_db()
    assert (row.year, row.label) == (year, label)


@pytest.mark.parametrize(
    ("kind", "months", "entry_year", "cycle"),
    [
        ("bac-pro", 24, None, 3),
        ("bac-pro", 36, None, None),
        ("bac-pro", 24, 2, None),
        ("bts", 24, None, None),
    ],
)
def test_bac_pro_keeps_the_pay_of_its_whole_cycle(monkeypatch, kind, months, entry_year, cycle):
    former = {"months_min": months, "months_max": None}  # its columns in those days
    for name, value in former.items():
        monkeypatch.setattr(Duration, name, value, raising=False)
    certification = factories.certification(kind=kind)
    programme = factories.programme(certification=certification, entry_year=entry_year)
    factories.duration(programme, amount=months, unit="month")
    fill(apps, None)
    assert Programme.objects.get().cycle_years == cycle


def test_title_of_published_results_is_kept():
    programme, other = factories.programme(), factories.programme()
    first = factories.status(learner="apprenti", position=1)
    for one in (programme, other):
        one.statuses.set([factories.status(learner="stagiaire", position=2), first])
    factories.outcome(programme, value=90)
    fill(apps, None)
    programme.refresh_from_db()
    other.refresh_from_db()
    assert (programme.results_status, other.results_status) == (first, None)


@pytest.mark.parametrize(
    ("audience", "kind"), [("Frais de dossier", "fee"), ("Pour les alternants", "tuition")]
)
def test_fees_are_known_by_their_name(audience, kind):
    factories.tuition(factories.programme(), audience=audience, text="Sur devis.")
    fill(apps, None)
    assert Tuition.objects.get().kind == kind


@pytest.mark.parametrize("known", [None, factories.cohort, factories.unit, factories.link])
def test_programme_of_which_only_the_name_is_known_takes_no_application(known):
    programme = factories.programme()
    if known:
        known(programme)
    fill(apps, None)
    assert Programme.objects.get().takes_applications is bool(known)


@pytest.mark.parametrize(
    ("code", "is_contract", "pay_law"),
    [
        ("apprentissage", True, "apprentissage"),
        ("professionnalisation", True, "professionnalisation"),
        ("apprentissage", False, ""),
        ("contrat-local", True, ""),
    ],
)
def test_law_of_the_pay_is_known_by_the_code_of_a_contract(code, is_contract, pay_law):
    factories.status(code=code, is_contract=is_contract)
    say_the_law(apps, None)
    assert LearnerStatus.objects.get(code=code).pay_law == pay_law


@pytest.mark.parametrize(
    ("label", "kept", "kind"),
    [
        ("Taux de réussite global de la formation", "", "obtention"),
        ("Taux de poursuite d’études", "", "poursuite"),  # with either apostrophe
        ("Taux de poursuite d'études", "", "poursuite"),
        ("Insertion professionnelle", "", "insertion"),
        ("Satisfaction globale apprentis", "", "autre"),
        ("Taux de réussite au permis", "", ""),  # nearly: nothing is guessed
        ("Taux de réussite", "autre", "autre"),  # what staff chose stays
    ],
)
def test_rate_of_the_law_is_known_by_its_exact_label(label, kept, kind):
    factories.indicator(label=label, kind=kept)
    say_the_kind(apps, None)
    assert Indicator.objects.get().kind == kind
