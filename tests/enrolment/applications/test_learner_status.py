"""The application speaks of a contract only where one may be signed, and offers the statuses of the
programme alone.
"""

from datetime import date

import pytest
from django.urls import reverse

from enrolment.applications import answers, tasks
from enrolment.applications.asked import documents_asked
from enrolment.forms.guardians import GuardiansForm
from enrolment.forms.tasks import FORMS, ContractForm, StatusForm
from enrolment.models import Application
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
APPRENTICE = {"code": "apprenti", "name": "Apprentissage", "is_contract": True}
TRAINEE = {"code": "stagiaire", "name": "Stage"}
PUPIL = {"code": "eleve", "name": "Statut scolaire"}


def draft(*statuses, **fields):
    """Makes a draft for a programme with these statuses, beside one that the centre has."""
    catalogue.status(**{"code": "autre", "name": "Autre contrat", "is_contract": True})
    programme = catalogue.programme()
    programme.statuses.set([catalogue.status(**status) for status in statuses])
    return factories.application(status="draft", programme=programme, **fields)


def titles(application):
    return [task.slug for task in tasks.tasks_of(application, today=TODAY)]


def choices(application, form):
    return [
        code for code, _ in form(instance=application, today=TODAY)["learner_status"].field.choices
    ]


@pytest.mark.parametrize(
    ("statuses", "task"),
    [
        ([], "contrat"),  # not known: the centre's contracts and statuses
        ([APPRENTICE], "contrat"),
        ([APPRENTICE, TRAINEE], "contrat"),
        ([TRAINEE, PUPIL], "statut"),
        ([TRAINEE], None),
    ],
)
def test_task_depends_on_the_statuses_of_the_programme(statuses, task):
    shown = titles(draft(*statuses))
    assert [slug for slug in shown if slug in ("contrat", "statut")] == [task] * bool(task)


@pytest.mark.parametrize(
    ("statuses", "form", "offered"),
    [
        ([], ContractForm, ["autre", "inconnu"]),
        ([APPRENTICE, TRAINEE], ContractForm, ["apprenti", "stagiaire", "inconnu"]),
        ([TRAINEE, PUPIL], StatusForm, ["stagiaire", "eleve"]),
    ],
)
def test_form_offers_the_statuses_of_the_programme(statuses, form, offered):
    assert sorted(choices(draft(*statuses), form)) == sorted(offered)


def answer(application, task, **typed):
    form = FORMS[task](typed, instance=application, today=TODAY)
    assert form.is_valid(), form.errors
    form.apply(application, now=NOW)
    return form


def test_contract_wished_for_is_kept_and_shown():
    application = draft(APPRENTICE, TRAINEE)
    answer(application, tasks.CONTRACT, learner_status="apprenti", search="cherche")
    assert application.learner_status.name == "Apprentissage"
    assert tasks.is_done(application, tasks.CONTRACT, today=TODAY)
    assert ("Contrat", "Apprentissage") in dict_of(application)["contrat"]


def dict_of(application):
    return {slug: pairs for _, slug, pairs in answers.summary(application, today=TODAY)}


def test_unknown_contract_is_an_answer():
    application = draft(APPRENTICE, TRAINEE)
    answer(application, tasks.CONTRACT, learner_status="inconnu", search="cherche")
    assert (application.learner_status, application.status_wished) == (None, "Ne sait pas encore")
    form = ContractForm(instance=application, today=TODAY)
    assert form["learner_status"].initial == "inconnu"


def test_no_answer_is_refused_with_its_sentence():
    form = ContractForm({"search": "cherche"}, instance=draft(APPRENTICE), today=TODAY)
    assert form.errors["learner_status"] == ["Choisissez un contrat, ou « Je ne sais pas encore »."]


def test_status_of_another_programme_is_refused():
    typed = {"learner_status": "autre", "search": "cherche"}
    assert "learner_status" in ContractForm(typed, instance=draft(APPRENTICE), today=TODAY).errors


def test_who_signs_no_contract_is_asked_for_no_company():
    application = draft(APPRENTICE, TRAINEE, search="trouvee", company="Menuiserie Roux")
    answer(application, tasks.CONTRACT, learner_status="stagiaire", search="trouvee", company="X")
    assert (application.search, application.company) == ("", "")
    assert tasks.is_done(application, tasks.CONTRACT, today=TODAY)
    assert dict_of(application)["contrat"] == [("Contrat", "Stage")]


def test_status_is_asked_where_there_are_several():
    application = draft(TRAINEE, PUPIL)
    assert not tasks.is_done(application, tasks.STATUS, today=TODAY)
    answer(application, tasks.STATUS, learner_status="eleve")
    assert tasks.is_done(application, tasks.STATUS, today=TODAY)
    assert dict_of(application)["statut"] == [("Statut", "Statut scolaire")]


@pytest.mark.parametrize(("statuses", "asks"), [([TRAINEE], False), ([APPRENTICE], True)])
def test_alternance_is_a_question_where_there_is_one(statuses, asks):
    application = draft(*statuses)
    form = FORMS[tasks.MOTIVATION](instance=application, today=TODAY)
    hints = [sentence for sentence, _ in answers.hints(application, today=TODAY)]
    assert ("rhythm" in form.fields) is asks
    assert any("alternance" in sentence for sentence in hints) is asks
    assert ("L’alternance", "") in dict_of(application)["motivation"] or not asks


@pytest.mark.parametrize(
    ("statuses", "wished", "asked"),
    [
        ([TRAINEE], None, True),
        ([APPRENTICE, TRAINEE], None, False),
        ([APPRENTICE, TRAINEE], "stagiaire", True),
        ([APPRENTICE, TRAINEE], "apprenti", False),
        ([], None, False),
    ],
)
def test_document_of_trainees_is_asked_of_those_without_a_contract(statuses, wished, asked):
    factories.document_kind(condition="trainee")
    application = draft(*statuses)
    application.learner_status = application.programme.statuses.filter(code=wished).first()
    assert bool(documents_asked(application, today=TODAY)) is asked


@pytest.mark.parametrize(
    ("statuses", "signed"),
    [
        ([APPRENTICE], "votre contrat sera signé"),
        ([APPRENTICE, TRAINEE], "votre contrat ou votre inscription sera signé"),
        ([TRAINEE], "votre inscription sera signée"),
    ],
)
def test_what_the_representatives_sign_too_is_said(statuses, signed):
    assert GuardiansForm(instance=draft(*statuses), today=TODAY).signed == signed


def test_pages_of_an_application_without_a_contract_speak_of_none(client):
    from tests.enrolment.views.test_application import come_in  # signs the client in

    programme = catalogue.programme(slug="bac-pro-gestion")
    programme.statuses.set([catalogue.status(**TRAINEE), catalogue.status(**PUPIL)])
    come_in(client)
    Application.objects.update(birth_date=date(2012, 3, 27))
    application = Application.objects.get()
    for task in tasks.tasks_of(application, today=TODAY):
        page = client.get(reverse("enrolment:task", args=[application.reference, task.slug]))
        said = page.content.decode().split("<main")[-1].lower()
        found = [
            word for word in ("employeur", "entreprise", "alternance", "salaire") if word in said
        ]
        assert (page.status_code, found) == (200, []), task
