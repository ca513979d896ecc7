"""Findings that somebody accepts; drafts that a blocking finding keeps; where staff read it all."""

import csv
import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from catalogue.inspection import accepting
from catalogue.inspection.report import inspect_one
from catalogue.models import Acceptance, Programme
from catalogue.publishing import publish
from tests.support import catalogue_factories as factories
from tests.support import real_contents
from tests.support.acts import filled
from tests.support.inspecting import clean
from tests.support.paper_reading import TODAY

pytestmark = pytest.mark.django_db

DRAFT, PUBLISHED = Programme.State.DRAFT, Programme.State.PUBLISHED
LIST = "/gestion/catalogue/programme/"


def flawed(**fields):
    """A clean programme that is not dated: one finding, blocking."""
    programme = clean()
    Programme.objects.filter(pk=programme.pk).update(**{"updated_on": None, **fields})
    programme.refresh_from_db()
    return programme


def accept(programme):
    found = inspect_one(programme, on=TODAY).found
    return accepting.accept(found, person="Ada Vidal", reason="Date inconnue.", on=TODAY)


def of(programme):
    return reverse("admin:catalogue_findings", args=[programme.pk])


def change_page(programme):
    return f"{LIST}{programme.pk}/change/"


def text(response):
    return response.content.decode()


# Accepting


def test_accepted_finding_is_reported_and_no_longer_blocks():
    programme = flawed()
    assert accept(programme) == 1
    report = inspect_one(programme, on=TODAY)
    assert [one.acceptance.person for one in report.found] == ["Ada Vidal"]
    assert report.blocking == []


def test_accepting_twice_makes_one_row():
    programme = flawed()
    assert [accept(programme), accept(programme)] == [1, 0]
    assert Acceptance.objects.count() == 1


def test_accepted_finding_comes_back_when_its_facts_change():
    programme = clean()
    programme.units.update(coefficient=3)
    accept(programme)
    programme.units.update(coefficient=4)
    (finding,) = inspect_one(programme, on=TODAY).found
    assert (finding.check.code, finding.acceptance) == ("S02", None)


def test_acceptance_is_that_of_one_programme():
    programme, other = flawed(), factories.programme()
    accept(programme)
    assert all(one.acceptance is None for one in inspect_one(other, on=TODAY).found)


# Publishing


def test_blocking_finding_keeps_a_draft():
    programme = flawed(state=DRAFT)
    assert [one.check.code for one in publish(programme, on=TODAY)] == ["Q10"]
    programme.refresh_from_db()
    assert programme.state == DRAFT


def test_clean_draft_is_published():
    programme = flawed(state=DRAFT, updated_on=TODAY)
    assert publish(programme, on=TODAY) == []
    programme.refresh_from_db()
    assert programme.state == PUBLISHED


def test_accepted_draft_is_published():
    programme = flawed(state=DRAFT)
    accept(programme)
    assert publish(programme, on=TODAY) == []


def test_what_is_public_stays_public(admin_client):
    programme = flawed(state=PUBLISHED)
    page = change_page(programme)
    assert admin_client.post(page, filled(admin_client.get(page))).status_code == 302
    programme.refresh_from_db()
    assert programme.state == PUBLISHED


def test_page_saves_what_is_typed_and_says_why_it_stays_a_draft(admin_client):
    programme = flawed(state=DRAFT)
    page = change_page(programme)
    typed = {"state": PUBLISHED, "promise": "Gérer un dossier."}
    said = admin_client.post(page, filled(admin_client.get(page)) | typed, follow=True)
    programme.refresh_from_db()
    assert (programme.state, programme.promise) == (DRAFT, "Gérer un dossier.")
    assert "la fiche n’est pas publiée" in text(said)
    assert "La fiche n’est pas datée" in text(said)


def test_new_programme_asked_public_at_once_stays_a_draft(admin_client):
    domain = factories.domain()
    data = filled(admin_client.get(f"{LIST}add/"))
    data |= {"short_name": "Neuve", "title": "Neuve", "slug": "neuve", "domain": domain.pk}
    admin_client.post(f"{LIST}add/", data | {"state": PUBLISHED})
    assert Programme.objects.get(slug="neuve").state == DRAFT


# Where staff read it


def test_page_of_a_programme_shows_each_finding_and_where_to_repair_it(admin_client):
    programme = flawed()
    said = text(admin_client.get(change_page(programme)))
    assert "La fiche n’est pas datée" in said
    assert f'href="{change_page(programme)}#id_updated_on"' in said


def test_list_shows_the_score(admin_client):
    flawed()
    assert "1 bloquant</a>" in text(admin_client.get(LIST)).replace("\u00a0", " ")


def test_staff_accept_what_they_tick_with_a_reason(admin_client):
    programme = flawed()
    (finding,) = inspect_one(programme, on=TODAY).found
    data = {"chosen": finding.name, "reason": "Date inconnue."}
    said = text(admin_client.post(of(programme), data, follow=True))
    assert "Accepté par admin" in said
    assert Acceptance.objects.get().reason == "Date inconnue."


@pytest.mark.parametrize(
    ("data", "told"), [({"reason": "Oui."}, "Cochez"), ({"chosen": "all"}, "obligatoire")]
)
def test_nothing_is_accepted_without_a_box_and_a_reason(admin_client, data, told):
    programme = flawed()
    (finding,) = inspect_one(programme, on=TODAY).found
    data = {name: finding.name if value == "all" else value for name, value in data.items()}
    assert told in text(admin_client.post(of(programme), data))
    assert not Acceptance.objects.exists()


def test_acceptance_is_taken_back(admin_client):
    programme = flawed()
    accept(programme)
    (finding,) = inspect_one(programme, on=TODAY).found
    admin_client.post(of(programme), {"again": finding.name})
    assert not Acceptance.objects.exists()


@pytest.mark.parametrize("name", ["inspection", "inspection_csv"])
def test_report_is_for_those_who_may_see_programmes(client, django_user_model, name):
    client.force_login(django_user_model.objects.create_user("sam", is_staff=True))
    assert client.get(reverse(f"admin:catalogue_{name}")).status_code == 403


def test_report_of_the_catalogue_names_what_blocks(admin_client):
    flawed()
    assert "La fiche n’est pas datée" in text(admin_client.get(f"{LIST}constats/"))


def test_spreadsheet_has_a_line_for_each_finding(admin_client):
    programme = flawed()
    accept(programme)
    said = text(admin_client.get(f"{LIST}constats.csv")).removeprefix("\ufeff")
    (line,) = csv.DictReader(io.StringIO(said), delimiter=";")
    assert (line["Contrôle"], line["Accepté par"]) == ("Q10", "Ada Vidal")


def test_command_tells_a_machine_whether_something_blocks(capsys):
    programme = flawed()
    with pytest.raises(SystemExit) as stop:
        call_command("inspect_catalogue", on=TODAY)
    assert stop.value.code == 1
    accept(programme)
    call_command("inspect_catalogue", on=TODAY)
    assert "[accepté par Ada Vidal]" in capsys.readouterr().out


# The contents that the project starts with


def test_first_contents_carry_their_acceptances():
    real_contents.load(demo=False)
    reports = [inspect_one(programme, on=TODAY) for programme in Programme.objects.all()]
    assert [report.programme.slug for report in reports if report.blocking] == []
    used = sum(report.accepted for report in reports)
    assert used == Acceptance.objects.count() > 0
