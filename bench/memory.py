"""Measures whether the workers keep memory: .venv/bin/python bench/memory.py [pages] [papers]

20,000 pages and 500 papers by default, each paper drawn anew: half an hour or more, on a database
and a server of its own. A worker may grow by a fifth after its first pages and papers.
"""

import http.client
import os
import sqlite3
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

BASE = Path(__file__).resolve().parent.parent
SHEET = "/formations/bac-pro-agora/"
PAGES = ["/", "/formations/", SHEET, "/candidature/", "/donnees-personnelles/", "/healthz"]
PAPER = f"{SHEET}brochure.pdf"
CLIENTS, WARM = 8, (1200, 12)  # pages and papers before the first measure
MOST = 1.2


def fill():
    from django.core.management import call_command

    call_command("load_fixtures", verbosity=0)


def main(pages, papers):
    sys.path.insert(0, str(BASE))
    own = {"DATABASE_URL": "", "MALLOC_ARENA_MAX": "1"}
    os.environ |= own | {"DJANGO_SETTINGS_MODULE": "charmilles.settings"}
    from tests.support import blank_database, serving

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        blank = blank_database.make(folder)
        (folder / "site").mkdir()
        with serving.serving(folder / "site", blank, fill="bench.memory:fill") as server:
            measure(server, pages, papers)


def measure(server, pages, papers):
    read(server, WARM[0])
    draw(server, WARM[1])
    first = report("après les premières", server)
    read(server, pages)
    after_pages = report(f"après {pages} pages", server)
    draw(server, papers)
    after_papers = report(f"après {papers} papiers de plus", server)
    for worker, before in first.items():
        goal(worker, before, max(after.get(worker, 0) for after in (after_pages, after_papers)))


def read(server, count):
    """Reads that many pages, each client on a connection that it keeps."""
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda client: visit(server, client, count), range(CLIENTS)))


def visit(server, client, count):
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=120)
    for number in range(client, count, CLIENTS):
        ask(connection, PAGES[number % len(PAGES)])
    connection.close()


def draw(server, count):
    """Asks for that many papers, alone, on as many connections: each worker has its share."""
    for _ in range(count):
        forget_editions(server)
        connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=120)
        assert ask(connection, PAPER).startswith(b"%PDF")
        connection.close()


def forget_editions(server):
    """No edition is made yet: the next request draws it."""
    path = server.environment["DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, timeout=20)) as database, database:
        for table in ("catalogue_publication", "catalogue_edition"):
            database.execute(f"DELETE FROM {table}")


def ask(connection, path):
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, f"{path} : {answer.status}"
    return body


# Memory


def report(moment, server):
    """Prints and returns {process: its own memory, in megabytes}."""
    time.sleep(2)  # the process that draws tidies up once nobody waits
    workers = children(server.group.process.pid)
    drawing = [child for child in chain(*map(children, workers)) if resident(child) > 30]
    sizes = {f"serveur {pid}": resident(pid) for pid in workers}
    sizes |= {f"dessin {pid}": resident(pid) for pid in drawing}
    print(f"{moment:32}", *(f"{name} : {size:.0f} Mo" for name, size in sizes.items()), flush=True)
    return sizes


def children(process):
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def resident(process):
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(rollup.partition("Rss:")[2].split()[0]) / 1000


def goal(process, before, after):
    reached = "atteint " if after <= MOST * before else "MANQUÉ  "
    print(f"{reached} {process} : {after / before - 1:+.0%} au plus (objectif {MOST - 1:+.0%})")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:3]]
    main(*(given or [20_000, 500]))
