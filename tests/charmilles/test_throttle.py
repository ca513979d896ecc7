"""The rate limiter, one hit after the other, then fifty at once from five processes."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from subprocess import DEVNULL, PIPE

import pytest
from django.conf import settings
from django.db import connection, transaction

from charmilles import throttle
from charmilles.models import Counter
from tests.support.sign_in_mails import give

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PERIOD = timedelta(minutes=15)


def hit(key="ada@exemple.fr", *, action="mail", limit=1, now=NOW):
    throttle.hit(action, key, limit=limit, period=PERIOD, now=now)


def refusal(*, minutes=0, **options):
    """In how many seconds to come back, or None when it passes."""
    try:
        hit(now=NOW + timedelta(minutes=minutes), **options)
    except throttle.TooMany as error:
        return error.retry_after
    return None


@pytest.mark.django_db
def test_as_many_as_the_limit_pass():
    assert [refusal(limit=2) for _ in range(3)] == [None, None, 900]


@pytest.mark.django_db
def test_what_is_given_back_does_not_count():
    hit()
    throttle.give_back("mail", "ada@exemple.fr")
    assert [refusal() for _ in range(2)] == [None, 900]


@pytest.mark.django_db
def test_nothing_is_given_back_twice():
    for key in ("ada@exemple.fr", "inconnue@exemple.fr"):
        throttle.give_back("mail", key)
    hit()
    for _ in range(2):
        throttle.give_back("mail", "ada@exemple.fr")
    assert [refusal() for _ in range(2)] == [None, 900]


@pytest.mark.django_db
def test_retry_after_counts_from_the_first_one():
    hit()
    assert refusal(minutes=5) == 600


@pytest.mark.django_db
def test_retry_after_is_rounded_up():
    hit()
    assert refusal(minutes=14.9999) == 1


@pytest.mark.django_db
def test_a_refusal_does_not_prolong_the_period():
    hit()
    refusal(minutes=14)
    assert refusal(minutes=15) is None


@pytest.mark.django_db
def test_a_new_period_has_the_whole_limit():
    hit(limit=2)
    assert [refusal(limit=2, minutes=15) for _ in range(3)] == [None, None, 900]


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"key": "alan@exemple.fr"}, {"action": "upload"}])
def test_others_are_counted_apart(other):
    hit()
    assert refusal(**other) is None


@pytest.mark.django_db
def test_no_address_is_kept():
    hit("ada@exemple.fr")
    (row,) = Counter.objects.values()
    assert "ada" not in repr(row)


@pytest.mark.django_db
def test_the_hash_needs_the_secret_key(settings):
    """Or whoever reads the table could try every address there is."""
    hit()
    settings.SECRET_KEY = "another"
    assert refusal() is None


@pytest.mark.django_db(transaction=True)
def test_counting_inside_a_transaction_is_refused():
    """It would be undone with it."""
    with pytest.raises(RuntimeError), transaction.atomic():
        hit()


@pytest.mark.django_db
def test_counters_of_past_periods_are_forgotten():
    hit("past")
    hit("current", now=NOW + timedelta(minutes=1))
    assert throttle.forget_old(NOW + PERIOD) == 1
    assert Counter.objects.get().ends_at == NOW + timedelta(minutes=16)


@pytest.mark.parametrize(
    ("ip", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
        ("203.0.113.7:51234", "203.0.113.7"),
        ("[2001:db8::1]:443", "2001:db8::/64"),
        ("[2001:db8::1]", "2001:db8::/64"),
        ('"[2001:db8::1]:443"', "2001:db8::/64"),
        ("[::ffff:192.0.2.7]:80", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        (" 192.0.2.7 ", "192.0.2.7"),
    ],
)
def test_visitors_are_counted_by_network(ip, counted):
    assert throttle.network(ip) == counted


@pytest.mark.parametrize("ip", ["unknown", "", "[", "]:80", "unix:", "_caché", "1.2.3", "::1::"])
def test_visitors_whose_address_cannot_be_read_are_counted_together(ip):
    assert throttle.network(ip) == throttle.UNREADABLE


# Fifty at once

PROCESSES, THREADS, LIMIT = 5, 10, 10
VISITORS = PROCESSES * THREADS
RACING = [sys.executable, "-m", "tests.support.throttle_race"]


@pytest.fixture
def place(transactional_db, tmp_path):
    """The environment of processes that share a database: a file, or this test's own one."""
    urls = {
        "sqlite": f"sqlite:///{tmp_path}/race.sqlite3",
        "postgresql": f"{os.environ.get('DATABASE_URL', '').rpartition('/')[0]}/"
        f"{connection.settings_dict['NAME']}",
    }
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "charmilles.settings",
        "DATABASE_URL": urls[connection.vendor],
        "DATA_DIR": str(tmp_path),
    }
    options = {"cwd": settings.BASE_DIR, "env": environment, "text": True}
    if connection.vendor == "sqlite":
        subprocess.run([*RACING, "fill"], check=True, **options)
    return options


def race(place, way):
    """What each of the fifty got, sorted."""
    command = [*RACING, way, str(THREADS), str(LIMIT)]
    processes = [
        subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, **place)
        for _ in range(PROCESSES)
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    return sorted(
        answer for process in processes for answer in process.communicate(timeout=60)[0].split()
    )


def test_fifty_at_once_never_exceed_the_limit(place):
    assert race(place, "hit") == ["passed"] * LIMIT + ["refused"] * (VISITORS - LIMIT)


def test_reading_then_writing_exceeds_it(place):
    """Control."""
    assert race(place, "read_then_write").count("passed") > LIMIT


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9:51234", "203.0.113.9"),
        (1, "203.0.113.9,", "203.0.113.9"),
        (1, "unknown", throttle.UNREADABLE),
        (1, "203.0.113.9, unknown", throttle.UNREADABLE),
        (1, None, "127.0.0.1"),
        (1, ", ,", "127.0.0.1"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "203.0.113.9"),
        (9, "203.0.113.9, 10.0.0.1", "203.0.113.9"),
    ],
)
def test_visitor_is_who_the_first_proxy_has_seen(rf, settings, proxies, forwarded, seen):
    settings.BEHIND_PROXY = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert throttle.visitor(rf.get("/", headers=headers)) == seen


def test_visitor_through_a_unix_socket_has_no_address(rf):
    assert throttle.visitor(rf.get("/", REMOTE_ADDR="")) == throttle.UNREADABLE


@pytest.mark.django_db
@pytest.mark.parametrize("forwarded", ["unknown", "203.0.113.7:51234", "[2001:db8::1]:443", ","])
def test_code_is_sent_whatever_the_proxy_says(client, settings, forwarded):
    settings.BEHIND_PROXY = 1
    headers = {"X-Forwarded-For": forwarded}
    answer = give(client, "/candidature/", "ada@exemple.test", headers=headers)
    assert answer.status_code == 302
