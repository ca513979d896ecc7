"""What machines ask: is it alive, is it ready, what may be indexed, whom to tell of a fault."""

from datetime import UTC, date, datetime, timedelta

import lxml.etree
import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from charmilles import machines, typography
from tests.support import catalogue_factories as factories

LAST = datetime(2026, 11, 28, 5, tzinfo=UTC)
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://formations.exemple.fr"


def locations(client):
    tree = lxml.etree.fromstring(client.get("/sitemap.xml").content)
    return [loc.text for loc in tree.iterfind("s:url/s:loc", SITEMAP)]


def answer(response):
    return response.status_code, response.content.decode()


def test_healthz_answers_without_the_database(client):
    assert answer(client.get("/healthz")) == (200, "ok\n")  # no mark: a query would fail


@pytest.mark.django_db
def test_readyz_answers_when_the_schema_is_ours(client):
    assert answer(client.get("/readyz")) == (
        200,
        "ok\naucune sauvegarde\naucune restauration d’exercice\n",
    )


def test_readyz_says_when_the_last_backup_was_taken_and_restored(db, client, settings, tmp_path):
    settings.BACKUP_DIR = tmp_path
    (tmp_path / "charmilles-20261127T050000Z.tar").touch()
    (tmp_path / f"charmilles-{LAST:%Y%m%dT%H%M%S}Z.tar").touch()
    (tmp_path / "practice.txt").write_text(f"{LAST.isoformat()} charmilles.tar\n", "utf-8")
    moment = typography.moment(LAST)
    assert answer(client.get("/readyz"))[1].splitlines()[1:] == [
        f"dernière sauvegarde : {moment}",
        f"dernière restauration d’exercice : {moment}",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_readyz_says_that_the_database_fails(client, error):
    def refuse(*query):
        raise error("connection refused")

    with connection.execute_wrapper(refuse):
        response = client.get("/readyz")
    assert answer(response) == (503, "base de données injoignable\n")


@pytest.mark.django_db
def test_readyz_says_that_a_migration_is_missing(client):
    ((app, last),) = MigrationLoader(connection).graph.leaf_nodes("catalogue")
    MigrationRecorder(connection).record_unapplied(app, last)
    assert answer(client.get("/readyz")) == (503, "migrations à appliquer\n")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_are_never_kept(client, path):
    assert "no-store" in client.get(path)["Cache-Control"]


def test_robots_keeps_out_of_the_staff_site(client):
    assert client.get("/robots.txt").content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /gestion/",
        "",
        "Sitemap: https://formations.exemple.fr/sitemap.xml",
    ]


@pytest.mark.django_db
def test_sitemap_lists_the_public_pages(client):
    factories.programme(slug="bac-pro-gestion")
    assert locations(client) == [
        "https://formations.exemple.fr/",
        "https://formations.exemple.fr/formations/",
        "https://formations.exemple.fr/formations/ou-entrer/",
        "https://formations.exemple.fr/remuneration/",
        "https://formations.exemple.fr/entreprises/",
        "https://formations.exemple.fr/accessibilite/",
        "https://formations.exemple.fr/mentions-legales/",
        "https://formations.exemple.fr/donnees-personnelles/",
        "https://formations.exemple.fr/donnees/",
        "https://formations.exemple.fr/formations/bac-pro-gestion/",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_sitemap_hides_what_is_not_published(client, state):
    factories.programme(slug="secrete", state=state)
    assert [found for found in locations(client) if "secrete" in found] == []


@pytest.mark.django_db
def test_every_page_of_the_sitemap_answers(client):
    factories.programme()
    assert {client.get(found).status_code for found in locations(client)} == {200}


@pytest.mark.django_db
def test_sitemap_says_when_a_page_was_checked(client):
    factories.programme(updated_on=date(2026, 9, 1))
    factories.programme(updated_on=None)
    tree = lxml.etree.fromstring(client.get("/sitemap.xml").content)
    assert [mod.text for mod in tree.iterfind("s:url/s:lastmod", SITEMAP)] == ["2026-09-01"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "contact"),
    [
        ({"email": "accueil@exemple.fr"}, "mailto:accueil@exemple.fr"),
        ({"email": "a@b.fr", "data_protection_contact": "dpo@exemple.fr"}, "mailto:a@b.fr"),
        ({"data_protection_contact": "Ada Vidal, dpo@exemple.fr"}, "mailto:dpo@exemple.fr"),
        ({"email": "a%b@exemple.fr"}, "mailto:a%25b@exemple.fr"),
    ],
)
def test_security_txt_names_who_to_tell(client, fields, contact):
    factories.centre(**fields)
    response = client.get("/.well-known/security.txt")
    lines = dict(line.split(": ") for line in response.content.decode().splitlines())
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert lines.pop("Expires") > "2026"
    assert lines == {
        "Contact": contact,
        "Preferred-Languages": "fr",
        "Canonical": "https://formations.exemple.fr/.well-known/security.txt",
    }


@pytest.mark.django_db
def test_security_txt_is_absent_without_an_address(client):
    factories.centre(data_protection_contact="02 03 04 05 06")
    assert client.get("/.well-known/security.txt").status_code == 404


def test_security_txt_is_valid_less_than_a_year():
    text = machines.security_txt("a@b.fr", on=date(2026, 11, 26))
    assert "Expires: 2027-05-25T00:00:00+02:00\n" in text
    assert timedelta(days=365) > machines.READ_AGAIN
