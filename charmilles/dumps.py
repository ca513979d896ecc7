"""Copies the database to a file, as it is at one moment and while others write; loads it back."""

import os
import sqlite3
import subprocess
from pathlib import Path

from django.db import connection


def dump(path: Path) -> None:
    """Writes a copy: a database for SQLite, the custom format of pg_dump for PostgreSQL."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
        path.chmod(0o600)
    else:
        _run("pg_dump", "--format=custom", f"--file={path}")


def load(path: Path) -> None:
    """Puts a copy in the place of what the database holds, whole or not at all."""
    connection.close()
    if connection.vendor == "sqlite":
        _load_sqlite(path)
    else:
        _run(
            *("pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges"),
            *("--exit-on-error", "--single-transaction", "--dbname", _settings()["NAME"], path),
        )
    connection.close()


def is_whole(path: Path) -> bool:
    """Reads a copy through, without loading it."""
    if connection.vendor == "sqlite":
        source = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            return source.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        except sqlite3.DatabaseError:
            return False
        finally:
            source.close()
    command = ["pg_restore", "--file=/dev/null", path]  # to a script that nobody keeps
    return subprocess.run(command, capture_output=True).returncode == 0


def _load_sqlite(path):
    """Copies page by page, in one transaction: whoever reads sees all of the former or the new."""
    target = Path(_settings()["NAME"])
    target.parent.mkdir(parents=True, exist_ok=True)
    source, present = sqlite3.connect(path), sqlite3.connect(target, timeout=20)
    try:
        source.backup(present)
    finally:
        source.close()
        present.close()
    target.chmod(0o600)


def _settings():
    return connection.settings_dict


def _run(*command):
    """Runs a tool of PostgreSQL on the database of the site; its password is in no argument."""
    given = _settings()
    variables = {
        "PGHOST": given["HOST"],
        "PGPORT": given["PORT"],
        "PGUSER": given["USER"],
        "PGPASSWORD": given["PASSWORD"],
        "PGDATABASE": given["NAME"],
    }
    known = {name: str(value) for name, value in variables.items() if value}
    subprocess.run(command, check=True, env=os.environ | known)
