"""Starting the site: what it refuses, in which words, and how it stops."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import ConnectionHandler
from post_office import mail as queue

from charmilles.checks import database_refusal
from charmilles.environment import SQLITE_JOURNAL, database, sender
from charmilles.management.commands.send_mails import send_batch

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "MODE": "production",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "formations.exemple.fr",
    "EMAIL_URL": "smtp+tls://smtp.exemple.fr:587",
    "DEFAULT_FROM_EMAIL": "inscriptions@exemple.fr",
}
SYSTEM = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


def run(*command, env=None, cwd=ROOT, timeout=60):
    """With a bare environment: neither the developer's .env nor this run's DATABASE_URL counts."""
    return subprocess.run(
        command,
        cwd=cwd,
        env=SYSTEM | {"ENV_FILE": os.devnull} | (env or {}),
        capture_output=True,
        text=True,
        timeout=timeout,
    )


def manage(*arguments, env=None):
    return run(sys.executable, "manage.py", *arguments, env=env)


def serve(env=None, cwd=ROOT):
    return run("bin/serve", env=env, cwd=cwd)


def assert_refused(result, sentence):
    assert result.returncode != 0
    assert sentence in result.stderr
    assert "Traceback" not in result.stdout + result.stderr


# Settings


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({"MODE": "prod"}, "MODE=prod n'est pas reconnu"),
        ({"DEBUG": "oui"}, "DEBUG=oui n'est pas reconnu"),
        ({"DATABASE_URL": "mysql://hote/base"}, "DATABASE_URL n'est pas une adresse"),
        ({"DATABASE_URL": "n'importe quoi"}, "DATABASE_URL n'est pas une adresse"),
        ({"DATABASE_URL": "postgres://hote:port/base"}, "DATABASE_URL n'est pas une adresse"),
        ({"DATABASE_URL": "postgres://hote:5432/"}, "DATABASE_URL n'est pas une adresse"),
        ({"DATABASE_URL": "sqlite://:memory:"}, "DATABASE_URL n'est pas une adresse"),
        ({"DATABASE_URL": "sqlite://relatif.sqlite3"}, "DATABASE_URL n'est pas une adresse"),
        ({"EMAIL_URL": "pigeon://voyageur"}, "EMAIL_URL n'est pas une adresse"),
        ({"BEHIND_PROXY": "oui"}, "BEHIND_PROXY=oui n'est pas reconnu"),
        ({"BEHIND_PROXY": "12"}, "BEHIND_PROXY=12 n'est pas reconnu"),
        ({"BEHIND_PROXY": "-1"}, "BEHIND_PROXY=-1 n'est pas reconnu"),
        ({"METRICS_TOKEN": "court"}, "METRICS_TOKEN est trop court"),
        ({"WATCHER_EMAIL": "ines"}, "WATCHER_EMAIL=ines n'est pas une adresse"),
        ({"LOGS": "xml"}, "LOGS=xml n'est pas reconnu"),
        ({"ANTIVIRUS": "1"}, "ANTIVIRUS=1 ne dit pas où répond ClamAV"),
        ({"ANTIVIRUS": "unix:clamd.ctl"}, "ANTIVIRUS=unix:clamd.ctl ne dit pas"),
        ({"ANTIVIRUS": "tcp:127.0.0.1"}, "ANTIVIRUS=tcp:127.0.0.1 ne dit pas"),
        ({"ANTIVIRUS": "tcp:127.0.0.1:port"}, "ANTIVIRUS=tcp:127.0.0.1:port ne dit pas"),
    ],
)
def test_unknown_value_is_refused(env, sentence):
    assert_refused(manage("check", env=env), sentence)


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY manque ou est trop faible"),
        ({"SECRET_KEY": "trop-courte"}, "SECRET_KEY manque ou est trop faible"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY manque ou est trop faible"),
        ({"SECRET_KEY": f"django-insecure-{'abcdef' * 9}"}, "SECRET_KEY manque ou est trop faible"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS doit nommer"),
        ({"ALLOWED_HOSTS": "exemple.fr,*"}, "ALLOWED_HOSTS doit nommer"),
        ({"DEBUG": "1"}, "DEBUG=1 montrerait le code"),
        ({"EMAIL_URL": ""}, "EMAIL_URL doit désigner un serveur d'envoi"),
        ({"EMAIL_URL": "consolemail://"}, "EMAIL_URL doit désigner un serveur d'envoi"),
        ({"DEFAULT_FROM_EMAIL": ""}, "DEFAULT_FROM_EMAIL doit donner l'adresse"),
    ],
)
def test_production_refuses_unsafe_value(env, sentence):
    assert_refused(manage("check", env=PRODUCTION | env), sentence)


@pytest.mark.parametrize(
    ("value", "repair"),
    [
        ("CFP Charmilles, été <a@b.fr>", '"CFP Charmilles, été" <a@b.fr>'),
        ("CFP (Grenoble) <a@b.fr>", '"CFP (Grenoble)" <a@b.fr>'),
        ("CFP: été <a@b.fr>", '"CFP: été" <a@b.fr>'),
        ("CFP \\ été <a@b.fr>", '"CFP \\\\ été" <a@b.fr>'),
        ("a@b.fr, c@d.fr", "inscriptions@exemple.fr"),
        ("sans arobase", "inscriptions@exemple.fr"),
        ("élodie@b.fr", "inscriptions@exemple.fr"),
        ("CFP a@b.fr", "inscriptions@exemple.fr"),
        ("a@b.fr\nBcc: c@d.fr", "inscriptions@exemple.fr"),
    ],
)
def test_sender_that_no_mail_could_have_is_refused_with_its_repair(value, repair):
    with pytest.raises(ImproperlyConfigured) as refusal:
        sender(value)
    assert str(refusal.value).endswith(f"écrivez par exemple {repair}.")
    assert sender(repair)[0] == repair


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("a@b.fr", "a@b.fr"),
        ("CFP Charmilles <a@b.fr>", "a@b.fr"),
        ("École d’été <a@b.fr>", "a@b.fr"),
        ('"CFP Charmilles, été" <a@b.fr>', "a@b.fr"),
        ('"L\'école \\"verte\\"" <a@b.fr>', "a@b.fr"),
        ("contact@cfp-été.fr", "contact@xn--cfp-t-esab.fr"),
    ],
)
def test_sender_is_accepted(value, address):
    assert sender(value) == (value, address)


def test_wrong_sender_prevents_the_start():
    env = PRODUCTION | {"DEFAULT_FROM_EMAIL": "CFP Charmilles, été <a@b.fr>"}
    assert_refused(manage("check", env=env), '"CFP Charmilles, été" <a@b.fr>')


def test_deployment_checks_are_clean():
    result = manage("check", "--deploy", "--fail-level", "WARNING", env=PRODUCTION)
    assert (result.returncode, result.stderr) == (0, "")


LOGIN_PAGE = """
import django; django.setup()
from django.test import Client
client = Client(headers={"host": "formations.exemple.fr"})
print(client.get("/gestion/login/").status_code, client.get("/healthz").status_code)
response = client.get("/gestion/login/", secure=True)
print(response["Strict-Transport-Security"])
print(response.cookies.output(header="", sep=""))
"""


def test_production_headers_and_cookies(tmp_path, blank_file):
    env = PRODUCTION | {
        "DJANGO_SETTINGS_MODULE": "charmilles.settings",
        "DATABASE_URL": blank_file.copy(tmp_path),
    }
    result = run(sys.executable, "-c", LOGIN_PAGE, env=env)
    assert result.returncode == 0, result.stderr
    statuses, hsts, cookies = result.stdout.strip().splitlines()
    assert statuses == "301 200"
    assert hsts == "max-age=63072000; includeSubDomains; preload"
    name, *attributes = cookies.strip().split("; ")
    assert name.startswith("__Host-csrftoken=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=Lax"} <= set(attributes)


def test_headers_of_every_response(client):
    headers = client.get("/healthz").headers
    assert set(headers["Content-Security-Policy"].split("; ")) == {
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    }
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in headers


@pytest.mark.django_db  # for the permission to connect: the database is another one
def test_sqlite_is_durable(tmp_path):
    connection = ConnectionHandler({"default": database(f"sqlite:///{tmp_path}/base")})["default"]
    with connection.cursor() as cursor:
        values = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    connection.close()
    assert values == {
        "journal_mode": SQLITE_JOURNAL.lower(),
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 20_000,
    }


# bin/serve


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "8000 ; ls"])
def test_serve_refuses_a_port_that_is_none(port):
    assert_refused(serve({"PORT": port}), f"PORT={port} n'est pas un numéro de port")


def test_serve_refuses_a_busy_port():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert_refused(serve({"PORT": str(port)}), f"Le port {port} est déjà pris")


def test_serve_refuses_a_python_that_is_too_old(tmp_path):
    old = tmp_path / "python vieux"
    old.write_text("#!/bin/sh\nexit 1\n")  # what the version check of bin/lib.sh answers on 3.10
    old.chmod(0o755)
    result = serve({"PYTHON": str(old)})
    assert_refused(result, "Il faut Python 3.11 ou plus récent")
    assert str(old) in result.stderr


def test_serve_says_how_to_install_pango(tmp_path):
    """A weasyprint that fails as the real one does, and an apt-get that cannot help."""
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\nexit 100\n")
    apt.chmod(0o755)
    env = {"PYTHONPATH": str(tmp_path), "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    result = serve(env)
    assert_refused(result, "Il manque Pango")
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in result.stderr


def test_serve_explains_a_failed_installation(tmp_path):
    """A fresh copy, in a folder with spaces, that finds no package anywhere."""
    copy = tmp_path / "copie avec espaces"
    for name in ("bin", "charmilles", "manage.py", "requirements.txt"):
        source = ROOT / name
        copy.mkdir(exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / name)
    result = serve({"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}, cwd=copy)
    assert_refused(result, "Les bibliothèques Python n'ont pas pu être installées")
    assert result.stderr.count("\n") == 3  # two steps announced, then the sentence


def free_port():
    """Not one that the system gives by itself: a browser would take it while bin/serve prepares."""
    for port in random.sample(range(20_000, 30_000), 100):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("aucun port libre")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgres://u@127.0.0.1:{free}/base", "Le serveur de base de données ne répond pas"),
        ("sqlite:////absent/base.sqlite3", "ne peut pas être ouvert"),
        ("sqlite:///manage.py", "n'est pas une base SQLite"),
        ("tout sauf une adresse", "DATABASE_URL n'est pas une adresse"),
    ],
)
def test_serve_refuses_a_wrong_database(url, sentence):
    env = {"PORT": str(free_port()), "DATABASE_URL": url.format(free=free_port())}
    assert_refused(serve(env), sentence)


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ('FATAL:  password authentication failed for user "u"', "refuse ce nom d'utilisateur"),
        ("fe_sendauth: no password supplied", "refuse ce nom d'utilisateur"),
        ('FATAL:  database "absente" does not exist', "n'existe pas : créez-la"),
        ('FATAL:  role "absent" does not exist', "L'utilisateur indiqué dans DATABASE_URL"),
        ("connection timeout expired", "ne répond pas"),
        ("permission denied for schema public", "ne peut pas être modifiée"),
        ("attempt to write a readonly database", "ne peut pas être modifiée"),
        ("première ligne\nraison nouvelle", "ne peut pas servir : raison nouvelle"),
    ],
)
def test_database_refusal_names_the_cause(message, sentence):
    assert sentence in database_refusal(Exception(message))


def wait_for(address, process, seconds=120):
    for _ in range(seconds * 10):
        assert process.poll() is None, process.stderr.read()
        try:
            with urllib.request.urlopen(address) as response:
                return response.status
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} ne répond pas")


def group_members(group):
    listing = subprocess.run(["ps", "-eo", "pgid="], capture_output=True, text=True, check=True)
    return listing.stdout.split().count(str(group))


def hear_ctrl_c():
    """As in a terminal: tests that run in the background were told to ignore it, and bash cannot
    trap what it was told to ignore."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_serve_starts_and_leaves_nothing_behind(stop, tmp_path, blank_file):
    port = free_port()
    database = f"sqlite:///{tmp_path}/base.sqlite3"  # as a newcomer: it is not there yet
    if stop == signal.SIGTERM:
        database = blank_file.copy(tmp_path)
    env = {"PORT": str(port), "DATABASE_URL": database}
    process = subprocess.Popen(
        ["bin/serve"],
        cwd=ROOT,
        env=SYSTEM | {"ENV_FILE": os.devnull} | env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # as a terminal does: Ctrl-C reaches the whole group
        preexec_fn=hear_ctrl_c,
    )
    try:
        assert wait_for(f"http://127.0.0.1:{port}/healthz", process) == 200
        (os.killpg if stop == signal.SIGINT else os.kill)(process.pid, stop)
        output, errors = process.communicate(timeout=60)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    assert process.returncode == 0, errors
    assert f"http://127.0.0.1:{port}/gestion/" in output
    assert "first_account" in output
    assert "Traceback" not in errors
    deadline = time.monotonic() + 5  # Python's own tracker of semaphores ends a moment later
    while group_members(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert group_members(process.pid) == 0


# manage.py send_mails


@pytest.mark.django_db
def test_queued_mail_is_sent(settings):
    settings.POST_OFFICE |= {
        "BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"}
    }
    queue.send("candidat@exemple.fr", "centre@exemple.fr", subject="Reçu", message="Merci.")
    assert send_batch() is False
    assert [message.subject for message in mail.outbox] == ["Reçu"]


@pytest.mark.django_db
def test_refused_mail_stays_queued_and_names_nobody(settings, caplog, capfd):
    settings.POST_OFFICE |= {"BACKENDS": {"default": "tests.charmilles.test_setup.Refusing"}}
    message = queue.send("candidat@exemple.fr", "centre@exemple.fr", subject="Reçu", message="Oui")
    send_batch()
    message.refresh_from_db()
    assert message.get_status_display() == "requeued"
    assert "0 courriel(s) refusé(s), 1 à nouveau essayé(s)." in caplog.text
    assert "candidat@" not in caplog.text + "".join(capfd.readouterr())


class Refusing(mail.backends.base.BaseEmailBackend):
    def send_messages(self, email_messages):
        raise OSError(f"refusé : {email_messages[0].to}")
