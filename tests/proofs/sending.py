"""The sender of the site with shorter waits, and a naive one for the control of test_sending.py.

python -m tests.proofs.sending [--marks-first]
"""

import os
import sys
from datetime import timedelta

from charmilles.settings import *  # noqa: F403

# An hour and twenty seconds would be long: only the waits are shorter.
POST_OFFICE = {**POST_OFFICE, "RETRY_INTERVAL": timedelta(seconds=0.5)}  # noqa: F405
EMAIL_TIMEOUT = 1
PAUSE = 0.2


def fill():
    return None


def queue(count):
    """Mails of the site, in the queue: their recipients."""
    from django.db import transaction

    from enrolment.letter import queue
    from tests import factories

    factories.centre()
    programme = factories.programme()
    with transaction.atomic():
        mails = [
            queue(
                f"candidat-{number}@exemple.test",
                "withdrawn",
                programme=programme,
                facts=[],
                action=("Ouvrir", "http://exemple.test/"),
                reference="CH-AAAA-AAAA",
            )
            for number in range(count)
        ]
        return [mail.to[0] for mail in mails]


def waiting():
    from post_office.models import STATUS, Email

    return Email.objects.exclude(status=STATUS.sent).count()


def mark_then_send():
    """Naive: who is killed between the two has sent nothing, and will not."""
    from post_office.connections import connections
    from post_office.mail import get_queued
    from post_office.models import STATUS, Email

    batch = list(get_queued())
    Email.objects.filter(pk__in=[mail.pk for mail in batch]).update(status=STATUS.sent)
    for mail in batch:
        try:
            mail.dispatch(commit=False)
        except Exception:
            connections.close()
            Email.objects.filter(pk=mail.pk).update(status=STATUS.queued)
    return bool(batch)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.proofs.sending"
    import django

    django.setup()
    from django.core.management import call_command

    from charmilles.management.commands import send_mails

    send_mails.PAUSE = PAUSE
    if "--marks-first" in sys.argv:
        send_mails.send_batch = mark_then_send
    call_command("send_mails")
