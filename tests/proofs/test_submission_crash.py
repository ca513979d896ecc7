"""What we called received is kept (R2): the server killed under sixteen clients that send."""

import time

import pytest

from tests.proofs.crashing import CONTROL, Crowd

NEEDS = "tests.proofs.crashing"
SENT_ONCE, DRAFT = ["submitted", 1, 1], ["draft", 0, 0]


@pytest.fixture(scope="module")
def server(serve):
    return serve(fill=f"{NEEDS}:fill")


def crash(server, *, after):
    """A round: sixteen clients send, and everything is killed after that many answers."""
    crowd = Crowd(server.url, server.run(f"{NEEDS}:drafts", server.filled, 100))
    crowd.start()
    started = time.monotonic()
    while len(crowd.received) < after and time.monotonic() < started + 30:
        time.sleep(0.005)
    server.kill()
    crowd.dead.set()
    server.restart()  # clients in the middle of an answer get none; those at the door are served
    crowd.join()
    return crowd


def report(server, crowd):
    """What the database says of those who were told « received », and of those who were not."""
    told = [
        [reference for reference, _ in people] for people in (crowd.received, crowd.interrupted)
    ]
    found = server.run(f"{NEEDS}:report", *told)
    return list(found["received"].values()), list(found["interrupted"].values()), found["damage"]


def test_nothing_received_is_lost_when_the_server_is_killed(server, long):
    for turn in range(20 if long else 2):
        crowd = crash(server, after=12 + 7 * turn % 60)
        received, interrupted, damage = report(server, crowd)
        assert received == [SENT_ONCE] * len(crowd.received)
        assert [found for found in interrupted if found not in (SENT_ONCE, DRAFT)] == []
        assert damage == []
        assert len(received) > 0 < len(interrupted)  # the kill came in the middle of something


def test_who_got_no_answer_sends_again_and_is_received_once(server):
    crowd = crash(server, after=20)
    again = Crowd(server.url, crowd.interrupted)
    again.start()
    again.join()
    assert again.interrupted == []
    assert report(server, again)[0] == [SENT_ONCE] * len(crowd.interrupted)


def test_control_acknowledging_before_writing_loses(serve):
    naive = serve(fill=f"{NEEDS}:fill", DJANGO_SETTINGS_MODULE=CONTROL)
    crowd = crash(naive, after=12)
    received, _, _ = report(naive, crowd)
    assert received.count(DRAFT) > 0
