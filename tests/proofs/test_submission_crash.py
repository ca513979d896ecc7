"""An application confirmed as received is never lost (R2), though the server is killed."""

import time

import pytest

from tests.proofs.crashing import CONTROL, Crowd

pytestmark = pytest.mark.one_database("sqlite")  # a file and a row are written in one order

NEEDS = "tests.proofs.crashing"
SENT_ONCE, DRAFT = ["submitted", 1, 1], ["draft", 0, 0]


@pytest.fixture(scope="module")
def server(serve):
    return serve(fill=f"{NEEDS}:fill")


def crash(server, *, after):
    """Kills the server after that many answers to sixteen clients; restarts it."""
    crowd = Crowd(server.url, server.run(f"{NEEDS}:drafts", server.filled, 100))
    crowd.start()
    started = time.monotonic()
    while len(crowd.received) < after and time.monotonic() < started + 30:
        time.sleep(0.005)
    server.kill()
    crowd.dead.set()
    server.restart()  # requests in progress are lost; those still waiting are served
    crowd.join()
    return crowd


def report(server, crowd):
    """Returns the states of applications confirmed, of the others, and the database errors."""
    references = [
        [reference for reference, _ in people] for people in (crowd.received, crowd.interrupted)
    ]
    result = server.run(f"{NEEDS}:report", *references)
    return list(result["received"].values()), list(result["interrupted"].values()), result["damage"]


def test_nothing_received_is_lost_when_the_server_is_killed(server, long):
    for turn in range(20 if long else 2):
        crowd = crash(server, after=12 + 7 * turn % 60)
        received, interrupted, damage = report(server, crowd)
        assert received == [SENT_ONCE] * len(crowd.received)
        assert [state for state in interrupted if state not in (SENT_ONCE, DRAFT)] == []
        assert damage == []
        assert len(received) > 0 < len(interrupted)  # the kill came in the middle of submissions


def test_client_without_an_answer_sends_again_and_is_received_once(server):
    crowd = crash(server, after=20)
    again = Crowd(server.url, crowd.interrupted)
    again.start()
    again.join()
    assert again.interrupted == []
    assert report(server, again)[0] == [SENT_ONCE] * len(crowd.interrupted)


def test_control_acknowledging_before_writing_loses_applications(serve):
    naive = serve(fill=f"{NEEDS}:fill", DJANGO_SETTINGS_MODULE=CONTROL)
    crowd = crash(naive, after=12)
    received, _, _ = report(naive, crowd)
    assert received.count(DRAFT) > 0
