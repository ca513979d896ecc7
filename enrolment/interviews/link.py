"""Signed links in reminders, to answer about one interview without signing in.

A link only allows to see, confirm, move or cancel this interview, and nothing once the interview
is moved, cancelled or begun.
"""

from datetime import datetime

from django.core.signing import BadSignature, Signer

from enrolment.models import Booking


class LinkExpired(Exception):
    """The link is not valid, or no longer; `booking` is the one it led to, if there is one."""

    def __init__(self, booking=None):
        self.booking = booking


def make(booking: Booking) -> str:
    return _signer().sign(booking.pk)


def read(token: str, *, now: datetime) -> Booking:
    """Returns the live booking of a link. Raises LinkExpired."""
    try:
        pk = _signer().unsign(token)
    except BadSignature:
        raise LinkExpired from None
    rows = Booking.objects.select_related(
        "slot__interviewer", "slot__campus", "application__programme", "application__cohort"
    )
    booking = rows.filter(pk=pk).first()
    if booking is None or booking.cancelled_at or booking.attendance or booking.slot.starts <= now:
        raise LinkExpired(booking)
    return booking


def _signer():
    return Signer(sep=".", salt="enrolment.interview_link")
