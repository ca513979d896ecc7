"""The pages of a file that was sent, as a browser without JavaScript sees them."""

from datetime import timedelta

import lxml.html
import pytest
from django.urls import reverse
from django.utils import timezone

from enrolment import access
from enrolment.entrance import DEVICE
from enrolment.models import Application, Status
from tests.enrolment import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(client):
    """sent(status, …): a file of the person whose browser this is."""

    def sent(status, **fields):
        cohort = factories.cohort(places=1)
        since = timezone.now() - timedelta(days=1)
        application = factories.application(cohort=cohort, status=status, since=since, **fields)
        client.cookies[DEVICE] = access.remember(application.email, now=timezone.now())
        return application

    return sent


def page_of(name, application):
    return reverse(f"enrolment:{name}", args=[application.reference])


def status_of(application):
    return Application.objects.get(pk=application.pk).status


def words(response):
    page = lxml.html.fromstring(response.content.decode())
    return " ".join(page.find(".//main").text_content().split())


# The place proposed


def test_looking_at_the_place_takes_nothing(client, sent):
    application = sent(Status.OFFERED)
    assert client.get(page_of("place", application)).status_code == 200
    assert status_of(application) == "offered"


def test_place_is_accepted_by_the_button(client, sent):
    application = sent(Status.OFFERED)
    answer = client.post(page_of("place", application))
    assert (answer.url, status_of(application)) == (page_of("dossier", application), "admissible")


def test_place_is_left_by_the_other_button(client, sent):
    application = sent(Status.OFFERED)
    client.post(page_of("pass_place", application))
    assert status_of(application) == "waiting_list"


def test_leaving_a_place_is_not_done_by_a_link(client, sent):
    application = sent(Status.OFFERED)
    assert client.get(page_of("pass_place", application)).status_code == 405


def test_late_yes_is_told_what_happens(client, sent):
    application = sent(Status.OFFERED, due_at=timezone.now() - timedelta(minutes=1))
    answer = client.post(page_of("place", application))
    assert (answer.status_code, status_of(application)) == (409, "waiting_list")
    assert "Le délai pour accepter cette place est passé" in words(answer)


def test_second_yes_changes_nothing(client, sent):
    application = sent(Status.OFFERED)
    client.post(page_of("place", application))
    assert client.post(page_of("place", application)).url == page_of("dossier", application)
    assert status_of(application) == "admissible"


def test_without_an_offer_there_is_no_such_page(client, sent):
    application = sent(Status.WAITING_LIST)
    assert client.get(page_of("place", application)).url == page_of("dossier", application)
