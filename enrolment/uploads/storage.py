"""Deletes private files: when their rows are deleted, and in a sweep of those without a row."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from enrolment.models import Document, Leftover
from enrolment.models.document import private_storage

ORPHAN = timedelta(days=1)  # a younger file may belong to a row still being written
STRAY = 10  # unknown files that crashes may leave; `sweep` refuses to delete many more


class ForeignFolder(Exception):
    """The private folder looks like that of another database."""


def delete_on_commit(names: list[str]) -> None:
    """Deletes these private files once the transaction that deletes their rows is committed.

    Their names are stored in the same transaction: if the process dies before the deletion,
    `delete_leftovers` does it.
    """
    Leftover.objects.bulk_create([Leftover(name=name) for name in names], ignore_conflicts=True)
    transaction.on_commit(partial(_delete_files, names), robust=True)


def delete_leftovers(now: datetime, dry_run: bool) -> int:
    """Deletes the files that a process died before deleting. Returns how many."""
    names = list(Leftover.objects.values_list("name", flat=True))
    return len(names) if dry_run else _delete_files(names)


def _delete_files(names):
    """Deletes these files and their `Leftover` rows; a file already gone is no error."""
    for name in names:
        private_storage().delete(name)
        Leftover.objects.filter(name=name).delete()
    return len(names)


def sweep(now: datetime, dry_run: bool) -> int:
    """Deletes the files without a row, left by a crash between the file and its row.

    Returns how many. Raises ForeignFolder, and deletes nothing, when the folder looks like that of
    another database: a wrong DATABASE_URL must not delete everybody's documents.
    """
    storage = private_storage()
    if not storage.exists("documents"):
        return 0
    known = set(Document.objects.exclude(file="").values_list("file", flat=True))
    names = [f"documents/{name}" for name in storage.listdir("documents")[1]]
    orphans = [
        name
        for name in names
        if name not in known and storage.get_modified_time(name) < now - ORPHAN
    ]
    if len(orphans) > max(STRAY, len(known)):
        raise ForeignFolder(f"{len(orphans)} fichiers inconnus de cette base, {len(known)} connus")
    for name in orphans if not dry_run else ():
        storage.delete(name)
    return len(orphans)
