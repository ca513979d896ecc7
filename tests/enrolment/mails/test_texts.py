"""The texts of messages: those of the site and of staff, never run as templates."""

import re
from datetime import timedelta

import lxml.html
import pytest
from django.urls import reverse
from post_office.models import STATUS, Email

from enrolment.mails import applications, letter, texts
from enrolment.models import Message, MessageText
from tests.support import enrolment_factories as factories

LIST = reverse("admin:enrolment_messagetext_changelist")
SENT = reverse("admin:enrolment_message_changelist")
HOUR = timedelta(hours=1)
BODY = "Nous avons {{ reference }}.\n\nÀ bientôt."


def rewrite(name="submitted", subject="Reçue – {{programme}}", body=BODY):
    return MessageText.objects.create(name=name, subject=subject, body=body)


# The list of messages


@pytest.mark.parametrize("name", texts.names())
def test_text_of_the_site_quotes_what_is_listed_only(name):
    quoted = re.findall(r"\{[{%]\s*(.*?)\s*[%}]\}", "\n".join(texts.built_in(name)))
    assert set(quoted) - texts.variables(name).keys() == set()


def test_every_variable_has_an_example():
    assert texts.EXAMPLES.keys() == texts.VARIABLES.keys() - set(texts.ALWAYS)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("submitted", ("Candidature envoyée", "au candidat")),
        ("guardian_status", ("Candidature", "au représentant")),
        ("staff_withdrawn", ("Candidature retirée", "au centre")),
        ("interview_confirmed", ("Entretien réservé", "au candidat")),
        ("access_code", ("Votre code", "au candidat")),
        ("status_admissible", ("Vous êtes admissible", "au candidat")),
    ],
)
def test_message_is_named_by_its_subject(name, said):
    assert (texts.title(name), texts.audience(name).label) == said


def test_names_are_only_those_of_the_list():
    assert "../../base" not in texts.names()
    assert "layout" not in texts.names()


# Checks of a text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Bonjour {{ prenom }}", "Ce message ne connaît pas « prenom »."),
        ("{{ reference|safe }}", "Ce message ne connaît pas « reference|safe »."),
        ("{{ when }}", "Ce message ne connaît pas « when »."),
        ("{{ programme }", "Une accolade est seule."),
        ("{{ programme", "Une accolade est seule."),
        ("{% now 'Y' %}", "Une accolade est seule."),
        ("{{ {{ programme }} }}", "Une accolade est seule."),
    ],
)
def test_unknown_variable_is_refused(written, said):
    with pytest.raises(texts.Unknown, match=f"^{re.escape(said)}"):
        texts.check("submitted", written)


@pytest.mark.parametrize("written", ["Sans rien", "{{programme}}", "{{ reference }} {{  centre }}"])
def test_known_variable_is_accepted(written):
    assert texts.check("submitted", written) is None


def test_value_is_not_read_again():
    filled = texts.fill(texts.Text("{{ programme }}", "a"), {"programme": "{{ centre }}"})
    assert filled == ["{{ centre }}", "a"]


def test_paragraphs_are_separated_by_empty_lines():
    filled = texts.fill(texts.Text("o", "un\ndeux\r\n\r\n\n trois !"), {})
    assert filled == ["o", "un deux", "trois\u202f!"]


# Messages sent


@pytest.mark.django_db
def test_message_has_the_words_of_staff():
    rewrite()
    application = factories.application()
    message, *_ = applications.submitted(application)
    assert message.subject == f"Reçue – {application.programme.short_name}"
    assert f"\n\nNous avons {application.reference}.\n\n" in message.message


@pytest.mark.django_db
def test_words_of_staff_are_not_html():
    rewrite(body="<b>Gras</b>")
    message, *_ = applications.submitted(factories.application())
    assert "&lt;b&gt;Gras&lt;/b&gt;" in message.html_message


@pytest.mark.django_db
def test_words_cost_one_query(django_assert_num_queries):
    rewrite()
    with django_assert_num_queries(1):
        texts.current("submitted")


# The pages of staff


@pytest.fixture
def writer(client, db):
    client.force_login(factories.staff(rights=["view_messagetext", "change_messagetext"]))
    return client


def page_of(name):
    return reverse("admin:enrolment_messagetext_change", args=[name])


def tree(response):
    return lxml.html.fromstring(response.content.decode())


def test_list_has_every_message(writer):
    links = tree(writer.get(LIST)).xpath("//*[@class='results']//th/a/@href")
    assert links == [page_of(name) for name in texts.names()]


def test_list_says_what_was_rewritten(writer):
    rewrite()
    rows = tree(writer.get(LIST)).xpath("//tr[contains(., 'réécrit le')]/th/a/@href")
    assert rows == [page_of("submitted")]


