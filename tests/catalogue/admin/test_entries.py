"""What staff type is kept or refused with a sentence; rows are placed, named and come back."""

import lxml.html
import pytest
from django import forms
from django.contrib import admin
from django.urls import resolve, reverse

from catalogue.models import Campus, Section, Unit
from charmilles.entries import DECIMAL, WHOLE
from tests.support import catalogue_factories as factories
from tests.support.acts import filled
from tests.support.page_reading import errors

pytestmark = pytest.mark.django_db
PAGES = [*admin.site._registry.values()]


@pytest.fixture
def unit():
    return factories.unit(factories.programme(), title="Vente")


def page_of(row):
    return reverse(f"admin:catalogue_{row._meta.model_name}_change", args=[row.pk])


def save(client, row, **typed):
    """Sends the page of a row as it is shown, but for what is typed."""
    url = page_of(row)
    sent = {name: value for name, value in filled(client.get(url)).items() if name != "pdf"}
    return client.post(url, sent | typed)


def box(response, name):
    page = lxml.html.fromstring(response.content.decode())
    return page.xpath(f"//input[@name='{name}']")[0].get("value")


# Numbers and lengths


def forms_of(rf, admin_user):
    request = rf.get("/")
    request.user, request.resolver_match = admin_user, resolve("/gestion/")
    for page in PAGES:
        if page.has_add_permission(request):
            yield page, page.get_form(request)
        for rows in page.get_inline_instances(request):
            yield rows, rows.get_formset(request).form


def test_no_box_loses_what_is_typed_before_the_server_reads_it(rf, admin_user):
    """A browser empties a number box that holds a word, and cuts what is pasted beyond a length."""
    losing = [
        (page.__class__.__name__, name)
        for page, form in forms_of(rf, admin_user)
        for name, field in form.base_fields.items()
        if isinstance(field.widget, forms.NumberInput) or "maxlength" in field.widget.attrs
    ]
    assert losing == []


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("coefficient", "8 + 1", DECIMAL),
        ("coefficient", "huit", DECIMAL),
        ("position", "1er", WHOLE),
        ("position", "1,5", WHOLE),
    ],
)
def test_sign_that_is_no_number_is_refused_and_kept(admin_client, unit, name, typed, sentence):
    response = save(admin_client, unit, **{name: typed})
    assert sentence in errors(response)
    assert box(response, name) == typed


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [("1,5", "1.50", "1,5"), ("1.5", "1.50", "1,5"), ("8", "8.00", "8"), (" 2 ", "2.00", "2")],
)
def test_number_is_read_and_shown_as_a_french_hand_writes_it(
    admin_client, unit, typed, stored, shown
):
    assert save(admin_client, unit, coefficient=typed).status_code == 302
    unit.refresh_from_db()
    assert str(unit.coefficient) == stored
    assert box(admin_client.get(page_of(unit)), "coefficient") == shown


def test_space_between_thousands_is_read(admin_client, unit):
    save(admin_client, unit, hours="1\u202f350,5")
    unit.refresh_from_db()
    assert str(unit.hours) == "1350.5"


def test_text_beyond_its_length_is_refused_and_kept(admin_client, unit):
    response = save(admin_client, unit, title="e" * 251)
    assert "250" in errors(response)[-1]
    assert box(response, "title") == "e" * 251


# Rows: placed, counted


def test_row_without_a_place_comes_last_and_a_written_place_is_kept(admin_client, unit):
    factories.subject(unit, title="Anglais", position=1)
    factories.subject(unit, title="Droit", position=7)
    rows = {
        "subjects-TOTAL_FORMS": "5",
        "subjects-2-unit": unit.pk,
        "subjects-2-title": "Économie",
        "subjects-2-position": "",
        "subjects-3-unit": unit.pk,
        "subjects-3-title": "Français",
        "subjects-3-position": "",
        "subjects-4-unit": unit.pk,
        "subjects-4-title": "Histoire",
        "subjects-4-position": "2",
    }
    assert save(admin_client, unit, **rows).status_code == 302
    titles = [subject.title for subject in unit.subjects.all()]
    assert titles == ["Anglais", "Histoire", "Droit", "Économie", "Français"]


