"""Reads the environment for settings.py; refuses unknown values rather than guess."""

import os
import sqlite3
from email.header import decode_header, make_header
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email

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


def digit(name):
    return int(choice(name, tuple("0123456789"), default="0"))


def token(name):
    """What a machine says to be answered; none by default."""
    value = env.str(name, default="")
    if value and len(value) < 20:
        raise ImproperlyConfigured(
            f"{name} est trop court : donnez-lui au moins 20 caractères tirés au hasard."
        )
    return value


def address(name):
    """An e-mail address; none by default."""
    value = env.str(name, default="")
    if value and not is_address(value):
        raise ImproperlyConfigured(
            f"{name}={value} n'est pas une adresse électronique : écrivez par exemple "
            "informatique@exemple.fr."
        )
    return value


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
    if scheme == "sqlite":
        return sqlite(BASE_DIR / config["NAME"], **config.get("OPTIONS", {}))
    return postgresql(config)


def sqlite(path, **options):
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
        }
        | options,
    }


def postgresql(config):
    return config | {
        # A thread of the server keeps its connection: threads are fixed (bin/gunicorn.conf.py).
        "CONN_MAX_AGE": 60,
        # A lock is waited for as long as on SQLite: without a limit, for ever.
        "OPTIONS": {"connect_timeout": 5, "options": "-c lock_timeout=20s"}
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


def public_key(value):
    """Refuses what is not a public key of age."""
    if value:
        import pyrage

        try:
            pyrage.x25519.Recipient.from_str(value)
        except pyrage.RecipientError:
            raise ImproperlyConfigured(
                f"BACKUP_KEY={value} n'est pas une clé publique : « manage.py backup --new-key "
                "FICHIER » en fait une, à copier entière (age1…)."
            ) from None
    return value


def is_address(value):
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True


LONGEST_SENDER = 254  # what the queue keeps


def sender(value):
    """Refuses a sender that Django could not write in a mail; returns it, and its address alone.

    A name with a comma, a colon or a parenthesis is read as something else, unless it is quoted.
    """
    try:
        name, address = parseaddr(sanitize_address(value, "utf-8"))
        validate_email(parseaddr(value)[1])
        name = str(make_header(decode_header(name)))
        written = value.rpartition("<")[0].strip()
        if written not in (name, _in_quotes(name)) or len(value) > LONGEST_SENDER:
            raise ValueError
    except (ValueError, ValidationError):
        raise ImproperlyConfigured(
            f"DEFAULT_FROM_EMAIL={value} n'est pas une adresse d'expédition : écrivez par exemple "
            f"{_quoted(value)}."
        ) from None
    return value, address


def _quoted(value):
    """The same sender with its name between quotes, or an example."""
    name, _, rest = value.partition("<")
    name = name.strip().strip('"').strip()
    address = rest.partition(">")[0].strip()
    if not is_address(address):
        return "inscriptions@exemple.fr"
    return f"{_in_quotes(name)} <{address}>" if name else address


def _in_quotes(name):
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def refuse_unsafe_production(*, secret_key, hosts, debug, email_url, sender):
    """Raises ImproperlyConfigured, with what to write, for a setting unsafe or absent there."""
    # Django's check security.W009 has the same rules for the key, but does not prevent the start.
    weak = len(secret_key) < 50 or len(set(secret_key)) < 5
    refusals = [
        (weak or secret_key.startswith("django-insecure"), WEAK_KEY),
        (not hosts or "*" in hosts, NO_HOST),
        (debug, DEBUG_ON),
        (not email_url.startswith(("smtp://", "smtp+tls://", "smtp+ssl://")), NO_SERVER),
        (not sender, NO_SENDER),
    ]
    for is_unsafe, sentence in refusals:
        if is_unsafe:
            raise ImproperlyConfigured(sentence)


WEAK_KEY = (
    "SECRET_KEY manque ou est trop faible : donnez-lui au moins 50 caractères tirés au hasard, par "
    "exemple avec « python3 -c 'import secrets; print(secrets.token_urlsafe(64))' »."
)
NO_HOST = (
    "ALLOWED_HOSTS doit nommer le ou les domaines du site, séparés par des virgules, sans « * » : "
    "par exemple ALLOWED_HOSTS=formations.exemple.fr."
)
DEBUG_ON = "DEBUG=1 montrerait le code et les données aux visiteurs : retirez DEBUG en production."
NO_SERVER = (
    "EMAIL_URL doit désigner un serveur d'envoi, sinon aucun courriel ne partirait : par exemple "
    "EMAIL_URL=smtp+tls://utilisateur:motdepasse@smtp.exemple.fr:587."
)
NO_SENDER = (
    "DEFAULT_FROM_EMAIL doit donner l'adresse d'expédition des courriels : par exemple "
    "DEFAULT_FROM_EMAIL=inscriptions@exemple.fr."
)
