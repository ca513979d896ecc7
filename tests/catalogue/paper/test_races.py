"""Ten visitors at once, in ten processes: one rendering. And what happens without the claim."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

VISITORS = 10


@pytest.fixture
def place(furnish):
    return furnish(fill="tests.support.racing:fill")


def race(place, trace, *, claimed):
    """Returns (how many drawings, what each visitor got)."""
    start = time.time() + 1  # leaves time for all to be ready
    asked = ("tests.support.racing:ask", str(trace), claimed, start)
    with ThreadPoolExecutor(VISITORS) as pool:
        visitors = [pool.submit(place.run, *asked) for _ in range(VISITORS)]
    return len(trace.read_text().splitlines()), [visitor.result() for visitor in visitors]


def test_ten_visitors_cost_one_rendering_and_get_the_same_bytes(place, tmp_path):
    drawings, answers = race(place, tmp_path / "drawings", claimed=True)
    assert drawings == 1
    ((number, _),) = {tuple(answer) for answer in answers}
    assert number == 1


def test_without_the_claim_they_cost_several(place, tmp_path):
    """Control."""
    drawings, _ = race(place, tmp_path / "drawings", claimed=False)
    assert drawings > 1
