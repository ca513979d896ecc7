"""What whoever runs the site sees: lines of logs, the number of a request, /metrics."""

import json
import logging
import re
from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from charmilles import logs, metrics
from charmilles.management.commands import prepare
from charmilles.models import Counter
from enrolment.models import Erasure
from enrolment.uploads import check
from tests.support.uploads import sent

pytestmark = pytest.mark.django_db
TOKEN = "jeton-des-tests-de-vingt-signes"
NUMBER = r"[0-9A-F]{4}-[0-9A-F]{4}"
LABELS = ("view", "method", "status", "reason", "which")
SECRET = "CH-7K3P-2QXW"


@pytest.fixture
def watched(settings):
    settings.METRICS_TOKEN = TOKEN
    return Client(raise_request_exception=False)


def ask(client, token=TOKEN):
    return client.get("/metrics", headers={"Authorization": f"Bearer {token}"})


def numbers(client):
    """The samples of /metrics: {(name, labels): value}."""
    families = text_string_to_metric_families(ask(client).content.decode())
    return {
        (sample.name, *(sample.labels[name] for name in LABELS if name in sample.labels)): (
            sample.value
        )
        for family in families
        for sample in family.samples
    }


# /metrics


@pytest.mark.parametrize("token", ["", "autre", TOKEN[:-1], "é"])
def test_metrics_do_not_exist_without_the_token(watched, token):
    assert ask(watched, token).status_code == 404


@pytest.mark.parametrize("token", ["", TOKEN])
def test_metrics_do_not_exist_unless_wanted(client, token):
    assert ask(client, token).status_code == 404


def test_metrics_are_never_kept(watched):
    assert "no-store" in ask(watched)["Cache-Control"]


def test_request_is_counted_by_its_view(watched):
    name = ("charmilles_requests_total", "catalogue:home", "GET", "200")
    timed = ("charmilles_request_seconds_count", "catalogue:home")
    before = numbers(watched)
    watched.get("/")
    after = numbers(watched)
    assert after[name] - before.get(name, 0) == 1
    assert after[timed] - before.get(timed, 0) == 1


@pytest.mark.parametrize(
    ("method", "path", "labels"),
    [
        ("GET", f"/candidature/dossier/{SECRET}/", ("enrolment:dossier", "GET", "302")),
        ("GET", f"/absente/{SECRET}", ("none", "GET", "404")),
        (SECRET, "/healthz", ("healthz", "other", "405")),
    ],
)
def test_metrics_hold_no_free_value(watched, method, path, labels):
    watched.generic(method, path)
    text = ask(watched).content.decode()
    assert SECRET not in text
    assert ("charmilles_requests_total", *labels) in numbers(watched)


def test_refused_file_is_counted_with_its_reason(watched):
    name = ("charmilles_uploads_refused_total", "empty")
    before = numbers(watched).get(name, 0)
    with pytest.raises(check.BadFile):
        check.check_file(sent(b""))
    assert numbers(watched)[name] - before == 1


def test_metrics_read_what_the_database_knows(watched):
    Erasure.objects.create(status="declined", cause="asked", on=date(2026, 11, 1))
    assert numbers(watched)[("charmilles_erased", "asked")] == 1


# A line for each request


@pytest.fixture
def lines(settings):
    """What a site whose LOGS are json writes of its requests."""
    settings.LOGS = "json"
    written, handler = [], logging.Handler()
    handler.emit = lambda record: written.append(json.loads(logs.JsonLine().format(record)))
    logger = logging.getLogger(logs.REQUESTS)
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.INFO)
    yield written
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_request_has_its_line_without_its_address(lines):
    Client().get(
        f"/candidature/dossier/{SECRET}/?nom=Vidal", headers={"X-Forwarded-For": "9.9.9.9"}
    )
    (line,) = lines
    assert re.fullmatch(NUMBER, line.pop("request"))
    assert re.match(r"\d{4}-\d\d-\d\dT", line.pop("at"))
    assert line.pop("ms") > 0
    assert line == {
        "level": "INFO",
        "logger": "charmilles.requests",
        "method": "GET",
        "view": "enrolment:dossier",
        "status": 302,
    }


