"""Takes backups of the site and restores them: the database and every file, in one archive.

The database is copied first, as it was at one moment, then the files, which are written once under
random names: each row of the copy has its file, unless somebody was erased in between.

Those erased since a backup must stay so when it is restored: `note_erased` keeps their references
in a list beside the backups, apart from the database.
"""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.dispatch import Signal

from charmilles import dumps

FORMAT = 1
MANIFEST, DATABASE = "manifest.json", "database"
NAME = re.compile(r"charmilles-(\d{8}T\d{6})Z\.tar")
STAMP = "%Y%m%dT%H%M%S"
# How many days, weeks and months keep their last backup.
KEPT = ((7, "%Y-%m-%d"), (5, "%G-%V"), (12, "%Y-%m"))

Say = Callable[[str], object]

# Sent after a restore, with `references`: those of the applications erased since the backup.
restored = Signal()


class Refused(Exception):
    """A backup cannot be restored; the message says why, and nothing was changed."""


def folders() -> dict[str, Path]:
    """Returns the folders of the files, by the name that an archive gives them."""
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(storages["private"].location)}


# Taking


def take(*, now: datetime, say: Say) -> Path:
    """Writes a backup, whole or not at all, then deletes those that the rule no longer keeps."""
    settings.BACKUP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    archive = settings.BACKUP_DIR / f"charmilles-{now.astimezone(UTC):{STAMP}}Z.tar"
    with tempfile.TemporaryDirectory(dir=settings.BACKUP_DIR) as scratch:
        say("Copie de la base…")
        copy = Path(scratch) / DATABASE
        dumps.dump(copy)
        part = Path(scratch) / archive.name
        _write(part, copy, now=now, say=say)
        os.replace(part, archive)
    _sync(settings.BACKUP_DIR)
    for old in _outdated():
        say(f"Ancienne sauvegarde supprimée : {old.name}")
        old.unlink()
    return archive


def _write(part, copy, *, now, say):
    sums = {}
    with part.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        with tarfile.open(fileobj=file, mode="w") as tar:
            sums[DATABASE] = _add(tar, copy, DATABASE)
            for name, path in _files():
                try:
                    sums[name] = _add(tar, path, name)
                except FileNotFoundError:  # erased meanwhile, with its row
                    continue
                if len(sums) % 500 == 0:
                    say(f"{len(sums)} fichiers…")
            _add_text(tar, json.dumps(_manifest(sums, now)))
        file.flush()
        os.fsync(file.fileno())


def _manifest(sums, now):
    return {
        "format": FORMAT,
        "taken": now.isoformat(),
        "engine": connection.vendor,
        "sums": sums,
    }


def _files() -> Iterator[tuple[str, Path]]:
    for name, folder in folders().items():
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield f"{name}/{path.relative_to(folder)}", path


def _add(tar, path, name):
    """Adds a file to the archive; returns its SHA-256, computed on the bytes that were added."""
    with path.open("rb") as file:
        reader = _Summed(file)
        member = tar.gettarinfo(arcname=name, fileobj=file)
        member.mode = 0o600
        tar.addfile(member, reader)
    return reader.sum.hexdigest()


def _add_text(tar, text):
    content, member = text.encode(), tarfile.TarInfo(MANIFEST)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, io.BytesIO(content))


class _Summed:
    """Reads a file and sums what is read."""

    def __init__(self, file):
        self.file, self.sum = file, hashlib.sha256()

    def read(self, size=-1):
        data = self.file.read(size)
        self.sum.update(data)
        return data


# Keeping


def taken() -> dict[datetime, Path]:
    """Returns the backups of the folder by the moment they were taken, the latest first."""
    found = {}
    for path in settings.BACKUP_DIR.glob("charmilles-*.tar"):
        if match := NAME.fullmatch(path.name):
            found[datetime.strptime(match[1], STAMP).replace(tzinfo=UTC)] = path
    return dict(sorted(found.items(), reverse=True))


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


def restore(archive: Path, *, overwrite: bool, say: Say) -> int:
    """Puts the site back as the archive holds it; returns how many erasures were done again.

    All of it is read and verified before anything is touched. A site that has something is refused
    unless `overwrite` is said.
    """
    for folder in folders().values():
        folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as scratch:
        say("Vérification…")
        manifest = _unpack(archive, Path(scratch))
        if not overwrite:
            _refuse_what_is_not_empty()
        say("Base…")
        dumps.load(Path(scratch) / DATABASE)
        say("Fichiers…")
        for name, folder in folders().items():
            _replace(folder, Path(scratch) / name, Path(scratch) / f"former-{name}")
    call_command("migrate", verbosity=0)
    references = erased_since(datetime.fromisoformat(manifest["taken"]))
    restored.send(sender=None, references=references)
    return len(references)


def _unpack(archive, scratch):
    """Unpacks an archive into a folder; refuses one that is not exactly what its manifest says."""
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(scratch, filter="data")
        manifest = json.loads((scratch / MANIFEST).read_text(encoding="utf-8"))
        sums = manifest["sums"]
    except (OSError, tarfile.TarError, ValueError, KeyError) as error:
        raise Refused(f"Cette archive est illisible ou incomplète : {error}.") from error
    found = {
        str(path.relative_to(scratch)): _sum(path)
        for path in scratch.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }
    wrong = sorted(name for name in found.keys() | sums if found.get(name) != sums.get(name))
    if wrong:
        raise Refused(f"Ces fichiers de l’archive sont abîmés ou manquent : {', '.join(wrong)}.")
    if manifest["engine"] != connection.vendor:
        raise Refused(
            f"Cette sauvegarde est celle d’une base {manifest['engine']} et ce site est réglé pour "
            f"{connection.vendor} : donnez-lui une base de la même sorte (DATABASE_URL)."
        )
    return manifest


def _sum(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse_what_is_not_empty():
    present = (folder for folder in folders().values() if folder.is_dir())
    full = [str(folder) for folder in present if any(folder.iterdir())]
    if connection.introspection.table_names():
        full.insert(0, "la base de données")
    if full:
        raise Refused(
            f"Il y a déjà quelque chose ici ({', '.join(full)}) : restaurez dans un endroit vide, "
            "ou ajoutez --overwrite pour le remplacer."
        )


def _replace(folder, new, former):
    """Puts a folder of files in the place of another, on the same disk."""
    if folder.exists():
        shutil.move(folder, former)
    if new.exists():
        shutil.move(new, folder)
    else:
        folder.mkdir(mode=0o700)


# Who was erased


def note_erased(reference: str, *, now: datetime) -> None:
    """Adds the reference of an erased application to the list that a restore reads."""
    settings.BACKUP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(_erased(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "a", encoding="ascii") as file:
        file.write(f"{now.astimezone(UTC).isoformat()} {reference}\n")
        file.flush()
        os.fsync(file.fileno())


def erased_since(moment: datetime) -> list[str]:
    """Lists the references of those erased since a backup was begun."""
    if not _erased().exists():
        return []
    lines = (line.split() for line in _erased().read_text(encoding="ascii").splitlines())
    return [reference for when, reference in lines if datetime.fromisoformat(when) >= moment]


def _erased():
    return settings.BACKUP_DIR / "erased.txt"


def _sync(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
