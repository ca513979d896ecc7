"""A forgotten password: the same answer for every address, a link that serves once."""

import logging
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from charmilles.models import PasswordRequest, StaffEvent
from charmilles.staff import second_factor
from tests.support import enrolment_factories as factories
from tests.support.staff import PASSWORD, is_in, sign_in, type_password

pytestmark = pytest.mark.django_db
ASK = reverse("admin_password_reset")
NEW = "quatre mots pris au hasard"


def ask(client, email="ada@tilleuls.test"):
    return client.post(ASK, {"email": email})


def link(client):
    """Asks for a link, and reads it in the mail."""
    ask(client)
    call_command("write_staff_letters", verbosity=0)
    text = Email.objects.latest("pk").email_message().body
    return re.search(r"https?://[^/\s]+(\S+)", text)[1]


def choose(client, path, new=NEW):
    form = client.get(path, follow=True)
    if form.status_code != 200:
        return form
    return client.post(form.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})


def test_link_changes_the_password(client, ada):
    assert choose(client, link(client)).headers["Location"] == reverse("password_reset_complete")
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    changed = StaffEvent.objects.values_list("what", flat=True).order_by("pk")
    assert list(changed)[-2:] == ["password_asked", "password_changed"]


def test_wrong_address_is_said_once(client):
    answer = ask(client, "nom@")
    assert answer.status_code == 422
    assert [message for _, message in answer.context_data["errors"]] == [
        "Cette adresse n’est pas complète : écrivez-la comme nom@exemple.fr."
    ]


def test_new_password_does_not_replace_the_code(client, ada, codes):
    choose(client, link(client))
    assert type_password(client, "ada", NEW).status_code == 302
    assert not is_in(client)
    assert second_factor.is_set_up(ada)


def test_new_password_closes_every_session(client, ada):
    hers = Client()
    sign_in(hers, ada)
    choose(client, link(client))
    assert not is_in(hers)


def test_link_serves_once(client, ada):
    path = link(client)
    choose(client, path)
    assert client.get(path).status_code == 410


def test_opening_a_link_does_not_use_it(client, ada):
    """Mail scanners open links."""
    path = link(client)
    Client().get(path, follow=True)
    assert choose(client, path).status_code == 302


def test_link_dies_after_an_hour_and_so_does_its_mail(client, ada, clock):
    path = link(client)
    assert Email.objects.get().expires_at == StaffEvent.objects.get(
        what="password_asked"
    ).at + timedelta(hours=1)
    clock.shift(timedelta(hours=1, seconds=1))
    assert client.get(path).status_code == 410


@pytest.mark.parametrize("path", ["x/y/", "MQ/y/", "MQ/set-password/", "%00/y/", "é/y/"])
def test_wrong_link_says_so(client, ada, path):
    assert client.get(ASK + path).status_code in (404, 410)


@pytest.mark.parametrize("new", ["court", "123456789012", "ada@tilleuls.test"])
def test_weak_password_is_refused(client, ada, new):
    assert choose(client, link(client), new).status_code == 422
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("new", "is_refused"),
    [
        ("charmilles2026!", True),
        ("Formations-CFP-38", True),
        ("administrateur", True),
        ("charmilles cheval agrafe", False),
        ("cheval agrafe tuile", False),
    ],
)
def test_words_of_the_site_do_not_count_in_the_length(client, ada, new, is_refused):
    answer = choose(client, link(client), new)
    assert answer.status_code == (422 if is_refused else 302)
    assert ("Le nom du centre" in answer.content.decode()) is is_refused


# The same for every address


def answer(email):
    """Gives (status, place, body, number of queries) of an address typed in a new browser."""
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        asked = ask(client, email)
    page = client.get(asked.headers["Location"])
    return asked.status_code, asked.headers["Location"], page.content, len(queries)


def test_answer_is_the_same_for_every_address(ada):
    factories.staff(username="partie", email="partie@tilleuls.test", is_active=False)
    emails = ["ada@tilleuls.test", "partie@tilleuls.test", "inconnue@tilleuls.test"]
    assert len({answer(email) for email in emails}) == 1


@pytest.mark.parametrize(
    "email", ["inconnue@tilleuls.test", "partie@tilleuls.test", "ada@tıllEuls.test"]
)
def test_nothing_is_sent_to_others(client, ada, email):
    factories.staff(
        username="partie", email="partie@tilleuls.test", password=PASSWORD, is_active=False
    )
    ask(client, email)
    call_command("write_staff_letters", verbosity=0)
    assert (Email.objects.count(), PasswordRequest.objects.count()) == (0, 0)


def test_mails_to_one_address_are_limited(client, ada):
    answers = [ask(client) for _ in range(4)]
    assert [one.status_code for one in answers] == [302, 302, 302, 429]
    assert answers[-1].headers["Retry-After"] == "900"


def test_addresses_typed_from_one_place_are_limited(client, db):
    answers = [ask(client, f"nom-{n}@tilleuls.test").status_code for n in range(21)]
    assert answers == [302] * 20 + [429]


def test_account_with_a_wrong_address_blocks_no_other(client, ada):
    factories.staff(username="luc", email="luc@@tilleuls", password=PASSWORD)
    PasswordRequest.objects.create(email="luc@@tilleuls", at=timezone.now())
    ask(client)
    call_command("write_staff_letters", verbosity=0)
    assert [mail.to for mail in Email.objects.all()] == [["ada@tilleuls.test"]]
    assert PasswordRequest.objects.count() == 0


def test_request_is_answered_once(client, ada):
    ask(client)
    for _ in range(2):
        call_command("write_staff_letters", verbosity=0)
    assert Email.objects.count() == 1


def test_token_is_in_no_log(client, ada, caplog):
    caplog.set_level(logging.DEBUG)
    path = link(client)
    token = path.strip("/").split("/")[-1]
    choose(client, path)
    client.get(path)
    assert len(token) > 30
    assert token not in caplog.text


def test_pages_are_not_cached(client, ada):
    path = link(client)
    final = client.get(path, follow=True)
    for page in (client.get(ASK), final, client.get(reverse("password_reset_done"))):
        assert "no-store" in page.headers["Cache-Control"]
        assert page.headers["Referrer-Policy"] == "same-origin"
