"""The interviews of a day, one line each, for the screen and for the paper of interviewers."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

from django.conf import settings
from django.template.loader import render_to_string

from catalogue.context import the_centre
from charmilles import typography
from charmilles.pdf.printing import print_pdf
from enrolment.interviews import agenda
from enrolment.interviews.appointment import Appointment
from enrolment.models import Booking, Interviewer

STYLES = ("css/paper/fonts.css", "css/tokens.css", "css/paper/day.css")


@dataclass(frozen=True)
class Line:
    """One interview of the day, ready to be read."""

    booking: Booking
    now: datetime

    @cached_property
    def appointment(self):
        return Appointment(self.booking.slot, self.booking.application)

    @property
    def phone(self):
        phone = self.booking.application.phone
        return typography.phone(phone) if phone else ""

    @property
    def needs(self):
        """Whether the candidate has asked for something, never what."""
        return bool(self.booking.application.access_needs)

    @property
    def is_unconfirmed(self):
        return is_unconfirmed(self.booking, now=self.now)

    @property
    def state(self):
        if self.booking.attendance:
            return self.booking.get_attendance_display()
        if self.booking.confirmed_at:
            return "confirmé"
        return "pas encore confirmé"

    @property
    def is_to_mark(self):
        return not self.booking.attendance and self.booking.slot.starts <= self.now


def is_unconfirmed(booking: Booking, *, now: datetime) -> bool:
    """Whether the candidate was asked to confirm and did not: somebody may call them."""
    if booking.confirmed_at or booking.cancelled_at or booking.attendance:
        return False
    return now < booking.slot.starts <= now + settings.CONFIRMATION_DELAY


def lines(
    day: date, *, now: datetime, interviewer: Interviewer | None = None
) -> list[tuple[Interviewer, list[Line]]]:
    """(interviewer, their interviews in order) for a day in Paris, without the cancelled ones."""
    slots = agenda.slots_of_days(day, day, interviewer=interviewer)
    bookings = Booking.objects.filter(slot__in=slots, cancelled_at=None)
    bookings = bookings.select_related(
        "application__programme", "slot__interviewer", "slot__campus"
    ).order_by("slot__interviewer__name", "slot__interviewer", "slot__starts", "pk")
    grouped = groupby(bookings, key=lambda booking: booking.slot.interviewer)
    return [(person, [Line(booking, now) for booking in group]) for person, group in grouped]


def pdf(day: date, *, now: datetime, interviewer: Interviewer | None = None) -> bytes:
    """The sheet of the day to print. Raises PrintingFailed."""
    context = {
        "title": f"Entretiens du {typography.day(day, weekday=True)}",
        "people": lines(day, now=now, interviewer=interviewer),
        "printed_at": typography.moment(now),
        "centre": the_centre(),
    }
    html = render_to_string("enrolment/papers/day.html", context)
    return print_pdf(html, STYLES).pdf
