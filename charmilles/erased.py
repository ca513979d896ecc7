"""Keeps the list of who was erased, apart from the database, for the day a backup is restored.

A backup still holds those erased after it was taken; restoring it must not bring them back. The
list has their reference, the moment and the cause, and nothing else. A line goes once no backup can
hold who it names.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

NAME = "erased.txt"


class Erased(NamedTuple):
    at: datetime
    reference: str
    cause: str


def note(reference: str, *, cause: str, now: datetime) -> None:
    """Adds an erased application to the list; raises OSError when it cannot be written."""
    with _locked():
        descriptor = os.open(_list(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "a", encoding="ascii") as file:
            file.write(f"{now.astimezone(UTC).isoformat()} {reference} {cause}\n")
            file.flush()
            os.fsync(file.fileno())


def since(moment: datetime, *, beside: Path | None = None) -> list[Erased]:
    """Lists those erased since a backup was begun, each once.

    Reads the list of this site, and that of the folder where the archive is, `beside`.
    """
    lists = {_list(), beside / NAME if beside else _list()}
    found = {one.reference: one for path in lists for one in _read(path) if one.at >= moment}
    return sorted(found.values())


def forget(before: datetime) -> int:
    """Removes those erased before this moment from the list; returns how many."""
    if not _list().exists():
        return 0
    with _locked():
        lines = _list().read_text(encoding="ascii").splitlines(keepends=True)
        kept = [line for line in lines if _parsed(line).at >= before]
        if len(kept) < len(lines):
            new = _list().with_suffix(".new")
            with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.writelines(kept)
                file.flush()
                os.fsync(file.fileno())
            os.replace(new, _list())
    return len(lines) - len(kept)


def _read(path):
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    return [_parsed(line) for line in lines]


def _parsed(line):
    at, reference, *cause = line.split()
    # The first lists did not say why.
    return Erased(datetime.fromisoformat(at), reference, cause[0] if cause else "asked")


def _list():
    return settings.BACKUP_DIR / NAME


@contextmanager
def _locked() -> Iterator[None]:
    """Makes whoever adds a line wait for whoever writes the list anew, which would lose it."""
    settings.BACKUP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (settings.BACKUP_DIR / "erased.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
