"""The Atom feed: the new editions of the brochures, the last first, with what differs."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from catalogue.exchange.feed import FIRST, feed
from catalogue.models import Centre
from tests.support import catalogue_factories as factories

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def programme():
    return factories.programme(slug="bac-pro-gestion", short_name="Bac pro Gestion")


def publish(programme, number, day, **fields):
    made = factories.edition(programme, number=number, checksum=str(number) * 64, **fields)
    since = datetime(2026, 11, day, 8, tzinfo=UTC)
    made.publications.create(since=since, verified_version=1, verified_on=since.date())
    return made


def entries():
    tree = etree.fromstring(feed(Centre(name="Centre des Tilleuls")).encode())
    return tree.findall("a:entry", ATOM)


def test_last_edition_comes_first(programme):
    publish(programme, 1, 2)
    publish(programme, 2, 9)
    titles = [entry.findtext("a:title", namespaces=ATOM) for entry in entries()]
    assert titles == ["Bac pro Gestion, édition 2", "Bac pro Gestion, édition 1"]


def test_entry_says_what_differs_and_escapes_it(programme):
    changes = [["Coût", ["6 000 €"], ["<b>6 500 €</b>"]]]
    publish(programme, 2, 9, changes=changes)
    (entry,) = entries()
    assert entry.findtext("a:summary", namespaces=ATOM) == (
        "<h3>Coût</h3><ul><li><del>6 000 €</del></li>"
        "<li><ins>&lt;b&gt;6 500 €&lt;/b&gt;</ins></li></ul>"
    )
    assert entry.findtext("a:updated", namespaces=ATOM) == "2026-11-09T08:00:00+00:00"
    assert entry.find("a:link", ATOM).get("href").endswith("/formations/bac-pro-gestion/")


def test_first_edition_is_said(programme):
    publish(programme, 1, 2)
    assert entries()[0].findtext("a:summary", namespaces=ATOM) == FIRST


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_hidden_programme_is_not_in_the_feed(programme, state):
    publish(factories.programme(state=state), 1, 2)
    assert entries() == []


def test_employers_sheet_is_not_a_change(programme):
    publish(programme, 1, 2, paper="entreprises")
    assert entries() == []
