"""Takes backups of the site, keeps those that the rule says, and restores them.

The database is copied first, as it was at one moment, then the files, which are written once under
random names: each row of the copy has its file, unless somebody was erased in between.

Those erased since a backup stay so when it is restored: see `erased.py`.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.dispatch import Signal

from charmilles import archives, dumps, erased, typography
from charmilles.archives import Refused, Say

NAME = re.compile(r"charmilles-(\d{8}T\d{6})Z\.tar(\.age)?")
STAMP = "%Y%m%dT%H%M%S"
# How many days, weeks and months keep their last backup.
KEPT = ((7, "%Y-%m-%d"), (5, "%G-%V"), (12, "%Y-%m"))
LATE = timedelta(days=2)  # since the last one: staff are told
PRACTICE = "practice.txt"  # when a backup was last restored in an empty place

# Sent after a restore, with `erased`: the applications erased since the backup.
restored = Signal()


# Taking


def take(*, now: datetime, say: Say) -> Path:
    """Writes a backup, whole or not at all, then deletes those that the rule no longer keeps."""
    settings.BACKUP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = settings.BACKUP_KEY
    name = f"charmilles-{now.astimezone(UTC):{STAMP}}Z.tar{'.age' if key else ''}"
    with (
        tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as scratch,
        tempfile.TemporaryDirectory(dir=settings.BACKUP_DIR) as beside,
    ):
        say("Copie de la base…")
        copy, part = Path(scratch) / archives.DATABASE, Path(beside) / name
        dumps.dump(copy)
        archives.write(part, copy, key=key, now=now, say=say)
        os.replace(part, settings.BACKUP_DIR / name)
    _sync(settings.BACKUP_DIR)
    _forget_old(now=now, say=say)
    return settings.BACKUP_DIR / name


def _forget_old(*, now, say):
    """Deletes the backups that the rule no longer keeps, and the erased that no other can hold."""
    for old in _outdated():
        say(f"Ancienne sauvegarde supprimée : {old.name}")
        old.unlink()
    # A copy kept elsewhere lives as long as the same rule lets it.
    erased.forget(min([now - settings.RETENTION["erased"], *taken()]))


# Keeping


def taken() -> dict[datetime, Path]:
    """Returns the backups of the folder by the moment they were taken, the latest first."""
    found = {}
    for path in settings.BACKUP_DIR.glob("charmilles-*.tar*"):
        if match := NAME.fullmatch(path.name):
            found[datetime.strptime(match[1], STAMP).replace(tzinfo=UTC)] = path
    return dict(sorted(found.items(), reverse=True))


def last_taken() -> datetime | None:
    """Returns when the last backup was taken; None without any."""
    return next(iter(taken()), None)


def last_practice() -> datetime | None:
    """Returns when a backup of this folder was last restored in an empty place; None if never."""
    try:
        said = (settings.BACKUP_DIR / PRACTICE).read_text(encoding="ascii")
        return datetime.fromisoformat(said.split()[0])
    except (OSError, ValueError, IndexError):
        return None


def is_late(now: datetime) -> bool:
    last = last_taken()
    return last is None or now - last > LATE


def said() -> list[str]:
    """Says when the last backup was taken and when one was last restored for practice."""
    taken_at, practised_at = last_taken(), last_practice()
    return [
        f"dernière sauvegarde : {typography.moment(taken_at)}" if taken_at else "aucune sauvegarde",
        f"dernière restauration d’exercice : {typography.moment(practised_at)}"
        if practised_at
        else "aucune restauration d’exercice",
    ]


def to_keep(moments: Iterable[datetime]) -> set[datetime]:
    """Chooses the last of each day, week and month that KEPT counts, among those that have one."""
    latest_first = sorted(moments, reverse=True)
    kept: set[datetime] = set()
    for number, period in KEPT:
        last_of: dict[str, datetime] = {}
        for moment in latest_first:
            last_of.setdefault(moment.strftime(period), moment)
        kept.update(list(last_of.values())[:number])
    return kept


def _outdated():
    found = taken()
    kept = to_keep(found)
    return [path for moment, path in found.items() if moment not in kept]


# Restoring


def restore(
    archive: Path, *, identity: Path | None = None, overwrite: bool, now: datetime, say: Say
) -> int:
    """Puts the site back as the archive holds it; returns how many erasures were done again.

    All of it is read and verified before anything is touched. A site that has something is refused
    unless `overwrite` is said. In an empty place it is a proof that this archive can be restored,
    which is noted beside it.
    """
    for folder in archives.folders().values():
        folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as scratch:
        say("Vérification…")
        manifest = archives.unpack(archive, Path(scratch), identity=identity)
        full = _what_is_not_empty()
        if full and not overwrite:
            raise Refused(
                f"Il y a déjà quelque chose ici ({', '.join(full)}) : restaurez dans un endroit "
                "vide, ou ajoutez --overwrite pour le remplacer."
            )
        _put_back(Path(scratch), say)
    call_command("migrate", verbosity=0)
    since = erased.since(datetime.fromisoformat(manifest["taken"]), beside=archive.parent)
    restored.send(sender=None, erased=since)
    if not full:
        _note_practice(archive, now=now, say=say)
    return len(since)


def _what_is_not_empty():
    present = (folder for folder in archives.folders().values() if folder.is_dir())
    full = [str(folder) for folder in present if any(folder.iterdir())]
    return (["la base de données"] if connection.introspection.table_names() else []) + full


def _put_back(scratch, say):
    content = scratch / "content"
    say("Base…")
    dumps.load(content / archives.DATABASE)
    say("Fichiers…")
    for name, folder in archives.folders().items():
        _replace(folder, content / name, scratch / f"former-{name}")


def _replace(folder, new, former):
    """Puts a folder of files in the place of another, on the same disk."""
    if folder.exists():
        shutil.move(folder, former)
    if new.exists():
        shutil.move(new, folder)
    else:
        folder.mkdir(mode=0o700)


def _note_practice(archive, *, now, say):
    """Notes beside the archive that it was restored, for the site that keeps it there."""
    try:
        note = archive.parent / PRACTICE
        note.write_text(f"{now.astimezone(UTC).isoformat()} {archive.name}\n", encoding="ascii")
    except OSError as error:
        say(f"Cet exercice n’est pas noté près de l’archive : {error}.")


def _sync(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
