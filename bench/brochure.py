"""Compares the time to make papers with Chromium's: .venv/bin/python bench/brochure.py

Takes two to three minutes, with its own database, folder and local server. Close other programs:
the figures of a busy machine mean nothing.
"""

import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

BASE = Path(__file__).resolve().parent.parent
SLUG = "bac-pro-agora"
PAGE, BROCHURE = f"/formations/{SLUG}/", f"/formations/{SLUG}/brochure.pdf"
ROUNDS, SERVED, PROGRAMMES = 9, 100, 60
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def main():
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        with server(Path(folder)) as (port, worker):
            drawing = side_by_side(port)
            browser = open_browser(port)
            stored = serve_stored(port)
            fill_catalogue(Path(folder))
            booklet = bind(port, worker)
        report(drawing, browser, stored, booklet)


def prepare(folder):
    sys.path.insert(0, str(BASE))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "charmilles.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        "MODE": "local",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("prepare", stdout=sys.stderr)


# Drawing, beside Chromium


class Times(NamedTuple):
    wall: float
    cpu: float  # of all the processes involved


def side_by_side(port):
    """Returns (first drawing with the start of its process, next drawings, Chromium's prints).

    They alternate, to share the load of the machine; the first of each, slower, reads the disk.
    """
    from charmilles.pdf import printing

    drawn, printed = [], []
    for _ in range(ROUNDS + 1):
        drawn.append(draw_cold())
        printed.append(launch_chromium(port))
    printing.close()
    return drawn[0], drawn[1:], printed[1:]


def draw_cold():
    """Times a request for which no edition exists."""
    from django.utils import timezone

    from catalogue.models import Edition, Paper, Programme
    from catalogue.paper.editions import current_edition

    for edition in Edition.objects.all():
        edition.pdf.delete(save=False)
        edition.delete()
    programme = Programme.objects.get(slug=SLUG)
    wall, cpu = time.perf_counter(), drawing_cpu()
    current_edition(programme, Paper.BROCHURE, now=timezone.now())
    return Times(time.perf_counter() - wall, drawing_cpu() - cpu)


