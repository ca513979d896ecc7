"""Several processes that make the slots at the same moment: nothing is made twice."""

import time
from concurrent.futures import ThreadPoolExecutor

PROCESSES = 4
SLOTS = 3 * (15 + 6 * 24)  # three people, this afternoon and six Mondays from 8 to 20


def race(furnish, way):
    """(what each process made, how many slots there are in the end)"""
    place = furnish(fill="tests.enrolment.agenda_race:fill")
    start = time.time() + 4  # the time for all to have loaded Django
    with ThreadPoolExecutor(PROCESSES) as pool:
        runs = [
            pool.submit(place.run, f"tests.enrolment.agenda_race:{way}", start)
            for _ in range(PROCESSES)
        ]
    return [run.result() for run in runs], place.run("tests.enrolment.agenda_race:count")


def test_runs_at_once_make_nothing_twice(furnish):
    made, there_are = race(furnish, "generate")
    assert (sum(made), there_are) == (SLOTS, SLOTS)


def test_reading_then_writing_fails(furnish):
    """Control."""
    made, _ = race(furnish, "read_then_write")
    assert -1 in made
