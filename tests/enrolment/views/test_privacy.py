"""The pages where candidates see, download and erase their data, and the access log of staff."""

import io

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from enrolment import sign_in
from enrolment.models import Application, Opening, Status
from enrolment.views.base import DEVICE
from tests.support import enrolment_factories as people

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "ines@exemple.fr"


@pytest.fixture
def application(client):
    client.cookies[DEVICE] = sign_in.remember(EMAIL, now=timezone.now())
    return people.application(email=EMAIL)


def at(name, application):
    return reverse(f"enrolment:{name}", args=[application.reference])


def openings():
    return list(Opening.objects.order_by("pk").values_list("what", "by"))


def test_page_says_until_when_a_closed_application_is_kept(application, read):
    Application.objects.update(status=Status.DECLINED)
    text = " ".join(read(at("my_data", application)).text_content().split())
    assert "Gardé jusqu’au23 novembre 2027" in text


def test_page_lists_every_application_of_the_person(application, read):
    draft = people.application(status=Status.DRAFT, email=EMAIL)
    page = read(at("my_data", application))
    links = page.xpath("//a[contains(@href, '/effacer/')]/@href")
    assert set(links) == {at("erase", application), at("erase", draft)}


def test_download_of_the_data_is_logged(application, client):
    answer = client.get(at("download", application))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mes-donnees.zip"'
    assert answer.content.startswith(b"PK")
    assert openings() == [("Mes données, téléchargées", None)]


def test_download_of_the_recap_is_logged(application, client):
    answer = client.get(at("recap", application))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert len(pikepdf.open(io.BytesIO(answer.content)).pages) == 2
    assert openings() == [("Récapitulatif", None)]


def test_too_many_downloads_are_told_to_wait(application, client):
    answers = [client.get(at("download", application)) for _ in range(21)]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_other_devices_are_counted_then_closed_and_this_one_stays(application, client, read):
    now = timezone.now()
    others = [sign_in.remember(EMAIL, now=now) for _ in range(2)]
    stranger = sign_in.remember("autre@exemple.fr", now=now)
    assert "sur 2 autres" in read(at("my_data", application)).text_content()
    answer = client.post(at("close_devices", application), follow=True)
    assert "que sur cet appareil" in answer.content.decode()
    assert [sign_in.mailbox_of(token, now=now) for token in others] == [None, None]
    assert sign_in.mailbox_of(stranger, now=now) == "autre@exemple.fr"


def test_reading_the_page_erases_nothing(application, read):
    read(at("erase", application))
    assert Application.objects.count() == 1


def test_button_erases_and_forgets_the_browser(application, client, read):
    answer = client.post(at("erase", application))
    assert answer.headers["Location"] == reverse("enrolment:erased")
    assert answer.cookies[DEVICE].value == ""
    assert Application.objects.count() == 0
    assert "effacé" in read(reverse("enrolment:erased")).findtext(".//h1")


def test_browser_is_known_while_another_application_remains(application, client, read):
    other = people.application(email=EMAIL)
    client.post(at("erase", application))
    read(at("my_data", other))


def test_admitted_application_is_explained_not_erased(application, client, read):
    Application.objects.update(status=Status.ADMITTED)
    page = read(at("erase", application))
    assert "Votre admission est confirmée" in page.text_content()
    assert page.xpath("//main//form") == []
    assert client.post(at("erase", application)).status_code == 409
    assert Application.objects.count() == 1


# Staff


@pytest.fixture
def staff(client, application):
    user = people.staff(rights=["view"])
    client.force_login(user)
    return user


def test_staff_reading_is_logged_and_shown(application, staff, client):
    path = reverse("admin:enrolment_application_change", args=[application.pk])
    client.get(path)
    assert openings() == [("Dossier", staff.pk)]
    assert "Consultations de ce dossier" in client.get(path).content.decode()


def test_staff_recap_is_logged(application, staff, client):
    path = reverse("admin:enrolment_application_recap", args=[application.pk])
    assert client.get(path).content.startswith(b"%PDF")
    assert openings() == [("Récapitulatif", staff.pk)]


def export(client, application):
    path = reverse("admin:enrolment_application_changelist")
    chosen = {"action": "export_table", "_selected_action": [application.pk]}
    return client.post(path, chosen)


def test_export_needs_its_own_right(application, staff, client):
    assert export(client, application).headers["Content-Type"] != "text/csv; charset=utf-8"
    client.force_login(people.staff(rights=["view", "export_application"]))
    assert application.reference in export(client, application).getvalue().decode()
    assert openings() == [("Export en tableau", Opening.objects.get().by_id)]
