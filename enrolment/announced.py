"""A meeting told to a reader: in the same words on pages, in letters and in calendars."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone
from icalendar import Event, vUri

from catalogue.context import the_centre
from catalogue.models import ContentVersion, Programme
from charmilles import typography
from enrolment import calendars
from enrolment.models import Guest, Meeting, Mode

SHOWN = 3  # on a public page; the list of all of them is one tap away
FILE = "rencontre.ics"
_NAMESPACE = uuid.UUID("0d2f7a56-9a0e-4a60-8a0c-0c5d8c1e7b43")


@dataclass(frozen=True)
class Announced:
    """One meeting in words."""

    meeting: Meeting

    @property
    def title(self) -> str:
        return self.meeting.get_kind_display()

    @property
    def day(self) -> str:
        return typography.day(self.meeting.starts, weekday=True)

    @property
    def when(self) -> str:
        """« samedi 12 décembre 2026, de 9 h à 12 h 30 »; its last day too, when it is another."""
        first, last = (timezone.localtime(at) for at in (self.meeting.starts, self.meeting.ends))
        day = typography.day(first, weekday=True)
        if first.date() != last.date():
            start, end = (typography.moment(at, weekday=True) for at in (first, last))
            return f"du {start} au {end}{self._zone}"
        hours = f"de {typography.clock(first)} à {typography.clock(last)}"
        return f"{day}, {hours}{self._zone}"

    @property
    def _zone(self):
        return " (heure de Paris)" if self.is_far else ""

    @property
    def is_far(self) -> bool:
        return self.meeting.mode == Mode.VIDEO

    @property
    def how(self) -> str:
        """« Sur place », « En visio »."""
        return Mode(self.meeting.mode).label

    @property
    def site(self) -> str:
        """Where in a few words: « en visio », or the name of the site."""
        return "en visio" if self.is_far else typography.french(self.meeting.campus.name)

    @property
    def where(self) -> str:
        """The whole address of a meeting on site; nothing for one by video."""
        if self.is_far:
            return ""
        campus = self.meeting.campus
        parts = [campus.name, campus.street, campus.town, self.meeting.room]
        return typography.french(", ".join(filter(None, parts)))

    @property
    def access(self) -> str:
        return "" if self.is_far else " ".join(self.meeting.campus.access.split())

    @property
    def map_url(self) -> str:
        return "" if self.is_far else self.meeting.campus.map_url

    @property
    def programmes(self) -> str:
        """Those that it names and that have a page; empty when it is about all of them."""
        public = (one for one in self.meeting.programmes.all() if one.is_published)
        return ", ".join(typography.french(one.short_name) for one in public)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """(label, value) for anybody: without the link of a video, which is for the seated."""
        every = [
            ("Quand", self.when),
            ("Comment", self.how),
            ("Où", self.where),
            ("Pour venir", self.access),
            ("Formations", self.programmes),
        ]
        return [(label, value) for label, value in every if value]

    @property
    def facts_of_the_seated(self) -> list[tuple[str, str]]:
        link = [("Lien de la visio", self.meeting.link)] if self.is_far else []
        return [*self.facts, *link]

    @property
    def programme(self) -> Programme | None:
        """The only programme that it names: who answers for it is then the one to call."""
        named = list(self.meeting.programmes.all()[:2])
        return named[0] if len(named) == 1 else None


@dataclass(frozen=True)
class Announcements:
    """What a public page says of the meetings to come: the next ones, and whether others are."""

    next: list[Announced]
    count: int

    @property
    def has_more(self) -> bool:
        return self.count > len(self.next)


def on_pages(programme: Programme | None = None, *, on: date) -> Announcements:
    """Tells the meetings of a day and after, for the catalogue (settings.MEETINGS).

    A page is kept for a day: it names those of the day until its end.
    """
    since = timezone.make_aware(datetime.combine(on, time.min))
    meetings = Meeting.objects.announced(now=since)
    if programme is not None:
        meetings = meetings.of(programme)
    first = list(meetings.select_related("campus").prefetch_related("programmes")[: SHOWN + 1])
    return Announcements([Announced(one) for one in first[:SHOWN]], len(first))


def connect():
    """Raises the number of the public pages with each change of what they announce."""
    for signal in (post_save, post_delete):
        signal.connect(_raise_number, sender=Meeting, dispatch_uid="announced meeting")
    through = Meeting.programmes.through
    m2m_changed.connect(_raise_number, sender=through, dispatch_uid="announced programmes")


def _raise_number(**kwargs):
    ContentVersion.raise_number(on_pages_alone=True)


# In a calendar


def event_file(guest: Guest, *, url: str = "") -> bytes:
    """The file of a meeting that one comes to, or of what was called off (RFC 5545, RFC 5546)."""
    calendar = calendars.blank(method=_method(guest.meeting))
    calendar.add_component(_event(guest, url))
    return calendar.to_ical()


def attachments(guest: Guest, *, url: str = "") -> dict:
    content = event_file(guest, url=url)
    return calendars.attachments(content, method=_method(guest.meeting), name=FILE)


def _method(meeting):
    return calendars.CANCEL if meeting.called_off_at else calendars.PUBLISH


def _event(guest, url):
    meeting, centre = guest.meeting, the_centre()
    told, is_off = Announced(meeting), meeting.called_off_at
    event = Event()
    event.add("uid", str(uuid.uuid5(_NAMESPACE, f"{meeting.pk}/{guest.pk}")))
    event.add("sequence", meeting.changes)
    event.add("dtstamp", is_off or guest.seated_at or guest.asked_at)
    event.add("dtstart", meeting.starts.astimezone(UTC))
    event.add("dtend", meeting.ends.astimezone(UTC))
    event.add("summary", f"{told.title} – {centre.name}")
    event.add("location", told.where or (told.how if is_off else meeting.link))
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    event.add("organizer", calendars.organizer(centre))
    if url:
        event.add("url", vUri(url))
        event.add("description", typography.french(f"Ne plus venir : {url}"))
    return event
