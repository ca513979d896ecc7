"""A row deleted while its parent's page is open is said there, with what was typed in it."""

import lxml.html
import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from catalogue.models import Centre, Cohort, LearnerStatus, Programme, Subject, YearHours
from charmilles import formsets
from enrolment.admin.rows import ReadOnlyRows
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as candidates
from tests.support.acts import filled

pytestmark = [pytest.mark.django_db, pytest.mark.one_database("sqlite")]  # the forms decide
LISTS = [
    (model, rows)
    for model, pages in admin.site._registry.items()
    for rows in pages.inlines
    if not issubclass(rows, ReadOnlyRows)
]


@pytest.fixture
def contents(settings, tmp_path):
    """The real contents, and one row of what they do not have."""
    settings.MEDIA_ROOT = tmp_path
    call_command("load_fixtures", demo=True)
    candidates.availability(programmes=Programme.objects.all()[:1])
    programme = Programme.objects.first()
    YearHours.objects.create(programme=programme, year=1, hours=600)
    catalogue.subject_hours(Subject.objects.first(), period="1re année", hours=100)
    catalogue.option(programme)
    catalogue.related(programme.certification, title="Titre lié")
    catalogue.follow_on(programme, title="BTS Gestion")
    catalogue.outcome(programme, value=80)
    catalogue.document(programme)
    catalogue.certificate(Centre.objects.get())
    cohort, status = Cohort.objects.first(), LearnerStatus.objects.first()
    Cohort.objects.update(places=20)
    catalogue.milestone(cohort, note="date nationale")
    catalogue.quota(cohort, status=status, places=1)
    catalogue.status_limit(programme, status=status)
    catalogue.channel(programme)
    catalogue.exception(cohort)
    catalogue.requirement(programme)
    catalogue.rhythm_step(programme, "CC---")
    catalogue.related(programme.certification, title="BP Gestion")


def key_of(model, rows):
    """The name of the key by which these rows belong to this model."""
    keys = [field for field in rows.model._meta.fields if field.related_model is model]
    return rows.fk_name or keys[0].name


def open_page(admin_client, model, rows):
    """Opens the page of a parent that has such a row; returns its URL, that row and its form."""
    key = key_of(model, rows)
    row = rows.model._default_manager.exclude(**{key: None}).order_by("pk").last()
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    url = reverse(name, args=[getattr(row, key).pk])
    return url, row, filled(admin_client.get(url))


def chosen_files(page):
    """A file for each place that takes one: a browser never sends again the one it sent before."""
    boxes = lxml.html.fromstring(page.content.decode()).xpath("//main//input[@type='file']/@name")
    return {name: SimpleUploadedFile("a.pdf", b"%PDF-1.7") for name in boxes}


def put_back(admin_client, model, rows):
    """What is wrong when a row is deleted meanwhile, then put back; nothing when all is well."""
    url, row, data = open_page(admin_client, model, rows)
    others = rows.model._default_manager.count() - 1
    row.delete()
    refused = admin_client.post(url, data)
    if formsets.DELETED not in refused.content.decode():
        return "rien ne le dit"
    if rows.model._default_manager.count() != others:
        return "enregistré quand même"
    again = admin_client.post(url, filled(refused) | chosen_files(refused))
    is_back = rows.model._default_manager.count() == others + 1
    return "" if again.status_code == 302 and is_back else "pas remise"


def test_row_deleted_meanwhile_is_said_then_put_back(admin_client, contents):
    faults = {}
    for model, rows in LISTS:
        before = transaction.savepoint()
        faults[model.__name__, rows.__name__] = put_back(admin_client, model, rows)
        transaction.savepoint_rollback(before)
    assert {names: fault for names, fault in faults.items() if fault} == {}


def test_every_list_of_rows_says_it():
    assert [rows for _, rows in LISTS if not issubclass(rows.formset, formsets.Rows)] == []


def test_row_deleted_twice_is_no_fault(admin_client, contents):
    url, row, data = open_page(admin_client, *LISTS[0])
    (number,) = [name for name, value in data.items() if value == str(row.pk) and "-id" in name]
    row.delete()
    ticked = {number.replace("-id", "-DELETE"): "on"}
    assert admin_client.post(url, data | ticked).status_code == 302
