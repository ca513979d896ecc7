"""Wrong passwords and codes: who has to wait, who does not, and what an answer costs."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charmilles.models import StaffEvent
from charmilles.staff import attempts
from tests.support import enrolment_factories as factories
from tests.support.staff import PASSWORD, current_code, is_in, sign_in, type_code, type_password

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture
def waits(monkeypatch):
    """Collects the waits instead of waiting."""
    waited = []
    monkeypatch.setattr(attempts.time, "sleep", waited.append)
    return waited


def tries(name, count, *, password="faux", address=HERE):
    client = Client()
    return [
        type_password(client, name, password, address=address).status_code for _ in range(count)
    ]


def test_five_wrong_passwords_then_a_pause(ada):
    assert tries("ada", 6) == [200] * 5 + [429]


def test_pause_refuses_the_right_password_and_says_how_long(ada, client):
    tries("ada", 5)
    answer = type_password(client, "ada")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    assert "Réessayez dans 15" in answer.content.decode()


def test_pause_ends(ada, client, clock):
    tries("ada", 6)
    clock.shift(attempts.PERIOD)
    assert type_password(client, "ada").status_code == 302


def test_right_passwords_do_not_count(ada):
    assert tries("ada", 8, password=PASSWORD) == [302] * 8


def test_stranger_locks_nobody_out(ada, client, waits):
    """From other addresses, a hundred failures only make the answer slower."""
    for n in range(20):
        tries("ada", 5, address=f"198.51.100.{n}")
    assert type_password(client, "ada", address=HERE).status_code == 302
    assert set(waits) == {attempts.SLOW}


def test_slow_answers_are_the_same_for_an_unknown_name(ada, waits):
    for name in ("ada", "inconnue"):
        for n in range(3):
            tries(name, 4, address=f"198.51.100.{n}")
    assert waits == [attempts.SLOW] * 4


def test_colleague_at_the_same_address_still_enters(ada):
    factories.staff(username="luc", password=PASSWORD)
    tries("ada", 6)
    assert tries("luc", 1, password=PASSWORD) == [302]


def test_address_that_tries_many_names_waits(ada):
    for n in range(10):
        tries(f"nom-{n}", 2)
    assert tries("ada", 1, password=PASSWORD) == [429]
    assert tries("ada", 1, password=PASSWORD, address=ELSEWHERE) == [302]


@pytest.mark.parametrize("page", ["admin:password_change", "staff:set_up"])
def test_former_password_is_not_guessed_from_an_open_screen(client, ada, codes, page):
    sign_in(client, ada)
    typed = {"old_password": "faux", "password": "faux", "code": "123456"}
    answers = [client.post(reverse(page), typed, REMOTE_ADDR=HERE).status_code for _ in range(6)]
    assert answers[:5] in ([200] * 5, [422] * 5)
    assert answers[5] == 429


def test_weak_new_password_is_no_guess_of_the_former_one(client, ada):
    sign_in(client, ada)
    typed = {"old_password": PASSWORD, "new_password1": "court", "new_password2": "court"}
    url = reverse("admin:password_change")
    assert [client.post(url, typed).status_code for _ in range(7)] == [200] * 7


def test_browser_already_known_does_not_wait_for_its_neighbours(ada, client, codes):
    """In a school, pupils and staff may share one address."""
    type_password(client, "ada")
    type_code(client, codes[0])
    for n in range(10):
        tries(f"nom-{n}", 2)
    tries("ada", 5)
    assert tries("ada", 1, password=PASSWORD) == [429]
    assert type_password(client, "ada").status_code == 302
    assert type_code(client, codes[1]).status_code == 302


def test_known_browser_waits_after_its_own_failures(ada, client, codes):
    type_password(client, "ada")
    type_code(client, codes[0])
    answers = [type_password(client, "ada", "faux").status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_another_sign_in_gives_a_known_browser_no_other_tries(ada, client, codes):
    """A colleague of the same computer would otherwise guess as long as they like."""
    factories.staff(username="luc", password=PASSWORD)
    type_password(client, "ada")
    type_code(client, codes[0])
    answers = [type_password(client, "ada", "faux").status_code for _ in range(5)]
    assert type_password(client, "luc").status_code == 302
    answers += [type_password(client, "ada", "faux").status_code for _ in range(2)]
    assert answers == [200] * 5 + [429] * 2


def test_browser_known_for_one_account_guesses_no_other(ada, client, codes):
    factories.staff(username="luc", password=PASSWORD)
    type_password(client, "luc")
    answers = [type_password(client, "ada", "faux").status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert tries("ada", 1, password=PASSWORD) == [429]


# Codes


@pytest.fixture
def half(client, ada, codes):
    type_password(client, "ada")
    return client


def test_five_wrong_codes_then_a_pause(half):
    answers = [type_code(half, "000000").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    assert type_code(half, current_code()).status_code == 429
    assert not is_in(half)


def test_wrong_codes_from_everywhere_count_for_the_account(half):
    answers = [type_code(half, "000000", address=f"198.51.100.{n}").status_code for n in range(11)]
    assert answers == [422] * 10 + [429]


def test_strangers_without_the_password_do_not_count_for_the_codes(half, waits):
    for n in range(20):
        tries("ada", 5, address=f"198.51.100.{n}")
    assert type_code(half, current_code()).status_code == 302


def test_right_codes_do_not_count(half, codes):
    for code in codes[:7]:
        client = Client()
        type_password(client, "ada")
        assert type_code(client, code).status_code == 302


# What an answer costs, and what is kept of it


@pytest.fixture
def hashed(monkeypatch):
    """Collects the passwords that are hashed."""
    passwords, encode = [], MD5PasswordHasher.encode

    def counting(self, password, salt):
        passwords.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    return passwords


def accounts():
    """Makes accounts that a right password does not let in either."""
    factories.staff(username="partie", password=PASSWORD, is_active=False)
    factories.staff(username="candidate", password=PASSWORD, is_staff=False)
    factories.staff(username="sans-mot-de-passe")


def cost(name, password, hashed):
    """Counts (queries, passwords hashed) of a refusal."""
    hashed.clear()
    with CaptureQueriesContext(connection) as queries:
        assert tries(name, 1, password=password) == [200]
    return len(queries), len(hashed)


def test_refusal_costs_the_same_for_every_name(ada, hashed):
    accounts()
    typed = [("inconnue", "faux"), ("ada", "faux"), ("partie", PASSWORD)]
    typed += [("candidate", PASSWORD), ("sans-mot-de-passe", "faux")]
    costs = {name: cost(name, password, hashed) for name, password in typed}
    assert {hashes for _, hashes in costs.values()} == {1}
    assert len({queries for queries, _ in costs.values()}) == 1, costs


def test_unknown_name_is_not_kept(client, ada):
    """It may be a password typed in the wrong box."""
    type_password(client, "Mon-Secret-2026", "ada")
    type_password(client, "ada", "faux")
    rows = StaffEvent.objects.filter(what="refused").order_by("pk").values_list("user", "detail")
    assert list(rows) == [(None, "nom inconnu"), (ada.pk, "")]


def test_wrong_code_is_kept_under_the_account(half, ada):
    type_code(half, "000000")
    assert StaffEvent.objects.filter(what="code_refused", user=ada).count() == 1
