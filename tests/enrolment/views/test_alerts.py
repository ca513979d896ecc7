"""The pages of « Me prévenir »: nothing is learnt from them, nothing is done by looking."""

import io
import zipfile
from datetime import timedelta

import lxml.html
import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from catalogue.models import Programme
from enrolment import sign_in
from enrolment.models import Alert
from enrolment.privacy import export
from enrolment.views.base import DEVICE
from tests.support import enrolment_factories as people
from tests.support.enrolment_factories import NOW, factories
from tests.support.sign_in_mails import give

pytestmark = pytest.mark.django_db
LEA, PAGE, SENT = (
    "lea@exemple.fr",
    "/candidature/prevenir/essai/",
    "/candidature/prevenir/essai/envoye/",
)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def programme():
    return factories.programme(slug="essai", short_name="Bac pro Essai", title="Bac pro Essai")


def open_enrolment(programme):
    opens = NOW.date() - timedelta(days=1)
    factories.cohort_year(factories.cohort(programme), registration_opens=opens)


def text(answer):
    tree = lxml.html.fromstring(answer.content.decode())
    return " ".join(tree.xpath("string(//main)").split())


def at(alert, end=""):
    return f"/candidature/prevenu/{alert.token}/{end}"


# Asking


def test_address_is_asked_then_its_mailbox_looked_at(client, programme):
    assert "Les dates de la prochaine rentrée" in text(client.get(PAGE))
    answer = give(client, PAGE, LEA)
    assert (answer.status_code, answer.url) == (302, SENT)
    assert "Regardez vos courriels" in text(client.get(SENT))
    assert Alert.objects.get().mailbox == LEA


def test_answer_is_the_same_for_an_address_that_is_known(programme):
    people.alert(email=LEA, programme=programme)
    known, unknown = (give(Client(), PAGE, email) for email in (LEA, "autre@exemple.fr"))
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert known.content == unknown.content
    assert known.cookies.keys() == unknown.cookies.keys() == set()


def test_robot_that_fills_the_hidden_box_is_not_noted(client, programme):
    answer = give(client, PAGE, LEA, site="x")
    assert (answer.url, Alert.objects.count()) == (SENT, 0)


def test_page_sent_back_before_it_can_be_read_is_asked_again(client, programme):
    answer = give(client, PAGE, LEA, shown=timedelta(seconds=1), follow=True)
    assert (len(answer.redirect_chain), Alert.objects.count()) == (1, 0)
    assert f'value="{LEA}"' in answer.content.decode()


def test_wrong_address_is_refused_in_words(client, programme):
    answer = give(client, PAGE, "léa@exemple", follow=True)
    assert (len(answer.redirect_chain), Alert.objects.count()) == (1, 0)
    assert "Avant le @" in text(answer)


def test_sixth_request_of_an_hour_is_told_to_wait(client, programme):
    answers = [give(client, PAGE, LEA) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert (answers[-1]["Retry-After"], "dans 60 minutes" in text(answers[-1])) == ("3600", True)


def test_programme_that_is_open_asks_for_nothing(client, programme):
    open_enrolment(programme)
    answers = [client.get(PAGE), give(client, PAGE, LEA)]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert all("Les inscriptions sont ouvertes" in text(answer) for answer in answers)
    assert Alert.objects.count() == 0


def test_session_on_demand_has_no_date_to_wait_for(client, programme):
    factories.cohort(programme, kind="on_demand")
    assert "pas de date à attendre" in text(client.get(PAGE))


def test_withdrawn_programme_leads_to_its_page_and_a_draft_is_not_found(client, programme):
    Programme.objects.update(state="withdrawn")
    assert client.get(PAGE).url == "/formations/essai/"
    Programme.objects.update(state="draft")
    assert client.get(PAGE).status_code == 404


# Confirming, stopping


def test_looking_at_the_link_confirms_nothing(client, programme):
    asked = people.alert(programme=programme, confirmed=False)
    assert "Oui, me prévenir" in text(client.get(at(asked)))
    assert client.head(at(asked)).status_code == 200
    assert Alert.objects.get().confirmed_at is None


def test_button_confirms_and_a_second_press_says_the_same(client, programme):
    asked = people.alert(programme=programme, confirmed=False)
    for _ in range(2):
        answer = client.post(at(asked), follow=True)
        assert "C’est noté" in text(answer)
    assert Alert.objects.get().confirmed_at == NOW


def test_looking_at_the_way_to_stop_erases_nothing(client):
    alert = people.alert()
    assert alert.mailbox in text(client.get(at(alert, "arreter/")))
    assert Alert.objects.count() == 1


def test_button_erases_the_address_and_the_link_then_serves_no_more(client):
    alert = people.alert()
    assert "Votre adresse est effacée" in text(client.post(at(alert, "arreter/")))
    assert Alert.objects.count() == 0
    answers = [client.get(at(alert)), client.post(at(alert)), client.post(at(alert, "arreter/"))]
    assert [answer.status_code for answer in answers] == [410] * 3
    assert all("Ce lien ne sert plus" in text(answer) for answer in answers)


def test_mailbox_stops_by_itself_without_our_page():
    """RFC 8058: one form, no cookie, no redirection."""
    alert, mailbox = people.alert(), Client(enforce_csrf_checks=True)
    answer = mailbox.post(at(alert, "arreter/"), {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, Alert.objects.count()) == (200, 0)


def test_confirming_takes_our_page():
    asked = people.alert(confirmed=False)
    assert Client(enforce_csrf_checks=True).post(at(asked)).status_code == 403


def test_link_of_a_request_opens_no_other(client):
    one, other = people.alert(), people.alert()
    client.post(f"/candidature/prevenu/{one.pk}.{other.token.partition('.')[2]}/arreter/")
    assert Alert.objects.count() == 2


# Mes données


@pytest.fixture
def owner(client):
    client.cookies[DEVICE] = sign_in.remember(LEA, now=timezone.now())
    return people.application(email=LEA)


def own(client, application, page):
    return text(client.get(f"/candidature/dossier/{application.reference}/{page}/"))


def test_candidates_see_what_they_wait_for_and_can_stop(client, owner, programme):
    alert = people.alert(email=LEA, programme=programme)
    people.alert(programme=factories.programme(short_name="CAP d’une autre personne"))
    read = own(client, owner, "donnees")
    assert "Ne plus me prévenir : Bac pro Essai" in read.replace("\u00a0", " ")
    assert "CAP d’une autre personne" not in read
    assert (
        at(alert, "arreter/")
        in client.get(f"/candidature/dossier/{owner.reference}/donnees/").content.decode()
    )


def test_candidates_take_away_what_they_wait_for(owner, programme):
    people.alert(email=LEA, programme=programme)
    assert b"Bac pro Essai" in _data(export.export(LEA, now=NOW))


def _data(content):
    return zipfile.ZipFile(io.BytesIO(content)).read("donnees.json")


def test_erasing_the_last_application_says_that_it_stops_and_does(client, owner, programme):
    people.alert(email=LEA, programme=programme)
    assert "Vous ne serez plus prévenu de l’ouverture de Bac pro Essai" in own(
        client, owner, "effacer"
    )
    client.post(f"/candidature/dossier/{owner.reference}/effacer/")
    assert Alert.objects.count() == 0


def test_erasing_one_application_of_two_stops_nothing(client, owner, programme):
    people.application(email=LEA)
    people.alert(email=LEA, programme=programme)
    assert "Vous ne serez plus prévenu" not in own(client, owner, "effacer")
    client.post(f"/candidature/dossier/{owner.reference}/effacer/")
    assert Alert.objects.count() == 1
