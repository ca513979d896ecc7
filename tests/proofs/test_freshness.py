"""A change is seen by the very next request, to any process: no kept page is ever out of date."""

import pytest

from tests.support.serving import beside

NEEDS = "tests.proofs.freshness"
ALONE = {"WEB_CONCURRENCY": "1"}


@pytest.fixture
def play(serve):
    """play(settings, count): the faults found while two servers of one process are read in turn."""

    def play(settings, count):
        environment = ALONE | {"DJANGO_SETTINGS_MODULE": settings}
        first = serve(fill=f"{NEEDS}:fill", **environment)
        with beside(first, **environment) as second:
            return first.run(f"{NEEDS}:play", [first.url, second.url], count)

    return play


def test_each_change_is_seen_by_the_next_request_to_either_process(play, long):
    assert play("tests.proofs.clocked", 1_000 if long else 34) == []


def test_control_keeping_pages_for_a_time_shows_what_is_past(play):
    faults = play("tests.proofs.by_time", 17)
    assert len({change for change, _, _ in faults}) >= 10
