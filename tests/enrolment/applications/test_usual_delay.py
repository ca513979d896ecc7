"""The usual delay shown to a candidate, from at least five applications."""

from datetime import timedelta

import pytest

from enrolment.applications import usual_delay
from enrolment.models import Status, Transition
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW

DAY = timedelta(days=1)


def steps(*days, who=1):
    """Lists the transitions of an application sent on day 0: (day, next status)."""
    rows = [(who, "draft", "submitted", NOW)]
    for day, after in days:
        rows.append((who, rows[-1][2], after, NOW + day * DAY))
    return rows


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([1, 2, 3, 4, 5], 3),
        ([5, 1, 4, 2, 3], 3),
        ([1, 1, 2, 2, 9, 9], 2),
        ([1, 1, 2, 3, 9, 9], 3),  # 2.5, rounded up
        ([0, 0, 0, 0, 0], 1),
        ([1, 2, 3, 4], None),
        ([], None),
    ],
)
def test_median_needs_five_applications(days, expected):
    assert usual_delay.median_days([day * DAY for day in days]) == expected


@pytest.mark.parametrize(
    ("moves", "status", "expected"),
    [
        ([(2, "to_book")], "submitted", [2]),
        ([(2, "to_book")], "to_book", []),  # still there
        ([(2, "waiting_documents"), (5, "submitted"), (6, "to_book")], "submitted", [1]),
        ([(3, "withdrawn")], "submitted", []),
        ([(3, "withdrawn"), (4, "submitted"), (6, "to_book")], "submitted", [2]),
        ([(3, "declined")], "submitted", [3]),
    ],
)
def test_stay_is_the_last_one(moves, status, expected):
    assert usual_delay.stays(steps(*moves), status) == [day * DAY for day in expected]


def test_stay_that_began_before_the_period_is_ignored():
    assert usual_delay.stays(steps((2, "to_book"))[1:], "submitted") == []


def make_read_applications(programme, *days, since=NOW):
    """Makes applications that the centre read that many days after they were sent."""
    for day in days:
        application = factories.application(programme=programme, status=Status.TO_BOOK)
        factories.transition(application=application, at=since)
        read = {"before": Status.SUBMITTED, "after": Status.TO_BOOK}
        factories.transition(application=application, at=since + day * DAY, **read)


@pytest.fixture
def mine(db):
    return factories.application()


def usual(application, *, now=NOW + 30 * DAY):
    return usual_delay.usual_days(application, now=now)


def test_usual_days_are_those_of_the_programme(mine):
    make_read_applications(mine.programme, 1, 2, 3, 4, 5)
    make_read_applications(factories.application().programme, 9, 9, 9, 9, 9)
    assert usual(mine) == 3


def test_usual_days_need_five_applications(mine):
    make_read_applications(mine.programme, 1, 2, 3, 4)
    assert usual(mine) is None


def test_usual_days_are_those_of_the_last_twelve_months(mine):
    make_read_applications(mine.programme, 9, 9, 9, since=NOW - 400 * DAY)
    make_read_applications(mine.programme, 1, 1, 1, 1, 1)
    assert usual(mine) == 1


def test_joining_an_intake_is_not_a_step(mine):
    make_read_applications(mine.programme, 4, 4, 4, 4, 4)
    for transition in Transition.objects.filter(after=Status.TO_BOOK):
        same = {"before": Status.SUBMITTED, "after": Status.SUBMITTED}
        factories.transition(application=transition.application, at=NOW + DAY, **same)
    assert usual(mine) == 4


def test_usual_days_cost_one_query(mine, django_assert_num_queries):
    make_read_applications(mine.programme, 1, 2, 3, 4, 5)
    with django_assert_num_queries(1):
        usual(mine)
