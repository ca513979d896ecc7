"""The pages of a sent application, as a browser without JavaScript sees them."""

from datetime import UTC, date, datetime, timedelta

import lxml.html
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Email

from charmilles import typography
from enrolment import sign_in
from enrolment.applications.answers import ACTOR_SENTENCES, EXPECTATIONS
from enrolment.applications.progress import Progress
from enrolment.mails import applications
from enrolment.models import CLOSED, Application, Document, Status
from enrolment.views.base import DEVICE
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(client):
    """sent(status, …) makes an application, and signs its candidate in."""

    def sent(status, **fields):
        cohort = factories.cohort(places=1)
        since = timezone.now() - timedelta(days=1)
        application = factories.application(cohort=cohort, status=status, since=since, **fields)
        client.cookies[DEVICE] = sign_in.remember(application.email, now=timezone.now())
        return application

    return sent


def page_of(name, application):
    return reverse(f"enrolment:{name}", args=[application.reference])


def status_of(application):
    return Application.objects.get(pk=application.pk).status


def words(response):
    page = lxml.html.fromstring(response.content.decode())
    return " ".join(page.find(".//main").text_content().split())


def follow(application, *, now=None):
    fresh = Application.objects.get(pk=application.pk)
    return Progress(fresh, now or timezone.now())


# The status


@pytest.mark.parametrize("status", [status for status in Status if status != "draft"])
def test_every_step_has_its_page(client, sent, status):
    application = sent(status)
    said = words(client.get(page_of("dossier", application)))
    assert application.reference in said
    assert " ".join(typography.french(EXPECTATIONS[status]).split()) in said


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.SUBMITTED, "C’est au centre d’agir : vous n’avez rien à faire."),
        (Status.TO_BOOK, "C’est à vous d’agir."),
        (Status.BOOKED, ""),
    ],
)
def test_page_says_whose_turn_it_is(sent, status, said):
    assert follow(sent(status)).whose_turn == said


# The weeks of whoever is admitted


def admit(sent, *, status=Status.ADMITTED):
    """Gives a place in a cohort whose first week in the centre is known."""
    application = sent(status)
    programme = application.programme
    catalogue.rhythm_step(programme, "CCCCC")
    catalogue.rhythm_step(programme, position=1)
    days = {"starts": date(2027, 9, 1), "ends": date(2028, 6, 30), "first_week": 2}
    programme.cohorts.get().years.update_or_create(number=1, defaults=days)
    return application


NEXT = "Votre prochaine semaine au centre : du 6 au 10 septembre 2027."


def test_admitted_candidate_is_told_the_next_days_in_the_centre(client, sent):
    application = admit(sent)
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        client.cookies[DEVICE] = sign_in.remember(application.email, now=timezone.now())
        assert NEXT in words(client.get(page_of("dossier", application)))


def test_week_is_that_of_the_day_of_the_visit(sent):
    application = admit(sent)
    week = follow(application, now=datetime(2027, 9, 9, tzinfo=UTC)).next_centre_week
    assert week.replace(typography.NBSP, " ") == "du 20 au 24 septembre"


@pytest.mark.parametrize("status", [Status.ADMISSIBLE, Status.OFFERED, Status.WITHDRAWN])
def test_nobody_else_is_told_of_weeks(sent, status):
    assert follow(admit(sent, status=status)).next_centre_week == ""


def test_admitted_candidate_of_a_cohort_without_weeks_is_told_nothing(client, sent):
    assert "prochaine semaine" not in words(client.get(page_of("dossier", sent(Status.ADMITTED))))


def test_document_to_replace_gives_the_turn_to_the_candidate(client, sent):
    application = sent(Status.SUBMITTED)
    state = {"state": Document.State.TO_REPLACE, "reason": "Flou", "decided_at": timezone.now()}
    factories.document(application=application, **state)
    page = client.get(page_of("dossier", application)).content.decode()
    assert follow(application).whose_turn == ACTOR_SENTENCES["candidat"]
    assert "Remplacer maintenant" in page


def test_closed_application_has_no_document_to_replace(sent):
    application = sent(Status.DECLINED)
    state = {"state": Document.State.TO_REPLACE, "reason": "Flou", "decided_at": timezone.now()}
    factories.document(application=application, **state)
    assert follow(application).to_replace == []


def test_application_just_sent_is_confirmed(client, sent):
    application = sent(Status.SUBMITTED)
    said = words(client.get(page_of("dossier", application)))
    assert said.startswith("Votre candidature est envoyée")


def test_application_back_at_the_centre_is_not_confirmed_again(client, sent):
    application = sent(Status.SUBMITTED, submitted_at=timezone.now() - timedelta(days=9))
    assert words(client.get(page_of("dossier", application))).startswith("Ma candidature")


