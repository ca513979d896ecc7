"""Which days of the n-th week are in the centre, and how many in a cycle."""

import pytest

from catalogue.figures.rhythm import Step, share, step_of

LONG, SHORT = Step(centre=(1, 2, 3)), Step(centre=(1, 2))
WHOLE, NONE = Step(centre=(1, 2, 3, 4, 5)), Step()
TWO, THREE = WHOLE._replace(length=2), Step(length=3)
START = WHOLE._replace(length=2, is_start=True)
MONTH, MONTH_AWAY = WHOLE._replace(is_months=True), Step(is_months=True)


@pytest.mark.parametrize(
    ("steps", "weeks"),
    [
        ([LONG, SHORT], [LONG, SHORT, LONG, SHORT]),
        ([WHOLE], [WHOLE, WHOLE]),
        ([TWO, THREE], [TWO, TWO, THREE, THREE, THREE, TWO, TWO, THREE]),
        ([START, LONG, SHORT], [START, START, LONG, SHORT, LONG]),
        ([LONG, START, SHORT], [START, START, LONG, SHORT, LONG]),
        ([START], [START, START, None]),
        ([], [None]),
        # A month is 4 weeks and a third: the fifth week begins in the first one.
        ([MONTH, MONTH_AWAY], [MONTH] * 5 + [MONTH_AWAY] * 4 + [MONTH] * 4 + [MONTH_AWAY] * 5),
    ],
)
def test_weeks_follow_the_steps(steps, weeks):
    assert [step_of(steps, n) for n in range(1, len(weeks) + 1)] == weeks


@pytest.mark.parametrize(
    ("steps", "days"),
    [
        ([LONG, SHORT], (5, 0, 10)),
        ([TWO, THREE], (10, 0, 25)),
        ([WHOLE], (5, 0, 5)),
        ([START, LONG, SHORT], (5, 0, 10)),  # the start is not of the cycle
        ([Step(unnamed=2)], (2, 0, 5)),
        ([Step(centre=(1,), remote=(2,))], (1, 1, 5)),
        ([Step(centre=(5, 6)), NONE], (2, 0, 12)),
        ([MONTH, MONTH_AWAY], None),
        ([START], None),
        ([], None),
    ],
)
def test_days_of_a_cycle(steps, days):
    assert share(steps) == days
