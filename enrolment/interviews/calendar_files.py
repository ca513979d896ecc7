"""Interviews as calendar files: the one a candidate keeps, and the feed of who receives.

The identifier of an event never changes, its version only grows: a calendar that has read an
interview updates it when it moves, and takes it away when it is cancelled (RFC 5545, RFC 5546).
"""

import base64
import uuid
from datetime import UTC, timedelta
from email.utils import parseaddr

from charmilles.addresses import absolute_url
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vCalAddress, vUri

from catalogue.context import the_centre
from charmilles import typography
from enrolment.interviews import appointment
from enrolment.models import Booking, Interviewer, Slot
from enrolment.models.agenda import new_feed_key

FILE = "entretien.ics"
REFRESH = timedelta(hours=1)
_NAMESPACE = uuid.UUID("6f1d1c1e-5a0f-4d5c-9a55-3f1c0a4e7c11")
# Written here: what the library makes from tzdata changes its clocks an hour late in spring.
PARIS = """BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


def event_file(booking: Booking, *, url: str = "") -> bytes:
    """The interview, or its cancellation; `url` leads to where it is changed."""
    method = "CANCEL" if booking.cancelled_at else "PUBLISH"
    calendar = _calendar(method=method)
    calendar.add_component(_for_the_candidate(booking, url))
    return calendar.to_ical()


def attachments(booking: Booking, *, url: str = "") -> dict:
    """Twice, for `letter.queue`: a part that mailboxes show as an event, and a file to open.

    Both in base64, which Outlook asks for; the first one encoded here, as the queue leaves the body
    of a part with headers of its own as it is.
    """
    content = event_file(booking, url=url)
    method = "CANCEL" if booking.cancelled_at else "PUBLISH"
    headers = {
        "Content-Type": f'text/calendar; method={method}; charset="utf-8"',
        "Content-Transfer-Encoding": "base64",
    }
    shown = ContentFile(base64.encodebytes(content))
    return {
        "invitation.ics": {"file": shown, "mimetype": "text/calendar", "headers": headers},
        FILE: {"file": ContentFile(content), "mimetype": "application/ics"},
    }


def feed(interviewer: Interviewer) -> bytes:
    """Every live interview of a person, for the calendar they look at all day.

    An address may leak: no surname, no way to reach the candidate, nothing of the file.
    """
    live = Booking.objects.live().filter(slot__interviewer=interviewer)
    calendar = _calendar(method="PUBLISH")
    calendar.add("x-wr-calname", f"Entretiens – {the_centre().name}")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for booking in live.select_related("slot__campus", "application__programme"):
        calendar.add_component(_for_the_interviewer(booking))
    return calendar.to_ical()


def renew_feed(interviewer: Interviewer) -> None:
    """Another address: the one given before no longer answers."""
    interviewer.feed_key = new_feed_key()
    interviewer.save(update_fields=["feed_key"])


def feed_address(interviewer: Interviewer) -> str:
    return absolute_url("enrolment:feed", interviewer.feed_key)


def _calendar(*, method):
    calendar = Calendar()
    calendar.add("prodid", "-//Charmilles//Entretiens//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(Timezone.from_ical(PARIS))
    return calendar


def _for_the_candidate(booking, url):
    slot, centre = booking.slot, the_centre()
    event = _event(booking, f"Entretien de motivation – {centre.name}")
    event.add("location", _place(slot))
    lines = [
        typography.french(booking.application.programme.short_name),
        typography.french(f"Référence : {booking.application.reference}"),
        *(
            typography.french(f"{label} : {said}")
            for label, said in appointment.facts(slot, booking.application)
            if label not in ("Quand", "Où")
        ),
        url and typography.french(f"Déplacer ou annuler : {url}"),
    ]
    event.add("description", "\n".join(filter(None, lines)))
    if url:
        event.add("url", vUri(url))
    event.add("organizer", _organizer(centre))
    return event


def _organizer(centre):
    """Whoever publishes an event has to be named."""
    email = centre.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    organizer = vCalAddress(f"mailto:{email}")
    organizer.params["CN"] = centre.name
    return organizer


def _for_the_interviewer(booking):
    application, slot = booking.application, booking.slot
    initial = f" {application.last_name[0]}." if application.last_name else ""
    event = _event(booking, f"Entretien – {application.first_name}{initial}")
    event.add("location", _place(slot))
    event.add("description", typography.french(application.programme.short_name))
    event.add("url", vUri(absolute_url("admin:enrolment_application_change", application.pk)))
    return event


def _event(booking, summary):
    event = Event()
    event.add("uid", _identifier(booking))
    event.add("sequence", booking.application.calendar_sequence)
    event.add("dtstamp", booking.cancelled_at or booking.booked_at)
    event.add("dtstart", _local(booking.slot.starts))
    event.add("dtend", _local(booking.slot.ends))
    event.add("summary", summary)
    event.add("status", "CANCELLED" if booking.cancelled_at else "CONFIRMED")
    return event


def _identifier(booking):
    """Of one interview, however often it moves; a second one does not take its place."""
    name = booking.application.reference + ("" if booking.rank == 1 else f"/{booking.rank}")
    return str(uuid.uuid5(_NAMESPACE, name))


def _local(moment):
    """In the time of Paris; the hour that comes twice in autumn is told apart by its UTC name."""
    local = timezone.localtime(moment)
    return moment.astimezone(UTC) if local.fold else local


def _place(slot: Slot) -> str:
    return appointment.link(slot) or appointment.where(slot) or appointment.how(slot)
