"""Every sign-in mail leaves (R3), with a code that works, though servers fail and senders die.

The outages are real ones for the mail server of the test; in the longer one, the hours pass faster.
"""

import socket
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from enrolment import sign_in
from tests.proofs.mailbox import Greylisting, Mailbox
from tests.proofs.test_sending import SENDING, wait
from tests.support.sign_in_mails import code_in

PERSON = "lea@exemple.fr"


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture
def opened():
    """opened(kind, port) starts a mail server; all are stopped in the end."""
    servers = []

    def opened(kind, port=0):
        servers.append(kind(port))
        return servers[-1]

    yield opened
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def place(furnish, port):
    return furnish(
        fill=f"{SENDING}:fill",
        DJANGO_SETTINGS_MODULE=SENDING,
        EMAIL_URL=f"smtp://127.0.0.1:{port}",
    )


# The real sender


@pytest.mark.one_database("postgresql")  # the sender waits for its rows
def test_every_code_arrives_and_works_though_the_sender_is_killed(place, port, opened, long):
    count, kills = (100, 10) if long else (20, 2)
    mailbox = opened(Mailbox, port)
    people = place.run(f"{SENDING}:ask", count)
    sender = place.start("-m", SENDING)
    for turn in range(kills):
        target = count * (turn + 1) // (kills + 2)
        wait(lambda target=target: len(mailbox.texts) >= target)
        sender.kill()
        sender = place.start("-m", SENDING)
    wait(lambda: place.run(f"{SENDING}:asked") == 0)
    sender.kill()
    codes = {person: code_in(text) for person, text in mailbox.texts.items()}
    assert sorted(place.run(f"{SENDING}:right_codes", codes)) == sorted(people)


def arrives_after_ten_seconds(place, port, opened, flag):
    """Opens the mail server ten seconds late; returns the seconds until the mail arrives."""
    place.run(f"{SENDING}:ask", 1)
    began = time.monotonic()
    sender = place.start("-m", SENDING, flag)
    time.sleep(10)
    mailbox = opened(Mailbox, port)
    while not mailbox.texts and time.monotonic() - began < 60:
        time.sleep(0.1)
    sender.kill()
    return bool(mailbox.texts)


@pytest.mark.one_database("sqlite")  # the mail server decides
def test_ten_seconds_of_outage_delay_a_code_by_less_than_a_minute(place, port, opened):
    assert arrives_after_ten_seconds(place, port, opened, "--real-waits")


@pytest.mark.long
def test_control_a_code_in_the_queue_of_all_mails_misses_them(place, port, opened):
    assert not arrives_after_ten_seconds(place, port, opened, "--as-any-mail")


# The same, with hours that pass faster


@pytest.fixture
def smtp(settings, port):
    """Sends to this port as in production, to whatever server the test opens there."""
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 1
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.POST_OFFICE = settings.POST_OFFICE | {"BACKENDS": {"default": backend}}


def look(now, seconds):
    """Lets the sender look at every second of this time."""
    for second in seconds:
        sign_in.send_next(now=now + timedelta(seconds=second))


@pytest.mark.django_db
@pytest.mark.usefixtures("smtp")
def test_ten_minutes_of_outage_delay_a_code_by_a_quarter_of_an_hour(port, opened):
    now = timezone.now()
    sign_in.ask(PERSON, browser="b", destination="", now=now)
    look(now, range(600))
    mailbox = opened(Mailbox, port)
    look(now, range(600, 600 + 900))
    arrived = now + timedelta(seconds=1500)
    assert sign_in.check_code(code_in(mailbox.texts[PERSON]), browser="b", now=arrived)


@pytest.mark.django_db
@pytest.mark.usefixtures("smtp")
def test_a_server_that_refuses_first_gets_the_code_twenty_seconds_later(port, opened):
    now, mailbox = timezone.now(), opened(Greylisting, port)
    sign_in.ask(PERSON, browser="b", destination="", now=now)
    look(now, [0])
    assert mailbox.texts == {}
    look(now, range(1, 21))
    assert sign_in.check_code(code_in(mailbox.texts[PERSON]), browser="b", now=now)
