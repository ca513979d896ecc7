"""Measures recaps as candidates ask for them, and the pages that others read meanwhile.

« .venv/bin/python bench/recap_served.py » starts a real server on its own SQLite database. For each
application with heavy files: seconds of its recap, memory of the largest process at work, and the
time in which 95 % of the pages answer, beside the same when nobody asks for a recap.
"""

import os
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

BASE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BASE))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "charmilles.settings")

PAGE = "/formations/bac-pro-agora/"
READERS = 2
QUIET = 15  # seconds


def fill():
    """Makes an application with four copies of each heavy file, and one with one of each."""
    from django.core.management import call_command
    from django.utils import timezone

    from bench.recap import accepted
    from enrolment import sign_in

    call_command("load_fixtures", demo=True, verbosity=0, stdout=sys.stderr)
    stdout, sys.stdout = sys.stdout, sys.stderr
    copies = accepted()
    sys.stdout = stdout
    sets = {f"4 × {label}": [copy] * 4 for label, copy in copies.items()}
    sets["un de chaque"] = list(copies.values())[:10]
    made = {label: applied(parts) for label, parts in sets.items()}
    cookie = sign_in.remember(EMAIL, now=timezone.now())
    return {"cookie": cookie, "references": made}


EMAIL = "lea@exemple.test"


def applied(parts):
    """Makes an application with these documents; returns its reference."""
    from tests.support import enrolment_factories as factories

    application = factories.application(email=EMAIL)
    for kind, content in parts:
        content_type = "application/pdf" if kind == "pdf" else "image/jpeg"
        factories.document(application=application, content=content, content_type=content_type)
    return application.reference


class Readers:
    """Reads a page again and again, in threads, and keeps how long each answer took."""

    def __init__(self, url):
        self.url, self.seconds, self.stopping = url, [], threading.Event()
        self.threads = [threading.Thread(target=self.read) for _ in range(READERS)]

    def read(self):
        while not self.stopping.wait(0.05):  # about twenty pages a second each
            began = time.perf_counter()
            urllib.request.urlopen(self.url).read()
            self.seconds.append(time.perf_counter() - began)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    @property
    def p95(self):
        ordered = sorted(self.seconds)
        return ordered[int(len(ordered) * 0.95)] if ordered else 0


class Memory:
    """Watches the largest resident memory of a process started meanwhile, in megabytes."""

    def __enter__(self):
        self.known, self.most, self.stopping = set(processes()), 0, threading.Event()
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()
        return self

    def watch(self):
        while not self.stopping.wait(0.03):
            young = {pid: size for pid, size in processes().items() if pid not in self.known}
            self.most = max([self.most, *young.values()])

    def __exit__(self, *_):
        self.stopping.set()
        self.thread.join()


def processes():
    found = {}
    for path in Path("/proc").glob("[0-9]*/statm"):
        try:
            found[path.parent.name] = int(path.read_text().split()[1]) * 4096 / 1e6
        except (OSError, IndexError):
            continue
    return found


def recap(server, reference, cookie):
    """Asks for a recap; returns (status, seconds)."""
    url = f"{server.url}/candidature/dossier/{reference}/recapitulatif.pdf"
    request = urllib.request.Request(url, headers={"Cookie": f"dossier={cookie}"})
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(request) as answer:
            answer.read()
            status = answer.status
    except urllib.error.HTTPError as refusal:
        status = refusal.code
    return status, time.perf_counter() - began


def main():
    from tests.support import blank_database, serving

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        blank = blank_database.make(folder)
        (folder / "site").mkdir()
        with serving.serving(folder / "site", blank, fill="bench.recap_served:fill") as server:
            report(server)


def report(server):
    page = server.url + PAGE
    urllib.request.urlopen(page).read()
    with Readers(page) as quiet:
        time.sleep(QUIET)
    print(f"Pages, machine calme : p95 {quiet.p95 * 1000:.0f} ms")
    for label, reference in server.filled["references"].items():
        with Readers(page) as busy, Memory() as memory:
            status, seconds = recap(server, reference, server.filled["cookie"])
        ratio = busy.p95 / quiet.p95
        print(
            f"{label} : {status}, {seconds:.1f} s, {memory.most:.0f} Mo, "
            f"pages p95 {busy.p95 * 1000:.0f} ms (× {ratio:.1f})"
        )


if __name__ == "__main__":
    main()
