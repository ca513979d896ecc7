"""The addresses for other sites: who may read them, from where, and what a former one answers."""

from datetime import date

import lxml.html
import pytest
import time_machine

from catalogue.models import Programme
from tests.support import catalogue_factories as factories
from tests.support import real_contents
from tests.support.page_reading import shown
from tests.support.paper_reading import TODAY

pytestmark = pytest.mark.django_db
PROGRAMME = "/formations/bac-pro-gestion"
OF_ONE = {
    f"{PROGRAMME}.json": "application/json",
    f"{PROGRAMME}.csv": "text/csv; charset=utf-8",
    f"{PROGRAMME}.xml": "application/xml; charset=utf-8",
    f"{PROGRAMME}/partage.png": "image/png",
}
OF_ALL = {
    "/formations.json": "application/json",
    "/formations.csv": "text/csv; charset=utf-8",
    "/formations.xml": "application/xml; charset=utf-8",
    "/formations.atom": "application/atom+xml; charset=utf-8",
    "/donnees/formations.schema.json": "application/schema+json",
}
FILES = OF_ONE | OF_ALL
FRAMED = f"{PROGRAMME}/carte/"


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture(autouse=True)
def programme():
    return factories.programme(slug="bac-pro-gestion", short_name="Bac pro Gestion")


@pytest.mark.parametrize(("path", "content_type"), FILES.items())
def test_any_site_may_read_the_data(client, path, content_type):
    response = client.get(path, headers={"Origin": "https://lycee.exemple"})
    assert (response.status_code, response["Content-Type"]) == (200, content_type)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert dict(response.cookies) == {}


@pytest.mark.parametrize("path", ["/", f"{PROGRAMME}/", "/donnees/", "/candidature/", FRAMED])
def test_no_other_page_is_open_to_other_sites(client, path):
    response = client.get(path, headers={"Origin": "https://lycee.exemple"})
    assert "Access-Control-Allow-Origin" not in response


