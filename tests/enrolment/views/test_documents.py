"""The page of a candidate's documents, as a browser without JavaScript sees it."""

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from enrolment import sign_in
from enrolment.models import Document, Opening, Status
from enrolment.views.base import DEVICE
from tests.support import enrolment_factories as factories
from tests.support import uploads
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db
EMAIL = "lea@exemple.fr"


@pytest.fixture
def browser():
    """A signed-in client that checks CSRF tokens, as a real browser would."""
    client = Client(enforce_csrf_checks=True)
    client.cookies[DEVICE] = sign_in.remember(EMAIL, now=timezone.now())
    return client


@pytest.fixture
def draft():
    return factories.application(status=Status.DRAFT, email=EMAIL)


def url(application, name="documents", *args):
    return reverse(f"enrolment:{name}", args=[application.reference, *args])


def open_page(browser, application):
    return tree(browser.get(url(application)))


def tree(response):
    return lxml.html.fromstring(response.content.decode())


def words(node):
    return " ".join(node.text_content().split())


def card(page, kind):
    return page.get_element_by_id(f"document-{kind.pk}")


def press(browser, application, kind, name="envoyer", file=None, **more):
    """Posts the form of this document whose URL ends with `name`, as a browser would."""
    form = card(open_page(browser, application), kind).xpath(
        f".//form[@action[contains(., '/{name}/')]]"
    )[0]
    values = {box.get("name"): box.get("value") for box in form.xpath(".//input[@type='hidden']")}
    names = [box.get("name") for box in form.xpath(".//input[@type='file']")]
    files = {names[0]: file} if file else {}
    return browser.post(form.get("action"), values | files | more)


# The list


def test_each_document_says_why_and_gives_an_example(browser, draft):
    kind = factories.document_kind(title="CV", why="Pour l’entretien.", example="Une page.")
    said = words(card(open_page(browser, draft), kind))
    for part in ("CV", "À envoyer", "Pour l’entretien.", "Par exemple : Une page."):
        assert part in said


def test_box_opens_the_camera_and_takes_pdf(browser, draft):
    kind = factories.document_kind()
    (box,) = card(open_page(browser, draft), kind).xpath(".//input[@type='file']")
    assert {"image/jpeg", "image/heic", ".pdf"} <= set(box.get("accept").split(","))


def test_page_says_that_no_document_is_asked_for(browser, draft):
    assert "Aucun document" in words(open_page(browser, draft))


@pytest.mark.parametrize("kinds", [1, 3])
def test_page_costs_the_same_whatever_is_asked(browser, draft, kinds, django_assert_num_queries):
    for _ in range(kinds):
        factories.document(application=draft)
    with django_assert_num_queries(13):
        browser.get(url(draft))


def test_continue_leads_to_the_next_task(browser, draft):
    factories.document_kind()
    (link,) = open_page(browser, draft).xpath("//a[text()='Continuer']/@href")
    assert link == url(draft, "task", "handicap")


# Sending


def test_uploaded_file_is_listed_with_its_name(browser, draft):
    kind = factories.document_kind()
    response = press(browser, draft, kind, file=uploads.sent(uploads.pdf(pages=3), "Mon CV.pdf"))
    assert (response.status_code, response.url) == (302, f"{url(draft)}#document-{kind.pk}")
    assert "Mon CV.pdf 3 pages" in words(card(open_page(browser, draft), kind))


def test_missing_file_is_explained_beside_its_own_form(browser, draft):
    kind, other = factories.document_kind(), factories.document_kind()
    page = tree(browser.get(press(browser, draft, kind).url))
    assert "Choisissez d’abord un fichier." in words(card(page, kind))
    assert "Choisissez d’abord un fichier." not in words(card(page, other))
    (link,) = page.xpath("//*[@data-error-summary]//a/@href")
    assert page.get_element_by_id(link[1:]).get("type") == "file"


def test_refused_file_leaves_the_others_in_place(browser, draft):
    first, kind = factories.document(application=draft), factories.document_kind()
    refused = press(browser, draft, kind, file=uploads.sent(b"GIF89a", "cv.gif"))
    response = browser.get(refused.url)
    assert "Ce type de fichier" in words(card(tree(response), kind))
    assert list(Document.objects.all()) == [first]


def test_thirty_first_upload_is_told_when_to_come_back(browser, draft):
    kind = factories.document_kind()
    for _ in range(30):
        press(browser, draft, kind, file=uploads.sent(b"GIF89a", "cv.gif"))
    response = press(browser, draft, kind, file=uploads.sent())
    assert (response.status_code, 3500 < int(response["Retry-After"]) <= 3600) == (429, True)
    assert "dans 60 minutes" in words(card(tree(response), kind))


def test_kind_that_is_not_asked_does_not_exist(browser, draft):
    kind = factories.document_kind(condition="trainee")
    assert browser.get(url(draft, "send", kind.pk)).status_code == 404


def test_reloaded_answer_shows_the_list(browser, draft):
    kind = factories.document_kind()
    response = browser.get(url(draft, "send", kind.pk))
    assert response.url == f"{url(draft)}#document-{kind.pk}"


def test_forged_request_is_refused(browser, draft):
    kind = factories.document_kind()
    assert browser.post(url(draft, "send", kind.pk)).status_code == 403


# Other answers


def test_not_concerned_then_changed(browser, draft):
    kind = factories.document_kind(need="optional")
    press(browser, draft, kind, "non-concerne")
    assert "Non concerné" in words(card(open_page(browser, draft), kind))
    press(browser, draft, kind, "supprimer")
    assert not draft.documents.exists()


