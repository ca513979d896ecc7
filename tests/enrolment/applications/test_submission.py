"""Sending applications: a person sends a few in an hour, whatever their network."""

from datetime import timedelta

import pytest

from charmilles.throttle import TooMany
from enrolment.applications import submission
from enrolment.models import Application, Status
from tests.support import enrolment_factories as people
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db
EMAIL = "ines@exemple.fr"


@pytest.fixture(autouse=True)
def complete(monkeypatch):
    monkeypatch.setattr(submission, "next_task", lambda application, today: None)


def send(email, *, now=NOW):
    return submission.submit(people.application(status=Status.DRAFT, email=email), now=now)


def test_sixth_application_of_an_hour_waits():
    for email in (EMAIL, "Ines@exemple.fr", "ines@EXEMPLE.fr", EMAIL, EMAIL):
        send(email)
    with pytest.raises(TooMany):
        send(EMAIL)
    assert Application.objects.filter(status=Status.DRAFT).count() == 1


def test_a_whole_class_applies_at_once():
    for number in range(30):
        send(f"eleve-{number}@exemple.fr")
    assert Application.objects.filter(status=Status.SUBMITTED).count() == 30


def test_the_next_hour_is_free_again():
    for _ in range(5):
        send(EMAIL)
    assert send(EMAIL, now=NOW + timedelta(hours=1)).status == Status.SUBMITTED


def test_sending_the_same_application_twice_counts_once():
    application = people.application(status=Status.DRAFT, email=EMAIL)
    for _ in range(6):
        submission.submit(application, now=NOW)
    assert application.status == Status.SUBMITTED
