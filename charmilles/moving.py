"""Moves the site from SQLite to PostgreSQL: every row as it is, or nothing.

Rows go through the models, which know how each database writes a date or a truth value, but as
stored: nothing that a save would do is done (no signal, no date of today).
"""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from charmilles.environment import sqlite

FORMER = "former"  # the alias of the SQLite file
BATCH = 500  # rows

Say = Callable[[str], object]


class Refused(Exception):
    """The site cannot be moved; the message says why, and the new database has no row."""


def move(path: Path, *, say: Say) -> int:
    """Copies every row of a SQLite file into the empty database of the site; returns how many.

    The site must be stopped: what would be written to the file meanwhile waits, and is not copied.
    """
    if connection.vendor != "postgresql":
        raise Refused("DATABASE_URL doit désigner la base PostgreSQL où aller.")
    if not path.is_file():
        raise Refused(f"Il n’y a pas de base SQLite à cet endroit : {path}.")
    if connection.introspection.table_names():
        raise Refused("La base PostgreSQL n’est pas vide : donnez-en une que « createdb » a faite.")
    call_command("migrate", verbosity=0)
    return copy_rows(path, say=say)


def copy_rows(path: Path, *, say: Say) -> int:
    """Replaces what the migrations wrote in the new database by the rows of the file."""
    with _opened(path):
        _refuse_another_schema()
        try:
            with transaction.atomic(using=FORMER), transaction.atomic():
                return _copy_all(say)
        except DatabaseError as error:
            raise Refused(f"PostgreSQL refuse une ligne ({type(error).__name__}).") from error


class _opened:
    """Gives the file an alias for as long as it is read."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        connections.settings[FORMER] = connections.settings["default"] | sqlite(self.path)

    def __exit__(self, *error):
        connections[FORMER].close()
        del connections[FORMER], connections.settings[FORMER]


def _refuse_another_schema():
    former, present = (
        set(MigrationRecorder(connections[alias]).applied_migrations())
        for alias in (FORMER, "default")
    )
    if former != present:
        raise Refused(
            "La base SQLite n’est pas de cette version du site : lancez-le une fois avec elle "
            "(manage.py migrate), puis recommencez avec une base PostgreSQL vide."
        )


def _copy_all(say):
    tables = _tables()
    # What the migrations themselves wrote is in the file too.
    names = [model._meta.db_table for model in tables]
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), names))
    total = 0
    for model in tables:
        count = _copy(model)
        total += count
        say(f"{model._meta.db_table} : {count}")
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
    _compare(tables)
    return total


def _tables():
    """Lists what holds rows, the tables between two models included."""
    known = apps.get_models(include_auto_created=True)
    return [model for model in known if model._meta.managed and not model._meta.proxy]


def _copy(model):
    """Writes the rows as they are stored: foreign keys are checked at the commit, in any order."""
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    new = models.QuerySet(model, using="default")
    rows, count = iter(_rows(model)), 0
    while batch := list(islice(rows, BATCH)):
        new._insert(batch, fields=fields, using="default", raw=True)
        count += len(batch)
    return count


def _rows(model) -> Iterator[models.Model]:
    return models.QuerySet(model, using=FORMER).order_by("pk").iterator(chunk_size=BATCH)


def _compare(tables):
    wrong = [
        model._meta.db_table
        for model in tables
        if models.QuerySet(model, using=FORMER).count()
        != models.QuerySet(model, using="default").count()
    ]
    if wrong:
        raise Refused(f"Le compte des lignes diffère : {', '.join(wrong)}.")
