"""Every queued mail is sent (R3), though the sender is killed and the mail server often fails."""

import time

import pytest

from tests.proofs.mailbox import Mailbox

pytestmark = pytest.mark.one_database("postgresql")  # several senders share its rows

SENDING = "tests.proofs.sending"
BATCH = 10  # POST_OFFICE["BATCH_SIZE"]: what a kill may send twice
PATIENCE = 240  # seconds, on a busy machine


@pytest.fixture
def mailbox():
    with Mailbox() as mailbox:
        yield mailbox
        mailbox.shutdown()


@pytest.fixture
def place(furnish, mailbox):
    return furnish(
        fill=f"{SENDING}:fill",
        DJANGO_SETTINGS_MODULE=SENDING,
        EMAIL_URL=f"smtp://127.0.0.1:{mailbox.port}",
    )


def deliver(place, mailbox, count, kills, *flags):
    """Sends `count` mails, killing the sender several times; returns the recipients."""
    recipients = place.run(f"{SENDING}:queue", count)
    sender = place.start("-m", SENDING, *flags)
    for turn in range(kills):
        target = len(mailbox.accepted) + 4 + 7 * turn % 12  # in the middle of a batch
        wait(lambda target=target: len(mailbox.accepted) >= target)
        sender.kill()
        sender = place.start("-m", SENDING, *flags)
    wait(lambda: place.run(f"{SENDING}:waiting") == 0)
    sender.kill()
    return recipients


def tell(place, mailbox, count, kills, *flags):
    """Tells `count` people of an interview, killing the sender as it writes; returns the people."""
    people = place.run(f"{SENDING}:interviews", count)
    sender = place.start("-m", SENDING, *flags)
    for turn in range(kills):
        target = count * (turn + 1) // (kills + 2)  # before it has written them all
        wait(lambda target=target: place.run(f"{SENDING}:written") >= target)
        sender.kill()
        sender = place.start("-m", SENDING, *flags)
    wait(lambda: place.run(f"{SENDING}:waiting") == 0)
    sender.kill()
    return people


def wait(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_every_mail_is_sent_and_few_are_sent_twice(place, mailbox, long):
    count, kills = (500, 10) if long else (60, 2)
    recipients = deliver(place, mailbox, count, kills)
    assert {recipient for recipient, _ in mailbox.accepted} == set(recipients)
    assert len(mailbox.accepted) - count <= kills * BATCH
    assert len(set(mailbox.accepted)) == count  # those sent twice have the same identifier


def test_control_marking_before_sending_loses_mails(place, mailbox):
    recipients = deliver(place, mailbox, 40, 2, "--marks-first")
    assert {recipient for recipient, _ in mailbox.accepted} < set(recipients)


def test_every_interview_is_told_once_though_the_sender_is_killed(place, mailbox, long):
    count, kills = (300, 10) if long else (60, 2)
    people = tell(place, mailbox, count, kills, "--slowly")
    told = {mail for mail in mailbox.accepted if mail[0] in people}
    assert sorted(recipient for recipient, _ in told) == sorted(people)


def test_control_forgetting_before_writing_tells_fewer(place, mailbox):
    people = tell(place, mailbox, 60, 1, "--forgets-first")
    assert {recipient for recipient, _ in mailbox.accepted} & set(people) < set(people)
