"""What a candidate who waits may expect, told only from enough files."""

from datetime import timedelta

import pytest

from enrolment.applications import usual_delay
from enrolment.models import Status, Transition
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW

DAY = timedelta(days=1)


def steps(*days, who=1):
    """A file sent on day 0, then moved to each of these on its day."""
    found = [(who, "draft", "submitted", NOW)]
    for day, after in days:
        found.append((who, found[-1][2], after, NOW + day * DAY))
    return found


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
def test_median_is_given_from_five_files(days, expected):
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


def test_stay_that_began_before_the_period_is_not_known():
    assert usual_delay.stays(steps((2, "to_book"))[1:], "submitted") == []


def read_files(programme, *days, since=NOW):
    """Files of this programme, each read by the centre that many days after it was sent."""
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
    read_files(mine.programme, 1, 2, 3, 4, 5)
    read_files(factories.application().programme, 9, 9, 9, 9, 9)
    assert usual(mine) == 3


def test_usual_days_need_five_files(mine):
    read_files(mine.programme, 1, 2, 3, 4)
    assert usual(mine) is None


def test_usual_days_are_those_of_the_last_twelve_months(mine):
    read_files(mine.programme, 9, 9, 9, since=NOW - 400 * DAY)
    read_files(mine.programme, 1, 1, 1, 1, 1)
    assert usual(mine) == 1


def test_joining_an_intake_is_not_a_step(mine):
    read_files(mine.programme, 4, 4, 4, 4, 4)
    for one in Transition.objects.filter(after=Status.TO_BOOK):
        same = {"before": Status.SUBMITTED, "after": Status.SUBMITTED}
        factories.transition(application=one.application, at=NOW + DAY, **same)
    assert usual(mine) == 4


def test_usual_days_cost_one_query(mine, django_assert_num_queries):
    read_files(mine.programme, 1, 2, 3, 4, 5)
    with django_assert_num_queries(1):
        usual(mine)
