"""Measures how fast interviews are booked: .venv/bin/python bench/booking.py

Takes a minute or two, on SQLite, then on PostgreSQL when DATABASE_URL names such a server, each
time with its own database and gunicorn. Close other programs: the figures of a busy machine mean
nothing, and the clients use the processors too.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
RACE = "tests.proofs.booking_race"
CLIENTS, BOOKINGS = 16, 320  # one client for each thread of the server
PLACES, CROWD = 20, 200  # all at once


def main():
    given = os.environ.get("DATABASE_URL", "")
    for database in ["", given] if given.startswith("postgres") else [""]:
        own = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "charmilles.settings"}
        command = [sys.executable, __file__, "measure"]
        subprocess.run(command, check=True, cwd=BASE, env=os.environ | own)


def measure():
    sys.path.insert(0, str(BASE))
    with tempfile.TemporaryDirectory() as folder:
        report(*run(Path(folder)))


def run(folder):
    """Returns (steady answers, seconds, answers of the rush, seconds)."""
    from tests.support import blank_database, serving

    blank = blank_database.make(folder)
    try:
        (folder / "site").mkdir()
        with serving.serving(folder / "site", blank, fill=f"{RACE}:fill") as server:
            wanted = {
                "steady": {"places": [BOOKINGS // 10] * 10, "crowd": BOOKINGS},
                "rush": {"places": [PLACES], "crowd": CROWD},
            }
            scenes = server.run(f"{RACE}:scenes", wanted)
            return *steady(server, scenes["steady"]), *rush(server, scenes["rush"])
    finally:
        blank.drop()


def steady(server, scene):
    slots = scene["slots"]
    acts = [click(server, p, slots[n % len(slots)]) for n, p in enumerate(scene["crowd"])]
    acts[0]()  # the first answer loads what the next ones use
    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(lambda act: act(), acts[1:]))
    return answers, time.perf_counter() - start


def rush(server, scene):
    from tests.support.rush import at_once

    start = time.perf_counter()
    answers = at_once([click(server, person, *scene["slots"]) for person in scene["crowd"]])
    return answers, time.perf_counter() - start


def click(server, person, slot):
    from tests.support.rush import post

    path = f"/candidature/dossier/{person['reference']}/entretien/verifier/"
    form = {"creneau": slot}
    return lambda: post(server.url, path, cookie=person["cookie"], **form)


# Figures


def report(steady, steady_time, rush, rush_time):
    from django.db import connection

    counted = Counter(answer.status for answer in rush)
    assert {answer.status for answer in steady} == {302}, "une réservation a été refusée"
    print(f"{connection.vendor}")
    print(f"  {CLIENTS} clients qui se suivent  {len(steady) / steady_time:6.1f} réservations/s")
    print(f"    p95                   {p95(steady):6.2f} s")
    print(f"  {CROWD} clients à la fois    {rush_time:6.2f} s     ({dict(counted)})")
    print(f"    p95                   {p95(rush):6.2f} s")
    goal(f"{PLACES} réservés pour {PLACES} places", counted == {302: PLACES, 409: CROWD - PLACES})
    goal("p95 ≤ 1 s quand ils se suivent", p95(steady) <= 1)
    print(flush=True)


def p95(answers):
    return sorted(answer.seconds for answer in answers)[int(len(answers) * 0.95)]


def goal(words, reached):
    print(f"  {'atteint ' if reached else 'MANQUÉ  '} {words}")


if __name__ == "__main__":
    measure() if sys.argv[1:] == ["measure"] else main()
