"""R6: two hundred people read and apply during a minute; nobody is refused, nobody waits."""

import pytest

from tests.proofs import load

SHORT = 8, load.Pace(seconds=2, shortest=0.1, longest=0.4)
LONG = 200, load.Pace(seconds=60, shortest=5, longest=15)


@pytest.fixture(scope="module")
def rush(serve, long):
    """The server, and the people who have used it."""
    server = serve(fill="tests.proofs.load:fill", BEHIND_PROXY="1")
    return server, load.crowd(server, *(LONG if long else SHORT))


def test_everybody_is_answered(rush, long):
    figures = load.summary(rush[1])
    print(figures)
    assert figures["wrong"] == []
    assert figures["answers"] >= (1000 if long else 24)


def test_applications_of_the_rush_are_all_received(rush):
    server, people = rush
    applying = [person for person in people if person.applies]
    assert [person.sent for person in applying] == [True] * (len(people) // 2)
    references = [person.applies["reference"] for person in applying]
    assert server.run("tests.proofs.load:applied", references) == [len(references)] * 2


@pytest.mark.long
def test_nobody_waits(rush):
    assert load.summary(rush[1])["p95"] <= 1


def test_control_what_is_refused_is_seen(rush):
    server, _ = rush
    person = load.Person(server, 9999, SHORT[1])
    person.ask("GET", "/absente/")
    person.ask("POST", "/candidature/", b"a=1")
    assert load.summary([person])["wrong"] == [("/absente/", 404), ("/candidature/", 403)]
