"""Converts the weekly hours of an availability, in Paris local time, to exact slot times.

No database access. On the night when clocks go back, a local time that occurs twice is used once,
the first time; when they go forward, local times that do not exist are skipped.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from enrolment.models import Availability

PARIS = ZoneInfo("Europe/Paris")
MINUTE, DAY, WEEK = timedelta(minutes=1), timedelta(days=1), timedelta(weeks=1)
# Long enough to include a year of 53 weeks, when two odd weeks follow each other.
LOOK_AHEAD = timedelta(days=6 * 366)


def times(availability: Availability, *, first: date, last: date) -> list[tuple[datetime, date]]:
    """Lists (start of a slot, last day it touches), for windows that begin between these days."""
    length = timedelta(minutes=availability.length)
    step = length + timedelta(minutes=availability.gap)
    slots = []
    for start, end in windows(availability, first=first, last=last):
        while start + length <= end:
            if _is_whole(start, length):
                slots.append((_instant(start), (start + length - MINUTE).date()))
            start += step
    return slots


def windows(availability, *, first, last):
    """Yields (start, end) of each period of presence, as naive local times."""
    day = max(first, availability.since)
    day += timedelta(days=(availability.weekday - day.weekday()) % 7)
    last = min(last, availability.until or last)
    while day <= last:
        if _is_in(availability.weeks, day):
            ends_on = day if availability.ends > availability.starts else day + DAY
            yield (
                datetime.combine(day, availability.starts),
                datetime.combine(ends_on, availability.ends),
            )
        day += WEEK


def overlap(one: Availability, other: Availability) -> bool:
    """Tells whether two availabilities of one interviewer ever overlap."""
    first = max(one.since, other.since) - DAY  # a window may have begun the day before
    ends = filter(None, [one.until, other.until, first + LOOK_AHEAD])
    period = {"first": first, "last": min(ends) + DAY}
    all_windows = sorted([*windows(one, **period), *windows(other, **period)])
    return any(following < end for (_, end), (following, _) in pairwise(all_windows))


def _is_in(weeks, day):
    if weeks == Availability.Weeks.ALL:
        return True
    return (day.isocalendar().week % 2 == 0) == (weeks == Availability.Weeks.EVEN)


def _is_whole(start, length):
    """Tells whether the slot lasts its full length despite a clock change.

    If not, it would run into the next slot.
    """
    final = start + length - MINUTE
    long_enough = _instant(final) - _instant(start) >= length - MINUTE
    return _exists(start) and _exists(final) and long_enough


def _instant(local):
    return local.replace(tzinfo=PARIS).astimezone(UTC)


def _exists(local):
    return _instant(local).astimezone(PARIS).replace(tzinfo=None) == local
