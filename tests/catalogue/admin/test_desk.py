"""The desk of a programme: its parts, its small forms, its texts, publishing from there."""

import lxml.html
import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from catalogue.admin.desk.page import Desk
from catalogue.admin.desk.parts import BY_SLUG, EDITS, KINDS, TOP
from catalogue.models import Programme, Section
from catalogue.sheet.parts import PARTS
from tests.support import catalogue_factories as factories
from tests.support.acts import filled
from tests.support.inspecting import clean

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return factories.programme(state=Programme.State.DRAFT)


def desk(programme):
    return reverse("admin:catalogue_desk", args=[programme.pk])


def part(programme, slug):
    return reverse("admin:catalogue_desk_part", args=[programme.pk, slug])


def text(programme, kind):
    return reverse("admin:catalogue_desk_text", args=[programme.pk, kind])


def sent(client, url, **typed):
    return client.post(url, filled(client.get(url)) | {"_save": ""} | typed)


def links(response):
    page = lxml.html.fromstring(response.content.decode())
    return page.xpath("//main//a/@href")


def test_every_part_of_the_public_page_is_there_in_its_order(admin_client, programme):
    page = lxml.html.fromstring(admin_client.get(desk(programme)).content.decode())
    assert page.xpath("//section[contains(@class, 'desk-part')]/@id") == [p.slug for p in PARTS]


def test_every_form_belongs_to_a_part_and_answers(admin_client, programme):
    assert {edit.part for edit in EDITS} <= {TOP, *KINDS}
    for slug in BY_SLUG:
        assert admin_client.get(part(programme, slug)).status_code == 200, slug


def test_desk_costs_as_many_queries_for_one_row_or_many(
    admin_client, programme, django_assert_num_queries
):
    for count in (1, 4):
        for number in range(count):
            factories.unit(programme, title=f"Unité {count} {number}")
            factories.section(title=f"Aide {count} {number}", kind="aids", prose="Un texte.")
            factories.duration(programme, audience=f"{count} {number}", amount=2, unit="year")
        with django_assert_num_queries(34):
            admin_client.get(desk(programme))


def test_part_is_saved_and_leads_back_to_its_place(admin_client, programme):
    answer = sent(
        admin_client,
        part(programme, "durees"),
        **{"durations-0-amount": "2", "durations-0-unit": "year", "remote_share": "0"},
    )
    assert answer.url == f"{desk(programme)}#calendrier"
    programme.refresh_from_db()
    assert programme.remote_share == 0
    assert [row.amount for row in programme.durations.all()] == [2]


def test_more_rows_keep_what_is_typed_and_save_nothing(admin_client, programme):
    url = part(programme, "durees")
    typed = filled(admin_client.get(url)) | {"durations-0-amount": "2", "_more": "durations"}
    page = lxml.html.fromstring(admin_client.post(url, typed).content.decode())
    assert page.xpath("//input[@name='durations-0-amount']")[0].value == "2"
    assert page.xpath("//input[@name='durations-TOTAL_FORMS']")[0].value == "4"
    assert not programme.durations.exists()
    for total in ("9" * 5000, "²"):
        forged = typed | {"durations-TOTAL_FORMS": total}
        assert admin_client.post(url, forged).status_code == 200
    assert admin_client.post(url, {"_more": "durations"}).status_code == 200


def test_new_programme_has_no_address_to_invent(admin_client):
    domain = factories.domain()
    url = reverse("admin:catalogue_desk_new")
    answer = sent(admin_client, url, short_name="BTS Vente", title="BTS Vente", domain=domain.pk)
    programme = Programme.objects.get()
    assert programme.slug == "bts-vente"
    assert answer.url.startswith(desk(programme))


def test_what_keeps_a_draft_comes_next(admin_client, programme):
    answer = sent(admin_client, part(programme, TOP), _next="")
    assert answer.url == text(programme, Section.Kind.PREREQUISITES)


def test_text_is_written_with_its_list_then_written_again(admin_client, programme):
    url = text(programme, Section.Kind.OBJECTIVES)
    lines = "Vendre\n– en magasin\n\nConseiller"
    answer = sent(admin_client, url, prose="Vous saurez :", listed=lines)
    assert answer.url == f"{desk(programme)}#contenu"
    section = Section.objects.get(programme=programme)
    points = [(item.text, item.is_detail) for item in section.items.all()]
    assert points == [("Vendre", False), ("en magasin", True), ("Conseiller", False)]
    sent(admin_client, url, prose="À la fin, vous saurez :")
    section.refresh_from_db()
    assert section.prose == "À la fin, vous saurez :"
    assert section.items.count() == 3
    admin_client.post(url, {"_delete": ""})
    assert not Section.objects.exists()


def test_shared_text_says_how_many_show_it_and_is_replaced_here_alone(admin_client, programme):
    factories.programme()
    shared = factories.section(kind="aids", title="Aides", prose="Une aide.")
    factories.item(shared, lead="Permis", text="500 €")
    page = admin_client.get(desk(programme)).content.decode()
    assert "(2 formations)" in page
    url = reverse("admin:catalogue_desk_replace", args=[programme.pk, shared.pk])
    admin_client.post(url)
    admin_client.post(url)
    own = Section.objects.get(programme=programme)
    assert [(item.lead, item.text) for item in own.items.all()] == [("Permis", "500 €")]
    assert shared.items.count() == 1
    assert Desk(programme.pk).uses[shared.pk] == 1


def test_draft_is_published_from_the_desk_once_nothing_keeps_it(admin_client):
    programme = clean()
    Programme.objects.update(state=Programme.State.DRAFT, updated_on=None)
    url = reverse("admin:catalogue_desk_publish", args=[programme.pk])
    admin_client.post(url)
    programme.refresh_from_db()
    assert programme.state == Programme.State.DRAFT
    Programme.objects.update(updated_on="2026-11-01")
    admin_client.post(url)
    programme.refresh_from_db()
    assert programme.is_published


def test_desk_is_read_with_the_right_to_read_and_changes_nothing(
    client, django_user_model, programme
):
    reader = django_user_model.objects.create_user("lecteur", is_staff=True)
    client.force_login(reader)
    assert client.get(desk(programme)).status_code == 403
    reader.user_permissions.add(Permission.objects.get(codename="view_programme"))
    answer = client.get(desk(programme))
    assert [url for url in links(answer) if "/bureau/" in url] == []
    publish = reverse("admin:catalogue_desk_publish", args=[programme.pk])
    assert client.post(publish).status_code == 403
    assert client.post(part(programme, TOP), {}).status_code == 403
