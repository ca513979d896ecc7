"""What a complete sign-in leaves: an entry in the register, a known browser, a mail."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse
from post_office.models import PRIORITY, Email

from charmilles.models import StaffEvent
from charmilles.staff.sign_in import DEVICE, SALT
from tests.support import enrolment_factories as factories
from tests.support.staff import PASSWORD, current_code, type_code, type_password

pytestmark = pytest.mark.django_db


def enter(client, codes, name="ada"):
    type_password(client, name)
    return type_code(client, codes.pop())


def details():
    signed_in = StaffEvent.objects.filter(what="signed_in").order_by("pk")
    return list(signed_in.values_list("user__username", "detail"))


def test_new_browser_is_told_by_mail_once(client, ada, codes):
    answer = enter(client, codes)
    mail = Email.objects.get()
    assert (mail.to, mail.priority) == (["ada@tilleuls.test"], PRIORITY.high)
    assert "lundi 23 novembre 2026 à 9 h 30" in mail.email_message().body.replace("\u00a0", " ")
    cookie = answer.cookies[DEVICE]
    assert (cookie["httponly"], cookie["max-age"]) == (True, 365 * 24 * 3600)
    enter(client, codes)
    assert Email.objects.count() == 1
    assert details() == [("ada", "nouvel appareil"), ("ada", "appareil connu")]


def test_password_alone_is_no_sign_in(client, ada, codes):
    type_password(client, "ada")
    assert (details(), Email.objects.count(), DEVICE in client.cookies) == ([], 0, False)


@pytest.mark.parametrize(
    "wanted", ["//evil.example/", "https://evil.example/", "/\\evil.example", ""]
)
def test_page_of_another_site_is_not_gone_to(client, ada, wanted):
    typed = {"username": "ada", "password": PASSWORD, "next": wanted}
    assert client.post(reverse("admin:login"), typed).url == reverse("admin:index")


def test_password_is_the_sign_in_of_who_needs_no_code(client):
    factories.staff(username="luc", email="luc@tilleuls.test", password=PASSWORD)
    assert DEVICE in type_password(client, "luc").cookies
    assert details() == [("luc", "nouvel appareil")]


def test_browser_is_known_for_each_of_its_accounts(client, ada, codes):
    factories.staff(username="luc", email="luc@tilleuls.test", password=PASSWORD)
    for _ in range(2):
        type_password(client, "luc")
        enter(client, codes)
    assert Email.objects.count() == 2


@pytest.mark.parametrize(
    "cookie",
    ["", "faux", signing.dumps([1], salt="un-autre-sel")],
    ids=["empty", "forged", "signed for something else"],  # the last one changes with the hour
)
def test_cookie_that_we_did_not_sign_makes_no_browser_known(client, ada, codes, cookie):
    client.cookies[DEVICE] = cookie
    enter(client, codes)
    assert details() == [("ada", "nouvel appareil")]


def test_known_browser_is_forgotten_in_time(client, ada, codes, clock):
    old = signing.dumps([ada.pk], salt=SALT)
    clock.shift(settings.RETENTION["staff_device"] + timedelta(seconds=1))
    client.cookies[DEVICE] = old
    enter(client, codes)
    assert details() == [("ada", "nouvel appareil")]


def test_account_without_an_address_signs_in_without_a_mail(client):
    factories.staff(username="luc", password=PASSWORD)
    assert type_password(client, "luc").status_code == 302
    assert Email.objects.count() == 0


def test_sign_in_page_leads_to_a_forgotten_password(client, db):
    assert "/gestion/mot-de-passe/" in client.get("/gestion/login/").content.decode()


def test_code_is_not_asked_again_in_a_session(client, ada, codes):
    enter(client, codes)
    assert type_code(client, current_code()).status_code == 302
    assert len(details()) == 1


def test_signing_in_again_asks_for_the_code_again(client, ada, codes):
    enter(client, codes)
    type_password(client, "ada")
    assert client.get("/gestion/").status_code == 302
    assert Client().get("/gestion/").status_code == 302
