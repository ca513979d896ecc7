"""The staff pages of applications: the list, one application, and the actions."""

from datetime import timedelta

import lxml.html
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from charmilles import screens
from enrolment import workflow
from enrolment.applications import acts
from enrolment.mails import applications
from enrolment.models import Act, Application, Opening, Status, Transition
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db

LIST = reverse("admin:enrolment_application_changelist")
HELPER = "view_disability"


@pytest.fixture
def sign_in(client):
    """sign_in("view", …) signs the client in as a member of staff with these rights."""

    def sign_in(*rights):
        user = factories.staff(rights=rights)
        client.force_login(user)
        return user

    return sign_in


def page_of(application):
    return reverse("admin:enrolment_application_change", args=[application.pk])


def listed(page):
    return page.xpath("//*[contains(@class, 'field-reference')]/a/text()")


def run(client, verb, *applications, **data):
    """Confirms the action on these applications; returns the messages of the next page."""
    chosen = {
        "action": verb,
        "confirmed": "on",
        "_selected_action": [application.pk for application in applications],
        "index": 0,
    }
    response = client.post(LIST, chosen | data, follow=True)
    acts.carry_out(timezone.now() + settings.UNDO_DELAY)
    page = lxml.html.fromstring(response.content.decode())
    return [item.text_content() for item in page.xpath("//ul[@class='messagelist']/li")]


def actions(page):
    return page.xpath("//select[@name='action']/option[@value != '']/@value")


# The list


def test_list_shows_what_was_received(sign_in, read):
    sign_in("view")
    sent = factories.application()
    factories.application(status=Status.DRAFT)
    assert listed(read(LIST)) == [sent.reference]


def test_list_says_whose_turn_it_is(sign_in, read):
    sign_in("view")
    factories.application(status=Status.TO_BOOK)
    assert read(LIST).xpath("//td[@class='field-who_acts']/text()") == ["le candidat"]


@pytest.mark.parametrize(
    ("query", "statuses"),
    [
        ("main=centre", {"submitted", "interviewed", "waiting_list"}),
        ("main=candidat", {"waiting_documents", "to_book", "admissible", "offered"}),
        ("status__exact=booked", {"booked"}),
        ("", set(Status) - {"draft"}),
    ],
)
def test_list_filters(sign_in, read, query, statuses):
    sign_in("view")
    made = {factories.application(status=status).reference: status.value for status in Status}
    assert {made[reference] for reference in listed(read(f"{LIST}?{query}"))} == statuses


def test_list_filters_by_programme(sign_in, read):
    sign_in("view")
    wanted, _ = factories.application(), factories.application()
    query = f"programme__id__exact={wanted.programme_id}"
    assert listed(read(f"{LIST}?{query}")) == [wanted.reference]


def test_status_filter_does_not_offer_drafts(sign_in, read):
    sign_in("view")
    factories.application()
    links = read(LIST).xpath("//nav[@id='changelist-filter']//a/@href")
    offered = {link.partition("=")[2] for link in links if "status__exact" in link}
    assert offered == set(Status) - {"draft"}


@pytest.mark.parametrize("word", ["Zoé", "Quentin-Lambert", "zoe@exemple.test"])
def test_list_is_searched(sign_in, read, word):
    sign_in("view")
    wanted = factories.application(
        first_name="Zoé", last_name="Quentin-Lambert", email="zoe@exemple.test"
    )
    factories.application()
    assert listed(read(f"{LIST}?q={word}")) == [wanted.reference]


def test_list_is_searched_by_reference(sign_in, read):
    sign_in("view")
    wanted, _ = factories.application(), factories.application()
    assert listed(read(f"{LIST}?q={wanted.reference.lower()}")) == [wanted.reference]


@pytest.mark.parametrize("rows", [1, 20])
def test_list_costs_the_same_whatever_its_length(sign_in, client, rows, django_assert_num_queries):
    sign_in("view", "change", HELPER)
    for _ in range(rows):
        factories.application(cohort=factories.cohort())
    with django_assert_num_queries(9):
        client.get(LIST)


# One application


def test_application_is_read_only(sign_in, read):
    sign_in("view", "change", HELPER)
    form = read(page_of(factories.application())).get_element_by_id("application_form")
    assert form.xpath(".//input[@type != 'hidden'] | .//textarea | .//select") == []


