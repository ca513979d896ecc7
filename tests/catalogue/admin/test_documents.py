"""Staff put documents on the site, and are told which ones the law wants."""

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogue.inspection.enrolment import missing_before_enrolment
from catalogue.models import PublicDocument
from catalogue.models.pdf import NOT_A_PDF, TOO_HEAVY
from tests.support import catalogue_factories as factories
from tests.support import paper_reading
from tests.support.acts import filled
from tests.support.page_reading import errors

pytestmark = pytest.mark.django_db

ADD = "/gestion/catalogue/publicdocument/add/"
PDF = b"%PDF-1.7 texte"


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def typed(content=PDF, name="reglement.pdf", **fields):
    sent = {"pdf": SimpleUploadedFile(name, content)} if content is not None else {}
    return {"kind": "rules", "position": 0, "updated_on": "2026-09-01"} | sent | fields


def address(row):
    name = f"admin:catalogue_{row._meta.model_name}_change"
    return reverse(name, args=[row.pk])


def stored(tmp_path):
    return [path.read_bytes() for path in tmp_path.rglob("*.pdf")]


def test_document_of_the_centre_is_added(admin_client, client):
    assert admin_client.post(ADD, typed()).status_code == 302
    made = PublicDocument.objects.get()
    assert b"".join(client.get(made.get_absolute_url())) == PDF


@pytest.mark.parametrize(
    "content", [b"<html>%PDF-1.7</html>", b"\x89PNG", b"%PD", b" %PDF-1.7", b"PK\x03\x04"]
)
def test_what_is_not_a_pdf_is_refused_in_words(admin_client, content, tmp_path):
    assert errors(admin_client.post(ADD, typed(content))) == [NOT_A_PDF]
    assert not PublicDocument.objects.exists()
    assert stored(tmp_path) == []


def test_name_does_not_decide(admin_client):
    assert admin_client.post(ADD, typed(name="reglement.docx")).status_code == 302
    assert PublicDocument.objects.get().pdf.name.endswith(".pdf")


@pytest.mark.parametrize(("more", "said"), [(0, []), (1, [TOO_HEAVY])])
def test_heaviest_file_is_accepted_and_one_byte_more_is_refused(admin_client, settings, more, said):
    content = PDF.ljust(settings.UPLOAD_SIZE + more, b".")
    response = admin_client.post(ADD, typed(content))
    assert (response.status_code == 302) is not said
    assert errors(response) == said if said else PublicDocument.objects.exists()


def test_empty_or_absent_file_is_refused_in_french(admin_client):
    assert errors(admin_client.post(ADD, typed(b""))) == ["Le fichier soumis est vide."]
    assert errors(admin_client.post(ADD, typed(None))) == ["Ce champ est obligatoire."]


def test_document_that_the_centre_has_is_refused(admin_client):
    factories.document()
    said = "Le centre a déjà ce document : changez son fichier."
    assert errors(admin_client.post(ADD, typed())) == [said]


def test_other_document_needs_a_title(admin_client):
    said = "Donnez un titre à ce document."
    assert errors(admin_client.post(ADD, typed(kind="other"))) == [said]


def test_file_is_replaced_from_its_page(
    admin_client, client, tmp_path, django_capture_on_commit_callbacks
):
    made = factories.document(content=PDF)
    data = filled(admin_client.get(address(made)))
    data |= {"pdf": SimpleUploadedFile("b.pdf", b"%PDF-2.0 nouveau"), "_save": ""}
    with django_capture_on_commit_callbacks(execute=True):
        assert admin_client.post(address(made), data).status_code == 302
    assert b"".join(client.get(made.get_absolute_url())) == b"%PDF-2.0 nouveau"
    assert stored(tmp_path) == [b"%PDF-2.0 nouveau"]


def test_refused_file_leaves_the_former_one(admin_client, tmp_path):
    made = factories.document(content=PDF)
    data = filled(admin_client.get(address(made))) | {"pdf": SimpleUploadedFile("b.pdf", b"non")}
    assert errors(admin_client.post(address(made), data)) == [NOT_A_PDF]
    assert stored(tmp_path) == [PDF]


def test_page_opens_when_the_file_is_gone(admin_client):
    made = factories.document()
    data = filled(admin_client.get(address(made))) | {"title": "Règlement", "pdf": ""}
    assert admin_client.post(address(made), data).status_code == 302


def test_page_links_to_the_public_file_alone(admin_client):
    shown = factories.document(factories.programme())
    hidden = factories.document(factories.programme(state="draft"))
    for made, is_linked in ((shown, True), (hidden, False)):
        html = admin_client.get(address(made)).content.decode()
        assert (f'href="{made.get_absolute_url()}"' in html) is is_linked


# On the page of a programme


@pytest.fixture
def programme():
    return factories.programme()


def told(admin_client, programme, field):
    page = lxml.html.fromstring(admin_client.get(address(programme)).content.decode())
    (said,) = page.xpath(f"//div[contains(@class, 'field-{field}')]//div[@class='readonly']")
    return said.text_content().strip()


def missing(programme):
    return ", ".join(missing_before_enrolment(paper_reading.sheet(programme)))


def test_own_document_is_added_from_the_page_of_the_programme(admin_client, programme):
    data = filled(admin_client.get(address(programme)))
    row = {"kind": "timetable", "position": 1, "updated_on": "2026-09-01", "title": ""}
    data |= {f"documents-0-{name}": value for name, value in row.items()}
    data |= {"documents-0-pdf": SimpleUploadedFile("a.pdf", PDF), "documents-TOTAL_FORMS": 1}
    assert admin_client.post(address(programme), data).status_code == 302
    assert [made.heading for made in programme.documents.all()] == ["Emploi du temps"]


def test_documents_of_the_centre_are_listed(admin_client, programme):
    factories.document(kind="terms")
    factories.document()
    factories.document(programme)
    assert told(admin_client, programme, "inherited_documents") == "Conditions générales"


def test_everything_the_law_wants_is_missing_at_first(programme):
    assert missing(programme) == (
        "les objectifs et le contenu, la liste des formateurs, les horaires, "
        "les modalités d’évaluation, un contact, le règlement intérieur"
    )


def test_what_the_page_or_a_document_gives_is_not_missing(programme):
    factories.section(programme, kind="objectives", prose="Gérer.")
    factories.assessment(factories.unit(programme))
    factories.document(kind="rules")
    assert missing(programme) == ("la liste des formateurs, les horaires, un contact")


def test_detailed_programme_stands_for_objectives_and_content(programme):
    factories.document(programme, kind="syllabus")
    assert "contenu" not in missing(programme)


def test_document_for_other_statuses_gives_nothing(programme):
    factories.document(kind="rules", statuses=[factories.status()])
    assert "le règlement intérieur" in missing(programme)


def test_nothing_is_missing_when_all_is_given(programme):
    factories.section(programme, kind="progress", prose="Un bilan par trimestre.")
    factories.link(programme)
    for kind in ("syllabus", "trainers", "timetable", "rules"):
        factories.document(kind=kind)
    assert missing(programme) == ""


def test_new_programme_says_when_it_will_know(admin_client):
    html = admin_client.get("/gestion/catalogue/programme/add/").content.decode()
    assert html.count("Enregistrez la fiche pour le voir.") == 2
