"""Promise R2 for bookings: an interview that was confirmed on the page is never lost.

The whole server is killed under sixteen candidates who click; the control, which answers before it
writes, loses some.
"""

import http.client
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.rush import post

RACE = "tests.proofs.booking_race"
CLICKING, CROWD, PLACES = 16, 120, 100
TRIES = 10
FULL = {"taken": [PLACES], "booked": [PLACES], "held": [0], "wrong": []}


class Candidates:
    """Sixteen at once, until each person of the crowd has an answer; a broken line is tried again
    by the same button."""

    def __init__(self, server, scene, page, *, again):
        self.server, self.page, self.again = server, page, again
        self.crowd, (self.slot,) = scene["crowd"], scene["slots"]
        self.answers = {}  # key of the file: the status read by its browser
        self._one_more = threading.Condition()

    def click(self, person):
        path = f"/candidature/dossier/{person['reference']}/entretien/{self.page}/"
        for _ in range(TRIES if self.again else 1):
            try:
                form = {"creneau": self.slot, "cle": "clé"}
                answer = post(self.server.url, path, cookie=person["cookie"], **form)
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
                continue
            with self._one_more:
                self.answers[person["pk"]] = answer.status
                self._one_more.notify_all()
            return

    def wait_for(self, count):
        with self._one_more:
            assert self._one_more.wait_for(lambda: len(self.answers) >= count, timeout=60)

    def booked(self):
        return {pk for pk, status in dict(self.answers).items() if status == 302}


def crash(server, page="verifier", *, again=True):
    """Kills the server while they click. Returns (those told that they are booked: before the
    kill, in the end; what the database says)."""
    scene = server.run(f"{RACE}:scene", [PLACES], CROWD)
    candidates = Candidates(server, scene, page, again=again)
    with ThreadPoolExecutor(CLICKING) as pool:
        done = [pool.submit(candidates.click, person) for person in candidates.crowd]
        candidates.wait_for(random.randint(5, CROWD // 2))
        server.kill()
        before = candidates.booked()
        kept = set(server.run(f"{RACE}:booked", scene["slots"]))
        server.restart()
    [one.result() for one in done]
    return {"before": before, "kept": kept, "told": candidates.booked(), "scene": scene}


@pytest.fixture(scope="module")
def server(serve):
    return serve(fill=f"{RACE}:fill")


def rounds(long):
    return range(20 if long else 2)


def test_no_confirmed_interview_is_lost(server, long):
    """Nor half booked: counters equal rows, and who was told, or told again, is who is booked."""
    for _ in rounds(long):
        found = crash(server)
        assert found["before"] - found["kept"] == set()
        scene = found["scene"]
        people = [person["pk"] for person in scene["crowd"]]
        after = server.run(f"{RACE}:verdict", scene["slots"], people)
        booked, others = ["booked", 1, 1], ["to_book", 0, 0]
        assert sorted(after["files"]) == [booked] * PLACES + [others] * (CROWD - PLACES)
        assert set(after["booked"]) == found["told"]
        assert after["outcome"] == FULL
        assert after["faults"] == []


def test_answering_before_writing_loses_interviews(serve):
    """Control."""
    naive = serve(fill=f"{RACE}:fill", DJANGO_SETTINGS_MODULE="tests.proofs.naive")
    found = crash(naive, "answer_then_write", again=False)
    assert found["before"] - found["kept"] != set()