@pytest.mark.parametrize("path", [*FILES, FRAMED])
def test_unchanged_file_is_not_sent_again(client, path):
    tag = client.get(path)["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


def test_changed_programme_is_sent_again(client, programme):
    tag = client.get(f"{PROGRAMME}.json")["ETag"]
    programme.title = "Bac pro Vente"
    programme.save()
    again = client.get(f"{PROGRAMME}.json", headers={"If-None-Match": tag})
    assert (again.status_code, again.json()["formation"]["intitule"]) == (200, "Bac pro Vente")


@pytest.mark.parametrize("path", [*FILES, FRAMED])
@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_nothing_is_written_by_these_addresses(client, path, verb):
    assert getattr(client, verb)(path).status_code == 405


@pytest.mark.parametrize("path", [*OF_ONE, FRAMED])
def test_draft_and_unknown_programme_are_missing(client, path):
    Programme.objects.update(state="draft")
    assert client.get(path).status_code == 404
    assert client.get(path.replace("gestion", "inconnu")).status_code == 404


@pytest.mark.parametrize("path", [*OF_ONE, FRAMED])
def test_withdrawn_programme_is_gone_and_names_its_successor(client, programme, path):
    programme.state, programme.successor = "withdrawn", factories.programme(slug="bac-pro-agora")
    programme.save()
    response = client.get(path)
    address = "http://127.0.0.1:8000/formations/bac-pro-agora/"
    assert (response.status_code, response["Link"]) == (
        410,
        f'<{address}>; rel="successor-version"',
    )
    assert response.content.decode().strip().endswith(address)


@pytest.mark.parametrize("path", [*OF_ONE, FRAMED])
def test_hidden_successor_is_not_named(client, programme, path):
    programme.state, programme.successor = "withdrawn", factories.programme(state="draft")
    programme.save()
    response = client.get(path)
    assert (response.status_code, "Link" in response) == (410, False)
    assert response.content.decode() == "Cette formation n’est plus proposée.\n"


@pytest.mark.parametrize("path", [*OF_ONE, FRAMED])
def test_former_address_leads_to_the_present_one(client, programme, path):
    programme.slug = "bac-pro-agora"
    programme.save()
    response = client.get(path)
    assert response.status_code == 301
    assert response["Location"] == path.replace("bac-pro-gestion", "bac-pro-agora")


@pytest.mark.parametrize("path", ["/formations.json", "/formations.csv", "/formations.xml"])
@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_hidden_programme_is_in_no_file(client, path, state):
    factories.programme(slug="secrete", title="Secrète", state=state)
    assert "secr" not in client.get(path).content.decode().lower()


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(
    ("path", "queries"),
    [("/formations.json", 18), ("/formations.csv", 18), ("/formations.xml", 19)],
)
def test_whole_files_cost_the_same_for_any_number(
    client, django_assert_num_queries, path, queries, count
):
    for _ in range(count - 1):
        factories.programme()
    factories.centre()
    with django_assert_num_queries(queries):
        client.get(path)


# The sheet that other sites frame: the named exception of S3


def policy(response):
    sent = response["Content-Security-Policy"]
    return dict(directive.strip().split(" ", 1) for directive in sent.split(";"))


def test_sheet_may_be_framed_and_runs_nothing(client):
    response = client.get(FRAMED)
    sent = policy(response)
    assert "X-Frame-Options" not in response
    assert (sent["frame-ancestors"], sent["script-src"]) == ("*", "'none'")
    assert (sent["default-src"], sent["form-action"]) == ("'none'", "'none'")


@pytest.mark.parametrize("path", [f"{PROGRAMME}/", "/", "/donnees/", f"{PROGRAMME}.json"])
def test_nothing_else_may_be_framed(client, path):
    response = client.get(path)
    assert response["X-Frame-Options"] == "DENY"
    assert policy(response)["frame-ancestors"] == "'none'"


def test_sheet_has_no_script_and_no_form(read, programme):
    factories.duration(programme, amount=2, unit="year")
    page = read(FRAMED)
    assert page.xpath("//script | //form | //iframe") == []
    assert "2\u00a0ans" in page.text_content()


def test_links_of_the_sheet_open_beside_it(read):
    links = read(FRAMED).xpath("//a")
    assert [(a.get("target"), a.get("rel")) for a in links] == [("_blank", "noopener")]
    assert links[0].get("href") == f"http://127.0.0.1:8000{PROGRAMME}/"


# The page that explains them


def test_page_leads_to_files_that_answer(client, read):
    links = {a.get("href") for a in read("/donnees/").find(".//main").iter("a")}
    paths = {link.removeprefix("http://127.0.0.1:8000") for link in links}
    assert {client.get(path).status_code for path in paths} == {200}
    assert len(paths) > 8


def test_page_says_what_lheo_lacks(read):
    assert "Il manque\u00a0: code du public (FORMACODE)" in read("/donnees/").text_content()


def test_page_of_an_empty_catalogue_has_no_example(client, read):
    Programme.objects.all().delete()
    page = read("/donnees/").text_content()
    assert "Aucune formation n’est publiée" in page
    assert "curl" not in page


def test_page_lists_each_key(client, read):
    keys = {dt.text_content() for dt in read("/donnees/").iter("dt")}
    assert keys == client.get(f"{PROGRAMME}.json").json()["formation"].keys()


# For staff


def test_staff_read_what_the_export_lacks(admin_client, programme):
    page = admin_client.get(f"/gestion/catalogue/programme/{programme.pk}/change/")
    said = "L’export est marqué «_incomplet_». Il manque_: code du public"
    assert said in shown(lxml.html.fromstring(page.content.decode()))


def test_real_catalogue_is_exported(client):
    real_contents.load()
    found = client.get("/formations.json").json()
    assert found["date"] == date(2026, 11, 23).isoformat()
    assert len(found["formations"]) == 7