def test_application_cannot_be_changed(sign_in, client):
    sign_in("view", "change", HELPER)
    application = factories.application()
    answer = client.post(page_of(application), {"first_name": "Autre", "status": "admitted"})
    assert answer.status_code == 403


def test_page_follows_the_order_of_the_tasks(sign_in, read):
    sign_in("view", HELPER)
    titles = read(page_of(factories.application())).xpath("//fieldset/h2/text()")
    assert [title.strip().partition(" : ")[0] for title in titles] == [
        "Suivi",
        "Identité et contact",
        "Parcours",
        "Contrat et entreprise",
        "Motivation",
        "Situation de handicap",
        "Accord",
        "Représentants légaux",
        "Documents",
        "Journal du dossier",
        "Actes demandés",
        "Messages envoyés",
        "Consultations de ce dossier",
    ]


def test_draft_cannot_be_opened(sign_in, client):
    sign_in("view", "change", HELPER)
    draft = factories.application(status=Status.DRAFT)
    assert client.get(page_of(draft)).status_code == 302


def test_page_shows_the_transitions(sign_in, read):
    user = sign_in("view")
    application = factories.application()
    factories.transition(application=application, by=user, reason="reçu au forum")
    log = read(page_of(application)).get_element_by_id("transitions-group")
    cells = log.xpath(".//tr[@id='transitions-0']/td[starts-with(@class, 'field-')]")
    assert [cell.text_content().strip() for cell in cells] == [
        "23 novembre 2026 09:30",
        "Pas encore envoyée",
        "Envoyée",
        user.username,
        "reçu au forum",
    ]


def test_page_shows_the_guardians(sign_in, read):
    sign_in("view")
    application = factories.application()
    factories.guardian(application=application, last_name="Quentin-Lambert")
    rows = read(page_of(application)).get_element_by_id("guardians-group")
    assert rows.xpath(".//td[@class='field-last_name']/p/text()") == ["Quentin-Lambert"]


def test_page_shows_the_rank(sign_in, read):
    sign_in("view")
    application = factories.application(cohort=factories.cohort(), status=Status.WAITING_LIST)
    page = read(page_of(application))
    assert page.xpath("//div[contains(@class, 'fieldBox field-rank')]/div/text()") == ["1"]


def test_page_shows_no_rank_off_the_waiting_list(sign_in, read):
    sign_in("view")
    page = read(page_of(factories.application(cohort=factories.cohort())))
    assert page.xpath("//div[contains(@class, 'fieldBox field-rank')]/div/text()") == ["—"]


def two_of_one_mailbox():
    """Makes two applications as the migration 0010 left them: the newer one has a mark."""
    first = factories.application(email="ines@exemple.test")
    second = factories.application(email="ines@exemple.test")
    Application.objects.filter(pk=second.pk).update(mailbox=f"{first.mailbox} {second.pk}")
    return first, second


def test_list_finds_the_applications_set_aside(sign_in, read):
    sign_in("view")
    _, second = two_of_one_mailbox()
    assert listed(read(f"{LIST}?adresse=partagee")) == [second.reference]


def test_both_applications_of_a_mailbox_lead_to_each_other(sign_in, read):
    sign_in("view")
    first, second = two_of_one_mailbox()
    for shown, other in ((first, second), (second, first)):
        page = read(page_of(shown))
        links = page.xpath("//div[contains(@class, 'field-others_of_address')]//a/@href")
        assert links == [page_of(other)]


def test_the_page_says_which_application_no_longer_opens(sign_in, read):
    sign_in("view")
    first, second = two_of_one_mailbox()
    said = ["ne s’ouvre plus en ligne" in read(page_of(a)).text_content() for a in (first, second)]
    assert said == [False, True]


def test_page_shows_the_messages(sign_in, read):
    sign_in("view")
    application = factories.application()
    message, *_ = applications.submitted(application)
    rows = read(page_of(application)).get_element_by_id("messages-group")
    cells = rows.xpath(".//tr[@id='messages-0']/td[starts-with(@class, 'field-')]")
    texts = [cell.text_content().strip() for cell in cells]
    assert texts[1:] == [message.subject, "au candidat", "en attente"]


