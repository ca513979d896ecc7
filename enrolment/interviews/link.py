"""What lets whoever reads a reminder answer it without coming in: a signed link to one interview.

It gives no other right than to see, confirm, move or cancel this interview, and none once it is
moved, cancelled or begun.
"""

from datetime import datetime

from django.core.signing import BadSignature, Signer

from enrolment.models import Booking


class Over(Exception):
    """The link no longer opens anything. `booking` is what it led to, if it is one of ours."""

    def __init__(self, booking=None):
        self.booking = booking


def make(booking: Booking) -> str:
    return _signer().sign(booking.pk)


def read(token: str, *, now: datetime) -> Booking:
    """The live interview of a link. Raises Over."""
    try:
        pk = _signer().unsign(token)
    except BadSignature:
        raise Over from None
    known = Booking.objects.select_related(
        "slot__interviewer", "slot__campus", "application__programme", "application__cohort"
    )
    booking = known.filter(pk=pk).first()
    if booking is None or booking.cancelled_at or booking.attendance or booking.slot.starts <= now:
        raise Over(booking)
    return booking


def _signer():
    return Signer(sep=".", salt="enrolment.interview_link")
