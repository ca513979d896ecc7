"""Signing in without a password: codes, links and known browsers."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext
from post_office.models import Email

from charmilles import throttle
from charmilles.throttle import TooMany
from enrolment import sign_in
from enrolment.models import AccessToken, Application, Device
from tests.support import catalogue_factories as factories
from tests.support.sign_in_mails import code_in, delivered, link_in

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ADA, PHONE = "ada@exemple.fr", "the browser of Ada’s phone"

pytestmark = pytest.mark.django_db


def after(**time):
    return NOW + timedelta(**time)


def ask(email=ADA, *, browser=PHONE, now=NOW, **options):
    """Asks for a mail, which leaves at once; returns the code and the link that it gives."""
    sign_in.ask(email, browser=browser, destination="", now=now, **options)
    text = delivered(now=now)[-1].body
    return code_in(text), link_in(text)


def check(code, *, browser=PHONE, now=NOW, network=""):
    token = sign_in.check_code(code, browser=browser, now=now, network=network)
    return token and token.email


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06}"


# Asking


def test_the_mail_goes_to_who_asked():
    ask()
    assert [mail.to for mail in outbox.outbox] == [[ADA]]


def test_no_mail_with_a_code_is_ever_stored():
    ask()
    assert Email.objects.count() == 0


def test_nothing_is_drawn_before_the_mail_leaves():
    token = sign_in.ask(ADA, browser=PHONE, destination="", now=NOW)
    assert (token.code_hash, token.link_hash, token.drawn_at) == ("", None, None)


def test_code_and_link_are_stored_hashed():
    code, link = ask()
    row = repr(AccessToken.objects.values().get())
    assert [secret for secret in (code, link, PHONE) if secret in row] == []


def test_the_same_code_has_different_hashes(monkeypatch):
    monkeypatch.setattr(sign_in.secrets, "randbelow", lambda limit: 7)
    ask()
    ask(browser="another")
    assert len(set(AccessToken.objects.values_list("code_hash", flat=True))) == 2


def test_the_code_has_six_digits(monkeypatch):
    monkeypatch.setattr(sign_in.secrets, "randbelow", lambda limit: 7)
    code, _ = ask()
    assert (code, check(code)) == ("000007", ADA)


def test_the_destination_is_kept():
    token = sign_in.ask(ADA, browser=PHONE, destination="bac-pro-agora", now=NOW)
    assert token.destination == "bac-pro-agora"


def test_three_mails_in_fifteen_minutes_and_no_more():
    for _ in range(3):
        ask()
    with pytest.raises(TooMany):
        ask(now=after(minutes=14))
    assert AccessToken.objects.count() == 3


def test_capitals_do_not_make_another_address():
    for email in (ADA, "Ada@exemple.fr", "ADA@EXEMPLE.FR"):
        ask(email)
    with pytest.raises(TooMany):
        ask("aDa@exemple.fr")


def test_mails_are_counted_by_visitor_too():
    ask("one@exemple.fr", ip="192.0.2.7", ip_limit=1)
    with pytest.raises(TooMany):
        ask("two@exemple.fr", ip="192.0.2.7", ip_limit=1)


def test_a_refused_visitor_uses_up_nobody_s_mails():
    ask("one@exemple.fr", ip="192.0.2.7", ip_limit=1)
    for _ in range(3):
        with pytest.raises(TooMany):
            ask(ip="192.0.2.7", ip_limit=1)
    assert ask(ip="192.0.2.8")


def asking(email):
    """Asks for a mail; returns the SQL verbs and the mail without its random parts."""
    with CaptureQueriesContext(connection) as queries:
        code, link = ask(email)
    sent = outbox.outbox[-1]
    shown = f"{code[:3]}\u00a0{code[3:]}"
    words = [part.replace(link, "").replace(shown, "") for part in (sent.subject, sent.body)]
    return [query["sql"].partition(" ")[0] for query in queries], words


def test_known_and_unknown_addresses_are_treated_alike():
    Application.objects.create(
        email=ADA,
        programme=factories.programme(),
        status_since=NOW,
        created_at=NOW,
        saved_at=NOW,
    )
    assert asking(ADA) == asking("unknown@exemple.fr")


def test_asking_never_looks_at_applications():
    with CaptureQueriesContext(connection) as queries:
        ask()
    assert [q for q in queries if Application._meta.db_table in q["sql"]] == []


# The code


def test_the_code_signs_in():
    code, _ = ask()
    assert check(code) == ADA


@pytest.mark.parametrize("mark", [" ", "\u00a0", "-", "\u202f", "."])
def test_a_code_typed_in_two_parts_signs_in(mark):
    code, _ = ask()
    assert check(f" {code[:3]}{mark}{code[3:]} ") == ADA


def test_a_wrong_code_does_not_sign_in():
    code, _ = ask()
    assert check(wrong(code)) is None


def test_the_code_works_in_the_browser_that_asked_only():
    code, _ = ask()
    assert check(code, browser="another") is None


def test_a_code_needs_a_browser():
    code, _ = ask(browser="")
    assert check(code, browser="") is None


def test_the_code_works_once():
    code, _ = ask()
    check(code)
    assert check(code) is None


@pytest.mark.parametrize(("seconds", "email"), [(599, ADA), (600, None)])
def test_the_code_lasts_ten_minutes(seconds, email):
    code, _ = ask()
    assert check(code, now=after(seconds=seconds)) == email


@pytest.mark.parametrize(("mistakes", "email"), [(4, ADA), (5, None)])
def test_the_code_may_be_tried_five_times(mistakes, email):
    code, _ = ask()
    for _ in range(mistakes):
        check(wrong(code))
    assert check(code) == email


def test_only_the_last_code_asked_works():
    first, _ = ask()
    ask("alan@exemple.fr", now=after(minutes=1))
    assert check(first, now=after(minutes=2)) is None


def test_using_the_last_code_does_not_revive_the_one_before():
    first, _ = ask()
    last, _ = ask(now=after(minutes=1))
    check(last, now=after(minutes=2))
    assert check(first, now=after(minutes=2)) is None


def test_a_code_used_meanwhile_signs_nobody_in(monkeypatch):
    """Another window uses the link after the code is compared and before it is consumed."""
    code, link = ask()

    def compare(typed, expected):
        sign_in.use_link(link, now=NOW)
        return typed == expected

    monkeypatch.setattr(sign_in, "constant_time_compare", compare)
    assert check(code) is None


def test_a_try_counted_meanwhile_is_one_too_many(monkeypatch):
    code, _ = ask()
    count = sign_in._count_try

    def count_late(token, now):
        AccessToken.objects.update(tries=5)
        return count(token, now)

    monkeypatch.setattr(sign_in, "_count_try", count_late)
    assert check(code) is None


# Too many wrong codes


def fail(times, *, email=ADA, network="", now=NOW):
    """Types wrong codes for this address, each in a request of its own."""
    for number in range(times):
        browser = f"stranger {number}"
        token = AccessToken(email=email, browser_hash=sign_in._hash("browser", browser))
        token.asked_at = token.drawn_at = now
        token.save()
        sign_in.check_code("", browser=browser, network=network, now=now)


@pytest.mark.parametrize(("failures", "digits"), [(9, 6), (10, 8), (29, 8), (30, 0)])
def test_codes_grow_with_the_failures_of_a_day(failures, digits):
    fail(failures)
    code, _ = ask()
    assert len(code) == digits


def test_the_failures_of_another_address_change_nothing():
    fail(30, email="alan@exemple.fr")
    code, _ = ask()
    assert (len(code), check(code)) == (6, ADA)


def test_the_failures_of_a_day_are_forgotten_the_next_one():
    fail(30)
    code, _ = ask(now=after(days=1))
    assert len(code) == 6


def test_a_longer_code_signs_in():
    fail(10)
    code, _ = ask()
    assert check(code) == ADA


def test_after_thirty_failures_the_link_alone_opens():
    code, link = ask()
    fail(30)
    with pytest.raises(sign_in.LinkOnly):
        check(code)
    assert sign_in.use_link(link, now=NOW).email == ADA


def test_a_mail_without_a_code_has_a_link_that_opens():
    fail(30)
    code, link = ask()
    assert code == ""
    assert sign_in.use_link(link, now=NOW).email == ADA


@pytest.mark.parametrize("typed", ["", "000000", "0"])
def test_an_absent_code_is_never_right(typed):
    sign_in.ask(ADA, browser=PHONE, destination="", now=NOW)
    assert check(typed) is None


def test_a_network_with_too_many_failures_types_no_more_codes():
    for number in range(10):
        fail(10, email=f"victim-{number}@exemple.fr", network="192.0.2.7")
    code, link = ask()
    with pytest.raises(sign_in.LinkOnly):
        check(code, network="192.0.2.7")
    assert check(code, network="192.0.2.8") == ADA


def test_a_right_code_clicked_twice_is_no_failure():
    code, _ = ask()
    assert [check(code) for _ in range(3)] == [ADA, None, None]
    assert throttle.counted("code-mailbox", ADA, now=NOW) == 0


def test_a_right_code_is_not_a_failure():
    for minute in range(0, 60, 20):
        code, _ = ask(now=after(minutes=minute))
        assert check(code, now=after(minutes=minute), network="192.0.2.7") == ADA
    assert throttle.counted("code-network", "192.0.2.7", now=after(minutes=60)) == 0


# The mail that does not leave at once


def refuse(monkeypatch, *, failures):
    """Makes the mail server refuse the first mails; the list holds the letters it was given."""
    given = []

    def send(letter):
        given.append(letter)
        if len(given) <= failures:
            raise ConnectionRefusedError

    monkeypatch.setattr(sign_in, "send", send)
    return given


def tried_at(given, *, until):
    """Lets the sender look every second; returns the seconds at which it tried."""
    seconds = []
    for second in range(until):
        before = len(given)
        sign_in.send_next(now=after(seconds=second))
        seconds += [second] * (len(given) - before)
    return seconds


def test_a_refused_mail_is_tried_again_soon_then_dies_with_its_link(monkeypatch):
    given = refuse(monkeypatch, failures=100)
    sign_in.ask(ADA, browser=PHONE, destination="", now=NOW)
    assert tried_at(given, until=2 * 3600) == [0, 20, 80, 380, 1280, 2180, 3080]


def test_a_mail_that_left_is_not_sent_again(monkeypatch):
    given = refuse(monkeypatch, failures=1)
    sign_in.ask(ADA, browser=PHONE, destination="", now=NOW)
    assert tried_at(given, until=3600) == [0, 20]


def test_the_life_of_a_code_begins_when_its_mail_leaves(monkeypatch):
    given = refuse(monkeypatch, failures=3)
    sign_in.ask(ADA, browser=PHONE, destination="", now=NOW)
    tried_at(given, until=400)
    code = code_in(given[-1].parts["message"])
    assert check(code, now=after(seconds=380 + 599)) == ADA


def test_each_try_draws_another_code(monkeypatch):
    given = refuse(monkeypatch, failures=1)
    sign_in.ask(ADA, browser=PHONE, destination="", now=NOW)
    tried_at(given, until=30)
    first, last = (code_in(letter.parts["message"]) for letter in given)
    assert (check(first, now=after(seconds=30)), check(last, now=after(seconds=30))) == (None, ADA)


def test_a_new_request_takes_the_place_of_one_that_waits():
    for second in range(2):
        sign_in.ask(ADA, browser=PHONE, destination="", now=after(seconds=second))
    assert len(delivered(now=after(seconds=5))) == 1


def test_a_request_of_another_browser_takes_no_place():
    for browser in (PHONE, "another"):
        sign_in.ask(ADA, browser=browser, destination="", now=NOW)
    assert len(delivered(now=NOW)) == 2


def test_somebody_erased_meanwhile_leaves_nothing(monkeypatch):
    sign_in.ask(ADA, browser=PHONE, destination="", now=NOW)
    monkeypatch.setattr(sign_in, "send", lambda letter: AccessToken.objects.all().delete())
    assert sign_in.send_next(now=NOW)
    assert AccessToken.objects.count() == 0


def test_what_refuses_a_mail_is_logged_without_the_address(monkeypatch, caplog):
    refuse(monkeypatch, failures=1)
    sign_in.ask(ADA, browser=PHONE, destination="", now=NOW)
    sign_in.send_next(now=NOW)
    assert "ConnectionRefusedError" in caplog.text
    assert "ada" not in caplog.text


# The link


def test_the_link_signs_in_from_any_browser():
    _, link = ask()
    assert sign_in.use_link(link, now=NOW).email == ADA


def test_looking_at_the_link_changes_nothing():
    _, link = ask()
    before = AccessToken.objects.values().get()
    assert sign_in.peek_link(link, now=NOW).email == ADA
    assert AccessToken.objects.values().get() == before


def test_the_link_works_once():
    _, link = ask()
    sign_in.use_link(link, now=NOW)
    assert sign_in.use_link(link, now=NOW) is None


def test_a_used_link_is_no_longer_shown():
    _, link = ask()
    sign_in.use_link(link, now=NOW)
    assert sign_in.peek_link(link, now=NOW) is None


def test_the_code_uses_up_the_link():
    code, link = ask()
    check(code)
    assert sign_in.use_link(link, now=NOW) is None


def test_the_link_survives_wrong_codes():
    code, link = ask()
    for _ in range(6):
        check(wrong(code))
    assert sign_in.use_link(link, now=NOW).email == ADA


@pytest.mark.parametrize(("minutes", "opens"), [(59, True), (60, False)])
def test_the_link_lasts_an_hour(minutes, opens):
    _, link = ask()
    assert bool(sign_in.use_link(link, now=after(minutes=minutes))) is opens


def test_a_link_used_meanwhile_signs_nobody_in(monkeypatch):
    _, link = ask()
    consume = sign_in._consume

    def consume_late(token, now):
        AccessToken.objects.update(used_at=now)
        return consume(token, now)

    monkeypatch.setattr(sign_in, "_consume", consume_late)
    assert sign_in.use_link(link, now=NOW) is None


def test_a_forged_link_opens_nothing():
    ask()
    assert sign_in.use_link("forged", now=NOW) is None


# Browsers


def test_a_browser_is_known_again():
    token = sign_in.remember(ADA, now=NOW)
    assert sign_in.mailbox_of(token, now=NOW) == ADA


@pytest.mark.parametrize(("days", "email"), [(29, ADA), (30, None)])
def test_a_browser_is_known_for_thirty_days(days, email):
    token = sign_in.remember(ADA, now=NOW)
    assert sign_in.mailbox_of(token, now=after(days=days)) == email


@pytest.mark.parametrize("token", ["", "forged"])
def test_an_unknown_browser_is_nobody_s(token):
    sign_in.remember(ADA, now=NOW)
    assert sign_in.mailbox_of(token, now=NOW) is None


def test_a_browser_s_token_is_stored_hashed():
    token = sign_in.remember(ADA, now=NOW)
    assert token not in repr(Device.objects.values().get())


def test_a_browser_is_forgotten_alone():
    phone, laptop = sign_in.remember(ADA, now=NOW), sign_in.remember(ADA, now=NOW)
    sign_in.forget(phone)
    assert (sign_in.mailbox_of(phone, now=NOW), sign_in.mailbox_of(laptop, now=NOW)) == (None, ADA)


# Housekeeping


def test_expired_tokens_and_browsers_are_deleted():
    ask()
    sign_in.remember(ADA, now=NOW)
    assert sign_in.forget_old(after(days=30)) == 2


def test_valid_tokens_and_browsers_are_kept():
    ask()
    sign_in.remember(ADA, now=NOW)
    assert sign_in.forget_old(after(minutes=59)) == 0
