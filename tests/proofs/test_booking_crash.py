"""An interview confirmed on the page is never lost (R2).

The whole server is killed while sixteen candidates book; the control, which answers before it
writes, loses some interviews.
"""

import http.client
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.rush import post

RACE = "tests.proofs.booking_race"
CLICKING = 16
TRIES = 10


class Candidates:
    """A crowd of candidates who book; with `again`, each one retries when the connection breaks."""

    def __init__(self, server, scene, page, *, again):
        self.server, self.page, self.again = server, page, again
        self.crowd, (self.slot,) = scene["crowd"], scene["slots"]
        self.answers = {}  # {key of the application: HTTP status received}
        self._answered = threading.Condition()

    def click(self, person):
        path = f"/candidature/dossier/{person['reference']}/entretien/{self.page}/"
        for _ in range(TRIES if self.again else 1):
            try:
                form = {"creneau": self.slot}
                answer = post(self.server.url, path, cookie=person["cookie"], **form)
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
                continue
            with self._answered:
                self.answers[person["pk"]] = answer.status
                self._answered.notify_all()
            return

    def wait_for(self, count):
        with self._answered:
            assert self._answered.wait_for(lambda: len(self.answers) >= count, timeout=60)

    def booked(self):
        return {pk for pk, status in dict(self.answers).items() if status == 302}


def crash(server, size, page="verifier", *, again=True):
    """Kills the server while candidates book.

    Returns who was told of a booking before the kill and in the end, and who is booked after it.
    """
    places, crowd = size
    scene = server.run(f"{RACE}:scene", [places], crowd)
    candidates = Candidates(server, scene, page, again=again)
    with ThreadPoolExecutor(CLICKING) as pool:
        futures = [pool.submit(candidates.click, person) for person in candidates.crowd]
        candidates.wait_for(random.randint(5, crowd // 2))
        server.kill()
        before = candidates.booked()
        kept = set(server.run(f"{RACE}:booked", scene["slots"]))
        server.restart()
    [future.result() for future in futures]
    return {"before": before, "kept": kept, "told": candidates.booked(), "scene": scene}


@pytest.fixture(scope="module")
def server(serve):
    return serve(fill=f"{RACE}:fill")


@pytest.fixture(scope="module")
def size(long):
    """(places, candidates)"""
    return (100, 120) if long else (50, 60)


def rounds(long):
    return range(20 if long else 2)


def test_no_confirmed_interview_is_lost(server, size, long):
    """Nor half booked: counters match rows, and exactly those told are booked."""
    places, crowd = size
    full = {"taken": [places], "booked": [places], "held": [0], "wrong": []}
    for _ in rounds(long):
        result = crash(server, size)
        assert result["before"] - result["kept"] == set()
        scene = result["scene"]
        people = [person["pk"] for person in scene["crowd"]]
        after = server.run(f"{RACE}:verdict", scene["slots"], people)
        booked, others = ["booked", 1, 1], ["to_book", 0, 0]
        assert sorted(after["applications"]) == [booked] * places + [others] * (crowd - places)
        assert set(after["booked"]) == result["told"]
        assert after["outcome"] == full
        assert after["faults"] == []


def test_answering_before_writing_loses_interviews(serve, size):
    """Control: a server that answers before it writes loses interviews."""
    naive = serve(fill=f"{RACE}:fill", DJANGO_SETTINGS_MODULE="tests.proofs.naive")
    result = crash(naive, size, "answer_then_write", again=False)
    assert result["before"] - result["kept"] != set()
