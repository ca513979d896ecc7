"""Lists the documents asked for an application, and the answers possible now.

This module writes nothing: only `documents.py` writes `Document`.
"""

from datetime import date

from django.db.models import Q

from catalogue.models import Programme
from enrolment.models import CLOSED, Application, Document, DocumentKind, Status

Need, Condition, State = DocumentKind.Need, DocumentKind.Condition, Document.State


def documents_asked(
    application: Application, *, today: date
) -> list[tuple[DocumentKind, Document | None]]:
    """Lists each kind of document to give, in order, with the candidate's answer.

    A kind that is no longer asked for stays in the list if the candidate has answered it.
    """
    documents = application.documents.current().select_related("kind")
    answers = {document.kind_id: document for document in documents}
    conditions = _conditions(application, today)
    of_programme = Q(programmes=None) | Q(programmes=application.programme_id)
    asked_now = Q(is_asked=True, condition__in=conditions) & of_programme
    kinds = DocumentKind.objects.filter(asked_now | Q(pk__in=answers)).distinct()
    return [(kind, answers.get(kind.pk)) for kind in kinds]


def documents_of_all(programme: Programme) -> list[DocumentKind]:
    """Lists the kinds asked of whoever applies for this programme."""
    of_programme = Q(programmes=None) | Q(programmes=programme)
    every = DocumentKind.objects.filter(of_programme, is_asked=True, condition=Condition.ALWAYS)
    return list(every.distinct())


def documents_missing(application: Application, *, today: date) -> list[DocumentKind]:
    """Lists the kinds still to send or replace; in a draft, only those required to send it."""
    owed = {Need.REQUIRED} if application.status == Status.DRAFT else {Need.REQUIRED, Need.LATER}
    return [
        kind
        for kind, document in documents_asked(application, today=today)
        if (kind.need in owed if document is None else document.state == State.TO_REPLACE)
    ]


def _conditions(application, today):
    conditions = {
        Condition.ALWAYS: True,
        Condition.MINOR: application.is_minor(today=today),
        Condition.COMPANY: application.search == Application.Search.FOUND,
        Condition.TRAINEE: not application.may_sign_contract(),
        Condition.DIPLOMA: application.diploma not in ("", Application.Diploma.NONE),
        Condition.ABROAD: application.diploma == Application.Diploma.ABROAD,
    }
    return [condition for condition, is_met in conditions.items() if is_met]


def may_answer(application: Application, document: Document | None) -> bool:
    """Returns whether the candidate may send this document now, for the first time or again."""
    if application.status == Status.DRAFT:
        return True
    if application.status in CLOSED:
        return False
    return document is None or document.state in (State.TO_REPLACE, State.NOT_CONCERNED)


def may_decline(application: Application, kind: DocumentKind, document: Document | None) -> bool:
    """Returns whether « je ne suis pas concerné » is possible: never if everyone must send it."""
    is_conditional = kind.need == Need.OPTIONAL or kind.condition != Condition.ALWAYS
    answered = document is not None and document.state == State.NOT_CONCERNED
    return is_conditional and not answered and may_answer(application, document)


def reusable(application: Application) -> dict[int, Document]:
    """Maps each kind to the latest document in the person's other applications, to send again."""
    documents = Document.objects.current().exclude(application=application).exclude(file="")
    documents = documents.filter(application__mailbox=application.mailbox)
    documents = documents.exclude(state=State.TO_REPLACE).select_related("application__programme")
    return {document.kind_id: document for document in documents.order_by("sent_at", "pk")}
