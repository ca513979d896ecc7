"""Errors of the machine, and what their page gives back (real faults: proofs/test_trouble.py)."""

import errno
from types import SimpleNamespace

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, InterfaceError, InternalError, OperationalError, connection

from charmilles import trouble
from tests.support import catalogue_factories as factories
from tests.support import enrolment_factories as people
from tests.support.stages import on_postgresql


def failed(kind, **code):
    """An error of the database, with the code that its driver gives."""
    error = kind("en panne")
    error.__cause__ = type("Cause", (Exception,), code)() if code else None
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (failed(OperationalError, sqlite_errorname="SQLITE_BUSY"), True),
        (failed(OperationalError, sqlite_errorname="SQLITE_FULL"), True),
        (failed(OperationalError, sqlite_errorname="SQLITE_READONLY_DIRECTORY"), True),
        (failed(OperationalError, sqlite_errorname="SQLITE_IOERR_WRITE"), True),
        (failed(OperationalError, sqlite_errorname="SQLITE_ERROR"), False),  # no such table
        (failed(OperationalError, sqlstate="53100"), True),
        (failed(OperationalError, sqlstate="57P01"), True),
        (failed(OperationalError, sqlstate="55P03"), True),
        (failed(InternalError, sqlstate="25006"), True),
        (failed(DataError, sqlstate="22001"), False),
        (failed(OperationalError), True),
        (failed(InterfaceError), True),
        (failed(DataError), False),
        (OSError(errno.ENOSPC, "plein"), True),
        (PermissionError(errno.EACCES, "refusé"), True),
        (FileNotFoundError(errno.ENOENT, "absent"), False),
        (ValueError("de nous"), False),
        (None, False),
    ],
)
def test_errors_of_the_machine_are_known_by_their_code(error, expected):
    assert trouble.is_trouble(error) is expected


@pytest.fixture
def page():
    factories.centre()
    return f"/candidature/{people.cohort().programme.slug}/"


def ask(client, method, page, error, data=None):
    """Asks for a page whose first query fails."""

    def refuse(*query):
        raise error

    client.raise_request_exception = False
    with connection.execute_wrapper(refuse):
        return getattr(client, method)(page, data)


FULL = failed(OperationalError, sqlite_errorname="SQLITE_FULL")


@pytest.mark.django_db
def test_page_gives_back_what_was_typed_and_names_the_files(client, page):
    file = SimpleUploadedFile("bulletin d’Inès.pdf", b"%PDF")
    typed = {"email": "ines@exemple.fr", "why": "\nDeux\n<b>lignes</b>", "file": file}
    response = ask(client, "post", page, FULL, typed)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert f'action="{page}" enctype="multipart/form-data"' in response.text
    assert "\nines@exemple.fr</textarea>" in response.text
    assert "\n\nDeux\n&lt;b&gt;lignes&lt;/b&gt;</textarea>" in response.text
    assert "Choisissez à nouveau «&nbsp;bulletin d’Inès.pdf&nbsp;»" in response.text


@pytest.mark.django_db
def test_page_adds_no_token_of_its_own(client, page):
    """A form of another site that arrives here during a fault must not become one of ours."""
    response = ask(client, "post", page, FULL, {"email": "ines@exemple.fr"})
    assert "csrfmiddlewaretoken" not in response.text


@pytest.mark.django_db
def test_page_that_is_read_is_asked_again_at_its_address(client, page):
    response = ask(client, "get", f"{page}?a=1&b=2", FULL)
    assert response.status_code == 503
    assert f'<a href="{page}?a=1&amp;b=2">' in response.text


@pytest.mark.django_db
def test_fault_of_ours_stays_one(client, page):
    wrong = failed(OperationalError, sqlite_errorname="SQLITE_ERROR")
    assert ask(client, "get", page, wrong).status_code == 500


@pytest.mark.django_db
def test_readyz_says_that_rows_are_not_kept(client):
    def refuse(execute, sql, *rest):
        if sql.startswith("INSERT"):
            raise FULL
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        response = client.get("/readyz")
    assert (response.status_code, response.text) == (503, "la base de données ne garde rien\n")


@pytest.mark.django_db
def test_readyz_says_that_files_are_not_kept(client, monkeypatch):
    def refuse(storage, mark):
        raise OSError(errno.EROFS, "lecture seule")

    monkeypatch.setattr("charmilles.machines._write_a_file", refuse)
    response = client.get("/readyz")
    assert (response.status_code, response.text) == (503, "les fichiers ne se gardent pas\n")


@on_postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("method", "status"), [("get", 200), ("post", 503)])
def test_connection_cut_under_a_request_is_read_again_never_written_again(
    client, page, method, status
):
    client.raise_request_exception = False
    cut = SimpleNamespace(done=False)

    def cut_once(execute, *query):
        if not cut.done:
            cut.done = True
            kill(connection.connection.info)
        return execute(*query)

    with connection.execute_wrapper(cut_once):
        response = getattr(client, method)(page, {"email": "ines@exemple.fr"})
    connection.close()  # as the end of a request does
    assert cut.done
    assert response.status_code == status


def kill(info):
    known = {"host": info.host, "port": info.port, "user": info.user, "dbname": info.dbname}
    with psycopg.connect(**known, password=info.password, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [info.backend_pid])


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_dead_connection_is_dropped_without_a_query(django_assert_num_queries):
    connection.ensure_connection()
    with django_assert_num_queries(0):
        trouble.drop_dead()
        assert connection.connection is not None
        kill(connection.connection.info)
        trouble.drop_dead()
    assert connection.connection is None
