"""Reads the environment for settings.py; refuses unknown values rather than guess."""

import os
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))


def choice(name, allowed, *, default):
    value = env.str(name, default=default)
    if value not in allowed:
        raise ImproperlyConfigured(
            f"{name}={value} n'est pas reconnu : les valeurs possibles sont {', '.join(allowed)}."
        )
    return value


def flag(name):
    return choice(name, ("0", "1"), default="0") == "1"


# Write-ahead logging can corrupt a database before this release of SQLite.
SQLITE_JOURNAL = "WAL" if sqlite3.sqlite_version_info >= (3, 51, 3) else "DELETE"


def database(url):
    refusal = ImproperlyConfigured(
        "DATABASE_URL n'est pas une adresse de base de données reconnue : écrivez "
        "sqlite:///chemin/du/fichier.sqlite3 ou postgres://utilisateur:motdepasse@hote:5432/base."
    )
    try:
        scheme, host, path, *_ = urlsplit(url)
        if scheme not in ("sqlite", "postgres", "postgresql") or not path.strip("/"):
            raise refusal
        if scheme == "sqlite" and host:
            raise refusal
        config = env.db_url_config(url)
    except ValueError:  # a port that is not a number, an unclosed bracket
        raise refusal from None
    # BASE_DIR does not change an absolute path.
    return sqlite(BASE_DIR / config["NAME"]) if scheme == "sqlite" else postgresql(config)


def sqlite(path):
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # Take the write lock at BEGIN: a transaction that reads first and then writes would
            # otherwise fail with "database is locked", whatever the timeout.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                f"PRAGMA journal_mode={SQLITE_JOURNAL};"
                "PRAGMA synchronous=FULL;"
                "PRAGMA foreign_keys=ON;"
                # Overwrite what is deleted, which only some builds do by default.
                "PRAGMA secure_delete=ON;"
            ),
        },
    }


def postgresql(config):
    return config | {
        "CONN_MAX_AGE": 0,  # the pool keeps the connections
        "OPTIONS": {
            "connect_timeout": 5,
            # One connection per thread of a server process (bin/gunicorn.conf.py): none waits.
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
        }
        | config.get("OPTIONS", {}),
    }


def email_server(url):
    try:
        return env.email_url_config(url)
    except (ValueError, ImproperlyConfigured):
        raise ImproperlyConfigured(
            "EMAIL_URL n'est pas une adresse de serveur d'envoi reconnue : écrivez par exemple "
            "smtp+tls://utilisateur:motdepasse@smtp.exemple.fr:587."
        ) from None


def antivirus(value):
    """Where clamd answers: the path of its socket, or (host, port); None when it is not used."""
    kind, _, place = value.partition(":")
    if not value:
        return None
    if kind == "unix" and place.startswith("/"):
        return place
    host, _, port = place.rpartition(":")
    if kind == "tcp" and host and port.isascii() and port.isdigit() and 0 < int(port) < 65536:
        return host.strip("[]"), int(port)
    raise ImproperlyConfigured(
        f"ANTIVIRUS={value} ne dit pas où répond ClamAV : écrivez unix:/run/clamav/clamd.ctl, "
        "ou tcp:127.0.0.1:3310, ou retirez ANTIVIRUS pour vous en passer."
    )
