"""Writes and reads the archive of a backup: what is in it, and that it is whole.

It holds the copy of the database, every file, then a manifest: the checksum of each, the version of
the site, and the migrations that the database had.
"""

import hashlib
import io
import json
import os
import tarfile
import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from charmilles import dumps, sealing

FORMAT = 2
MANIFEST, DATABASE = "manifest.json", "database"

Say = Callable[[str], object]


class Refused(Exception):
    """A backup cannot be restored; the message says why, and nothing was changed."""


def folders() -> dict[str, Path]:
    """Returns the folders of the files, by the name that an archive gives them."""
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(storages["private"].location)}


# Writing


def write(part: Path, copy: Path, *, key: str, now: datetime, say: Say) -> None:
    """Writes an archive, on the disk for good; sealed when there is a key."""
    with part.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        with (
            sealing.sealed(file, key) as outlet,
            tarfile.open(fileobj=outlet, mode="w|") as tar,
        ):
            sums = _add_all(tar, copy, say)
            _add_text(tar, json.dumps(_manifest(sums, now)))
        file.flush()
        os.fsync(file.fileno())


def _add_all(tar, copy, say):
    sums = {DATABASE: _add(tar, copy, DATABASE)}
    for name, path in _files():
        try:
            sums[name] = _add(tar, path, name)
        except FileNotFoundError:  # erased meanwhile, with its row
            continue
        if len(sums) % 500 == 0:
            say(f"{len(sums)} fichiers…")
    return sums


def _manifest(sums, now):
    applied = MigrationRecorder(connection).applied_migrations()
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return {
        "format": FORMAT,
        "taken": now.isoformat(),
        "version": project["project"]["version"],
        "schema": sorted(applied),
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


# Reading


def unpack(archive: Path, scratch: Path, *, identity: Path | None) -> dict:
    """Unpacks an archive into a folder; returns its manifest.

    Refuses one that is not exactly what its manifest says, or that this site could not use.
    """
    plain = _unsealed(archive, scratch, identity)
    content = scratch / "content"
    try:
        with tarfile.open(plain) as tar:
            tar.extractall(content, filter="data")
        manifest = json.loads((content / MANIFEST).read_text(encoding="utf-8"))
        sums = manifest["sums"]
    except (OSError, tarfile.TarError, ValueError, KeyError) as error:
        raise Refused(f"Cette archive est illisible ou incomplète : {error}.") from error
    if plain != archive:
        plain.unlink()
    _refuse_damage(content, sums)
    _refuse_another_site(manifest)
    if not dumps.is_whole(content / DATABASE):
        raise Refused("La base que contient cette archive est abîmée.")
    return manifest


def _unsealed(archive, scratch, identity):
    try:
        if not sealing.is_sealed(archive):
            return archive
        if not identity:
            raise Refused("Cette archive est chiffrée : donnez le fichier de sa clé (--identity).")
        plain = scratch / "plain.tar"
        sealing.unseal(archive, plain, identity=identity)
    except OSError as error:
        raise Refused(f"Cette archive est illisible : {error}.") from error
    except sealing.NotOpened as error:
        raise Refused(str(error)) from error
    return plain


def _refuse_damage(content, sums):
    found = {
        str(path.relative_to(content)): _sum(path)
        for path in content.rglob("*")
        if path.is_file() and path != content / MANIFEST
    }
    wrong = sorted(name for name in found.keys() | sums if found.get(name) != sums.get(name))
    if wrong:
        raise Refused(f"Ces fichiers de l’archive sont abîmés ou manquent : {', '.join(wrong)}.")


def _refuse_another_site(manifest):
    if manifest["engine"] != connection.vendor:
        raise Refused(
            f"Cette sauvegarde est celle d’une base {manifest['engine']} et ce site est réglé pour "
            f"{connection.vendor} : donnez-lui une base de la même sorte (DATABASE_URL)."
        )
    known = MigrationLoader(None)
    newer = [
        f"{app} {name}"
        for app, name in manifest.get("schema", [])
        if app in known.migrated_apps and (app, name) not in known.disk_migrations
    ]
    if newer:
        raise Refused(
            f"Cette sauvegarde vient d’une version plus récente du site ({', '.join(newer)}) : "
            "mettez d’abord ce site à jour."
        )


def _sum(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
