"""The headers of a mail, as the real backend gives them to a server."""

import email
import email.policy
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from tests.proofs.mailbox import Mailbox

SENDER = '"CFP Charmilles, été" <inscriptions@exemple.fr>'


def fill():
    return None


def send():
    """Sends a mail that has an end of life, about a programme whose name has two lines."""
    from django.utils import timezone

    from charmilles.management.commands.send_mails import send_batch
    from enrolment.mails.letter import queue
    from tests.support import catalogue_factories as factories

    factories.centre(name="Centre\nd’été", email="accueil@exemple.fr")
    programme = factories.programme()
    programme.short_name = "Bac pro\r\nAGOrA"  # as a row written before it was a Line
    queue(
        "candidat@exemple.test",
        "withdrawn",
        programme=programme,
        facts=[],
        action=("Ouvrir", "http://exemple.test/"),
        reference="CH-AAAA-AAAA",
        expires_at=timezone.now() + timedelta(hours=1),
    )
    return send_batch()


@pytest.fixture(scope="module")
def received(furnish):
    mailbox = Mailbox()
    place = furnish(
        fill="tests.charmilles.test_sending:fill",
        EMAIL_URL=f"smtp://127.0.0.1:{mailbox.port}",
        DEFAULT_FROM_EMAIL=SENDER,
    )
    assert place.run("tests.charmilles.test_sending:send") is False  # nothing waits any more
    (message,) = mailbox.messages
    mailbox.shutdown()
    mailbox.server_close()
    return email.message_from_string(message, policy=email.policy.default)


def test_sender_is_one_address_under_its_name(received):
    (address,) = received["From"].addresses
    assert (address.display_name, address.addr_spec) == (
        "CFP Charmilles, été",
        "inscriptions@exemple.fr",
    )
    assert received["From"].defects == ()


def test_no_header_is_malformed(received):
    assert [name for name in received if received[name].defects] == []
    assert parsedate_to_datetime(received["Date"])


def test_end_of_life_is_not_told_in_a_date_without_year(received):
    assert "Expires" not in received


def test_subject_has_one_line(received):
    assert "Bac pro AGOrA" in received["Subject"]
