"""From weekly hours to instants: changes of clocks, midnight, week numbers, dates."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest

from enrolment.interviews.availability import PARIS, overlap, times, windows
from enrolment.models import Availability

SUNDAY = Availability.Weekday.SUNDAY
BACK, FORWARD = date(2026, 10, 25), date(2027, 3, 28)
EVEN, ODD = Availability.Weeks.EVEN, Availability.Weeks.ODD


def made(**fields):
    defaults = {"weekday": 0, "starts": time(9), "ends": time(11), "since": date(2026, 1, 1)}
    return Availability(**defaults | fields)


def at_night(day, *, ends=time(4), **fields):
    """Lists the starts of the slots of one Sunday, from one o’clock."""
    availability = made(weekday=SUNDAY, starts=time(1), ends=ends, **fields)
    return [start for start, _ in times(availability, first=day, last=day)]


def local_times(starts):
    return [f"{start.astimezone(PARIS):%H:%M}" for start in starts]


def test_night_when_clocks_go_back_gives_each_time_once():
    starts = at_night(BACK)
    assert local_times(starts) == ["01:00", "01:30", "02:00", "02:30", "03:00", "03:30"]
    assert len(set(starts)) == 6


def test_night_when_clocks_go_forward_skips_the_missing_hour():
    assert local_times(at_night(FORWARD)) == ["01:00", "01:30", "03:00", "03:30"]


def test_ordinary_night_gives_the_same_times():
    assert local_times(at_night(BACK + timedelta(days=7))) == local_times(at_night(BACK))


@pytest.mark.parametrize("day", [BACK, FORWARD, FORWARD - timedelta(days=7)])
@pytest.mark.parametrize("length", [20, 25, 30, 45, 60, 90, 120])
def test_slots_of_a_night_never_overlap(day, length):
    starts = at_night(day, ends=time(6), length=length)
    gaps = [(after - start).total_seconds() / 60 for start, after in pairwise(starts)]
    assert [gap for gap in gaps if gap < length] == []


def test_slot_that_would_run_into_the_next_is_skipped():
    """45 minutes from 01:45 would end at 03:30, after the next slot starts."""
    assert local_times(at_night(FORWARD, length=45)) == ["01:00", "03:15"]


def test_local_time_is_the_same_in_summer_and_in_winter():
    availability = made(weekday=0, ends=time(9, 30))
    starts = times(availability, first=date(2026, 10, 19), last=date(2026, 10, 26))
    assert [f"{start:%d %H:%M}" for start, _ in starts] == ["19 07:00", "26 08:00"]


def test_window_goes_past_midnight():
    availability = made(weekday=0, starts=time(23), ends=time(0, 45), length=35)
    slots = times(availability, first=date(2026, 11, 23), last=date(2026, 11, 23))
    assert [(f"{start.astimezone(PARIS):%d %H:%M}", day.day) for start, day in slots] == [
        ("23 23:00", 23),
        ("23 23:35", 24),
        ("24 00:10", 24),
    ]


def test_window_until_midnight_ends_the_same_day():
    availability = made(weekday=0, starts=time(23), ends=time(0))
    slots = times(availability, first=date(2026, 11, 23), last=date(2026, 11, 23))
    assert [day.day for _, day in slots] == [23, 23]


def test_pause_and_remainder():
    starts = at_night(date(2026, 11, 29), length=40, gap=10)
    assert local_times(starts) == ["01:00", "01:50", "02:40"]


def days(availability, first=date(2026, 12, 14), last=date(2027, 1, 18)):
    return [f"{start:%m-%d}" for start, _ in windows(availability, first=first, last=last)]


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        (Availability.Weeks.ALL, ["12-14", "12-21", "12-28", "01-04", "01-11", "01-18"]),
        (EVEN, ["12-21", "01-11"]),
        # 2026 has a week 53, so two odd weeks follow each other.
        (ODD, ["12-14", "12-28", "01-04", "01-18"]),
    ],
)
def test_weeks_by_their_number_in_the_year(weeks, expected):
    assert days(made(weeks=weeks)) == expected


def test_first_and_last_dates_are_included():
    availability = made(since=date(2026, 12, 21), until=date(2026, 12, 28))
    assert days(availability) == ["12-21", "12-28"]


MONDAY_MORNING = {"weekday": 0, "starts": time(9), "ends": time(11)}
SUNDAY_NIGHT = {"weekday": SUNDAY, "starts": time(23), "ends": time(1)}
MONDAY_FIRST_HOUR = {"weekday": 0, "starts": time(0), "ends": time(2)}
UNTIL_SUNDAY = {**SUNDAY_NIGHT, "until": date(2026, 11, 29)}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (MONDAY_MORNING, MONDAY_MORNING, True),
        (MONDAY_MORNING, {**MONDAY_MORNING, "starts": time(11), "ends": time(12)}, False),
        (MONDAY_MORNING, {**MONDAY_MORNING, "starts": time(10, 59), "ends": time(12)}, True),
        (MONDAY_MORNING, {**MONDAY_MORNING, "weekday": 1}, False),
        ({**MONDAY_MORNING, "weeks": EVEN}, {**MONDAY_MORNING, "weeks": ODD}, False),
        ({**MONDAY_MORNING, "weeks": EVEN}, MONDAY_MORNING, True),
        (
            {**MONDAY_MORNING, "until": date(2026, 11, 23)},
            {**MONDAY_MORNING, "since": date(2026, 11, 24)},
            False,
        ),
        (SUNDAY_NIGHT, MONDAY_FIRST_HOUR, True),
        (UNTIL_SUNDAY, {**MONDAY_FIRST_HOUR, "since": date(2026, 11, 30)}, True),
        (UNTIL_SUNDAY, {**MONDAY_FIRST_HOUR, "since": date(2026, 12, 1)}, False),
        ({**SUNDAY_NIGHT, "weeks": EVEN}, {**MONDAY_FIRST_HOUR, "weeks": ODD}, True),
        # Sunday of week 53 and Monday of week 1 are both in odd weeks, once in five or six years.
        ({**SUNDAY_NIGHT, "weeks": ODD}, {**MONDAY_FIRST_HOUR, "weeks": ODD}, True),
        (
            {**SUNDAY_NIGHT, "weeks": ODD, "until": date(2026, 12, 31)},
            {**MONDAY_FIRST_HOUR, "weeks": ODD},
            False,
        ),
    ],
)
def test_clash_of_two_availabilities(one, other, expected):
    assert overlap(made(**one), made(**other)) is expected
    assert overlap(made(**other), made(**one)) is expected


def test_day_and_time_are_those_of_paris():
    (start, _), *_ = times(made(), first=date(2027, 7, 5), last=date(2027, 7, 5))
    assert start.astimezone(PARIS) == datetime(2027, 7, 5, 9, tzinfo=PARIS)
