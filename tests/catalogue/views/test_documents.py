"""Documents to download: which ones a page offers, and the manners of their files."""

from datetime import date

import pytest
from django.core.files.base import ContentFile

from catalogue.models import ContentVersion, PublicDocument
from catalogue.paper import brochure
from catalogue.sheet.fetching import for_sheet
from catalogue.sheet.sheet import Sheet
from tests.support import catalogue_factories as factories

pytestmark = pytest.mark.django_db

PROGRAMME = "/formations/bac-pro-gestion/"
CONTENT = b"%PDF-1.7 reglement"


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def programme():
    return factories.programme(slug="bac-pro-gestion", short_name="Bac pro Gestion")


@pytest.fixture
def apprentice(programme):
    status = factories.status()
    programme.statuses.add(status)
    return status


def offered(read):
    """{title and details: address} of each document on the programme's page."""
    part = read(PROGRAMME).find(".//section[@id='documents']")
    links = [] if part is None else part.iter("a")
    return {words(link): link.get("href") for link in links}


def words(element):
    return element.text_content().replace("\u00a0", " ").replace("\u202f", " ")


def titles(read):
    return [title.split(" (")[0] for title in offered(read)]


# On the page


def test_document_is_offered_with_its_type_weight_and_date(read, programme):
    made = factories.document(programme)
    said = "Règlement intérieur (PDF, 118 Ko, septembre 2026)"
    assert offered(read) == {said: f"/documents/{made.pk}/reglement-interieur.pdf"}


def test_page_without_a_document_has_no_such_part(read, programme):
    page = read(PROGRAMME)
    assert page.find(".//section[@id='documents']") is None
    assert "Documents à télécharger" not in page.text_content()


def test_document_of_the_centre_is_on_every_programme(read, programme):
    factories.document()
    assert titles(read) == ["Règlement intérieur"]


def test_document_for_a_status_is_on_programmes_that_have_it(read, programme, apprentice):
    factories.document(kind="terms", statuses=[apprentice, factories.status()])
    assert titles(read) == ["Conditions générales"]


def test_document_for_another_status_is_not_offered(read, programme, apprentice):
    factories.document(statuses=[factories.status()])
    assert titles(read) == []


def test_own_document_replaces_that_of_the_centre(read, programme):
    factories.document()
    factories.document(kind="terms")
    own = factories.document(programme, title="Règlement de l’atelier")
    assert titles(read) == ["Conditions générales", "Règlement de l’atelier"]
    assert f"/documents/{own.pk}/reglement-de-latelier.pdf" in offered(read).values()


def test_other_documents_replace_each_other_by_title_alone(read, programme):
    factories.document(kind="other", title="Charte informatique")
    factories.document(kind="other", title="Livret d’accueil")
    factories.document(programme, kind="other", title="Livret d’accueil", size=2_000)
    assert titles(read) == ["Charte informatique", "Livret d’accueil"]
    assert "Livret d’accueil (PDF, 2 Ko, septembre 2026)" in offered(read)


def test_document_of_another_programme_is_not_offered(read, programme):
    factories.document(factories.programme())
    assert titles(read) == []


def test_documents_follow_the_order_of_staff(read, programme):
    factories.document(kind="terms", position=3)
    factories.document(programme, position=2)
    factories.document(kind="trainers", position=1)
    assert titles(read) == [
        "Liste des formateurs et leurs titres",
        "Règlement intérieur",
        "Conditions générales",
    ]


def test_paper_does_not_name_what_it_cannot_give(programme):
    factories.document(programme)
    whole = for_sheet(type(programme).objects.all()).get()
    sheet = Sheet(whole, on=date(2026, 11, 23), on_paper=True)
    assert "Règlement intérieur" not in brochure.compose(sheet, "brochure").body


def test_document_makes_no_paper_anew(programme):
    before = ContentVersion.current(), ContentVersion.of_pages()
    factories.document(programme)
    assert ContentVersion.current() == before[0]
    assert ContentVersion.of_pages() > before[1]


