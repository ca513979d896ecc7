import os
from contextlib import ExitStack

import hypothesis
import lxml.html
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.support import blank_database, serving, stages

# Fast enough for every run, without a deadline that a busy machine would miss.
hypothesis.settings.register_profile("default", max_examples=100, deadline=None)
hypothesis.settings.register_profile("long", max_examples=2000, deadline=None)


def pytest_addoption(parser):
    parser.addoption(
        "--long",
        action="store_true",
        help="en entier : les essais qui prennent des minutes, et les autres à pleine taille",
    )
    parser.addoption(
        "--database-only",
        action="store_true",
        help="seulement ce qui demande la base : le reste est le même sur toutes",
    )


def pytest_configure(config):
    config.addinivalue_line("markers", "long: only with --long")
    config.addinivalue_line("markers", "one_database(vendor): on this one alone without --long")
    # Each client of a test loads the middleware, which would list all the static files again, for
    # a tenth of a second; asked to follow changes, it looks for a file when it is requested. Real
    # servers, in their own processes, list them once.
    settings.WHITENOISE_AUTOREFRESH = True
    settings.BACKUP_DIR = settings.DATA_DIR / "tests"  # those whom tests erase are on no real list
    hypothesis.settings.load_profile("long" if config.getoption("--long") else "default")


def pytest_report_header(config):
    return "seulement ce qui demande la base" if config.getoption("--database-only") else None


def pytest_collection_modifyitems(config, items):
    if config.getoption("--database-only"):
        stages.keep_what_asks_for_the_database(config, items)
    if config.getoption("--long"):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="seulement avec --long"))
        elif stages.only_database_of(item) not in ("", connection.vendor):
            item.add_marker(pytest.mark.skip(reason="sur l’autre base, ou avec --long"))


@pytest.fixture(scope="session")
def long(request):
    """Whether --long is given: tests of crashes and races then run at full size."""
    return request.config.getoption("--long")


@pytest.fixture(scope="session")
def blank_file(pytestconfig):
    """A SQLite file with every table and no row, to be copied."""
    return blank_database.BlankFile(pytestconfig.cache.mkdir("blank"))


@pytest.fixture(scope="session")
def blank(request, tmp_path_factory):
    """The same where DATABASE_URL says."""
    if not settings.DATABASE_URL.startswith("postgres"):
        return request.getfixturevalue("blank_file")
    base = tmp_path_factory.getbasetemp()  # each worker has its own, in that of the run
    return blank_database.BlankDatabase(
        base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, blank):
    """Makes the database of the tests a copy of the blank one."""
    blank.seed(connection)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Asks SQLite once whether it knows JSON: else the first test to need it counts that too."""
    with django_db_blocker.unblock():
        assert connection.features.supports_json_field


def pytest_sessionfinish(session):
    if not hasattr(session.config, "workerinput"):  # the workers have ended
        blank_database.drop(session.config._tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def serve(blank, tmp_path_factory):
    """serve(fill=…, **environment) starts a real server on its own database; see serving.py."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(
            serving.serving(tmp_path_factory.mktemp("server"), blank, **options)
        )


@pytest.fixture(scope="module")
def furnish(blank, tmp_path_factory):
    """furnish(fill=…, **environment) prepares the same without the server."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(
            serving.furnished(tmp_path_factory.mktemp("place"), blank, **options)
        )


@pytest.fixture(autouse=True)
def both_factors(monkeypatch):
    """Makes `client.force_login` give the second factor too."""
    from tests.support import staff  # needs the applications, which pytest-django loads later

    monkeypatch.setattr(Client, "force_login", staff.sign_in)


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    """Forgets what other tests have made of contents that had the same number before they went."""
    # They need the settings, which pytest-django loads later.
    from catalogue.finding import index
    from catalogue.inspection import scores
    from charmilles import pages

    monkeypatch.setattr(pages, "kept", pages.Pages(pages.kept.limit))
    monkeypatch.setattr(index, "held", index.Held())
    monkeypatch.setattr(scores, "kept", scores.Kept())


@pytest.fixture
def read(client):
    """read(path) returns the page as a tree."""

    def read(path, *, status=200):
        response = client.get(path)
        assert response.status_code == status, f"{path} : {response.status_code}"
        return lxml.html.fromstring(response.content.decode())

    return read
