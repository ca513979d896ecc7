"""The Qualiopi certificate: shown while it is valid, where its charter lets it be, never after."""

from datetime import date

import pytest
import time_machine

from catalogue.models import ContentVersion, QualityCertificate
from catalogue.paper import brochure
from catalogue.sheet.fetching import for_sheet
from catalogue.sheet.sheet import Sheet
from tests.support import catalogue_factories as factories

pytestmark = pytest.mark.django_db

STARTS, ENDS = date(2025, 3, 10), date(2028, 3, 9)
SHOWN_ON = ["/", "/mentions-legales/"]
SENTENCE = (
    "La certification qualité a été délivrée au titre de la ou des catégories d’actions "
    "suivantes : actions de formation, actions de formation par apprentissage."
)
CONTENT = b"%PDF-1.7 certificat"


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def centre():
    return factories.centre()


@pytest.fixture
def certificate(centre):
    return factories.certificate(
        centre, number="Q-17", covers_training=True, starts=STARTS, ends=ENDS, content=CONTENT
    )


def said(read, path, day):
    with time_machine.travel(day, tick=False):
        text = read(path).text_content()
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize("path", SHOWN_ON)
@pytest.mark.parametrize("day", [STARTS, ENDS])
def test_certificate_is_shown_from_its_first_day_to_its_last(read, certificate, path, day):
    page = said(read, path, day)
    assert SENTENCE in page
    assert (
        "Certificat Qualiopi n° Q-17, délivré par Bureau des Tilleuls, valable du 10 mars 2025 au "
        "9 mars 2028. Lire le certificat (PDF, 1 Ko)"
    ) in page


@pytest.mark.parametrize("path", SHOWN_ON)
@pytest.mark.parametrize("day", [date(2025, 3, 9), date(2028, 3, 10)])
def test_certificate_is_never_shown_before_or_after(read, certificate, path, day):
    page = said(read, path, day)
    assert "Qualiopi" not in page
    assert "Certification qualité" not in page


def test_renewal_follows_without_a_gap(read, centre, certificate):
    factories.certificate(centre, number="Q-18", starts=ENDS, ends=date(2031, 3, 8))
    assert "n° Q-17" in said(read, "/", date(2028, 3, 8))
    assert "n° Q-18" in said(read, "/", ENDS)


def test_programme_does_not_use_the_mark(read, certificate):
    """Its charter forbids it on whatever is about one programme (docs/decisions.md)."""
    programme = factories.programme()
    assert "Qualiopi" not in said(read, programme.get_absolute_url(), STARTS)
    whole = for_sheet(type(programme).objects.all()).get()
    sheet = Sheet(whole, on=STARTS, on_paper=True)
    assert "Qualiopi" not in brochure.compose(sheet, "brochure").body


def test_certificate_makes_no_paper_anew(centre):
    before = ContentVersion.current()
    factories.certificate(centre)
    assert ContentVersion.current() == before


# Its file


@pytest.mark.parametrize("day", [STARTS, ENDS])
def test_file_is_served_while_it_is_valid(client, certificate, day):
    with time_machine.travel(day, tick=False):
        response = client.get(certificate.get_absolute_url())
    assert b"".join(response) == CONTENT
    name = "cfp-charmilles_certificat-qualiopi.pdf"
    assert response["Content-Disposition"] == f'inline; filename="{name}"'


@pytest.mark.parametrize("day", [date(2025, 3, 9), date(2028, 3, 10)])
def test_file_is_missing_before_and_after(client, certificate, day):
    with time_machine.travel(day, tick=False):
        assert client.get(certificate.get_absolute_url()).status_code == 404


def test_wrong_verb_is_refused(client, certificate):
    assert client.post(certificate.get_absolute_url()).status_code == 405


def test_file_of_a_deleted_certificate_leaves_the_disk(
    certificate, tmp_path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        certificate.delete()
    assert list(tmp_path.rglob("*.pdf")) == []


# What staff are told

WARNINGS = [
    (date(2027, 12, 7), ""),
    (date(2027, 12, 8), "Le certificat Qualiopi prend fin le 9 mars 2028. Ajoutez ici le suivant."),
    (ENDS, "Le certificat Qualiopi prend fin le 9 mars 2028. Ajoutez ici le suivant."),
    (
        date(2028, 3, 10),
        "Le certificat Qualiopi a pris fin le 9 mars 2028 : il n’est plus affiché.",
    ),
]


@pytest.mark.parametrize(("day", "words"), WARNINGS)
def test_staff_are_warned_three_months_before_the_end(certificate, day, words):
    told = QualityCertificate.objects.warning(on=day)
    assert told.replace("\u00a0", " ") == words


def test_centre_without_a_certificate_is_not_warned(centre):
    assert QualityCertificate.objects.warning(on=ENDS) == ""


def test_renewal_ends_the_warning(centre, certificate):
    factories.certificate(centre, starts=ENDS, ends=date(2031, 3, 8))
    assert QualityCertificate.objects.warning(on=ENDS) == ""


@pytest.mark.parametrize(("day", "is_warned"), [(ENDS, True), (STARTS, False)])
def test_first_staff_page_and_that_of_the_centre_say_it(
    client, admin_user, certificate, day, is_warned
):
    for path in ("/gestion/", "/gestion/catalogue/centre/1/change/"):
        with time_machine.travel(day, tick=False):
            client.force_login(admin_user)
            html = client.get(path).content.decode()
        assert ("Le certificat Qualiopi prend fin" in html) is is_warned


def test_page_of_the_centre_says_what_is_shown(admin_client, centre):
    html = admin_client.get("/gestion/catalogue/centre/1/change/").content.decode()
    assert "Aucun certificat n’est affiché." in html