def test_opening_an_application_is_logged(sign_in, client):
    user = sign_in("view")
    application = factories.application()
    client.get(page_of(application))
    logged = Opening.objects.values_list("application", "what", "by")
    assert list(logged) == [(application.pk, "Dossier", user.pk)]


def test_refused_opening_is_not_logged(sign_in, client):
    sign_in()
    client.get(page_of(factories.application()))
    assert not Opening.objects.exists()


# Acting from the page of an application


def verbs(page):
    return page.xpath("//button[@name='verb']/@value")


@pytest.mark.parametrize("status", [status for status in Status if status != "draft"])
def test_page_offers_what_the_step_allows(sign_in, read, status):
    sign_in("change")
    application = factories.application(cohort=factories.cohort(), status=status)
    done_by_the_site = {"submit", "booked", "unbooked"}
    allowed = {verb for verb, (sources, _) in workflow.ALLOWED.items() if status in sources}
    assert set(verbs(read(page_of(application)))) == allowed - done_by_the_site


def test_reader_has_no_buttons(sign_in, read):
    sign_in("view")
    assert verbs(read(page_of(factories.application()))) == []


def test_reader_cannot_act_from_the_page(sign_in, client):
    sign_in("view")
    application = factories.application()
    assert client.post(page_of(application), {"verb": "invite"}).status_code == 403
    assert Application.objects.get().status == "submitted"


def test_button_acts_and_logs_the_actor(sign_in, client):
    user = sign_in("change")
    confirm(client, factories.application(), "ask_documents", reason="un bulletin")
    acts.carry_out(timezone.now() + settings.UNDO_DELAY)
    logged = Transition.objects.values_list("after", "by", "reason").get()
    assert logged == ("waiting_documents", user.pk, "un bulletin")


def confirm(client, application, verb, **data):
    """Confirms this act from the page of the application; returns the page that comes next."""
    sent = {"verb": verb, "confirmed": "on", **data}
    answer = client.post(page_of(application), sent, follow=True)
    return lxml.html.fromstring(answer.content.decode())


def told(page):
    return said(page.get_element_by_id("content-main"))


def said(part):
    return " ".join(part.text_content().split())


def test_a_button_says_what_it_will_do_and_does_nothing(sign_in, client):
    sign_in("change")
    application = factories.application()
    factories.guardian(application=application, email="paule@exemple.test")
    answer = client.post(page_of(application), {"verb": "decline"})
    words = told(lxml.html.fromstring(answer.content.decode()))
    assert "Étape : Envoyée → Refusée" in words
    assert f"Courriel à {application.email} :" in words
    assert "Courriel à paule@exemple.test :" in words
    assert not Act.objects.exists()
    assert not Email.objects.exists()


def test_an_act_that_is_not_possible_says_why(sign_in, client):
    sign_in("change")
    application = factories.application(status=Status.ADMITTED)
    page = confirm(client, application, "invite")
    assert "Ne se fera pas. Ce n’est pas possible à l’étape « Admise »." in told(page)
    assert page.xpath("//*[@name='confirmed']") == []


def test_a_refusal_without_its_reason_is_asked_again(sign_in, client):
    sign_in("change")
    application = factories.application()
    page = confirm(client, application, "decline")
    assert "Écrivez le motif" in told(page)
    assert not Act.objects.exists()


def test_the_page_says_what_waits_and_one_click_takes_it_back(sign_in, client, read):
    sign_in("change")
    application = factories.application()
    page = confirm(client, application, "decline", reason="Complet.")
    assert "« Refuser la candidature » se fera le" in said(page.get_element_by_id("attend"))
    assert verbs(page) == []
    (button,) = page.xpath("//button[@name='undo']")
    client.post(reverse("admin:enrolment_acts"), {"undo": button.get("value")})
    assert acts.carry_out(timezone.now() + settings.UNDO_DELAY) == 0
    assert "decline" in verbs(read(page_of(application)))


def test_a_file_whose_act_waits_has_left_the_work_to_do(sign_in, client, read):
    sign_in("change")
    confirm(client, factories.application(), "decline", reason="Complet.")
    assert listed(read(f"{LIST}?main=centre")) == []
    assert read(LIST).xpath("//td[@class='field-who_acts']/text()") == ["un acte attend"]


