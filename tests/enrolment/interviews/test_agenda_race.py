"""Several processes make the slots at the same moment, and nothing is made twice."""

import time
from concurrent.futures import ThreadPoolExecutor

PROCESSES = 4
SLOTS = 3 * (15 + 6 * 24)  # three interviewers, this afternoon and six Mondays


def race(furnish, way):
    """Returns (how many slots each process made, how many there are in the end)."""
    place = furnish(fill="tests.support.agenda_race:fill")
    start = time.time() + 2  # leaves time for all to start
    with ThreadPoolExecutor(PROCESSES) as pool:
        runs = [
            pool.submit(place.run, f"tests.support.agenda_race:{way}", start)
            for _ in range(PROCESSES)
        ]
    return [run.result() for run in runs], place.run("tests.support.agenda_race:count")


def test_runs_at_once_make_nothing_twice(furnish):
    made, total = race(furnish, "generate")
    assert (sum(made), total) == (SLOTS, SLOTS)


def test_reading_then_writing_fails(furnish):
    """Control: without a lock, some process fails."""
    made, _ = race(furnish, "read_then_write")
    assert -1 in made
