"""The pages of open days and visits: two fields, a confirmation, and nothing done by looking."""

from datetime import timedelta

import lxml.html
import pytest
import time_machine

from enrolment import meetings, sign_in
from enrolment.models import Guest
from enrolment.views.base import DEVICE
from tests.support import enrolment_factories as people
from tests.support.enrolment_factories import NOW, factories
from tests.support.sign_in_mails import give

pytestmark = pytest.mark.django_db
LEA = "lea@exemple.fr"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def text(answer):
    tree = lxml.html.fromstring(answer.content.decode())
    return " ".join(tree.xpath("string(//main)").split())


def ask(client, meeting, **typed):
    page = f"/candidature/rencontres/{meeting.pk}/"
    return give(client, page, LEA, **{"name": "Léa Roy"} | typed)


def link(guest, end=""):
    return f"/candidature/rencontre/{guest.token}/{end}"


def test_name_and_address_then_a_place_from_the_mailbox(client):
    meeting = people.meeting(room="Hall")
    assert ask(client, meeting).url.endswith("/envoye/")
    guest = meeting.guests.get()
    assert "Confirmer ma venue" in text(client.get(link(guest)))
    assert not Guest.objects.seated().exists()  # looking does nothing: scanners open links
    assert "Vous avez une place" in text(client.post(link(guest), follow=True))


def test_answer_is_the_same_for_an_address_that_is_known(client):
    meeting = people.meeting()
    people.guest(meeting=meeting, email=LEA)
    known, unknown = ask(client, meeting), ask(client, people.meeting(campus=meeting.campus))
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


def test_drawing_in_a_name_is_refused_in_words_and_nothing_typed_is_lost(client):
    answer = ask(client, people.meeting(), name="Léa 🙂", follow=True)
    assert "sans « 🙂 »" in text(answer).replace("\u00a0", " ")
    assert f'value="{LEA}"' in answer.content.decode()


def test_who_has_a_place_takes_the_event_and_gives_the_place_back(client):
    guest = people.guest(email=LEA)
    event = client.get(link(guest, "rencontre.ics"))
    assert b"SUMMARY:Journ" in event.content
    assert "annul" in text(client.post(link(guest, "annuler/")))
    assert client.get(link(guest)).status_code == 410


def test_who_waits_has_no_event_nor_link_of_the_video(client):
    video = {"mode": "video", "link": "https://visio.test/secret", "places": 1}
    guest = people.guest(meeting=people.meeting(**video), seated=False)
    assert "visio.test" not in client.get(link(guest)).content.decode()
    assert client.get(link(guest, "rencontre.ics")).status_code == 410


def test_meeting_that_began_takes_nobody(client):
    meeting = people.meeting(starts=NOW - timedelta(minutes=1))
    assert "déjà commencé" in text(client.get(f"/candidature/rencontres/{meeting.pk}/"))
    assert ask(client, meeting).status_code == 409
    late = people.guest(meeting=meeting, confirmed=False)
    client.post(link(late))
    assert not Guest.objects.seated().exists()


@pytest.mark.parametrize("page", ["/", "/formations/essai/"])
def test_public_pages_announce_it_until_it_is_called_off(client, page):
    programme = factories.programme(slug="essai")
    factories.centre()
    site = factories.campus()
    before = client.get(page).content.decode()
    meeting = people.meeting(programmes=[programme], campus=site)
    announced = client.get(page).content.decode()
    assert f"/candidature/rencontres/{meeting.pk}/" in announced
    meetings.call_off(meeting, now=NOW)
    assert client.get(page).content.decode() == before


@pytest.mark.parametrize("page", ["donnees", "effacer"])
def test_data_of_a_candidate_name_what_they_asked_elsewhere(client, page):
    application = people.application(email=LEA)
    guest, question = people.guest(email=LEA), people.question(email=LEA)
    client.cookies[DEVICE] = sign_in.remember(LEA, now=NOW)
    answer = client.get(f"/candidature/dossier/{application.reference}/{page}/")
    assert "Journée portes ouvertes, 3 décembre" in text(answer).replace("\u00a0", " ")
    assert "question" in text(answer)
    shown = answer.content.decode()
    assert (guest.token in shown, question.token in shown) == (page == "donnees",) * 2
