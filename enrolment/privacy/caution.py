"""Holds the erasures that look like an accident until a person confirms them.

A clock that jumps, or an old database put back, would erase in minutes what should have been kept.
Nothing is erased for its age when more applications are due at once than AT_ONCE, nor when
the last round is further from the clock than GAP.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from enrolment.models import ErasureRound
from enrolment.privacy import retention

AT_ONCE = 20  # applications: beyond, it looks like an accident
GAP = timedelta(hours=48)  # between the clock and the last round: beyond, one of them is wrong
CONFIRMED_FOR = timedelta(days=1)  # a confirmation that no round has used is forgotten


class Due(NamedTuple):
    """How many applications have been kept long enough, drafts and sent ones."""

    drafts: int
    sent: int

    @property
    def all(self) -> int:
        return self.drafts + self.sent


def due(now: datetime) -> Due:
    return Due(retention.abandoned(now).count(), retention.expired(now).count())


def coming(now: datetime, *, within: timedelta) -> Due:
    """Counts what will have been kept long enough after this time: it is said beforehand."""
    return due(now + within)


def holds(duty: Callable[[datetime, bool], int], *, now: datetime) -> bool:
    """Tells whether a duty that erases for age must wait for a person.

    Where the clock may be wrong, a duty that has nothing to erase does not wait.
    """
    if is_confirmed(now):
        return False
    return due(now).all > AT_ONCE or (is_far(now) and duty(now, True) > 0)


def is_far(now: datetime) -> bool:
    """Tells whether the last round is too far from the clock, before or after it."""
    ran_at = last_round().ran_at
    return ran_at is not None and abs(now - ran_at) > GAP


def is_confirmed(now: datetime) -> bool:
    at = last_round().confirmed_at
    return at is not None and timedelta() <= now - at < CONFIRMED_FOR


def confirm(*, now: datetime) -> None:
    """Lets the next round erase whatever is due."""
    _note(confirmed_at=now)


def end_round(*, now: datetime, held: bool) -> None:
    """Notes a round. One that was held does not count as the last: the jump would be forgotten."""
    if held:
        _note(held_at=now)
    else:
        _note(ran_at=now, held_at=None, confirmed_at=None)


def last_round() -> ErasureRound:
    return ErasureRound.objects.first() or ErasureRound()


def _note(**moments):
    ErasureRound.objects.update_or_create(pk=1, defaults=moments)
