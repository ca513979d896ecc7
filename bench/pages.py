"""Measures how fast public pages are served: .venv/bin/python bench/pages.py

Takes two minutes, on SQLite, then on PostgreSQL when DATABASE_URL names such a server, each time
with one gunicorn and its own database. Needs wrk (Debian: apt-get install wrk), which asks from the
same machine: what counts is the ratio to a view that returns a constant, in the same run. Close
other programs.
"""

import http.client
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

BASE = Path(__file__).resolve().parent.parent
CLIENTS, SECONDS = 8, 6
FIRST = 40  # first renderings of each page
CONSTANT = "/healthz"
PAGES = {"formation": "/formations/bac-pro-agora/", "liste": "/formations/", "accueil": "/"}
BROWSER = {"Accept-Encoding": "br, gzip"}
REPORT = """
done = function(summary, latency)
  io.write(string.format("%f %f %f %d", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    summary.errors.status + summary.errors.read + summary.errors.timeout))
end
"""


def main():
    given = os.environ.get("DATABASE_URL", "")
    for database in ["", given] if given.startswith("postgres") else [""]:
        own = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "charmilles.settings"}
        command = [sys.executable, __file__, "measure"]
        subprocess.run(command, check=True, cwd=BASE, env=os.environ | own)


def measure():
    sys.path.insert(0, str(BASE))
    from tests.support import blank_database, serving

    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        blank = blank_database.make(folder)
        try:
            (folder / "site").mkdir()
            with serving.serving(folder / "site", blank, fill="bench.pages:fill") as server:
                report(server, folder)
        finally:
            blank.drop()


def fill():
    from django.core.management import call_command

    call_command("load_fixtures", verbosity=0)


def report(server, folder):
    from django.db import connection

    print(f"{connection.vendor}, {CLIENTS} clients          req/s     p50      p95   ÷ constante")
    script = folder / "report.lua"
    script.write_text(REPORT)
    constant = rate(server, script, CONSTANT)
    line("vue constante", constant, constant)
    line("fichier statique", rate(server, script, static_file(server)), constant)
    for name, path in PAGES.items():
        headers = BROWSER | {"If-None-Match": tag(server, path)}
        line(f"{name}, gardée", kept := rate(server, script, path), constant)
        line(f"{name}, 304", rate(server, script, path, headers), constant)
        line(f"{name}, première fois", first(server, path), constant)
        if path == PAGES["formation"]:
            goal("formation gardée ≥ 0,7 de la vue constante", kept[0] >= 0.7 * constant[0])
    print(flush=True)


def rate(server, script, path, headers=BROWSER):
    """Returns (requests a second, p50 and p95 in milliseconds) of a page asked without pause."""
    said = [option for name, value in headers.items() for option in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", "-s", script, *said]
    subprocess.run([*command, "-d1s", server.url + path], check=True, capture_output=True)
    output = subprocess.run(
        [*command, server.url + path], check=True, capture_output=True, text=True
    ).stdout
    requests, p50, p95, errors = output.splitlines()[-1].split()
    assert errors == "0", f"{path} : {errors} réponses manquées"
    return float(requests), float(p50), float(p95)


def first(server, path):
    """Returns the same of a page whose content has changed before each request."""
    times, note = [], changes(server.environment["DATABASE_URL"])
    for _ in range(FIRST):
        note()
        start = time.perf_counter()
        ask(server, path)
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    return 1000 * FIRST / sum(times), times[FIRST // 2], times[int(FIRST * 0.95)]


def changes(database):
    """Returns a function that notes a change of the content in the server's database."""
    statement = "INSERT INTO catalogue_contentchange (on_pages_alone) VALUES (%s)"
    if database.startswith("sqlite"):
        link = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
        return lambda: link.execute(statement.replace("%s", "?"), [True])
    link = psycopg.connect(database, autocommit=True)
    return lambda: link.execute(statement, [True])


def ask(server, path, headers=BROWSER):
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=60)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    assert answer.status == 200, path
    body = answer.read()
    connection.close()
    return answer, body


def tag(server, path):
    return ask(server, path)[0].headers["ETag"]


def static_file(server):
    page = ask(server, "/", {})[1].decode()
    return page[page.index("/static/css/public") :].partition('"')[0]


def line(name, measured, constant):
    requests, p50, p95 = measured
    ratio = requests / constant[0]
    print(f"  {name:24} {requests:8.0f} {p50:7.1f} ms {p95:6.1f} ms {ratio:8.2f}", flush=True)


def goal(words, reached):
    print(f"  {'atteint ' if reached else 'MANQUÉ  '} {words}", flush=True)


if __name__ == "__main__":
    measure() if sys.argv[1:] == ["measure"] else main()
