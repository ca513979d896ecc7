"""« Poser une question »: to the right person, with a copy, answered in the staff pages, erased.

Nothing is sent before the author has proved the address: nobody makes us write their words to
somebody else. Whoever is signed in has proved it already.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from catalogue.models import Programme
from charmilles.mailbox import canonical
from charmilles.throttle import hit_letter
from enrolment.mails import questions as mails
from enrolment.mails.letter import post
from enrolment.models import Question
from enrolment.privacy.erasure import erase_questions
from enrolment.workflow import Refused

UNCONFIRMED, KEPT = settings.RETENTION["unconfirmed"], settings.RETENTION["question"]
LONGEST = settings.RETENTION["mails"]  # without an answer
ANSWERED = "Quelqu’un a répondu entre-temps : votre réponse n’est pas partie."


def ask(
    text: str,
    *,
    email: str,
    programme: Programme | None,
    proved: str | None,
    now: datetime,
    ip: str = "",
) -> Question:
    """Sends the question if this browser has `proved` the address; else writes there first.

    Raises TooMany. Not inside a transaction.
    """
    mailbox = canonical(email)
    hit_letter("question", mailbox, ip=ip, now=now)
    with transaction.atomic():
        question = Question.objects.create(
            text=text, email=email, mailbox=mailbox, programme=programme, asked_at=now
        )
        if proved == mailbox:
            send(question, now=now)
        else:
            _post(question, mails.confirmation(question, until=now + UNCONFIRMED))
    return question


def read(token: str, *, now: datetime) -> Question | None:
    """Returns the question of this link, while it can be sent or is kept."""
    valid = Q(received_at__isnull=False) | Q(asked_at__gt=now - UNCONFIRMED)
    return Question.objects.of_token(token).filter(valid).select_related("programme").first()


def send(question: Question, *, now: datetime) -> None:
    """Gives the question to the centre, once, and its copy to the author."""
    with transaction.atomic():
        if Question.objects.filter(pk=question.pk, received_at=None).update(received_at=now):
            question.received_at = now
            for letter in (mails.received(question), mails.to_staff(question)):
                if letter:
                    _post(question, letter)


def answer(question: Question, text: str, *, by: User, now: datetime) -> None:
    """Writes the answer to the author, once. Raises Refused when somebody else did."""
    with transaction.atomic():
        waiting = Question.objects.waiting().filter(pk=question.pk)
        if not waiting.update(answer=text, answered_at=now, answered_by=by):
            raise Refused(ANSWERED)
        question.refresh_from_db()
        _post(question, mails.answered(question))


def erase(question: Question) -> None:
    """Erases the question and its mails, for its author."""
    erase_questions(Question.objects.filter(pk=question.pk))


def forget(now: datetime, dry_run: bool) -> int:
    """Erases those not confirmed, and those answered or left for as long as we may keep them."""
    over = Question.objects.filter(
        Q(received_at=None, asked_at__lte=now - UNCONFIRMED)
        | Q(answered_at__lte=now - KEPT)
        | Q(received_at__lte=now - LONGEST)
    )
    return over.count() if dry_run else erase_questions(over)


def _post(question, letter):
    question.mails.add(post(letter))
