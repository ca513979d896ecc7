"""The sender of the site with shorter waits, and naive ones for the controls of test_sending.py.

python -m tests.proofs.sending [--marks-first | --slowly | --forgets-first]
"""

import os
import sys
import time
from datetime import timedelta

from charmilles.settings import *  # noqa: F403

# An hour and twenty seconds would be long: only the waits are shorter.
POST_OFFICE = {**POST_OFFICE, "RETRY_INTERVAL": timedelta(seconds=0.5)}  # noqa: F405
EMAIL_TIMEOUT = 1
PAUSE = 0.2
SLOWLY = 0.05  # seconds for a letter: a kill comes between two of them


def fill():
    return None


def queue(count):
    """Mails of the site, in the queue: their recipients."""
    from django.db import transaction

    from enrolment.mails.letter import queue
    from tests.support import catalogue_factories as factories

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


def interviews(count):
    """Booked, and nobody has heard of it: who is to be told."""
    from django.utils import timezone

    from enrolment.interviews import bookings
    from enrolment.models import Status
    from tests.support import catalogue_factories as catalogue
    from tests.support import enrolment_factories as factories

    now, programme = timezone.now(), catalogue.programme()
    starts = now + timedelta(days=7)
    slot = factories.slot(programme=programme, starts=starts, capacity=count)
    fields = {"programme": programme, "status": Status.TO_BOOK}
    people = [
        factories.application(email=f"candidat-{number}@exemple.test", **fields)
        for number in range(count)
    ]
    for person in people:
        bookings.book(person, slot, key="clé", now=now)
    return [person.email for person in people]


def written():
    """How many letters of confirmation have joined the queue."""
    from enrolment.models import Message

    return Message.objects.filter(name="interview_confirmed").count()


def waiting():
    """Reminders have days before them."""
    from django.utils import timezone
    from post_office.models import STATUS, Email

    from enrolment.models import InterviewEvent

    later = timezone.now() + timedelta(hours=1)
    mails = Email.objects.exclude(status=STATUS.sent).exclude(scheduled_time__gt=later)
    return mails.count() + InterviewEvent.objects.count()


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


def slow_down():
    """What is written is the same, more slowly."""
    from enrolment.mails import outbox

    letters = outbox._letters
    outbox._letters = lambda notice: (time.sleep(SLOWLY), letters(notice))[1]


def forget_then_write():
    """Naive: the notes are taken out first; who is killed on the way has told nobody."""
    from enrolment.mails import outbox
    from enrolment.mails.letter import post
    from enrolment.models import InterviewEvent

    noted = list(outbox._known().order_by("pk"))
    InterviewEvent.objects.all().delete()
    for notice in noted:
        for letter in outbox._letters(notice):
            post(letter)
    return len(noted)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.proofs.sending"
    import django

    django.setup()
    from django.core.management import call_command

    from charmilles.management.commands import send_mails

    send_mails.PAUSE = PAUSE
    if "--marks-first" in sys.argv:
        send_mails.send_batch = mark_then_send
    if {"--slowly", "--forgets-first"} & set(sys.argv):
        slow_down()
    if "--forgets-first" in sys.argv:
        pass

        notices.write = forget_then_write
    call_command("send_mails")
