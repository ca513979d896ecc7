"""Open days, meetings and visits: places are counted, waiters served in order, all erased after."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError
from post_office.models import STATUS, Email

from charmilles.throttle import TooMany
from enrolment import meetings
from enrolment.announced import Announced, event_file, on_pages
from enrolment.models import Guest, Meeting
from tests.support import enrolment_factories as people
from tests.support.enrolment_factories import NOW, factories
from tests.support.transitions import at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LEA = "lea@exemple.fr"


def come(meeting, email=LEA, *, now=NOW, name="Léa Roy"):
    """Registers, then confirms from the mailbox; returns the guest."""
    meetings.register(meeting, name=name, email=email, now=now)
    guest = meeting.guests.select_related("meeting__campus").get(email=email)
    meetings.confirm(guest, now=now)
    guest.refresh_from_db()
    return guest


def letters():
    """(to, subject) of each mail in the queue."""
    return [(*mail.to, mail.subject) for mail in Email.objects.order_by("pk")]


def counted(meeting):
    meeting.refresh_from_db()
    return meeting.taken, meeting.guests.seated().count(), meeting.guests.waiting().count()


# Registering


def test_place_is_taken_once_confirmed_from_the_mailbox():
    meeting = people.meeting(places=2)
    meetings.register(meeting, name="Léa Roy", email=LEA, now=NOW)
    assert counted(meeting) == (0, 0, 0)
    assert letters()[0][1].startswith("Confirmez votre venue – Journée portes ouvertes")
    meetings.confirm(meeting.guests.get(), now=NOW)
    assert counted(meeting) == (1, 1, 0)


def test_confirmation_erases_the_letter_that_asked_and_sends_the_event():
    come(people.meeting())
    (mail,) = Email.objects.all()
    assert mail.subject.startswith("C’est noté, vous venez")
    assert {file.name for file in mail.attachments.all()} == {"invitation.ics", "rencontre.ics"}


def test_full_meeting_has_a_waiting_list_and_says_no_link_of_its_video():
    meeting = people.meeting(mode="video", link="https://visio.test/secret", places=1)
    first, second = come(meeting, "a@exemple.fr"), come(meeting, "b@exemple.fr")
    assert (bool(first.seated_at), second.seated_at) == (True, None)
    texts = {mail.to[0]: mail.message for mail in Email.objects.all()}
    assert "https://visio.test/secret" in texts["a@exemple.fr"]
    assert "visio.test" not in texts["b@exemple.fr"]


def test_place_given_back_goes_to_who_waited_first():
    meeting = people.meeting(places=1)
    first = come(meeting, "a@exemple.fr")
    second, third = (come(meeting, f"{who}@exemple.fr", now=NOW + DAY) for who in "bc")
    meetings.cancel(first, now=NOW + DAY)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (bool(second.seated_at), third.seated_at) == (True, None)
    assert counted(meeting) == (1, 1, 1)
    assert letters()[-1][0] == "b@exemple.fr"
    assert "une place s’est libérée" in letters()[-1][1]


def test_newcomer_does_not_overtake_who_waits():
    meeting = people.meeting(places=1)
    come(meeting, "a@exemple.fr")
    waiter = come(meeting, "b@exemple.fr")
    Meeting.objects.update(places=2)
    newcomer = come(meeting, "c@exemple.fr", now=NOW + DAY)
    assert newcomer.seated_at is None
    assert meetings.offer_places(NOW + DAY, True) == 1
    assert [meetings.offer_places(NOW + DAY, False) for _ in range(2)] == [1, 0]
    waiter.refresh_from_db()
    assert waiter.seated_at


def test_database_never_overbooks():
    meeting = people.meeting(places=1)
    people.guest(meeting=meeting)
    with pytest.raises(IntegrityError):
        people.guest(meeting=meeting)


def test_people_who_confirm_at_once_take_the_places_there_are(share):
    meeting = people.meeting(places=2)
    guests = [people.guest(meeting=meeting, confirmed=False) for _ in range(5)]
    share()
    at_once(lambda guest: meetings.confirm(guest, now=NOW), guests)
    at_once(lambda _: meetings.offer_places(NOW, False), [1, 2])
    assert at_once(counted, [meeting]) == [(2, 2, 3)]


def test_name_of_somebody_who_confirmed_is_not_replaced_by_whoever_types_their_address():
    meeting = people.meeting()
    come(meeting)
    meetings.register(meeting, name="Autre", email="LEA@exemple.fr", now=NOW)
    assert meeting.guests.get().name == "Léa Roy"


def test_who_has_confirmed_and_asks_again_is_told_what_they_have():
    meeting = people.meeting(places=1)
    for email in ("a@exemple.fr", "b@exemple.fr"):
        come(meeting, email)
        meetings.register(meeting, name="L", email=email, now=NOW)
    subjects = dict(letters())
    assert subjects["a@exemple.fr"].startswith("C’est noté, vous venez")
    assert subjects["b@exemple.fr"].startswith("Liste d’attente")


def test_guests_and_staff_who_act_at_once_do_not_wait_for_each_other(share):
    meeting = people.meeting(places=4)
    coming = [people.guest(meeting=meeting) for _ in range(3)]
    asking = [people.guest(meeting=meeting, confirmed=False) for _ in range(3)]
    share()
    acts = [
        *(partial(meetings.cancel, one) for one in coming),
        *(partial(meetings.confirm, one) for one in asking),
        *[partial(meetings.tell_change, meeting)] * 3,
    ]
    at_once(lambda act: act(now=NOW), acts)
    assert at_once(counted, [meeting]) == [(3, 3, 0)]


def test_mailbox_is_written_to_five_times_an_hour():
    meeting = people.meeting()
    for _ in range(5):
        meetings.register(meeting, name="L", email=LEA, now=NOW)
    with pytest.raises(TooMany):
        meetings.register(people.meeting(), name="L", email="Lea@exemple.fr", now=NOW)


# Told beforehand, told of changes


def test_reminder_leaves_once_the_day_before():
    meeting = people.meeting(starts=NOW + 3 * DAY)
    people.guest(meeting=meeting)
    people.guest(meeting=meeting, seated=False)
    assert meetings.remind(NOW + 2 * DAY - timedelta(seconds=1), False) == 0
    assert [meetings.remind(NOW + 2 * DAY, dry) for dry in (True, False, False)] == [1, 1, 0]
    assert letters()[0][1].startswith("À bientôt")


def test_who_took_a_place_since_the_day_before_has_no_reminder():
    people.guest(meeting=people.meeting(starts=NOW + timedelta(hours=5)))
    assert meetings.remind(NOW, False) == 0


def test_change_is_told_and_its_event_is_a_newer_version():
    meeting = people.meeting()
    guest = people.guest(meeting=meeting, reminded_at=NOW)
    people.guest(meeting=meeting, confirmed=False)
    assert meetings.tell_change(meeting, now=NOW) == 1
    guest.refresh_from_db()
    assert guest.reminded_at is None
    assert b"SEQUENCE:1" in event_file(Guest.objects.select_related("meeting").get(pk=guest.pk))


def test_letters_promise_nothing_that_may_not_come():
    come(people.meeting(starts=NOW + timedelta(hours=5)))
    assert "veille" not in Email.objects.get().message


def test_change_within_a_day_is_its_own_reminder():
    people.guest(meeting=people.meeting(starts=NOW + 3 * DAY))
    Meeting.objects.update(starts=NOW + 2 * DAY, ends=NOW + 3 * DAY)
    later = NOW + DAY + timedelta(hours=1)
    meetings.tell_change(Meeting.objects.get(), now=later)
    assert meetings.remind(later, False) == 0
    assert [subject.partition(" ")[0] for _, subject in letters()] == ["Changement"]


def test_meeting_that_is_over_is_not_called_off():
    guest = people.guest(meeting=people.meeting(starts=NOW - DAY))
    assert meetings.call_off(guest.meeting, now=guest.meeting.ends) == 0
    assert letters() == []


def test_calling_off_is_told_once_with_an_event_that_leaves_the_calendar():
    meeting = people.meeting()
    guest = people.guest(meeting=meeting)
    people.guest(meeting=meeting, confirmed=False)
    assert [meetings.call_off(meeting, now=NOW) for _ in range(2)] == [1, 0]
    assert letters()[0][1].startswith("Annulée")
    said = event_file(Guest.objects.select_related("meeting__campus").get(pk=guest.pk))
    assert b"METHOD:CANCEL" in said
    assert b"STATUS:CANCELLED" in said


@pytest.mark.parametrize(
    ("hours", "said"),
    [(3, "de 8 h à 11 h"), (30, "du vendredi")],
)
def test_hours_are_said_as_people_say_them(hours, said):
    starts = NOW.replace(hour=8, minute=0, second=0, microsecond=0) + 4 * DAY
    meeting = people.meeting(starts=starts, ends=starts + timedelta(hours=hours))
    assert said in Announced(meeting).when.replace("\u00a0", " ")


# Announced


def test_meeting_is_announced_on_its_programmes_or_on_all(django_assert_num_queries):
    ours, other = factories.programme(), factories.programme()
    own = people.meeting(programmes=[ours])
    everybody = people.meeting(starts=NOW + DAY)
    people.meeting(called_off_at=NOW)
    people.meeting(starts=NOW - DAY)

    def shown(*programme):
        with django_assert_num_queries(2):
            return [told.meeting for told in on_pages(*programme, on=NOW.date()).next]

    assert shown() == shown(ours) == [everybody, own]
    assert shown(other) == [everybody]


def test_draft_is_named_to_nobody():
    draft = factories.programme(state="draft", short_name="CAP secret")
    ours = factories.programme(short_name="Bac pro Essai")
    meeting = people.meeting(programmes=[draft, ours])
    assert Announced(meeting).programmes.replace("\u00a0", " ") == "Bac pro Essai"


def test_page_shows_three_and_says_that_there_are_more():
    for days in range(1, 5):
        people.meeting(starts=NOW + days * DAY)
    told = on_pages(on=NOW.date())
    assert (len(told.next), told.has_more) == (3, True)


# Erasing


def test_unconfirmed_address_is_erased_after_two_days():
    meetings.register(people.meeting(), name="L", email=LEA, now=NOW)
    assert meetings.forget(NOW + 2 * DAY - timedelta(seconds=1), False) == 0
    assert [meetings.forget(NOW + 2 * DAY, dry) for dry in (True, False)] == [1, 1]
    assert (Guest.objects.count(), Email.objects.count()) == (0, 0)


@pytest.mark.parametrize("is_off", [True, False])
def test_everybody_is_erased_a_week_after_the_meeting_or_its_cancellation(is_off):
    meeting = people.meeting()
    come(meeting)
    Email.objects.update(status=STATUS.sent)
    if is_off:
        meetings.call_off(meeting, now=NOW)
    last = (NOW if is_off else meeting.ends) + 7 * DAY
    assert [meetings.forget(last - timedelta(seconds=1), False), meetings.forget(last, False)] == [
        0,
        1,
    ]
    assert (Guest.objects.count(), Email.objects.count(), counted(meeting)[0]) == (0, 0, 0)