def test_required_of_all_cannot_be_declined(browser, draft):
    kind = factories.document_kind()
    forms = card(open_page(browser, draft), kind).xpath(".//form/@action")
    assert forms == [url(draft, "send", kind.pk)]


def test_document_of_another_application_is_reused_in_one_click(browser, draft):
    source = factories.document(application=factories.application(email=EMAIL))
    assert press(browser, draft, source.kind, "reprendre").status_code == 302
    assert draft.documents.get().sha256 == source.sha256


# After sending


def test_document_to_replace_says_why_and_is_replaced_at_once(browser):
    application, decided = factories.application(email=EMAIL), {"decided_at": NOW}
    refused = factories.document(
        application=application, state="to_replace", reason="La photo est floue.", **decided
    )
    assert "À remplacer La photo est floue." in words(
        card(open_page(browser, application), refused.kind)
    )
    press(browser, application, refused.kind, file=uploads.sent())
    assert application.documents.current().get().state == "sent"


def test_document_received_has_no_form(browser):
    document = factories.document(application=factories.application(email=EMAIL))
    page = open_page(browser, document.application)
    assert card(page, document.kind).xpath(".//form") == []
    assert "Reçu, pas encore lu" in words(card(page, document.kind))


def test_upload_after_sending_is_refused_with_a_reason(browser, draft):
    document = factories.document(application=draft)
    page = open_page(browser, draft)
    (form,) = card(page, document.kind).xpath(".//form[contains(@action, 'envoyer')]")
    token = form.xpath(".//input[@name='csrfmiddlewaretoken']/@value")[0]
    draft.__class__.objects.update(status=Status.SUBMITTED, submitted_at=NOW)
    files = {f"document-{document.kind.pk}-file": uploads.sent()}
    sent = {"csrfmiddlewaretoken": token} | files
    response = browser.post(form.get("action"), sent, follow=True)
    assert "entre les mains du centre" in words(card(tree(response), document.kind))


# Reading one's own documents


def test_own_file_is_given_back_as_an_attachment_that_can_do_nothing(browser, draft):
    document = factories.document(application=draft, name="Léa – CV.pdf")
    response = browser.get(url(draft, "document", document.pk))
    assert response.content == b"%PDF-1.7"
    names = ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
    assert [response[name] for name in names] == [
        "application/pdf",
        "attachment; filename*=utf-8''L%C3%A9a%20%E2%80%93%20CV.pdf",
        "nosniff",
    ]
    assert response["Content-Security-Policy"].endswith("sandbox")
    assert "no-store" in response["Cache-Control"]


def test_each_reading_is_logged(browser, draft):
    document = factories.document(application=draft)
    browser.get(url(draft, "document", document.pk))
    (opening,) = Opening.objects.all()
    assert (opening.what, opening.by) == (f"Document : {document.kind.title}", None)


def test_answer_without_a_file_cannot_be_read(browser, draft):
    document = factories.document(application=draft, state="not_concerned")
    assert browser.get(url(draft, "document", document.pk)).status_code == 404


def test_check_lists_the_documents(browser):
    complete = {
        "situation": "lycee",
        "last_class": "Terminale",
        "diploma": "bac",
        "search": "cherche",
        "motivation_finished": True,
        "wants_call": False,
        "consent_version": "2026-11",
        "consented_at": NOW,
        "birth_date": NOW.date().replace(year=2000),
    }
    application = factories.application(status=Status.DRAFT, email=EMAIL, **complete)
    kind = factories.document_kind(title="Bulletins")
    assert browser.get(url(application, "check")).status_code == 302
    factories.document(application=application, kind=kind, name="notes.pdf")
    factories.document_kind(title="Diplôme", need="later")
    section = tree(browser.get(url(application, "check"))).get_element_by_id("r-documents")
    rows = [words(row) for row in section.getparent().xpath(".//dl/div")]
    assert rows == ["Bulletinsnotes.pdf", "DiplômePlus tard"]
    assert section.xpath(".//a/@href") == [url(application)]


# Several files


def test_box_takes_several_files(browser, draft):
    kind = factories.document_kind()
    (box,) = card(open_page(browser, draft), kind).xpath(".//input[@type='file']")
    assert box.get("multiple") is not None


def test_several_photos_are_joined_then_more_are_added(browser, draft):
    kind = factories.document_kind()
    photos = [uploads.sent(uploads.picture(), f"photo-{rank}.jpg") for rank in (1, 2)]
    press(browser, draft, kind, file=photos)
    assert "2 pages" in words(card(open_page(browser, draft), kind))
    (button,) = card(open_page(browser, draft), kind).xpath(".//button[@name='suite']")
    assert words(button).startswith("Ajouter à la suite")
    press(browser, draft, kind, file=uploads.sent(), suite="1")
    assert "3 pages" in words(card(open_page(browser, draft), kind))
    press(browser, draft, kind, file=uploads.sent())
    assert draft.documents.get().pages == 1


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.DRAFT, "Plus tard, après l’envoi de votre candidature."),
        (Status.SUBMITTED, "Pas encore envoyé"),
        (Status.WAITING_DOCUMENTS, "À envoyer"),
    ],
)
def test_document_for_later_is_said_once(browser, status, said):
    application = factories.application(status=status, email=EMAIL)
    kind = factories.document_kind(need="later")
    assert words(card(open_page(browser, application), kind)).count(said) == 1
