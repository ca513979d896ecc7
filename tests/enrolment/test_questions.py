"""« Poser une question »: sent from a proved address, answered once, erased by rule."""

from datetime import timedelta

import lxml.html
import pytest
import time_machine
from post_office.models import Email

from charmilles.throttle import TooMany
from enrolment import questions, sign_in
from enrolment.models import Question
from enrolment.views.base import DEVICE
from enrolment.workflow import Refused
from tests.support import enrolment_factories as people
from tests.support.acts import filled
from tests.support.enrolment_factories import NOW, factories
from tests.support.sign_in_mails import give

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LEA, TEXT = "lea@exemple.fr", "Y a-t-il un internat ? Voir http://evil.test"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def programme():
    made = factories.programme(slug="essai", short_name="Bac pro Essai")
    admissions = factories.contact(name="Ada Vidal", email="ada@tilleuls.test")
    factories.link(made, contact=admissions, role="admissions")
    return made


def ask(programme=None, *, proved=None, now=NOW):
    return questions.ask(TEXT, email=LEA, programme=programme, proved=proved, now=now)


def written():
    return {mail.to[0]: mail for mail in Email.objects.all()}


def text(answer):
    tree = lxml.html.fromstring(answer.content.decode())
    return " ".join(tree.xpath("string(//main)").split())


# Asking


def test_words_are_sent_to_nobody_before_the_address_is_proved(programme):
    question = ask(programme)
    (mail,) = Email.objects.all()
    assert mail.to == [LEA]
    assert "internat" not in mail.message + mail.html_message
    assert not Question.objects.received().exists()
    questions.send(question, now=NOW)
    assert "internat" in written()["ada@tilleuls.test"].message


def test_right_person_reads_it_with_the_programme_and_answers_its_author(programme):
    ask(programme, proved=LEA)
    mail = written()["ada@tilleuls.test"]
    assert mail.subject == "Une question attend votre réponse – Bac pro Essai"
    assert mail.headers["Reply-To"] == LEA
    assert "http://evil.test" not in mail.message  # no link that a stranger wrote


def test_question_about_no_programme_has_a_whole_subject():
    factories.centre(email="accueil@tilleuls.test")
    ask(proved=LEA)
    assert written()["accueil@tilleuls.test"].subject == "Une question attend votre réponse"


def test_reply_to_the_answer_reaches_who_answers_for_admissions(programme):
    factories.link(
        programme, contact=factories.contact(name="Léo Bio", phone="+33123456789"), role="lead"
    )
    questions.answer(people.question(programme=programme), "Oui.", by=people.staff(), now=NOW)
    assert Email.objects.get().headers["Reply-To"] == "ada@tilleuls.test"


def test_author_gets_a_copy_once(programme):
    question = ask(programme, proved=LEA)
    questions.send(question, now=NOW)
    assert "internat" in written()[LEA].message
    assert Email.objects.count() == 2


def test_sixth_question_of_an_hour_is_told_to_wait():
    for _ in range(5):
        ask(proved=LEA)
    with pytest.raises(TooMany):
        ask(proved=LEA)


def test_who_is_signed_in_sends_at_once_and_only_from_their_own_address(client, programme):
    client.cookies[DEVICE] = sign_in.remember(LEA, now=NOW)
    page = "/candidature/question/formation/essai/"
    assert f'value="{LEA}"' in client.get(page).content.decode()
    assert "Votre question est partie" in text(give(client, page, LEA, text=TEXT, follow=True))
    other = give(client, page, "autre@exemple.fr", text=TEXT, follow=True)
    assert "Regardez vos courriels" in text(other)


def test_looking_at_the_link_sends_nothing_and_its_button_does(client):
    link = f"/candidature/question/{ask().token}/"
    assert "Envoyer ma question" in text(client.get(link))
    assert not Question.objects.received().exists()
    assert "Votre question est partie" in text(client.post(link, follow=True))


# Answering


def test_answer_typed_in_the_staff_pages_leaves_and_is_read_by_its_author(admin_client, client):
    question = people.question(email=LEA)
    page = f"/gestion/enrolment/question/{question.pk}/change/"
    admin_client.post(page, filled(admin_client.get(page)) | {"answer": "Oui,\nà dix minutes."})
    assert "Oui, à dix minutes." in written()[LEA].message
    shown = text(client.get(f"/candidature/question/{question.token}/"))
    assert "Le centre vous a répondu" in shown
    assert "à dix minutes." in shown


def test_second_answer_is_refused_and_what_was_typed_stays(admin_client):
    question = people.question()
    page = f"/gestion/enrolment/question/{question.pk}/change/"
    tab = filled(admin_client.get(page))
    questions.answer(question, "Oui.", by=people.staff(), now=NOW)
    answer = admin_client.post(page, tab | {"answer": "Peut-être bien."})
    assert "Peut-être bien." in answer.content.decode()
    assert Question.objects.get().answer == "Oui."
    with pytest.raises(Refused):
        questions.answer(question, "Non.", by=people.staff(), now=NOW)


def test_staff_never_read_what_nobody_proved(admin_client):
    unproved = people.question(received=False)
    assert "internat" not in admin_client.get("/gestion/enrolment/question/").content.decode()
    page = f"/gestion/enrolment/question/{unproved.pk}/change/"
    assert admin_client.get(page).status_code == 302


@pytest.mark.parametrize(
    ("count", "said"), [(1, "Une question attend une"), (2, "2 questions attendent une")]
)
def test_home_of_staff_says_how_many_wait(admin_client, count, said):
    for _ in range(count):
        people.question()
    assert said in admin_client.get("/gestion/").content.decode().replace("\u00a0", " ")


# Erasing


@pytest.mark.parametrize(
    ("fields", "days"),
    [({"received": False}, 2), ({"answer": "Oui.", "answered_at": NOW}, 30), ({}, 182)],
)
def test_question_is_erased_by_rule(fields, days):
    people.question(**fields)
    last = NOW + days * DAY
    assert questions.forget(last - timedelta(seconds=1), False) == 0
    assert [questions.forget(last, True), questions.forget(last, False)] == [1, 1]


def test_its_author_erases_it_with_its_mails(client, programme):
    question = ask(programme, proved=LEA)
    assert "est effacée" in text(client.post(f"/candidature/question/{question.token}/effacer/"))
    assert (Question.objects.count(), Email.objects.count()) == (0, 0)
