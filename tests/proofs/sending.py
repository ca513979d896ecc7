"""The sender of the site with shorter waits, and naive ones for the controls of test_sending.py.

python -m tests.proofs.sending
    [--marks-first | --slowly | --forgets-first | --real-waits | --as-any-mail]
"""

import os
import sys
import time
from datetime import timedelta

from charmilles.settings import *  # noqa: F403

# Only the waits are shorter than in production.
POST_OFFICE = {**POST_OFFICE, "RETRY_INTERVAL": timedelta(seconds=0.5)}  # noqa: F405
EMAIL_TIMEOUT = 1
PAUSE = 0.2
SLOWLY = 0.05  # seconds for each event, so that a kill comes between two of them


def fill():
    return None


def ask(count):
    """Asks for sign-in mails; returns their recipients."""
    from django.utils import timezone

    from enrolment import sign_in

    people = [f"candidat-{number}@exemple.test" for number in range(count)]
    for person in people:
        sign_in.ask(person, browser=person, destination="", now=timezone.now())
    return people


def right_codes(codes):
    """Returns the people of {person: code} whose code opens their application."""
    from django.utils import timezone

    from enrolment import sign_in

    now = timezone.now()
    return [
        person
        for person, code in codes.items()
        if sign_in.check_code(code, browser=person, now=now)
    ]


def asked():
    """Counts the sign-in mails still to be sent."""
    from enrolment.models import AccessToken

    return AccessToken.objects.waiting().count()


def send_from_the_queue():
    """Naive: as any mail, tried again an hour later, as the queue does."""
    from datetime import timedelta

    from enrolment import sign_in

    sign_in.RETRY_AFTER = [timedelta(hours=1)]


def queue(count):
    """Queues mails; returns their recipients."""
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
    """Books interviews not told yet; returns the e-mail addresses of the candidates."""
    from django.db import transaction
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
    with transaction.atomic():  # one write for the disk to wait for
        for person in people:
            bookings.book(person, slot, now=now)
    return [person.email for person in people]


def written():
    """Counts the confirmations already queued."""
    from enrolment.models import Message

    return Message.objects.filter(name="interview_confirmed").count()


def waiting():
    """Counts the mails and events still to be sent, except the reminders of later days."""
    from django.utils import timezone
    from post_office.models import STATUS, Email

    from enrolment.models import InterviewEvent

    later = timezone.now() + timedelta(hours=1)
    mails = Email.objects.exclude(status=STATUS.sent).exclude(scheduled_time__gt=later)
    return mails.count() + InterviewEvent.objects.count()


def mark_then_send():
    """Naive: mails marked as sent are lost if the sender is killed before it sends them."""
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
    """Makes the real sender wait before each event."""
    from enrolment.mails import outbox

    letters = outbox._letters
    outbox._letters = lambda event: (time.sleep(SLOWLY), letters(event))[1]


def forget_then_write():
    """Naive: deletes the events first; those not written when the sender is killed are lost."""
    from enrolment.mails import outbox
    from enrolment.mails.letter import post
    from enrolment.models import InterviewEvent

    events = list(outbox._known().order_by("pk"))
    InterviewEvent.objects.all().delete()
    for event in events:
        for letter in outbox._letters(event):
            post(letter)
    return len(events)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.proofs.sending"
    import django

    django.setup()
    from django.core.management import call_command

    from charmilles.management.commands import send_mails

    send_mails.PAUSE = PAUSE
    if "--real-waits" not in sys.argv:
        from enrolment import sign_in

        sign_in.RETRY_AFTER = [timedelta(seconds=0.5)]
    if "--as-any-mail" in sys.argv:
        send_from_the_queue()
    if "--marks-first" in sys.argv:
        send_mails.send_batch = mark_then_send
    if {"--slowly", "--forgets-first"} & set(sys.argv):
        slow_down()
    if "--forgets-first" in sys.argv:
        from enrolment.mails import outbox

        outbox.write = forget_then_write
    call_command("send_mails")
