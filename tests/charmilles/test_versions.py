"""Two people on one form of the staff site: nothing of either is lost, and each is told."""

import json

import lxml.html
import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse

from catalogue.models import Domain, Programme
from charmilles import versions
from tests.support import catalogue_factories as catalogue
from tests.support.acts import filled
from tests.support.page_reading import errors

pytestmark = [pytest.mark.django_db, pytest.mark.one_database("sqlite")]  # the forms decide


@pytest.fixture
def other(client):
    """The client of a colleague, Ada Vidal."""
    client.force_login(User.objects.create_superuser("ada", first_name="Ada", last_name="Vidal"))
    return client


@pytest.fixture
def programme():
    return catalogue.programme(title="Vente", promise="Vendre")


def page(row):
    return reverse(f"admin:catalogue_{row._meta.model_name}_change", args=[row.pk])


def change(client, url, **typed):
    return client.post(url, filled(client.get(url)) | {"_save": ""} | typed)


def test_boxes_that_only_one_wrote_are_joined_and_said(admin_client, other, programme):
    url = page(programme)
    mine = filled(admin_client.get(url))
    change(other, url, promise="Négocier")
    answer = admin_client.post(url, mine | {"title": "Vente et conseil", "_save": ""}, follow=True)
    programme.refresh_from_db()
    assert (programme.title, programme.promise) == ("Vente et conseil", "Négocier")
    assert "Ada Vidal a enregistré entre-temps, et c’est gardé : En une phrase." in (
        answer.content.decode()
    )


def test_box_that_both_wrote_is_refused_then_saved_knowingly(admin_client, other, programme):
    url = page(programme)
    mine = filled(admin_client.get(url))
    change(other, url, title="Commerce")
    refused = admin_client.post(url, mine | {"title": "Négociation", "_save": ""})
    assert any("Ada Vidal a enregistré « Commerce »" in said for said in errors(refused))
    programme.refresh_from_db()
    assert programme.title == "Commerce"
    again = filled(refused)
    assert again["title"] == "Négociation"
    admin_client.post(url, again | {"_save": ""})
    programme.refresh_from_db()
    assert programme.title == "Négociation"


def test_joined_box_is_shown_as_it_is_stored_when_another_is_wrong(admin_client, other, programme):
    url = page(programme)
    mine = filled(admin_client.get(url))
    change(other, url, promise="Négocier")
    refused = admin_client.post(url, mine | {"title": "", "_save": ""})
    assert filled(refused)["promise"] == "Négocier"
    admin_client.post(url, filled(refused) | {"title": "Vente", "_save": ""})
    programme.refresh_from_db()
    assert programme.promise == "Négocier"


def test_rows_are_joined_refused_and_not_deleted_in_silence(admin_client, other, programme):
    unit = catalogue.unit(programme, title="Vente", coefficient=2, hours=100)
    url = page(programme)
    mine = filled(admin_client.get(url))
    change(other, url, **{"units-0-coefficient": "3"})
    gone = admin_client.post(url, mine | {"units-0-DELETE": "on", "_save": ""})
    assert any("a changé entre-temps ce que vous supprimez : Vente" in e for e in errors(gone))
    tree = lxml.html.fromstring(gone.content.decode())
    assert tree.xpath("//details[not(@open)]//*[contains(@class, 'errorlist')]") == []
    admin_client.post(url, mine | {"units-0-hours": "120", "_save": ""})
    unit.refresh_from_db()
    assert (unit.coefficient, unit.hours) == (3, 120)
    clash = admin_client.post(url, mine | {"units-0-coefficient": "4", "_save": ""})
    assert any("Ada Vidal a enregistré « 3 »" in said for said in errors(clash))


def test_page_saved_as_it_is_shown_meets_no_clash_with_itself(admin_client):
    """Each kind of box has the same mark stored and typed, on the real contents."""
    call_command("load_fixtures")
    url = page(Programme.objects.get(slug="bac-pro-agora"))
    sent = filled(admin_client.get(url))
    seen = json.loads(sent[versions.NAME])
    other = {row: "0" * len(shown) for row, shown in seen.items()}
    answer = admin_client.post(url, sent | {versions.NAME: json.dumps(other), "_save": ""})
    assert answer.status_code == 302, errors(answer)


@pytest.mark.parametrize("sent", ["", "[]", "{", '{"": "court"}', '{"": 3}'])
def test_wrong_version_is_none(admin_client, programme, sent):
    assert change(admin_client, page(programme), **{versions.NAME: sent}).status_code == 302


def test_every_form_about_a_row_has_its_version(admin_client):
    rows = [catalogue.domain(), catalogue.section(), catalogue.cohort(catalogue.programme())]
    for row in rows:
        page_of_row = lxml.html.fromstring(admin_client.get(page(row)).content.decode())
        assert page_of_row.xpath(f"//input[@name='{versions.NAME}']"), row
    assert Domain in admin.site._registry
