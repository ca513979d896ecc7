"""A row deleted while its parent's page is open is said there, with what was typed in it."""

from datetime import date

import lxml.html
import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogue.models import Cohort, CohortYear
from charmilles import formsets
from enrolment.admin.rows import ReadOnlyRows
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as candidates
from tests.support.acts import filled

pytestmark = [pytest.mark.django_db, pytest.mark.one_database("sqlite")]  # the forms decide
LISTS = {
    model: lists
    for model, pages in admin.site._registry.items()
    if (lists := [rows for rows in pages.inlines if not issubclass(rows, ReadOnlyRows)])
}


@pytest.fixture
def contents(settings, tmp_path):
    """One small programme, and around it one row of each list that the pages of staff hold."""
    settings.MEDIA_ROOT = tmp_path
    catalogue.certificate(catalogue.centre())
    status = catalogue.status()
    programme = catalogue.programme()
    candidates.availability(programmes=[programme])
    say_what_it_is(programme, status)
    say_when_it_is(programme, status)
    scale = catalogue.pay_scale(status)
    catalogue.rate(catalogue.pay_row(scale, year=1), catalogue.bracket(scale), percent=43)


def say_what_it_is(programme, status):
    programme.year_hours.create(year=1, hours=600)
    catalogue.duration(programme, amount=600, unit="hour")
    catalogue.tuition(programme, text="Rien à payer")
    catalogue.link(programme)
    catalogue.option(programme)
    catalogue.follow_on(programme, title="BTS Gestion")
    catalogue.outcome(programme, value=80)
    catalogue.document(programme)
    catalogue.status_limit(programme, status=status)
    catalogue.channel(programme)
    catalogue.requirement(programme)
    catalogue.item(catalogue.section(programme), text="Tenir un agenda")
    certification = programme.certification
    catalogue.block(certification)
    catalogue.exam_rule(certification)
    catalogue.related(certification, title="BP Gestion")
    unit = catalogue.unit(programme)
    subject = catalogue.subject(unit)
    catalogue.subject_hours(subject, period="1re année", hours=100)
    for examined in (unit, subject):
        catalogue.assessment(examined)


def say_when_it_is(programme, status):
    catalogue.rhythm_step(programme, "CC---")
    cohort = catalogue.cohort(programme, places=20)
    catalogue.cohort_year(cohort, starts=date(2027, 9, 1), ends=date(2028, 6, 30))
    catalogue.milestone(cohort, note="date nationale")
    catalogue.quota(cohort, status=status, places=1)
    catalogue.exception(cohort)


def key_of(model, rows):
    """The name of the key by which these rows belong to this model."""
    keys = [field for field in rows.model._meta.fields if field.related_model is model]
    return rows.fk_name or keys[0].name


def listed(model):
    """Returns one parent that has a row in each list of its page, and {list: its rows}."""
    (parent,) = {
        getattr(rows.model._default_manager.exclude(**{key: None}).latest("pk"), key)
        for rows in LISTS[model]
        if (key := key_of(model, rows))
    }
    return parent, {
        rows.__name__: rows.model._default_manager.filter(**{key_of(model, rows): parent})
        for rows in LISTS[model]
    }


def counts(lists):
    return {name: rows.count() for name, rows in lists.items()}


def address(parent):
    return reverse(f"admin:{parent._meta.label_lower.replace('.', '_')}_change", args=[parent.pk])


def chosen_files(page):
    """A file for each place that takes one: a browser never sends again the one it sent before."""
    boxes = lxml.html.fromstring(page.content.decode()).xpath("//main//input[@type='file']/@name")
    return {name: SimpleUploadedFile("a.pdf", b"%PDF-1.7") for name in boxes}


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_rows_deleted_meanwhile_are_said_then_put_back(admin_client, contents, model):
    parent, lists = listed(model)
    url, before = address(parent), counts(lists)
    data = filled(admin_client.get(url))
    for rows in lists.values():
        rows.last().delete()
    gone = counts(lists)
    assert all(gone[name] < before[name] for name in before)

    refused = admin_client.post(url, data)
    said = refused.content.decode().count(formsets.DELETED)
    assert (said, counts(lists)) == (len(lists), gone)

    again = admin_client.post(url, filled(refused) | chosen_files(refused))
    assert (again.status_code, counts(lists)) == (302, before)


def test_every_list_of_rows_says_it():
    lists = [rows for lists in LISTS.values() for rows in lists]
    assert [rows for rows in lists if not issubclass(rows.formset, formsets.Rows)] == []


def test_row_deleted_twice_is_no_fault(admin_client, contents):
    url = address(Cohort.objects.get())
    data = filled(admin_client.get(url))
    CohortYear.objects.all().delete()
    assert admin_client.post(url, data | {"years-0-DELETE": "on"}).status_code == 302
