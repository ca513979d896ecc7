"""Interviews as calendar files: the one that a candidate keeps, and the feed of an interviewer.

The identifier of an event never changes, its version only grows: a calendar that has read an
interview updates it when it moves, and takes it away when it is cancelled (RFC 5545, RFC 5546).
Hours are in UTC, which every calendar shows in the time zone of its reader.
"""

import uuid
from datetime import UTC, timedelta

from icalendar import Event, vUri

from catalogue.context import the_centre
from charmilles import typography
from charmilles.addresses import absolute_url
from enrolment import calendars
from enrolment.interviews.appointment import Appointment
from enrolment.models import Booking, Interviewer
from enrolment.models.agenda import new_feed_key

FILE = "entretien.ics"
REFRESH = timedelta(hours=1)
_NAMESPACE = uuid.UUID("6f1d1c1e-5a0f-4d5c-9a55-3f1c0a4e7c11")


def event_file(booking: Booking, *, url: str = "") -> bytes:
    """The file of an interview, or of its cancellation. `url` is where the candidate changes it."""
    calendar = calendars.blank(method=_method(booking))
    calendar.add_component(_for_the_candidate(booking, url))
    return calendar.to_ical()


def attachments(booking: Booking, *, url: str = "") -> dict:
    """The files of a letter about this interview."""
    content = event_file(booking, url=url)
    return calendars.attachments(content, method=_method(booking), name=FILE)


def _method(booking):
    return calendars.CANCEL if booking.cancelled_at else calendars.PUBLISH


def feed(interviewer: Interviewer) -> bytes:
    """Every live interview of an interviewer, for the calendar that they look at all day.

    The URL of a feed may leak: it tells no surname, no way to reach the candidate, and nothing of
    the application.
    """
    live = Booking.objects.live().filter(slot__interviewer=interviewer)
    calendar = calendars.blank(method=calendars.PUBLISH)
    calendar.add("x-wr-calname", f"Entretiens – {the_centre().name}")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for booking in live.select_related("slot__campus", "application__programme"):
        calendar.add_component(_for_the_interviewer(booking))
    return calendar.to_ical()


def renew_feed(interviewer: Interviewer) -> None:
    """Gives the feed another URL; the former one no longer answers."""
    interviewer.feed_key = new_feed_key()
    interviewer.save(update_fields=["feed_key"])


def feed_url(interviewer: Interviewer) -> str:
    return absolute_url("enrolment:feed", interviewer.feed_key)


def _for_the_candidate(booking, url):
    told, centre = Appointment(booking.slot, booking.application), the_centre()
    event = _event(booking, f"Entretien de motivation – {centre.name}", told)
    said = told.facts_of_the_past if booking.cancelled_at else told.facts
    lines = [
        typography.french(booking.application.programme.short_name),
        typography.french(f"Référence : {booking.application.reference}"),
        *(
            typography.french(f"{label} : {value}")
            for label, value in said
            if label not in ("Quand", "Où")
        ),
        url and typography.french(f"Déplacer ou annuler : {url}"),
    ]
    event.add("description", "\n".join(filter(None, lines)))
    if url:
        event.add("url", vUri(url))
    event.add("organizer", calendars.organizer(centre))
    return event


def _for_the_interviewer(booking):
    application, told = booking.application, Appointment(booking.slot, booking.application)
    initial = f" {application.last_name[0]}." if application.last_name else ""
    event = _event(booking, f"Entretien – {application.first_name}{initial}", told)
    event.add("description", typography.french(application.programme.short_name))
    event.add("url", vUri(absolute_url("admin:enrolment_application_change", application.pk)))
    return event


def _event(booking, summary, told):
    event = Event()
    event.add("uid", _identifier(booking))
    event.add("sequence", booking.application.calendar_sequence)
    event.add("dtstamp", booking.cancelled_at or booking.booked_at)
    event.add("dtstart", booking.slot.starts.astimezone(UTC))
    event.add("dtend", booking.slot.ends.astimezone(UTC))
    event.add("summary", summary)
    event.add("location", told.how if booking.cancelled_at else told.place)
    event.add("status", "CANCELLED" if booking.cancelled_at else "CONFIRMED")
    return event


def _identifier(booking):
    """The identifier of an interview, the same however often it moves; a second one has its own."""
    name = booking.application.reference + ("" if booking.rank == 1 else f"/{booking.rank}")
    return str(uuid.uuid5(_NAMESPACE, name))
