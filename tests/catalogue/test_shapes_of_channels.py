"""Other ways to apply than the online application, on page, paper and application.

In expected texts, _ is the no-break space and ~ the narrow one.
"""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from catalogue.models import ApplicationChannel, Certification
from enrolment.applications import answers
from tests.support import catalogue_factories as factories
from tests.support import enrolment_factories
from tests.support.inspecting import doubts
from tests.support.page_reading import items, part, shown
from tests.support.paper_reading import TODAY, fresh, paper

pytestmark = pytest.mark.django_db
PARCOURSUP = "https://dossier.parcoursup.fr/fiche/1"


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def student():
    return factories.status(code="etudiant", name="Statut étudiant", learner="étudiant")


@pytest.fixture
def programme(student):
    """Makes a programme for apprentices, who apply here, and for students, who do elsewhere."""
    made = factories.programme()
    apprentice = factories.status(learner="apprenti", is_contract=True)
    made.statuses.set([apprentice, student])
    return made


@pytest.fixture
def parcoursup(programme, student):
    note = "vœux de janvier à mars"
    return factories.channel(
        programme, kind="parcoursup", status=student, url=PARCOURSUP, note=note
    )


def test_page_and_paper_say_who_applies_where(read, programme, parcoursup):
    lines = ["Apprentis_: dossier en ligne, sur ce site", "Étudiants_: Parcoursup"]
    lines[1] += " (vœux de janvier à mars)"
    page = read(programme.get_absolute_url())
    assert items(page, "inscription") == lines
    assert PARCOURSUP in part(page, "inscription").xpath(".//a/@href")
    (printed,) = paper(programme).find_class("part-inscription")
    assert [shown(item) for item in printed.iter("li")] == lines


def test_programme_with_the_online_application_alone_says_nothing_more(read, programme):
    page = read(programme.get_absolute_url())
    assert not page.xpath("//*[@id='inscription']")


def test_what_one_pays_with_leaves_the_online_application_to_all(read, programme):
    factories.channel(programme, kind="cpf")
    page = read(programme.get_absolute_url())
    assert items(page, "inscription") == [
        "Dossier en ligne, sur ce site",
        "Mon Compte Formation",
    ]


def test_only_other_way_is_the_button_of_a_programme_without_applications(read, programme):
    programme.takes_applications = False
    programme.save()
    factories.channel(programme, kind="other", note="dossier de la Région", url=PARCOURSUP)
    page = read(programme.get_absolute_url())
    (button,) = page.xpath(f"//*[@class='hero-action']//a[@href='{PARCOURSUP}']")
    assert shown(button) == "S’inscrire_: Dossier de la Région"
    assert "Dossier de la Région" in shown(read(f"/candidature/{programme.slug}/", status=404))


def test_start_of_an_application_says_who_applies_elsewhere(read, programme, parcoursup):
    assert "Étudiants_: Parcoursup" in shown(read(f"/candidature/{programme.slug}/"))


@pytest.mark.parametrize("wishes", [True, False])
def test_candidate_whose_status_applies_elsewhere_is_told(programme, parcoursup, student, wishes):
    application = enrolment_factories.application(
        programme=programme, learner_status=student if wishes else None
    )
    told = [words for words, _ in answers.hints(application, today=TODAY)]
    sentence = "Pour le statut « Statut étudiant », l’inscription se fait par : Parcoursup."
    assert (sentence in told) is wishes


def test_another_way_has_a_name(programme):
    with pytest.raises(ValidationError, match="se nomme"):
        ApplicationChannel(programme=programme, kind="other").full_clean()


def test_one_way_is_entered_once_for_everybody(programme):
    factories.channel(programme, kind="cpf")
    with pytest.raises(ValidationError, match="déjà saisie"):
        ApplicationChannel(programme=programme, kind="cpf").full_clean()


def test_way_of_a_status_that_is_not_offered_is_told_to_staff(programme, parcoursup, student):
    programme.statuses.remove(student)
    (told,) = [words for words in doubts(fresh(programme), on=TODAY) if "voie" in words]
    assert told.endswith(
        "Parcoursup », est pour un statut que la formation ne propose pas : Statut étudiant."
    )


# What else a programme of another shape says


def test_option_says_the_certification_that_is_its_own(read, programme):
    other = factories.certification(kind="cqp", title="Vendeur cycles", register_code="RNCP90011")
    factories.option(programme, certification=other)
    words = shown(part(read(programme.get_absolute_url()), "contenu"))
    assert "Mène à_: CQP Vendeur cycles, niveau_4 (RNCP90011)" in words


def test_certificate_with_an_end_says_how_long_it_is_valid_and_how_it_is_renewed(read):
    certification = factories.certification(
        kind="autre", title="Sauveteur", valid_months=24, renewal="Recyclage de 7 h avant la fin"
    )
    programme = factories.programme(certification=certification)
    words = "2_ans après l’obtention. Recyclage de 7_h avant la fin"
    page = shown(read(programme.get_absolute_url()))
    assert page.count(words) == 2
    assert f"Valable {words}" in page
    assert words in shown(paper(programme))


def test_renewal_without_validity_is_refused(db):
    with pytest.raises(ValidationError, match="Une validité est un nombre de mois"):
        Certification(kind="autre", title="Sauveteur", renewal="Recyclage").full_clean()


def test_days_before_the_entry_are_said_in_their_order(read, programme):
    cohort = factories.cohort(programme)
    for kind, day in (("entry", 20), ("selection", 12), ("information", 4), ("positioning", 15)):
        factories.milestone(cohort, kind=kind, date=date(2027, 5, day))
    words = shown(part(read(programme.get_absolute_url()), "calendrier"))
    labels = ["Réunion d’information_:", "Sélection_:", "Positionnement_:", "Entrée_:"]
    assert sorted(labels, key=words.index) == labels


def test_costs_that_one_may_do_without_are_said_so(read, programme):
    learner = {"payers": ["learner"], "audience": ""}
    meal = {"kind": "optional", "name": "Restaurant", "period": "meal"}
    factories.tuition(programme, amount="4.50", **meal, **learner)
    factories.tuition(programme, amount=60, kind="deposit", **learner)
    words = shown(read(programme.get_absolute_url()))
    assert "Restaurant (facultatif)_: 4,50_€ par repas" in words
    assert "Caution, rendue à la fin_: 60_€" in words
