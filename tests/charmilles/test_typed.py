"""Past a hundred rows, a menu becomes a field where one types, in forms and beside lists."""

import lxml.html
import pytest
from django.urls import reverse

from charmilles import filters, menus
from enrolment.models import DocumentKind
from tests.support import catalogue_factories as factories
from tests.support.acts import filled

pytestmark = pytest.mark.django_db
LONGEST = 3


@pytest.fixture(autouse=True)
def short(monkeypatch):
    for module in (menus, filters):
        monkeypatch.setattr(module, "LONGEST", LONGEST)


@pytest.fixture
def programme():
    return factories.programme(short_name="Bac pro Gestion", slug="bac-pro-gestion")


@pytest.fixture
def successor():
    return factories.programme(short_name="Bac pro AGOrA", slug="bac-pro-agora")


@pytest.fixture
def many(programme, successor):
    """More programmes than a menu lists."""
    for _ in range(LONGEST):
        factories.programme()


def change(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def tree(response):
    return lxml.html.fromstring(response.content.decode())


@pytest.mark.parametrize("count", [LONGEST, LONGEST + 1])
def test_a_menu_has_no_more_than_its_longest(admin_client, programme, count):
    for _ in range(count - 1):
        factories.programme()
    page = tree(admin_client.get(change(programme)))
    options = page.xpath("//select[@name='successor']/option")
    assert len(options) == (count + 1 if count <= LONGEST else 0)


def test_a_row_is_typed_by_its_short_name(admin_client, programme, successor, many):
    page = admin_client.get(change(programme))
    typed = filled(page) | {"successor": " bac-pro-agora "}
    assert admin_client.post(change(programme), typed).status_code == 302
    programme.refresh_from_db()
    assert programme.successor == successor


def test_a_row_is_typed_by_its_number(admin_client, programme, successor, many):
    typed = filled(admin_client.get(change(programme))) | {"successor": successor.pk}
    assert admin_client.post(change(programme), typed).status_code == 302
    programme.refresh_from_db()
    assert programme.successor == successor


def test_a_row_is_shown_by_its_short_name_beside_its_name(admin_client, programme, successor, many):
    programme.successor = successor
    programme.save()
    page = tree(admin_client.get(change(programme)))
    (field,) = page.xpath("//input[@name='successor']")
    (link,) = field.xpath("following-sibling::strong/a")
    assert field.get("value") == "bac-pro-agora"
    assert (link.text, link.get("href")) == ("Bac pro AGOrA", change(successor))
    assert "adresse ou numéro" in page.xpath("string(//*[@id='id_successor_helptext'])")


@pytest.mark.parametrize("word", ["inconnu", "0", "9" * 30, "-1"])
def test_a_word_that_names_no_row_is_refused_and_kept(admin_client, programme, many, word):
    typed = filled(admin_client.get(change(programme))) | {"successor": word}
    response = admin_client.post(change(programme), typed)
    (field,) = tree(response).xpath("//input[@name='successor']")
    assert (response.status_code, field.get("value")) == (200, word)
    assert tree(response).xpath("//div[contains(@class, 'field-successor')]//*[@class='errorlist']")


def test_a_row_of_a_list_is_typed(admin_client, programme, successor, many):
    factories.follow_on(programme, title="BTS Gestion")
    typed = filled(admin_client.get(change(programme)))
    typed |= {"follow_ons-0-target": "bac-pro-agora"}
    assert admin_client.post(change(programme), typed).status_code == 302
    assert programme.follow_ons.get().target == successor


def test_several_rows_are_typed_with_commas(admin_client, programme, successor, many):
    url = reverse("admin:enrolment_documentkind_add")
    typed = filled(admin_client.get(url)) | {"title": "CV", "why": "Pour étudier la candidature."}
    typed |= {"programmes": f"bac-pro-agora, {programme.pk},"}
    assert admin_client.post(url, typed).status_code == 302
    kind = DocumentKind.objects.get()
    assert set(kind.programmes.all()) == {programme, successor}
    (field,) = tree(admin_client.get(change(kind))).xpath("//input[@name='programmes']")
    assert field.get("value") == "bac-pro-agora, bac-pro-gestion"


def test_no_row_may_be_typed(admin_client, many):
    url = reverse("admin:enrolment_documentkind_add")
    typed = filled(admin_client.get(url)) | {"title": "CV", "why": "Pour étudier la candidature."}
    assert admin_client.post(url, typed).status_code == 302
    assert not DocumentKind.objects.get().programmes.exists()


# Filters


@pytest.fixture
def listed(admin_client, programme, successor, many):
    """listed(typed) gives the cohorts of the list filtered so, and its page."""
    factories.cohort(programme, name="2026-2028")
    factories.cohort(successor, name="2027-2029")

    def listed(typed, **others):
        query = {"programme__id__exact": typed} | others
        page = tree(admin_client.get(reverse("admin:catalogue_cohort_changelist"), query))
        return page.xpath("//th[@class='field-name']//text()"), page

    return listed


def test_a_list_is_filtered_by_what_is_typed(listed, successor):
    for typed in ("bac-pro-agora", str(successor.pk)):
        names, page = listed(typed)
        assert names == ["2027-2029"]
        (chosen,) = page.xpath("//*[@id='changelist-filter']//li[@class='selected']")
        assert chosen.text_content() == "Bac pro AGOrA"


@pytest.mark.parametrize("word", ["inconnu", "0", "9" * 30, "-1"])
def test_a_word_that_names_no_row_lists_nothing(listed, word):
    names, page = listed(word)
    assert names == []
    assert page.xpath("//input[@name='programme__id__exact']/@value") == [word]


def test_a_filter_that_is_typed_keeps_the_search(listed):
    _, page = listed("bac-pro-agora", o="-1", p="1")
    (form,) = page.xpath("//form[@class='typed-filter']")
    assert {(field.name, field.value) for field in form.xpath(".//input[@type='hidden']")} == {
        ("o", "-1")
    }
