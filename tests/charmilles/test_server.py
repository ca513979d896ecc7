"""Which connections the worker closes when there are too many; tests/proofs has the real server."""

from charmilles.server import too_heavy, too_many


class Waiting:
    def __init__(self, due=0, held=0):
        self.due, self.held = due, held


def test_those_nearest_to_their_end_are_closed_beyond_the_most():
    old, young, oldest = Waiting(due=2), Waiting(due=3), Waiting(due=1)
    assert too_many({old, young, oldest}, 2) == {oldest}


def test_none_is_closed_up_to_the_most():
    assert too_many({Waiting(due=1), Waiting(due=2)}, 2) == set()


def test_heaviest_requests_are_closed_until_the_others_fit():
    light, middle, heavy = Waiting(held=1), Waiting(held=4), Waiting(held=9)
    assert too_heavy({heavy, light, middle}, 5) == {heavy}


def test_requests_that_fit_together_are_kept():
    assert too_heavy({Waiting(held=2), Waiting(held=3)}, 5) == set()
