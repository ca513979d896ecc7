"""Settings of servers whose clock a test moves: all the processes of the place move together."""

from datetime import timedelta

from django.utils import timezone

from charmilles.settings import *  # noqa: F403

CLOCK = DATA_DIR / "clock"  # noqa: F405
real_now = timezone.now


def moved_now():
    """The real time, plus the days written in the file."""
    days = int(CLOCK.read_text()) if CLOCK.exists() else 0
    return real_now() + timedelta(days=days)


timezone.now = moved_now