@pytest.mark.parametrize(("hours", "is_late"), [(1, False), (-1, True)])
def test_page_says_that_a_date_is_past(sent, hours, is_late):
    application = sent(Status.TO_BOOK, due_at=timezone.now() + timedelta(hours=hours))
    assert follow(application).is_late is is_late


def test_page_gives_the_rank(client, sent):
    application = sent(Status.WAITING_LIST)
    said = words(client.get(page_of("dossier", application)))
    assert "Votre rang sur la liste d’attente : 1." in said


@pytest.mark.parametrize(
    ("status", "page"),
    [
        (Status.WAITING_DOCUMENTS, "documents"),
        (Status.TO_BOOK, "interview"),
        (Status.BOOKED, "interview"),
        (Status.OFFERED, "place"),
    ],
)
def test_next_action_has_a_button(client, sent, status, page):
    application = sent(status)
    tree = lxml.html.fromstring(client.get(page_of("dossier", application)).content.decode())
    (button,) = tree.xpath("//main//a[@class='button']/@href")
    assert button == page_of(page, application)


def test_nothing_to_do_has_no_button(client, sent):
    application = sent(Status.INTERVIEWED)
    tree = lxml.html.fromstring(client.get(page_of("dossier", application)).content.decode())
    assert tree.xpath("//main//a[@class='button']") == []


# The steps


def test_steps_are_told_in_plain_words(sent):
    application = sent(Status.WAITING_LIST)
    for before, after in [
        ("draft", "submitted"),
        ("submitted", "waiting_documents"),
        ("waiting_documents", "submitted"),
        ("offered", "waiting_list"),
    ]:
        factories.transition(application=application, before=before, after=after)
    assert [step.text for step in follow(application).steps] == [
        "Candidature envoyée",
        "Documents demandés",
        "Documents complets",
        "Place laissée à la personne suivante",
    ]


def test_joining_an_intake_is_told_by_its_reason(sent):
    application = sent(Status.SUBMITTED)
    same = {"before": "submitted", "after": "submitted", "reason": "Rattachée à la promotion 2028"}
    factories.transition(application=application, **same)
    (step,) = follow(application).steps
    assert (step.text, step.note) == ("Votre dossier", "Rattachée à la promotion 2028")


@pytest.mark.parametrize(
    ("publics", "last", "done"),
    [
        (
            [True],
            "La signature du contrat avec l’entreprise : l’admission est définitive",
            "Contrat signé, admission définitive",
        ),
        (
            [True, False],
            "La signature du contrat avec l’entreprise ou, sans contrat, la confirmation du "
            "centre : l’admission est définitive",
            "Admission définitive",
        ),
        (
            [False],
            "La confirmation du centre : l’admission est définitive",
            "Admission définitive",
        ),
    ],
)
def test_last_step_is_a_contract_only_where_one_is_signed(sent, publics, last, done):
    application = sent(Status.INTERVIEWED)
    statuses = [catalogue.status(is_contract=is_contract) for is_contract in publics]
    application.programme.statuses.set(statuses)
    steps = follow(application).coming
    assert [(step.text, step.at) for step in steps] == [
        ("La réponse du centre", None),
        (last, None),
    ]
    factories.transition(application=application, before="admissible", after="admitted")
    assert follow(application).steps[-1].text == done


@pytest.mark.parametrize("is_contract", [True, False])
def test_admissible_is_told_to_find_a_company_only_for_a_contract(sent, is_contract):
    application = sent(Status.ADMISSIBLE)
    application.programme.statuses.add(catalogue.status(is_contract=is_contract))
    told = follow(application).expectation
    (letter,) = applications.status_changed(application)
    for said in (told, letter.message):
        assert ("entreprise" in said) is is_contract
        assert ("quand le centre la confirme" in said) is not is_contract


@pytest.mark.parametrize("status", CLOSED)
def test_nothing_is_to_come_once_closed(sent, status):
    assert follow(sent(status)).coming == []


# The messages


def test_messages_are_those_of_the_candidate(sent):
    application = sent(Status.SUBMITTED)
    factories.guardian(application=application, email="paule@exemple.test")
    own, _ = applications.submitted(application)
    applications.staff_new_application(application)
    (shown,) = follow(application).messages
    assert (shown.subject, shown.text) == (own.subject, own.message)


def test_message_whose_text_is_gone_keeps_its_subject(client, sent):
    application = sent(Status.SUBMITTED)
    applications.submitted(application)
    Email.objects.all().delete()
    assert "Le texte de ce message n’est plus gardé." in words(
        client.get(page_of("dossier", application))
    )


def test_scheduled_message_is_not_shown_yet(sent):
    application = sent(Status.BOOKED)
    applications.submitted(application)
    later = timezone.now() + timedelta(days=1)
    Email.objects.update(scheduled_time=later)
    shown = [len(follow(application, now=now).messages) for now in (timezone.now(), later)]
    assert shown == [0, 1]


