"""How long the papers take, beside Chromium: .venv/bin/python bench/brochure.py

Two to three minutes, on a database and in a folder of its own, with its own server on the loopback
address. Close what else is running: the figures of a busy machine say nothing.
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

BASE = Path(__file__).resolve().parent.parent
SLUG = "bac-pro-agora"
PAGE, BROCHURE = f"/formations/{SLUG}/", f"/formations/{SLUG}/brochure.pdf"
COLD, PRINTED, SERVED, PROGRAMMES = 9, 5, 100, 60
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def main():
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        first, cold = render_cold()
        with server(Path(folder)) as (port, worker):
            chromium = print_with_chromium(port)
            stored = serve_stored(port)
            fill_catalogue(Path(folder))
            booklet = bind(port, worker)
        report(first, cold, chromium, stored, booklet)


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


# Drawing


def render_cold():
    """Seconds of a request that finds no edition: (first, worker start included; next ones)."""
    from django.utils import timezone

    from catalogue import printing
    from catalogue.editions import current_edition
    from catalogue.models import Edition, Paper, Programme

    programme, times = Programme.objects.get(slug=SLUG), []
    for _ in range(COLD + 1):
        for edition in Edition.objects.all():
            edition.pdf.delete(save=False)
            edition.delete()
        with timed(times):
            current_edition(programme, Paper.BROCHURE, now=timezone.now())
    printing._workshop.close()
    return times[0], times[1:]


@contextmanager
def timed(times):
    start = time.perf_counter()
    yield
    times.append(time.perf_counter() - start)


# Chromium


def print_with_chromium(port):
    """Seconds: (the command, launch included; an open browser, from the address; the PDF alone)."""
    address, chromium = f"http://127.0.0.1:{port}{PAGE}", shutil.which("chromium")
    return command_line(chromium, address), *open_browser(chromium, address)


def command_line(chromium, address):
    times = []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "page.pdf"
        command = [chromium, "--headless", *CHROMIUM, f"--print-to-pdf={out}", address]
        for _ in range(PRINTED + 1):
            with timed(times):
                subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
            assert out.read_bytes().startswith(b"%PDF")
    return times[1:]  # the first reads the disk


def open_browser(chromium, address):
    from playwright.sync_api import sync_playwright

    whole, alone = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        for _ in range(PRINTED + 1):
            page = browser.new_page()
            with timed(whole):
                page.goto(address, wait_until="load")
                with timed(alone):
                    page.pdf(format="A4", tagged=True, outline=True)
            page.close()
        browser.close()
    return whole[1:], alone[1:]


# The server


@contextmanager
def server(folder):
    """gunicorn as bin/serve starts it, with one worker: (port, its process number)."""
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
    """As many programmes as a booklet may hold, all as long as the longest one."""
    from django.core.management import call_command

    from catalogue.models import Programme

    source = (BASE / "fixtures" / "programmes" / f"{SLUG}.yaml").read_text(encoding="utf-8")
    for number in range(PROGRAMMES - Programme.objects.published().count()):
        copy = folder / f"copy-{number}.yaml"
        copy.write_text(source.replace(SLUG, f"{SLUG}-{number}"), encoding="utf-8")
        call_command("loaddata", copy, verbosity=0)
    assert Programme.objects.published().count() == PROGRAMMES


def bind(port, worker):
    """(seconds with every brochure to draw, seconds to bind alone, megabytes of the file, pages,
    peak megabytes of the server's worker and of its child)"""
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
    """The most memory it ever held, in megabytes."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1000


# Figures


def report(first, cold, chromium, stored, booklet):
    drawn, bound, size, pages, memory = booklet
    cold, launched, open_, alone, stored = map(statistics.median, (cold, *chromium, stored))
    print(f"AGOrA, première fois        {first:7.2f} s   (démarrage du processus compris)")
    print(f"AGOrA à neuf                {cold:7.2f} s   (médiane de {COLD})")
    print(f"Chromium, lancement compris {launched:7.2f} s   (médiane de {PRINTED})")
    print(f"Chromium déjà ouvert        {open_:7.2f} s   (page.pdf seul : {alone:.2f} s)")
    print(f"AGOrA déjà faite            {stored * 1000:7.1f} ms  (médiane de {SERVED}, en HTTP)")
    print(f"Livret de {PROGRAMMES} formations    {drawn:7.1f} s   ({pages} pages à dessiner)")
    print(f"  brochures déjà faites     {bound:7.1f} s   ({size:.1f} Mo)")
    parts = " + ".join(f"{part:.0f}" for part in memory)
    print(f"  mémoire au plus           {sum(memory):7.0f} Mo  ({parts})")
    print()
    goal("à neuf ≤ 0,5 × Chromium, lancement compris", cold / launched, 0.5)
    goal("déjà faite ≤ 10 ms", stored * 1000, 10)
    goal("livret ≤ 400 Mo", sum(memory), 400)


def goal(words, value, limit):
    print(f"{'atteint ' if value <= limit else 'MANQUÉ  '} {words} : {value:.2f}")


if __name__ == "__main__":
    main()