def test_other_lines_are_json_and_discreet():
    record = logging.makeLogRecord({"msg": f"perdu\n{SECRET} de ines@exemple.test"})
    text = logs.JsonLine().format(record)
    assert "\n" not in text
    assert json.loads(text)["message"] == "perdu\nCH-… de …@…"


@pytest.mark.parametrize(
    ("form", "level", "formatter"), [("json", "INFO", "json"), ("text", "WARNING", "line")]
)
def test_lines_of_requests_are_written_when_asked_for(form, level, formatter):
    written = logs.written_as(form)
    assert written["loggers"][logs.REQUESTS]["level"] == level
    assert written["handlers"]["console"]["formatter"] == formatter


def test_requests_are_not_watched_unless_wanted(client, monkeypatch):
    monkeypatch.setattr(metrics, "count", pytest.fail)
    assert client.get("/healthz").status_code == 200


# The number of a request


def test_error_page_gives_the_number_that_the_logs_have(rf):
    request = rf.get("/")
    number = logs.identifier(request)
    assert re.fullmatch(NUMBER, number)
    record = logging.makeLogRecord({"msg": "panne", "request": request})
    assert json.loads(logs.JsonLine().format(record))["request"] == number
    assert logs.Discreet("{message}", style="{").format(record) == f"panne\nDemande {number}"


@pytest.mark.urls("tests.browser.urls")
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("get", "/panne/", 500), ("get", "/incomprise/", 400), ("post", "/candidature/", 403)],
)
def test_error_page_says_its_number(method, path, status):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    answer = getattr(client, method)(path)
    assert answer.status_code == status
    assert re.search(rf"numéro de demande.*<strong>{NUMBER}</strong>", answer.content.decode())


def test_two_requests_have_two_numbers(rf):
    assert logs.identifier(rf.get("/")) != logs.identifier(rf.get("/"))
    assert not Counter.objects.exists()  # nothing is kept


# Proxies in front


@pytest.mark.parametrize(
    ("announced", "forwarded", "warned"),
    [
        (0, None, False),
        (0, "203.0.113.7", True),
        (1, None, True),
        (1, "203.0.113.7", False),
        (1, "198.51.100.1, 203.0.113.7", False),  # what a client wrote itself is on the left
        (2, "203.0.113.7", True),
    ],
)
def test_proxies_that_are_not_as_announced_are_said_once(
    settings, caplog, announced, forwarded, warned
):
    settings.PRODUCTION, settings.BEHIND_PROXY = True, announced
    client = Client(headers={"X-Forwarded-For": forwarded} if forwarded else {})
    for path in ("/healthz", "/robots.txt", "/robots.txt"):
        client.get(path)
    assert caplog.text.count("BEHIND_PROXY annonce") == int(warned)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_come_directly(settings, caplog, path):
    settings.PRODUCTION, settings.BEHIND_PROXY = True, 1
    Client().get(path)
    assert "BEHIND_PROXY" not in caplog.text


@pytest.mark.parametrize(("production", "proxies", "warns"), [(1, 0, 1), (1, 1, 0), (0, 0, 0)])
def test_production_without_a_proxy_is_warned_when_it_starts(
    settings, monkeypatch, capsys, tmp_path, production, proxies, warns
):
    settings.PRODUCTION, settings.BEHIND_PROXY = bool(production), proxies
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(prepare.Command, "collect_static", lambda self: None)
    monkeypatch.setattr(prepare, "prepare_database", lambda: None)
    monkeypatch.setattr(prepare.Programme.objects, "exists", lambda: True, raising=False)
    call_command("prepare")
    assert capsys.readouterr().err.count("BEHIND_PROXY manque") == warns