# Its file


@pytest.fixture
def document(programme):
    return factories.document(programme, content=CONTENT)


def ask(client, document, **headers):
    response = client.get(document.get_absolute_url(), headers=headers)
    return response, b"".join(response)


def test_file_is_shown_in_the_browser_under_a_readable_name(client, document):
    response, body = ask(client, document)
    assert (response.status_code, body) == (200, CONTENT)
    assert response["Content-Type"] == "application/pdf"
    name = "cfp-charmilles_reglement-interieur_2026-09.pdf"
    assert response["Content-Disposition"] == f'inline; filename="{name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, no-cache"


def test_weight_is_that_of_the_file(document):
    assert document.size == len(CONTENT)


def test_head_says_the_same_without_the_file(client, document):
    response = client.head(document.get_absolute_url())
    assert (response.status_code, b"".join(response)) == (200, b"")


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_wrong_verb_is_refused(client, document, verb):
    assert getattr(client, verb)(document.get_absolute_url()).status_code == 405


def test_file_already_held_is_not_sent_again(client, document):
    tag = ask(client, document)[0]["ETag"]
    response, body = ask(client, document, if_none_match=tag)
    assert (response.status_code, body) == (304, b"")


def test_file_that_changed_is_sent_again(client, document):
    tag = ask(client, document)[0]["ETag"]
    replace(document, b"%PDF-1.7 nouveau")
    assert ask(client, document, if_none_match=tag)[1] == b"%PDF-1.7 nouveau"


def test_former_title_leads_to_the_present_address(client, document):
    former = document.get_absolute_url()
    document.title = "Règlement de l’atelier"
    document.save()
    response = client.get(former)
    assert (response.status_code, response["Location"]) == (302, document.get_absolute_url())


def test_title_without_a_letter_has_an_address(client, programme):
    made = factories.document(programme, kind="other", title="★", content=CONTENT)
    assert ask(client, made)[1] == CONTENT


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_document_of_a_hidden_programme_is_missing(client, document, programme, state):
    programme.state = state
    programme.save()
    assert client.get(document.get_absolute_url()).status_code == 404


def test_document_of_the_centre_is_served_while_nothing_is_published(client):
    assert ask(client, factories.document(content=CONTENT))[1] == CONTENT


@pytest.mark.parametrize("number", [0, 10**30])
def test_unknown_document_is_missing(client, document, number):
    assert client.get(f"/documents/{number}/reglement-interieur.pdf").status_code == 404


def test_file_gone_from_the_disk_is_a_page_that_says_so(client, document, caplog):
    document.pdf.storage.delete(document.pdf.name)
    assert client.get(document.get_absolute_url()).status_code == 503
    assert "PDF absent" in caplog.text


def test_file_costs_one_query(client, document, django_assert_num_queries):
    with django_assert_num_queries(1):
        ask(client, document)


# What stays on the disk


def replace(document, content):
    document.pdf = ContentFile(content, "autre.pdf")
    document.save()


def stored(tmp_path):
    return [path.read_bytes() for path in sorted(tmp_path.rglob("*.pdf"))]


def test_file_is_stored_under_a_name_of_ours(document):
    assert document.pdf.name == f"documents/{document.version}.pdf"
    assert len(document.version) == 32


def test_replaced_file_leaves_the_disk(document, tmp_path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        replace(document, b"%PDF-1.7 nouveau")
        assert len(stored(tmp_path)) == 2  # the former one is served until the change is certain
    assert stored(tmp_path) == [b"%PDF-1.7 nouveau"]


def test_file_of_a_deleted_row_leaves_the_disk(
    document, tmp_path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    assert stored(tmp_path) == []


def test_files_of_a_deleted_programme_leave_the_disk(
    document, programme, tmp_path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        programme.delete()
    assert stored(tmp_path) == []


def test_change_of_title_keeps_the_file(document, tmp_path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        PublicDocument.objects.get(pk=document.pk).save()
    assert stored(tmp_path) == [CONTENT]
