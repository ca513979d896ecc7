"""What a site holds, row by row, before and after it is moved from SQLite to PostgreSQL."""

import hashlib


def fill():
    from tests.proofs import keeping
    from tests.support import catalogue_factories as factories

    factories.centre()
    keeping.fill()


def rows():
    """Returns {table: (how many rows, the sum of all their values)}."""
    from charmilles import moving

    return {model._meta.db_table: _summed(model) for model in moving._tables()}


def _summed(model):
    every = sorted(repr(values) for values in model._base_manager.values_list())
    return [len(every), hashlib.sha256("\n".join(every).encode()).hexdigest()]


def move(path):
    """Copies the rows of this file here; returns the refusal, or how many there were."""
    from pathlib import Path

    from charmilles import moving

    try:
        return moving.copy_rows(Path(path), say=lambda words: None)
    except moving.Refused as refusal:
        return str(refusal)


def whole_move(path):
    """Does all that the command does, which begins by refusing a database that has tables."""
    from django.core.management import CommandError, call_command

    try:
        call_command("move_to_postgresql", path)
    except CommandError as error:
        return str(error)


def forget_a_migration():
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.order_by("-pk").first().delete()


def spoil():
    """Writes a number that SQLite keeps and that a column of PostgreSQL cannot hold."""
    from enrolment.models import Application

    Application.objects.update(calendar_sequence=2**40)