def drawing_cpu():
    """Gives the processor time of this process and of the one that draws."""
    from charmilles.pdf import printing

    pool = printing._workshop._pool
    stats = [Path(f"/proc/{child}/stat").read_text() for child in (pool._processes if pool else ())]
    fields = [stat.rpartition(")")[2].split() for stat in stats]
    ticks = sum(int(ticks) for field in fields for ticks in field[11:13])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def launch_chromium(port):
    """Times the command, from its launch to its end."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "page.pdf"
        address = f"http://127.0.0.1:{port}{PAGE}"
        command = ["chromium-headless-shell", *CHROMIUM, f"--print-to-pdf={out}", address]
        wall, cpu = time.perf_counter(), children_cpu()
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        times = Times(time.perf_counter() - wall, children_cpu() - cpu)
        assert out.read_bytes().startswith(b"%PDF")
    return times


def children_cpu():
    times = os.times()
    return times.children_user + times.children_system


@contextmanager
def timed(times):
    start = time.perf_counter()
    yield
    times.append(time.perf_counter() - start)


def open_browser(port):
    """Returns, for an open browser, (seconds from the URL to the PDF, seconds of the PDF alone)."""
    from playwright.sync_api import sync_playwright

    whole, alone = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell"), args=CHROMIUM
        )
        for _ in range(ROUNDS + 1):
            page = browser.new_page()
            with timed(whole):
                page.goto(f"http://127.0.0.1:{port}{PAGE}", wait_until="load")
                with timed(alone):
                    page.pdf(format="A4", tagged=True, outline=True)
            page.close()
        browser.close()
    return whole[1:], alone[1:]


# The server


@contextmanager
def server(folder):
    """Runs gunicorn as bin/serve does, with one worker; yields (port, process id of the worker)."""
    own = {"WEB_CONCURRENCY": "1", "MALLOC_ARENA_MAX": "1"}
    options = {"cwd": BASE, "env": os.environ | own}
    with socket.create_server(("127.0.0.1", 0)) as listener, open(folder / "log", "wb") as log:
        command = ["-m", "gunicorn", "--config=bin/gunicorn.conf.py", "charmilles.wsgi"]
        gunicorn = subprocess.Popen(
            [sys.executable, *command, f"--bind=fd://{listener.fileno()}"],
            pass_fds=[listener.fileno()],
            stdout=log,
            stderr=log,
            **options,
        )
        port = listener.getsockname()[1]
    try:
        get(http.client.HTTPConnection("127.0.0.1", port, timeout=60), "/healthz")
        (worker,) = children(gunicorn.pid)
        yield port, worker
    finally:
        gunicorn.terminate()
        gunicorn.wait(30)


def get(connection, path):
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, f"{path} : {answer.status}"
    return body


def serve_stored(port):
    connection, times = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
    for _ in range(SERVED + 1):
        with timed(times):
            assert get(connection, BROCHURE).startswith(b"%PDF")
    return times[1:]


# The booklet


def fill_catalogue(folder):
    """Adds programmes up to the maximum of a booklet, all as long as the longest one."""
    from django.core.management import call_command

    from catalogue.models import Programme

    source = (BASE / "fixtures" / "programmes" / f"{SLUG}.yaml").read_text(encoding="utf-8")
    for number in range(PROGRAMMES - Programme.objects.published().count()):
        copy = folder / f"copy-{number}.yaml"
        copy.write_text(source.replace(SLUG, f"{SLUG}-{number}"), encoding="utf-8")
        call_command("loaddata", copy, verbosity=0)
    assert Programme.objects.published().count() == PROGRAMMES


def bind(port, worker):
    """Returns (seconds with every brochure to draw, seconds to bind only, megabytes, pages,
    peak megabytes of the server's worker and of its child)."""
    from catalogue.models import Booklet, Edition

    times, connection = [], http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    for _ in range(2):
        for booklet in Booklet.objects.all():
            booklet.pdf.delete(save=False)
            booklet.delete()
        with timed(times):
            booklet = get(connection, "/formations/livret.pdf")
    pages = sum(Edition.objects.filter(paper="brochure").values_list("pages", flat=True))
    return *times, len(booklet) / 1e6, pages, [peak(worker), *map(peak, children(worker))]


def children(process):
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def peak(process):
    """Gives the peak memory of a process, in megabytes."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1000


# Figures


def report(drawing, browser, stored, booklet):
    first, cold, launched = drawing[0], middle(drawing[1]), middle(drawing[2])
    drawn, bound, size, pages, memory = booklet
    open_, alone, stored = map(statistics.median, (*browser, stored))
    print(f"Médianes de {ROUNDS}, les deux tour à tour ; entre parenthèses, temps de processeur :")
    print(f"AGOrA à neuf                {cold.wall:7.2f} s   ({cold.cpu:.2f} s)")
    print(f"  la première fois          {first.wall:7.2f} s   (démarrage du processus compris)")
    print(f"Chromium, lancement compris {launched.wall:7.2f} s   ({launched.cpu:.2f} s)")
    print(f"Chromium déjà ouvert        {open_:7.2f} s   (page.pdf seul : {alone:.2f} s)")
    print(f"AGOrA déjà faite            {stored * 1000:7.1f} ms  (médiane de {SERVED}, en HTTP)")
    print(f"Livret de {PROGRAMMES} formations    {drawn:7.1f} s   ({pages} pages à dessiner)")
    print(f"  brochures déjà faites     {bound:7.1f} s   ({size:.1f} Mo)")
    parts = " + ".join(f"{part:.0f}" for part in memory)
    print(f"  mémoire au plus           {sum(memory):7.0f} Mo  ({parts})")
    print(f"À neuf / Chromium, en temps de processeur : {cold.cpu / launched.cpu:.2f}")
    print(f"À neuf / Chromium déjà ouvert : {cold.wall / open_:.2f}")
    print()
    goal("à neuf ≤ 0,5 × Chromium, lancement compris", cold.wall / launched.wall, 0.5)
    goal("déjà faite ≤ 10 ms", stored * 1000, 10)
    goal("livret ≤ 400 Mo", sum(memory), 400)


def middle(times):
    return Times(*map(statistics.median, zip(*times, strict=True)))


def goal(words, value, limit):
    print(f"{'atteint ' if value <= limit else 'MANQUÉ  '} {words} : {value:.2f}")


if __name__ == "__main__":
    main()