def test_message_that_could_not_leave_says_so(client, sent):
    application = sent(Status.SUBMITTED)
    applications.submitted(application)
    Email.objects.update(status=STATUS.failed)
    said = words(client.get(page_of("dossier", application)))
    assert "Ce courriel n’a pas pu vous parvenir." in said


@pytest.mark.parametrize("rows", [1, 12])
def test_page_costs_the_same_whatever_happened(client, sent, rows, django_assert_num_queries):
    application = sent(Status.SUBMITTED)
    for _ in range(rows):
        applications.submitted(application)
        factories.transition(application=application)
    with django_assert_num_queries(16):
        client.get(page_of("dossier", application))


# Withdrawing


def test_reason_of_a_withdrawal_is_saved(client, sent):
    application = sent(Status.ADMISSIBLE)
    client.post(page_of("withdraw", application), {"reason": "J’ai signé ailleurs."})
    assert application.transitions.get().reason == "J’ai signé ailleurs."


@pytest.mark.parametrize(
    ("status", "may"), [("admitted", True), ("submitted", True), ("declined", False)]
)
def test_who_may_still_withdraw(sent, status, may):
    assert follow(sent(Status(status))).may_withdraw is may


# The place proposed


def test_looking_at_the_place_takes_nothing(client, sent):
    application = sent(Status.OFFERED)
    assert client.get(page_of("place", application)).status_code == 200
    assert status_of(application) == "offered"


def test_place_is_accepted_by_the_button(client, sent):
    application = sent(Status.OFFERED)
    answer = client.post(page_of("place", application))
    assert (answer.url, status_of(application)) == (page_of("dossier", application), "admissible")


def test_place_is_left_by_the_other_button(client, sent):
    application = sent(Status.OFFERED)
    client.post(page_of("pass_place", application))
    assert status_of(application) == "waiting_list"


def test_leaving_a_place_is_not_done_by_a_link(client, sent):
    application = sent(Status.OFFERED)
    assert client.get(page_of("pass_place", application)).status_code == 405


def test_late_acceptance_is_explained(client, sent):
    application = sent(Status.OFFERED, due_at=timezone.now() - timedelta(minutes=1))
    answer = client.post(page_of("place", application))
    assert (answer.status_code, status_of(application)) == (409, "waiting_list")
    assert "Le délai pour accepter cette place est passé" in words(answer)


def test_second_acceptance_changes_nothing(client, sent):
    application = sent(Status.OFFERED)
    client.post(page_of("place", application))
    assert "C’est déjà fait" in client.post(page_of("place", application)).content.decode()
    assert status_of(application) == "admissible"


def test_without_an_offer_there_is_no_such_page(client, sent):
    application = sent(Status.WAITING_LIST)
    assert client.get(page_of("place", application)).url == page_of("dossier", application)


# While the answer is awaited


def contact(application, role, name):
    made = catalogue.contact(name=name, phone="+33476010203", hours="De 9 h à 12 h.")
    catalogue.link(application.programme, contact=made, role=role)


def test_answer_is_awaited_from_somebody_until_a_day(client, sent):
    application = sent(Status.SUBMITTED)
    application.programme.answer_days = 3
    application.programme.save()
    contact(application, "lead", "Ada Vidal")
    page = words(client.get(page_of("dossier", application)))
    last = typography.deadline(follow(application).answered_by).replace(typography.NBSP, " ")
    assert f"Le centre promet une réponse avant le {last}, par courriel." in page
    _, _, people = page.partition("Qui vous répond")
    assert [
        said for said in ("Ada Vidal", "04 76 01 02 03", "De 9 h à 12 h.") if said not in people
    ] == []


def test_late_answer_is_said_to_be_late(client, sent):
    application = sent(Status.SUBMITTED)
    application.programme.answer_days = 1
    application.programme.save()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        page = words(client.get(page_of("dossier", application)))
    assert "Le centre avait promis une réponse avant le" in page


@pytest.mark.parametrize(
    ("search", "status", "seeks"),
    [
        ("cherche", Status.SUBMITTED, True),
        ("aide", Status.ADMISSIBLE, True),
        ("trouvee", Status.SUBMITTED, False),
        ("cherche", Status.ADMITTED, False),
        ("cherche", Status.DECLINED, False),
    ],
)
def test_who_has_no_company_is_told_to_look_for_one(client, sent, search, status, seeks):
    application = sent(status, search=search)
    contact(application, "companies", "Max Roy")
    page = words(client.get(page_of("dossier", application)))
    assert ("Cherchez une entreprise dès maintenant" in page) == seeks
    assert ("Max Roy" in page) == seeks


def test_who_waits_is_told_how_to_prepare(client, sent):
    assert "Préparer l’entretien" in words(client.get(page_of("dossier", sent(Status.SUBMITTED))))
