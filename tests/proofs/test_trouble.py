"""A disk, a lock or a database that fails is said in French, and what was typed is sent again.

Each fault is provoked under a real server: a small disk of its own, filled or made read-only, a
lock, a PostgreSQL cluster that is stopped.
"""

import socket
from contextlib import contextmanager

import pytest
from django.db import connection

from tests.proofs import troubled
from tests.proofs.troubled import EMAIL, PAGE, Visitor
from tests.support import serving

HERE = "tests.proofs.troubled:"


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    with troubled.small_disk(tmp_path_factory.mktemp("disk")) as mounted:
        if not mounted:
            pytest.skip("cette machine ne laisse pas monter un disque")
        for name in ("log", "functions.log"):  # what is not the site's is elsewhere
            (mounted / name).symlink_to(tmp_path_factory.mktemp("logs") / name)
        yield mounted


@pytest.fixture(scope="module")
def server(disk, blank_file):
    """A site whose SQLite file and files are on a small disk."""
    with serving.serving(disk, blank_file, fill=f"{HERE}fill", WEB_CONCURRENCY="1") as server:
        yield server


@pytest.fixture
def visitor(server):
    return Visitor(server.url)


def ready(visitor):
    return visitor.ask("/readyz")[0]


def is_said(answer):
    status, headers, page = answer
    assert (status, headers["Retry-After"]) == (503, "60")
    assert "Réessayez dans une minute" in page
    assert "no-store" in headers["Cache-Control"]
    return page


def is_sent_again(visitor, server, fault):
    """Sends a form during this fault, then what its answer holds once all is mended."""
    before, typed = server.run(f"{HERE}asked"), visitor.typed()
    with fault:
        page = is_said(visitor.ask(PAGE, typed))
        assert ready(visitor) == 503
    assert ("email", EMAIL) in troubled.resent(page)
    assert visitor.ask(PAGE, troubled.resent(page))[0] == 200
    assert ready(visitor) == 200
    return server.run(f"{HERE}asked") - before


def test_full_disk_loses_nothing_typed(visitor, server, disk):
    assert is_sent_again(visitor, server, troubled.full(disk)) == 1


def test_locked_database_loses_nothing_typed(visitor, server, disk, blank_file):
    database = server.environment["DATABASE_URL"]
    with serving.beside(server, DATABASE_URL=f"{database}?timeout=1") as hasty:
        path = database.removeprefix("sqlite:///")
        assert is_sent_again(Visitor(hasty.url), server, troubled.locked(path)) == 1


def test_read_only_folder_loses_nothing_typed(visitor, server, disk, tmp_path):
    typed, before = visitor.typed(), server.run(f"{HERE}asked")
    with troubled.read_only(disk, tmp_path) as folder, on_folder(folder) as other:
        refused = Visitor(other.url, visitor.jar)
        page = is_said(refused.ask(PAGE, typed | {"password": "correct horse"}))
        assert ready(refused) == 503
    assert "correct horse" not in page
    assert visitor.ask(PAGE, troubled.resent(page))[0] == 200
    assert server.run(f"{HERE}asked") == before + 1


@contextmanager
def on_folder(folder):
    """A server on the site of this folder."""
    database = f"sqlite:///{folder}/site.sqlite3"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = serving.Server(folder, database, {"WEB_CONCURRENCY": "1"}, listener)
        try:
            server.restart()
            yield server
        finally:
            server.group.stop()


# PostgreSQL


@pytest.fixture(scope="module")
def cluster():
    if connection.vendor != "postgresql":
        pytest.skip("sur PostgreSQL")
    tools = troubled.tools_of_postgresql()
    if not tools:
        pytest.skip("cette machine n’a pas le serveur PostgreSQL")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with troubled.folder_of_postgresql() as folder:
        cluster = troubled.Cluster(folder, tools, port)
        cluster.start()
        yield cluster
        cluster.stop()


@pytest.fixture(scope="module")
def on_postgresql(cluster, blank, tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    with blank.copied(folder) as copy:
        database = cluster.copy(copy)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = serving.Server(folder, database, {"WEB_CONCURRENCY": "1"}, listener)
        server.run(f"{HERE}fill")
        server.restart()
        yield server
        server.runner.stop()
        server.group.stop()


def test_restarted_database_fails_no_page_and_no_form(cluster, on_postgresql):
    """Each thread of the server has a connection that the restart has cut."""
    visitor = Visitor(on_postgresql.url)
    for _ in range(12):
        assert visitor.ask(PAGE)[0] == 200
    typed = visitor.typed()
    cluster.stop(), cluster.start()
    assert [visitor.ask(PAGE)[0] for _ in range(12)] == [200] * 12
    cluster.stop(), cluster.start()
    assert visitor.ask(PAGE, typed)[0] == 200


def test_stopped_database_loses_nothing_typed(cluster, on_postgresql):
    visitor = Visitor(on_postgresql.url)
    typed = visitor.typed()
    cluster.stop()
    try:
        is_said(visitor.ask(PAGE))
        page = is_said(visitor.ask(PAGE, typed))
        assert ready(visitor) == 503
    finally:
        cluster.start()
    assert visitor.ask(PAGE, troubled.resent(page))[0] == 200
    assert ready(visitor) == 200
