"""Calendar files: their content, their updates, and the mails and feed that carry them."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar
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
    return verbs.book(application, slot(application), now=NOW)


def parts(content):
    """Returns (calendar, its only event)."""
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


# Updates


def test_move_updates_and_does_not_double(application, booking):
    _, before = parts(calendar_files.event_file(booking))
    later = slot(application, starts=NOW + timedelta(days=9))
    made = verbs.move(application, later, now=NOW + timedelta(hours=1))
    _, after = parts(calendar_files.event_file(made))
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.start == later.starts


def test_cancellation_removes_the_event(booking):
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
    again = verbs.book(application, later, now=booking.slot.starts)
    _, second = parts(calendar_files.event_file(again))
    assert second["uid"] != first["uid"]


def test_two_applications_are_two_events(application, booking):
    other = people.booking(application=people.application(programme=application.programme))
    assert (
        parts(calendar_files.event_file(other))[1]["uid"]
        != parts(calendar_files.event_file(booking))[1]["uid"]
    )


# The clock


@pytest.mark.parametrize(
    ("starts", "wall"),
    [
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), "28 01:30"),
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "28 03:30"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25 02:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 02:30"),  # 2.30 again
        (datetime(2026, 10, 25, 22, 45, tzinfo=UTC), "25 23:45"),  # ends the next day
    ],
)
def test_event_keeps_its_time_when_clocks_change(application, starts, wall):
    made = people.booking(application=application, slot=slot(application, starts=starts))
    _, event = parts(calendar_files.event_file(made))
    assert event["dtstart"].to_ical().decode() == f"{starts:%Y%m%dT%H%M%SZ}"
    assert f"{event.start.astimezone(PARIS):%d %H:%M}" == wall
    assert event.end - event.start == timedelta(minutes=30)


# The mails


@pytest.fixture
def sent(booking):
    """Gives the mail of the confirmation as the mail server receives it."""
    outbox.write()
    mail = Email.objects.get(to="ines@exemple.fr", scheduled_time=None)
    return mail.email_message().message()


def calendar_parts(message):
    return [
        part for part in message.walk() if part.get_filename() or "calendar" in part["Content-Type"]
    ]


def test_mail_carries_the_file_twice(sent):
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


def test_mail_of_a_cancellation_says_so(booking):
    verbs.cancel(booking, now=NOW)
    outbox.write()
    mail = Email.objects.filter(to="ines@exemple.fr", scheduled_time=None).latest("pk")
    shown, _ = calendar_parts(mail.email_message().message())
    assert shown.get_param("method") == "CANCEL"
    assert Calendar.from_ical(shown.get_payload(decode=True))["method"] == "CANCEL"


def test_lines_of_the_message_are_short_enough(sent):
    """RFC 5322 allows 998 characters: longer lines of base64 would be cut."""
    assert max(len(line) for line in sent.as_bytes().splitlines()) <= 998


# The feed of an interviewer


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


def test_feed_is_not_cached(client, booking):
    answer = read_feed(client, booking.slot.interviewer)
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"


def test_renewed_feed_answers_at_its_new_url_only(client, booking):
    ada = booking.slot.interviewer
    before = calendar_files.feed_url(ada)
    calendar_files.renew_feed(ada)
    ada.refresh_from_db()
    paths = [urlsplit(url).path for url in (before, calendar_files.feed_url(ada))]
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
