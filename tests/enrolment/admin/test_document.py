"""The staff pages of documents: reading, accepting, refusing, and the kinds to ask for."""

import lxml.html
import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from post_office.models import Email

from enrolment.models import Opening, Status
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    def sign_in(*rights):
        user = factories.staff(rights=rights)
        client.force_login(user)
        return user

    return sign_in


@pytest.fixture
def document():
    return factories.document(application=factories.application(), name="notes.pdf")


def url(name, row):
    return reverse(f"admin:enrolment_document_{name}", args=[row.pk])


def section(client, document):
    response = client.get(url("list", document.application))
    page = lxml.html.fromstring(response.content.decode())
    return page.get_element_by_id(f"document-{document.pk}")


def words(node):
    return " ".join(node.text_content().split())


def refuse(client, document, reason):
    return client.post(url("refuse", document), {f"document-{document.pk}-reason": reason})


def test_page_of_an_application_links_to_its_documents(client, sign_in, document, read):
    sign_in("view")
    page = reverse("admin:enrolment_application_change", args=[document.application.pk])
    assert read(page).xpath("//td[contains(@class, 'file_link')]//a/@href") == [
        f"{url('list', document.application)}#document-{document.pk}"
    ]


def test_document_shows_its_state_and_opens(client, sign_in, document):
    sign_in("view")
    shown = section(client, document)
    assert "Reçu, pas encore lu" in words(shown)
    assert shown.xpath(".//a/@href") == [url("file", document)]


def test_opening_gives_the_file_and_is_logged(client, sign_in, document):
    reader = sign_in("view")
    response = client.get(url("file", document))
    assert response["Content-Disposition"] == 'attachment; filename="notes.pdf"'
    assert response["Content-Security-Policy"].endswith("sandbox")
    assert [(opening.by, opening.what) for opening in Opening.objects.all()] == [
        (reader, f"Document : {document.kind.title}")
    ]
    assert f"Ouvert par {reader}" in words(section(client, document))


def test_reader_without_the_right_to_change_has_no_button(client, sign_in, document):
    sign_in("view")
    assert section(client, document).xpath(".//form") == []


@pytest.mark.parametrize("verb", ["accept", "refuse"])
def test_reader_without_the_right_to_change_decides_nothing(client, sign_in, document, verb):
    sign_in("view")
    assert client.post(url(verb, document)).status_code == 403
    document.refresh_from_db()
    assert document.state == "sent"


def test_accepting_records_who_and_when(client, sign_in, document):
    reader = sign_in("view", "change")
    client.post(url("accept", document))
    document.refresh_from_db()
    assert (document.state, document.decided_by) == ("accepted", reader)
    assert f"Accepté ({reader}, " in words(section(client, document))


def test_refusing_writes_to_the_candidate(client, sign_in, document):
    sign_in("view", "change")
    assert refuse(client, document, "La photo est floue.").status_code == 302
    assert "À remplacer : La photo est floue." in words(section(client, document))
    assert Email.objects.filter(to=document.application.email).count() == 1


def test_refusing_without_a_reason_explains(client, sign_in, document):
    sign_in("view", "change")
    response = refuse(client, document, " ")
    page = lxml.html.fromstring(response.content.decode())
    assert response.status_code == 422
    assert "le candidat le lira" in words(page.find(".//ul[@class='messagelist']"))
    assert Email.objects.count() == 0


def test_replaced_document_stays_readable_and_is_not_decided(client, sign_in, document):
    sign_in("view", "change")
    document.replaced_at = NOW
    document.save()
    shown = section(client, document)
    assert shown.xpath(".//form") == []
    assert shown.xpath(".//a/@href") == [url("file", document)]


@pytest.mark.parametrize("name", ["file", "accept"])
def test_document_of_a_draft_does_not_exist(client, sign_in, name):
    sign_in("view", "change")
    draft = factories.document(application=factories.application(status=Status.DRAFT))
    assert client.get(url(name, draft)).status_code == 404
    assert client.get(url("list", draft.application)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_whatever_was_sent(
    client, sign_in, document, rows, django_assert_num_queries
):
    sign_in("view", "change")
    for _ in range(rows - 1):
        factories.document(application=document.application)
    with django_assert_num_queries(13):
        client.get(url("list", document.application))


def test_kind_is_defined_by_staff(client, sign_in):
    user = sign_in()
    user.user_permissions.set(Permission.objects.filter(codename__endswith="_documentkind"))
    values = {
        "title": "CV",
        "why": "Pour l’entretien.",
        "example": "",
        "need": "optional",
        "condition": "always",
        "is_asked": "on",
        "position": "1",
    }
    response = client.post(reverse("admin:enrolment_documentkind_add"), values)
    assert response.url == reverse("admin:enrolment_documentkind_changelist")
