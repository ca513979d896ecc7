"""The letters of « Poser une question »: to its author, and to who answers."""

from dataclasses import replace
from datetime import datetime

from charmilles import typography
from charmilles.addresses import absolute_url
from enrolment.mails.letter import Letter, admissions_email, without_links, write
from enrolment.models import Question


def confirmation(question: Question, *, until: datetime) -> Letter:
    """Asks the owner of the mailbox to send it: their words are not in this letter."""
    send = ("Envoyer ma question", _page(question))
    facts = [_programme(question), ("Lien valable jusqu’au", typography.moment(until))]
    return _letter(question, "question_confirm", facts, send, expires_at=until)


def received(question: Question) -> Letter:
    """The copy of what was asked."""
    facts = [_programme(question), _asked(question)]
    return _letter(question, "question_received", facts, ("Relire ma question", _page(question)))


def answered(question: Question) -> Letter:
    """The answer, which one may reply to: it reaches who answers for admissions."""
    facts = [_programme(question), _asked(question), ("Réponse", " ".join(question.answer.split()))]
    letter = _letter(question, "question_answered", facts, ("Lire la réponse", _page(question)))
    return replace(letter, reply_to=admissions_email(question.programme) or letter.reply_to)


def to_staff(question: Question) -> Letter | None:
    """Tells who answers for admissions; None when nobody can be written to.

    A reply from the mailbox goes to the author.
    """
    email = admissions_email(question.programme)
    if not email:
        return None
    answer = absolute_url("admin:enrolment_question_change", question.pk)
    letter = write(
        email,
        "staff_question",
        programme=question.programme,
        facts=[_programme(question), ("De", question.mailbox), _asked(question)],
        action=("Répondre", answer),
        answered=False,
    )
    return replace(letter, reply_to=question.mailbox)


def _letter(question, name, facts, action, **options):
    erase = ("Effacer ma question", absolute_url("enrolment:question_erase", question.token))
    return write(
        question.mailbox,
        name,
        programme=question.programme,
        facts=facts,
        action=action,
        also=[erase],
        **options,
    )


def _programme(question):
    name = question.programme.short_name if question.programme else ""
    return ("Formation", typography.french(name))


def _asked(question):
    return ("Question", without_links(question.text))


def _page(question):
    return absolute_url("enrolment:question_link", question.token)
