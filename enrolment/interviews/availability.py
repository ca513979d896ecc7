"""The hours of an availability, from the clock on the wall of Paris to instants.

Nothing is read or written here. On the night when clocks go back each time of the wall is taken
once, the first of the two; on the night when they go forward, the times that do not exist are
skipped.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from enrolment.models import Availability

PARIS = ZoneInfo("Europe/Paris")
MINUTE, DAY, WEEK = timedelta(minutes=1), timedelta(days=1), timedelta(weeks=1)
# Long enough to meet a year of 53 weeks, after which odd weeks follow odd ones.
LOOK_AHEAD = timedelta(days=6 * 366)


def times(availability: Availability, *, first: date, last: date) -> list[tuple[datetime, date]]:
    """(start of a slot, last day it touches), for the windows that begin between these days."""
    length = timedelta(minutes=availability.length)
    step = length + timedelta(minutes=availability.gap)
    found = []
    for start, end in windows(availability, first=first, last=last):
        while start + length <= end:
            if _is_whole(start, length):
                found.append((_instant(start), (start + length - MINUTE).date()))
            start += step
    return found


def windows(availability, *, first, last):
    """(start, end) of each period of presence, as the clock on the wall shows them."""
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


def clash(one: Availability, other: Availability) -> bool:
    """Whether the same person would have to be twice at once."""
    first = max(one.since, other.since) - DAY  # a window may have begun on the eve
    ends = filter(None, [one.until, other.until, first + LOOK_AHEAD])
    period = {"first": first, "last": min(ends) + DAY}
    all_windows = sorted([*windows(one, **period), *windows(other, **period)])
    return any(following < end for (_, end), (following, _) in pairwise(all_windows))


def _is_in(weeks, day):
    if weeks == Availability.Weeks.ALL:
        return True
    return (day.isocalendar().week % 2 == 0) == (weeks == Availability.Weeks.EVEN)


def _is_whole(start, length):
    """Whether the wall shows every minute of it: else the slot would run into the next one."""
    final = start + length - MINUTE
    long_enough = _instant(final) - _instant(start) >= length - MINUTE
    return _exists(start) and _exists(final) and long_enough


def _instant(wall):
    return wall.replace(tzinfo=PARIS).astimezone(UTC)


def _exists(wall):
    return _instant(wall).astimezone(PARIS).replace(tzinfo=None) == wall
