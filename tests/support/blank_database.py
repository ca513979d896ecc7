"""A database with every table and no row: every other one of the tests is a copy of it.

Migrating takes a quarter of a minute; the workers of pytest-xdist share what the first one made,
and the SQLite file serves again as long as no migration changes.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db.backends.signals import connection_created


class BlankFile:
    """A SQLite file."""

    def __init__(self, folder):
        self.path = folder / f"{fingerprint()}.sqlite3"
        with alone(folder / "blank.lock"):
            if not self.path.exists():
                made = folder / "made.sqlite3"
                made.unlink(missing_ok=True)  # by a run that was stopped
                migrate(f"sqlite:///{made}")
                made.rename(self.path)

    def copy(self, folder):
        """Copies it into this folder; returns the value of DATABASE_URL that names the copy."""
        shutil.copyfile(self.path, folder / "site.sqlite3")
        return f"sqlite:///{folder}/site.sqlite3"

    @contextmanager
    def copied(self, folder):
        yield self.copy(folder)

    def drop(self):
        self.path.unlink()

    def seed(self, connection):
        """Makes the database of the tests, which Django creates in memory, begin as a copy."""

        def fill(connection, **signal):
            if connection.is_in_memory_db():
                connection_created.disconnect(fill)
                with sqlite3.connect(self.path) as source:
                    source.backup(connection.connection)

        connection_created.connect(fill, weak=False)


class BlankDatabase:
    """A database of the PostgreSQL server of DATABASE_URL."""

    def __init__(self, folder):
        self.url = urlsplit(settings.DATABASE_URL)
        note = folder / "blank.name"
        with alone(folder / "blank.lock"):
            if not note.exists():
                made = self._create("template0")
                migrate(self._address(made))
                note.write_text(made)
        self.name = note.read_text()

    @contextmanager
    def copied(self, folder):
        name = self._create(self.name)
        try:
            yield self._address(name)
        finally:
            self._drop(name)

    def seed(self, connection):
        """Makes Django create the database of the tests as a copy, and empty it row by row."""
        connection.settings_dict["TEST"]["TEMPLATE"] = self.name
        connection.ops.sql_flush = partial(delete_rows, connection.ops.sql_flush)

    def drop(self):
        self._drop(self.name)

    def _create(self, template):
        name = f"{self.url.path.strip('/')}_{secrets.token_hex(4)}"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def _drop(self, name):
        self._execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _execute(self, statement):
        with psycopg.connect(self._address("postgres"), autocommit=True) as server:
            server.execute(statement)

    def _address(self, name):
        return self.url._replace(path=f"/{name}").geturl()


def delete_rows(truncate, style, tables, *, reset_sequences=False, allow_cascade=False):
    """Empties the tables after a test that commits.

    TRUNCATE makes new files for each table and index, even empty: seconds for a hundred of them,
    where deleting the few rows of a test takes a tenth. Foreign keys are checked at the commit.
    """
    if reset_sequences:
        return truncate(style, tables, reset_sequences=True, allow_cascade=allow_cascade)
    return [f'DELETE FROM "{table}";' for table in tables]


def drop_tables(connection):
    """Leaves the database of the tests without any table, as before the first migration."""
    if connection.vendor == "postgresql":
        assert connection.settings_dict["NAME"].startswith("test_")
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    else:
        assert connection.is_in_memory_db()
        connection.ensure_connection()
        with sqlite3.connect(":memory:") as nothing:
            nothing.backup(connection.connection)


def fingerprint():
    """Names this state of the migrations, ours and those of the libraries."""
    ours = sorted(settings.BASE_DIR.glob("*/migrations/*.py"))
    texts = [path.read_bytes() for path in [*ours, settings.BASE_DIR / "requirements.txt"]]
    return hashlib.sha256(b"".join(texts)).hexdigest()[:16]


@contextmanager
def alone(lock):
    """Lets one worker in at a time."""
    with open(lock, "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def migrate(database):
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        check=True,
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": database},
    )


def make(folder):
    """Makes one where DATABASE_URL says, or finds the one that this folder knows."""
    on_postgresql = settings.DATABASE_URL.startswith("postgres")
    return BlankDatabase(folder) if on_postgresql else BlankFile(folder)


def drop(folder):
    """Drops the one that the workers shared, once they have ended."""
    if (folder / "blank.name").exists():
        BlankDatabase(folder).drop()