def test_place_alone_makes_no_row(admin_client, unit):
    rows = {"subjects-TOTAL_FORMS": "1", "subjects-0-unit": unit.pk, "subjects-0-position": "3"}
    assert save(admin_client, unit, **rows).status_code == 302
    assert unit.subjects.count() == 0


def test_place_emptied_puts_the_row_last(admin_client, unit):
    for number, title in enumerate(["Anglais", "Droit"], start=1):
        factories.subject(unit, title=title, position=number)
    assert save(admin_client, unit, **{"subjects-0-position": ""}).status_code == 302
    assert [subject.title for subject in unit.subjects.all()] == ["Droit", "Anglais"]


def test_title_of_a_list_says_how_many_rows_it_holds(admin_client, unit):
    factories.unit(unit.programme, title="Gestion")
    page = lxml.html.fromstring(admin_client.get(page_of(unit.programme)).content.decode())
    (title,) = page.xpath("//*[@id='units-heading']")
    assert " ".join(title.text_content().split()).endswith(": 2")


# Names that nobody invents


def test_text_gets_its_short_name_from_its_title(admin_client):
    programme = factories.programme()
    sent = {"programme": programme.pk, "kind": "other", "title": "Bourse au permis", "position": 0}
    empty = {"items-TOTAL_FORMS": 0, "items-INITIAL_FORMS": 0}
    for _ in range(2):
        assert admin_client.post("/gestion/catalogue/section/add/", sent | empty).status_code == 302
    names = programme.sections.order_by("pk").values_list("slug", flat=True)
    assert list(names) == ["bourse-au-permis", "bourse-au-permis-2"]


def test_same_name_is_free_in_another_programme():
    sections = [Section(programme=factories.programme(), kind="jobs") for _ in range(2)]
    for section in sections:
        section.save()
    assert [section.slug for section in sections] == ["metiers-vises", "metiers-vises"]


def test_name_is_made_when_the_words_give_none():
    campus = Campus.objects.create(name="…", city="Grenoble")
    assert campus.slug == "campus"


def test_programme_gets_its_address_from_its_short_name():
    assert factories.programme(short_name="Bac pro AGOrA", slug="").slug == "bac-pro-agora"


# After saving


@pytest.mark.parametrize("kind", ["unit", "cohort", "section"])
def test_saved_row_leads_back_to_its_list(admin_client, kind):
    programme = factories.programme()
    row = getattr(factories, kind)(programme)
    assert save(admin_client, row).url == f"{page_of(programme)}#{kind}s-group"


def test_saved_subject_leads_back_to_its_unit(admin_client, unit):
    subject = factories.subject(unit)
    assert save(admin_client, subject).url == f"{page_of(unit)}#subjects-group"


def test_saved_text_of_the_centre_leads_back_to_the_list(admin_client):
    assert save(admin_client, factories.section()).url == "/gestion/catalogue/section/"


def test_row_saved_to_go_on_stays_open(admin_client, unit):
    assert save(admin_client, unit, _continue="1").url == page_of(unit)


def test_row_of_a_programme_that_one_may_not_see_leads_to_the_list(client, unit):
    from tests.support import enrolment_factories as candidates

    user = candidates.staff(is_superuser=False)
    give(user, Unit, "change")
    client.force_login(user)
    assert "/programme/" not in save(client, unit).url


def give(user, model, right):
    from django.contrib.auth.models import Permission

    code = f"{right}_{model._meta.model_name}"
    user.user_permissions.add(
        Permission.objects.get(codename=code, content_type__app_label="catalogue")
    )


@pytest.mark.parametrize(("campuses", "ticked"), [(0, 0), (1, 1), (2, 0)])
def test_only_campus_is_ticked_for_a_new_programme(admin_client, campuses, ticked):
    for _ in range(campuses):
        factories.campus()
    page = lxml.html.fromstring(
        admin_client.get("/gestion/catalogue/programme/add/").content.decode()
    )
    assert len(page.xpath("//input[@name='campuses'][@checked]")) == ticked