def test_application_joins_the_open_intake(sign_in, client):
    sign_in("change")
    application, today = factories.application(), timezone.localdate()
    cohort = catalogue.cohort(application.programme)
    starts = today + timedelta(days=200)
    catalogue.cohort_year(cohort, registration_opens=today, starts=starts)
    confirm(client, application, "attach_to_next")
    acts.carry_out(timezone.now() + settings.UNDO_DELAY)
    assert Application.objects.get().cohort == cohort


def test_application_has_no_intake_to_join(sign_in, client):
    sign_in("change")
    words = told(confirm(client, factories.application(), "attach_to_next"))
    assert "Aucune promotion de cette formation ne prend de candidatures" in words


def test_list_finds_the_documents_to_read(sign_in, read):
    """Leaves out documents already read, replaced, or of a closed application."""
    sign_in("view")
    waiting, *others = (factories.application() for _ in range(3))
    factories.document(application=waiting)
    factories.document(application=others[0], state="accepted", decided_at=factories.NOW)
    factories.document(application=others[1], replaced_at=factories.NOW)
    factories.document(application=factories.application(status=Status.WITHDRAWN))
    page = read(f"{LIST}?documents=lire")
    assert page.xpath("//th[@class='field-reference']/a/text()") == [waiting.reference]


@pytest.mark.parametrize(("query", "expected"), [("passe", ["late"]), ("court", ["soon"])])
def test_list_filters_by_delay(sign_in, read, query, expected):
    sign_in("view")
    due = {"late": timezone.now() - timedelta(hours=1), "soon": timezone.now() + timedelta(hours=1)}
    made = {
        factories.application(status=Status.TO_BOOK, due_at=at).reference: name
        for name, at in due.items()
    }
    factories.application()
    assert [made[reference] for reference in listed(read(f"{LIST}?delai={query}"))] == expected


# The disability contact’s own answer


def test_disability_answer_is_hidden(sign_in, read):
    sign_in("view", "change")
    page = read(page_of(factories.application(wants_call=True)))
    assert page.find_class("field-wants_call") == []


def test_disability_answer_is_shown_with_its_right(sign_in, read):
    sign_in("view", HELPER)
    page = read(page_of(factories.application(wants_call=True)))
    assert len(page.find_class("field-wants_call")) == 1


def test_disability_answer_does_not_leak_through_filters(sign_in, client):
    sign_in("view", "change")
    assert client.get(f"{LIST}?wants_call__exact=1").status_code == 400


def test_disability_answer_filters_with_its_right(sign_in, read):
    sign_in("view", HELPER)
    wanted, _ = factories.application(wants_call=True), factories.application(wants_call=False)
    assert listed(read(f"{LIST}?wants_call__exact=1")) == [wanted.reference]


# Rights


@pytest.mark.parametrize("rights", [[], [HELPER]])
def test_list_needs_a_right(sign_in, client, rights):
    sign_in(*rights)
    assert client.get(LIST).status_code == 403


def test_nobody_adds_an_application(admin_client):
    assert admin_client.get(reverse("admin:enrolment_application_add")).status_code == 403


def test_nobody_deletes_an_application(admin_client):
    application = factories.application()
    url = reverse("admin:enrolment_application_delete", args=[application.pk])
    assert admin_client.post(url, {"post": "yes"}).status_code == 403


def test_reader_has_no_actions(sign_in, read):
    sign_in("view")
    factories.application()
    assert actions(read(LIST)) == []


def test_reader_cannot_act(sign_in, client):
    sign_in("view")
    application = factories.application()
    run(client, "invite", application)
    assert Application.objects.get().status == "submitted"


# Actions


def test_actions_are_the_verbs_of_staff(sign_in, read):
    sign_in("change")
    factories.application()
    done_by_the_site = {"submit", "booked", "unbooked"}
    assert set(actions(read(LIST))) == workflow.ALLOWED.keys() - done_by_the_site | {
        "attach_to_next"
    }


def pages_after(client, verb, *applications, **data):
    """Sends the action on these applications; returns the page, confirmation or result."""
    chosen = [application.pk for application in applications]
    sent = {"action": verb, "_selected_action": chosen, "index": 0, **data}
    return lxml.html.fromstring(client.post(LIST, sent, follow=True).content.decode())