def test_page_begins_with_the_text_of_the_site(writer):
    page = tree(writer.get(page_of("submitted")))
    assert page.get_element_by_id("id_body").value.strip() == texts.built_in("submitted").body


def test_text_is_saved(writer):
    writer.post(page_of("submitted"), {"subject": "Reçue", "body": BODY})
    saved = MessageText.objects.values_list("name", "subject", "body").get()
    assert saved == ("submitted", "Reçue", BODY)


def test_text_is_saved_once(writer):
    rewrite()
    writer.post(page_of("submitted"), {"subject": "Reçue", "body": BODY})
    assert MessageText.objects.get().subject == "Reçue"


def test_wrong_text_is_explained_and_not_saved(writer):
    answer = writer.post(page_of("submitted"), {"subject": "Reçue", "body": "{{ prenom }}"})
    (said,) = tree(answer).xpath("//ul[contains(@class, 'errorlist')]/li/text()")
    assert said.startswith("Ce message ne connaît pas « prenom ».")
    assert not MessageText.objects.exists()


def test_preview_shows_both_forms_and_saves_nothing(writer):
    posted = {"subject": "Reçue – {{ programme }}", "body": BODY, "preview": "1"}
    shown = tree(writer.post(page_of("submitted"), posted)).xpath(
        '//*[contains(@class, "mail-sheet")] | //pre[@class="mail-preview"]'
    )
    assert ["Nous avons CH-7K3P-2QXW." in preview.text_content() for preview in shown] == [
        True,
        True,
    ]
    assert not MessageText.objects.exists()


def test_preview_keeps_what_is_typed(writer):
    posted = {"subject": "Reçue", "body": BODY, "preview": "1"}
    page = tree(writer.post(page_of("submitted"), posted))
    assert page.get_element_by_id("id_subject").value == "Reçue"


def test_text_of_the_site_comes_back(writer):
    rewrite()
    writer.post(page_of("submitted"), {"restore": "1"})
    assert texts.current("submitted") == texts.built_in("submitted")


def test_unknown_message_has_no_page(writer):
    assert writer.get(page_of("layout")).status_code == 404


def test_reader_writes_nothing(client, db):
    client.force_login(factories.staff(rights=["view_messagetext"]))
    assert client.post(page_of("submitted"), {"subject": "A", "body": "B"}).status_code == 403
    assert not MessageText.objects.exists()


# The pages of messages sent


@pytest.fixture
def failed(client, db):
    """Makes a message that could not be sent, and one that was; signs in staff who read them."""
    client.force_login(factories.staff(rights=["view_message", "change_message"]))
    bad, _ = (applications.submitted(factories.application())[0] for _ in range(2))
    Email.objects.update(status=STATUS.sent)
    Email.objects.filter(pk=bad.pk).update(status=STATUS.failed, number_of_retries=48)
    return Message.objects.get(email=bad)


def test_failures_are_found(client, failed):
    page = tree(client.get(f"{SENT}?envoi=echec"))
    assert page.xpath("//td[@class='field-fate']/text()") == ["échec"]


def test_failure_is_sent_again(client, failed):
    chosen = [message.pk for message in Message.objects.all()]
    client.post(SENT, {"action": "send_again", "_selected_action": chosen, "index": 0})
    states = Email.objects.order_by("pk").values_list("status", "number_of_retries")
    assert list(states) == [(STATUS.queued, 0), (STATUS.sent, None)]


def test_only_what_has_failed_is_sent_again(failed):
    assert letter.send_again(Message.objects.exclude(pk=failed.pk).values("email")) == 0


# Mails of no application that could not be sent

LOST = reverse("admin:enrolment_lostmail_changelist")


def test_lost_mail_is_listed_without_its_text(client, failed):
    """A mail of an application is not there, but in the list of messages."""
    factories.lost_mail(to="accueil@exemple.test")
    answer = client.get(LOST)
    readers = tree(answer).xpath("//*[contains(@class, 'field-reader')]/text()")
    assert readers == ["accueil@exemple.test"]
    assert "a été effacée" not in answer.content.decode()


def test_lost_mail_is_sent_again(client, failed):
    lost = factories.lost_mail()
    client.post(LOST, {"action": "send_again", "_selected_action": lost.pk, "index": 0})
    assert Email.objects.get(pk=lost.pk).status == STATUS.queued


# Codes that the mail server refuses

REFUSED = reverse("admin:enrolment_accesstoken_changelist")


def test_people_who_wait_for_a_refused_code_are_listed(client, failed):
    factories.refused_code(email="lea@exemple.test")
    factories.refused_code(email="new@exemple.test", attempts=0)
    factories.refused_code(email="sent@exemple.test", next_try_at=None)
    rows = tree(client.get(REFUSED)).xpath("//*[contains(@class, 'field-email')]/text()")
    assert rows == ["lea@exemple.test"]
