"""The day of who receives: a line for each interview, on the screen and on paper."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from catalogue.context import the_centre
from charmilles import typography
from charmilles.pdf.printing import print_pdf
from enrolment.interviews import agenda, appointment
from enrolment.interviews.availability import PARIS
from enrolment.models import Booking, Interviewer

# A reminder asks for a confirmation two days before: silence means something from then on.
CONFIRMED_BEFORE = timedelta(hours=48)
SHEETS = ("css/paper-fonts.css", "css/tokens.css", "css/day_sheet.css")


@dataclass(frozen=True)
class Line:
    """One interview, ready to be read. `needs`: whether the candidate has asked for something,
    never what."""

    booking: Booking
    now: datetime

    @property
    def hour(self):
        return appointment.hour(self.booking.slot)

    @property
    def when(self):
        return appointment.when(self.booking.slot)

    @property
    def length(self):
        return appointment.length(self.booking.slot)

    @property
    def how(self):
        return appointment.how(self.booking.slot)

    @property
    def where(self):
        return appointment.where(self.booking.slot)

    @property
    def link(self):
        return appointment.link(self.booking.slot)

    @property
    def phone(self):
        phone = self.booking.application.phone
        return typography.phone(phone) if phone else ""

    @property
    def needs(self):
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
    """Asked to confirm, and silent: somebody may call."""
    if booking.confirmed_at or booking.cancelled_at or booking.attendance:
        return False
    return now < booking.slot.starts <= now + CONFIRMED_BEFORE


def lines(
    day: date, *, now: datetime, interviewer: Interviewer | None = None
) -> list[tuple[Interviewer, list[Line]]]:
    """(who receives, their interviews in order) for a day of Paris; the cancelled ones left out."""
    found = Booking.objects.filter(
        slot__in=agenda.of_days(day, day, interviewer=interviewer), cancelled_at=None
    )
    found = found.select_related("application__programme", "slot__interviewer", "slot__campus")
    found = found.order_by("slot__interviewer__name", "slot__interviewer", "slot__starts", "pk")
    grouped = groupby(found, key=lambda booking: booking.slot.interviewer)
    return [(person, [Line(booking, now) for booking in group]) for person, group in grouped]


def pdf(day: date, *, now: datetime, interviewer: Interviewer | None = None) -> bytes:
    """Raises PrintingFailed."""
    context = {
        "title": f"Entretiens du {typography.day(day, weekday=True)}",
        "people": lines(day, now=now, interviewer=interviewer),
        "printed_at": typography.moment(timezone.localtime(now, PARIS)),
        "centre": the_centre(),
    }
    html = render_to_string("enrolment/papers/day.html", context)
    return print_pdf(html, settings.BASE_DIR / "static", SHEETS).pdf
