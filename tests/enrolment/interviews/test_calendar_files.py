"""Calendar files: what a calendar reads, what updates it, and what really leaves by mail."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar, Timezone
from post_office.models import Email

from enrolment.applications import review
from enrolment.interviews import bookings as verbs
from enrolment.interviews import calendar_files
from enrolment.mails import outbox
from enrolment.models import Status
from tests.support import catalogue_factories as factories
from tests.support import enrolment_factories as people
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
URL = "https://charmilles.test/candidature/dossier/CH-7K3P-2QXW/entretien/"


@pytest.fixture
def application():
    factories.centre(email="bonjour@tilleuls.test")
    programme = factories.programme(short_name="Bac pro Gestion")
    fields = {"status": Status.TO_BOOK, "reference": "CH-7K3P-2QXW", "email": "ines@exemple.fr"}
    return people.application(programme=programme, **fields)


def slot(application, **fields):
    place = factories.campus(street="8 rue des Tilleuls", postal_code="38000", access="Tram C.")
    fields = {"campus": place} | fields
    return people.slot(programme=application.programme, **fields)


@pytest.fixture
def booking(application):
    return verbs.book(application, slot(application), key="a", now=NOW)


def parts(content):
    """(calendar, its one event)"""
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_file_says_when_where_and_how_to_change(booking):
    calendar, event = parts(calendar_files.event_file(booking, url=URL))
    assert calendar["method"] == "PUBLISH"
    assert event.start == datetime(2026, 11, 30, 9, 30, tzinfo=PARIS)
    assert event.end - event.start == timedelta(minutes=30)
    assert str(event["summary"]) == "Entretien de motivation – Centre des Tilleuls"
    assert str(event["location"]) == "Les Tilleuls, 8 rue des Tilleuls, 38000 Grenoble"
    assert str(event["url"]) == URL
    assert event["organizer"] == "mailto:bonjour@tilleuls.test"
    assert (event["status"], event["sequence"]) == ("CONFIRMED", 1)


def test_file_describes_the_interview(booking):
    _, event = parts(calendar_files.event_file(booking, url=URL))
    assert str(event["description"]).replace("\u00a0", " ").splitlines() == [
        "Bac pro Gestion",
        "Référence : CH-7K3P-2QXW",
        "Durée : 30 min",
        "Comment : Sur place",
        "Pour venir : Tram C.",
        "Avec : Ada Vidal",
        f"Déplacer ou annuler : {URL}",
    ]


def test_video_interview_takes_place_at_its_link(application):
    link = "https://visio.test/charmilles"
    made = people.booking(application=application, slot=slot(application, mode="video", link=link))
    assert str(parts(calendar_files.event_file(made))[1]["location"]) == link


def test_file_is_the_same_when_made_again(booking):
    assert calendar_files.event_file(booking) == calendar_files.event_file(booking)


def test_file_survives_a_reader(booking):
    content = calendar_files.event_file(booking, url=URL)
    assert Calendar.from_ical(content).to_ical() == content


# What changes


def test_move_updates_and_does_not_double(application, booking):
    _, before = parts(calendar_files.event_file(booking))
    later = slot(application, starts=NOW + timedelta(days=9))
    made = verbs.move(application, later, key="b", now=NOW + timedelta(hours=1))
    _, after = parts(calendar_files.event_file(made))
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.start == later.starts


def test_cancellation_takes_the_event_away(booking):
    _, before = parts(calendar_files.event_file(booking))
    cancelled = verbs.cancel(booking, now=NOW + timedelta(hours=1))
    calendar, after = parts(calendar_files.event_file(cancelled))
    assert (calendar["method"], after["status"]) == ("CANCEL", "CANCELLED")
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]


def test_second_interview_leaves_the_first_in_the_calendar(application, booking):
    _, first = parts(calendar_files.event_file(booking))
    verbs.mark(booking, "attended", now=booking.slot.starts, by=people.staff())
    review.meet_again(application, now=booking.slot.starts, by=people.staff())
    later = slot(application, starts=NOW + timedelta(days=30))
    again = verbs.book(application, later, key="b", now=booking.slot.starts)
    _, second = parts(calendar_files.event_file(again))
    assert second["uid"] != first["uid"]


def test_two_files_are_two_events(application, booking):
    other = people.booking(application=people.application(programme=application.programme))
    assert (
        parts(calendar_files.event_file(other))[1]["uid"]
        != parts(calendar_files.event_file(booking))[1]["uid"]
    )


# The clock


@pytest.mark.parametrize(
    ("starts", "written"),
    [
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), "20270328T013000"),
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "20270328T033000"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "20261025T023000"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "20261025T013000Z"),  # 2.30 again
        (datetime(2026, 10, 25, 22, 45, tzinfo=UTC), "20261025T234500"),  # ends the next day
    ],
)
def test_event_of_a_strange_night_is_at_its_hour(application, starts, written):
    made = people.booking(application=application, slot=slot(application, starts=starts))
    _, event = parts(calendar_files.event_file(made))
    assert event["dtstart"].to_ical().decode() == written
    read = [moment.astimezone(UTC) for moment in (event.start, event.end)]
    assert read == [starts, starts + timedelta(minutes=30)]


def test_zone_that_is_written_is_that_of_paris():
    """For a calendar that knows of Paris only what the file says: each quarter of an hour of the
    days around the changes of clocks."""
    zone = Timezone.from_ical(calendar_files.PARIS).to_tz(lookup_tzid=False)
    for first in (datetime(2026, 10, 24), datetime(2027, 3, 27), datetime(2030, 7, 1)):
        quarters = [first + timedelta(minutes=15 * n) for n in range(3 * 96)]
        real = [q for q in quarters if not is_skipped(q)]
        offsets = [[q.replace(tzinfo=known).utcoffset() for q in real] for known in (zone, PARIS)]
        assert offsets[0] == offsets[1]


def is_skipped(local):
    """An hour of the night in spring that no clock of Paris shows."""
    there = local.replace(tzinfo=PARIS)
    return there.astimezone(UTC).astimezone(PARIS).replace(tzinfo=None) != local


# What leaves


@pytest.fixture
def sent(booking):
    """The real message of the confirmation, as the server that carries it gets it."""
    outbox.write()
    mail = Email.objects.get(to="ines@exemple.fr", scheduled_time=None)
    return mail.email_message().message()


def calendar_parts(message):
    return [
        part for part in message.walk() if part.get_filename() or "calendar" in part["Content-Type"]
    ]


def test_file_leaves_twice(sent):
    shown, joined = calendar_parts(sent)
    assert shown.get_content_type() == "text/calendar"
    assert (shown.get_param("method"), shown.get_param("charset")) == ("PUBLISH", "utf-8")
    assert (joined.get_content_type(), joined.get_filename()) == (
        "application/ics",
        calendar_files.FILE,
    )
    assert [p["Content-Transfer-Encoding"] for p in (shown, joined)] == ["base64", "base64"]


def test_both_parts_are_read_back(sent, booking):
    contents = [part.get_payload(decode=True) for part in calendar_parts(sent)]
    url = "http://127.0.0.1:8000" + reverse("enrolment:interview", args=["CH-7K3P-2QXW"])
    assert contents == [calendar_files.event_file(booking, url=url)] * 2


def test_cancellation_leaves_as_such(booking):
    verbs.cancel(booking, now=NOW)
    outbox.write()
    mail = Email.objects.filter(to="ines@exemple.fr", scheduled_time=None).latest("pk")
    shown, _ = calendar_parts(mail.email_message().message())
    assert shown.get_param("method") == "CANCEL"
    assert Calendar.from_ical(shown.get_payload(decode=True))["method"] == "CANCEL"


def test_lines_of_the_message_are_short_enough(sent):
    """998 characters at most (RFC 5322): an unwrapped body in base64 would be cut."""
    assert max(len(line) for line in sent.as_bytes().splitlines()) <= 998


# The feed of who receives


def read_feed(client, interviewer, **headers):
    return client.get(reverse("enrolment:feed", args=[interviewer.feed_key]), headers=headers)


def test_feed_holds_live_interviews_only(client, application, booking):
    ada = booking.slot.interviewer
    for state in ({"cancelled_at": NOW, "cancelled_by": "centre"}, {"attendance": "attended"}):
        other = people.application(programme=application.programme)
        late = slot(application, interviewer=ada, starts=NOW + timedelta(days=20 + len(state)))
        people.booking(application=other, slot=late, **state)
    people.booking()  # with somebody else
    (event,) = Calendar.from_ical(read_feed(client, ada).content).walk("VEVENT")
    assert event["uid"] == parts(calendar_files.event_file(booking))[1]["uid"]


def test_feed_says_little(client, booking):
    answer = read_feed(client, booking.slot.interviewer)
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["summary"]) == "Entretien – Inès M."
    assert [
        w for w in ("Morel", "exemple.fr", "61234", "CH-7K3P") if w in answer.content.decode()
    ] == []


def test_feed_is_not_sent_again_unchanged(client, booking):
    ada = booking.slot.interviewer
    first = read_feed(client, ada)
    again = read_feed(client, ada, if_none_match=first["ETag"])
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    verbs.cancel(booking, now=NOW)
    assert read_feed(client, ada, if_none_match=first["ETag"]).status_code == 200


def test_feed_is_kept_by_nobody(client, booking):
    answer = read_feed(client, booking.slot.interviewer)
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"


def test_renewed_feed_answers_at_its_new_address_only(client, booking):
    ada = booking.slot.interviewer
    before = calendar_files.feed_address(ada)
    calendar_files.renew_feed(ada)
    ada.refresh_from_db()
    paths = [urlsplit(address).path for address in (before, calendar_files.feed_address(ada))]
    assert [client.get(path).status_code for path in paths] == [404, 200]


@pytest.mark.parametrize("count", [1, 12])
def test_feed_costs_the_same_whatever_its_length(client, django_assert_num_queries, count):
    factories.centre()
    ada, programme = people.interviewer(), factories.programme()
    for day in range(count):
        free = people.slot(programme=programme, interviewer=ada, starts=NOW + timedelta(days=day))
        people.booking(application=people.application(programme=programme), slot=free)
    with django_assert_num_queries(3):
        content = read_feed(client, ada).content
    assert len(Calendar.from_ical(content).walk("VEVENT")) == count
