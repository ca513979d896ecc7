"""Staff pages of meetings: a change is told, arrivals are noted one by one, calling off tells."""

import pytest
import time_machine
from post_office.models import Email

from enrolment.models import Meeting
from tests.support import enrolment_factories as people
from tests.support.acts import filled
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db
PAGE = "/gestion/enrolment/meeting"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(("typed", "told"), [({"room": "Hall"}, 1), ({"about": "Les ateliers"}, 0)])
def test_change_of_what_guests_were_told_is_written_to_them(admin_client, typed, told):
    guest = people.guest()
    page = f"{PAGE}/{guest.meeting_id}/change/"
    answer = admin_client.post(page, filled(admin_client.get(page)) | typed)
    assert answer.status_code == 302
    assert Email.objects.count() == told


def test_more_places_are_given_at_once_to_who_waits(admin_client):
    meeting = people.meeting(places=1)
    people.guest(meeting=meeting)
    waiter = people.guest(meeting=meeting, seated=False)
    page = f"{PAGE}/{meeting.pk}/change/"
    admin_client.post(page, filled(admin_client.get(page)) | {"places": "2"})
    waiter.refresh_from_db()
    assert waiter.seated_at == NOW


def test_fewer_places_than_people_is_refused_in_words(admin_client):
    meeting = people.meeting(places=2)
    people.guest(meeting=meeting)
    people.guest(meeting=meeting)
    page = f"{PAGE}/{meeting.pk}/change/"
    answer = admin_client.post(page, filled(admin_client.get(page)) | {"places": "1"})
    assert "ont déjà leur place" in answer.content.decode()


def test_two_people_at_the_door_note_arrivals_and_lose_none(admin_client):
    meeting = people.meeting()
    first, second = people.guest(meeting=meeting), people.guest(meeting=meeting)
    page = f"{PAGE}/{meeting.pk}/presence/"
    for guest in (first, second):
        admin_client.post(page, {"came": guest.pk})
    admin_client.post(page, {"undo": first.pk})
    assert list(meeting.guests.filter(came=True)) == [second]


def test_calling_off_in_the_list_tells_and_hides_the_meeting(admin_client):
    guest = people.guest()
    chosen = {"action": "call_off", "_selected_action": guest.meeting_id}
    answer = admin_client.post(f"{PAGE}/", chosen, follow=True)
    assert "Personnes prévenues : 1" in answer.content.decode().replace("\u00a0", " ")
    assert Meeting.objects.get().called_off_at == NOW
