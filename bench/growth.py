"""Measures what grows with the catalogue: .venv/bin/python bench/growth.py

Takes some minutes, on SQLite, then on PostgreSQL when DATABASE_URL names such a server. Each size
has its own database, filled by bench/filling.py, and a process that answers by itself, without the
kept pages: processor time and memory are those of the site alone. Close other programs.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

BASE = Path(__file__).resolve().parent.parent
LISTS = ("liste", "un domaine", "critères", "recherche", "recherche fautive", "aucun résultat")
SIZES = [10, 1_000, 10_000]  # programmes
APPLICATIONS = 5_000  # at the largest size; as many for each programme at the others
ASKED = 25  # times each page is asked for
MOST = 3  # how many times longer the list and its searches may take at the largest size
LATEST = 60  # milliseconds that 95 of 100 lists and searches may take
FIRST = 1_500  # milliseconds of the first search after a change, at the largest size
FIRST_SEARCH = "première recherche"
PAGES = {
    "accueil": "/",
    "liste": "/formations/",
    "un domaine": "/formations/?domaine=mesure-0",
    "critères": "/formations/?avec=bac&contrat=apprentissage&ouverte=oui&tri=rentree",
    "recherche": "/formations/?q=bac+pro",
    "recherche fautive": "/formations/?q=comptablit%C3%A9",
    "aucun résultat": "/formations/?q=zzzzzzzz+bac",
    "formation": "/formations/mesure-1/",
    FIRST_SEARCH: "/formations/?q=cap",
    "gestion, formations": "/gestion/catalogue/programme/",
    "gestion, formulaire": "/gestion/catalogue/programme/{programme}/change/",
    "gestion, candidatures": "/gestion/enrolment/application/",
}


def main():
    given = os.environ.get("DATABASE_URL", "")
    for database in ["", given] if given.startswith("postgres") else [""]:
        own = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "charmilles.settings"}
        command = [sys.executable, __file__, "measure"]
        subprocess.run(command, check=True, cwd=BASE, env=os.environ | own)


def measure():
    sys.path.insert(0, str(BASE))
    from django.db import connection

    from tests.support import blank_database

    with tempfile.TemporaryDirectory() as folder:
        blank = blank_database.make(Path(folder))
        try:
            found = {size: at_size(Path(folder), blank, size) for size in SIZES}
        finally:
            blank.drop()
    report(connection.vendor, found)


def at_size(folder, blank, size):
    """Returns {page: [milliseconds, queries, those of 95 in 100]} and the memory in megabytes."""
    from tests.support import serving

    (folder / str(size)).mkdir()
    with serving.furnished(folder / str(size), blank, fill="bench.growth:nothing") as place:
        place.run("bench.growth:fill", size)
        return place.run("bench.growth:ask_each")


def nothing():
    pass


def fill(size):
    from django.contrib.auth import get_user_model
    from django.db import connection

    from bench.filling import fill_applications, fill_programmes
    from catalogue.models import ContentVersion
    from tests.support import catalogue_factories as factories

    factories.centre()
    fill_programmes(size)
    fill_applications(max(10, APPLICATIONS * size // SIZES[-1]))
    get_user_model().objects.create_superuser("equipe")
    ContentVersion.count_changes()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def ask_each():
    from django.contrib.auth import get_user_model
    from django.test import Client

    from catalogue.models import Programme
    from tests.support import staff

    client, known = Client(), {"programme": Programme.objects.get(slug="mesure-1").pk}
    staff.sign_in(client, get_user_model().objects.get())
    found = {name: asked(client, name, path.format(**known)) for name, path in PAGES.items()}
    return found | {"mémoire": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def asked(client, name, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from catalogue.finding import index
    from charmilles import pages

    times = []
    for _ in range(ASKED):
        pages.kept = pages.Pages(pages.kept.limit)
        if name == FIRST_SEARCH:
            index.held = index.Held()
        start = time.perf_counter()
        answer = client.get(path)
        times.append((time.perf_counter() - start) * 1000)
        assert answer.status_code == 200, path
    pages.kept = pages.Pages(pages.kept.limit)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return [median(times[2:]), len(queries), quantiles(times[2:], n=20)[-1]]


def report(vendor, found):
    print(f"{vendor:24}" + "".join(f"{size:>16,}" for size in SIZES) + "   le plus ÷ le moins")
    for name in PAGES:
        cells = [found[size][name] for size in SIZES]
        shown = "".join(f"{ms:8.1f} ms {queries:>3} r" for ms, queries, _ in cells)
        print(f"  {name:22}{shown} {cells[-1][0] / cells[0][0]:9.1f}")
    print(f"  {'mémoire':22}" + "".join(f"{found[size]['mémoire']:13} Mo" for size in SIZES))
    least, most = found[SIZES[0]], found[SIZES[-1]]
    for name in LISTS:
        goal(f"{name} ≤ {MOST} fois plus longue", most[name][0] <= MOST * least[name][0])
        goal(f"{name} : 95 sur 100 en {most[name][2]:.0f} ms ≤ {LATEST}", most[name][2] <= LATEST)
    goal(f"{FIRST_SEARCH} ≤ {FIRST} ms", most[FIRST_SEARCH][0] <= FIRST)
    print(flush=True)


def goal(words, is_met):
    print(f"  {'atteint ' if is_met else 'MANQUÉ  '} {words}")


if __name__ == "__main__":
    measure() if sys.argv[1:] == ["measure"] else main()