def test_an_action_lists_what_happens_to_each_file_or_why_not(sign_in, client):
    sign_in("change")
    files = [factories.application(), factories.application(status=Status.ADMITTED)]
    page = pages_after(client, "invite", *files)
    first, second = (said(section) for section in page.xpath("//section"))
    assert "Étape : Envoyée → Entretien à réserver" in first
    assert "Ne se fera pas." in second
    assert "Inviter à un entretien : 1 dossier" in told(page)
    assert not Act.objects.exists()


def test_an_action_confirmed_says_what_waits_and_what_was_refused(sign_in, client):
    sign_in("change")
    files = [factories.application(), factories.application(status=Status.ADMITTED)]
    page = pages_after(client, "invite", *files, confirmed="on")
    assert [act.application for act in Act.objects.all()] == files[:1]
    assert "Se fera le" in told(page)
    refused, asked = map(said, page.xpath("//ul[@class='messagelist']/li"))
    assert f"{files[1]} : Ce n’est pas possible" in refused
    assert "1 dossier : dans 5 min, sauf si vous l’annulez" in asked.replace("\xa0", " ")


@pytest.mark.parametrize(("typed", "asked"), [("", 0), ("2", 0), ("3", 3)])
def test_refusing_many_wants_their_number_typed(sign_in, client, typed, asked):
    sign_in("change")
    files = [factories.application() for _ in range(3)]
    sent = {"confirmed": "on", "reason": "Complet.", "number": typed}
    pages_after(client, "decline", *files, **sent)
    assert Act.objects.count() == asked


def test_acts_asked_together_are_taken_back_together(sign_in, client):
    sign_in("change")
    page = pages_after(client, "invite", *(factories.application() for _ in range(3)), confirmed=1)
    other = factories.application()
    confirm(client, other, "invite")
    (button,) = page.xpath("//button[@name='undo_all']")
    client.post(reverse("admin:enrolment_acts"), {"undo_all": button.get("value")})
    assert [act.application for act in Act.objects.waiting()] == [other]


@pytest.mark.parametrize("sent", [{}, {"undo": "0"}, {"undo": "x"}, {"do_now": "9" * 40}])
def test_an_act_that_does_not_exist_is_said(sign_in, client, sent):
    sign_in("change")
    assert client.post(reverse("admin:enrolment_acts"), sent).status_code == 404


@pytest.mark.parametrize("rows", [1, 20])
def test_acts_cost_the_same_whatever_their_number(sign_in, client, rows, django_assert_num_queries):
    user = sign_in("change")
    for _ in range(rows):
        acts.ask("invite", factories.application(), now=timezone.now(), by=user)
    with django_assert_num_queries(6):
        client.get(reverse("admin:enrolment_acts"))


def test_action_logs_its_actor(sign_in, client):
    user = sign_in("change")
    run(client, "ask_documents", factories.application(), reason=" une pièce d’identité ")
    logged = Transition.objects.values_list("by", "reason").get()
    assert logged == (user.pk, "une pièce d’identité")


def test_action_goes_by_rank(sign_in, client):
    sign_in("change")
    cohort = factories.cohort(places=2)
    people = [
        factories.application(
            cohort=cohort, status=Status.WAITING_LIST, since=NOW + timedelta(days=day)
        )
        for day in (3, 1, 2)
    ]
    run(client, "offer_place", *people)
    statuses = [Application.objects.get(pk=person.pk).status for person in people]
    assert statuses == ["waiting_list", "offered", "offered"]


def test_action_that_frees_a_place_names_who_is_offered_it(sign_in, client):
    sign_in("change")
    cohort = factories.cohort(places=1)
    leaving = factories.application(cohort=cohort, status=Status.ADMISSIBLE)
    waiting = factories.application(cohort=cohort, status=Status.WAITING_LIST)
    page = pages_after(client, "decline", leaving)
    assert f"La place libérée est proposée à {waiting.reference}" in told(page)


def test_draft_is_out_of_reach_of_actions(sign_in, client):
    sign_in("change")
    draft = factories.application(status=Status.DRAFT)
    assert run(client, "decline", draft) == [screens.GONE]
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
