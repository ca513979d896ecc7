"""Documents of an application: the candidate sends or takes them back, staff accept or refuse them.

Only this module writes `Document`; `asked.py` says which documents are asked for. A file is kept
under a random name and never changes. In a draft, a document may be replaced or taken back, and its
file is deleted. Once the application is sent, the candidate may only send what is missing or to be
replaced, and replaced documents are kept.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from charmilles import throttle, typography
from enrolment import workflow
from enrolment.applications import review
from enrolment.applications.asked import (
    State,
    documents_missing,
    may_answer,
    may_decline,
    reusable,
)
from enrolment.mails import applications as mails
from enrolment.models import CLOSED, Application, Document, DocumentKind, Status
from enrolment.uploads.check import Checked, check_files, join
from enrolment.uploads.storage import delete_on_commit
from enrolment.workflow import Refused

MAX_FILES, MAX_BYTES = 10, 40_000_000  # per application; the weight is in bytes
UPLOADS_PER_HOUR = 30  # uploads per application
NOT_THERE_YET = "Ce document n’est plus dans votre dossier : envoyez toutes ses pages."
CHANGED = "Ce document a changé dans un autre onglet : rouvrez la page, puis ajoutez les pages."
NOT_THERE = "Ce document n’est plus dans un autre de vos dossiers : envoyez le fichier."


# What the candidate does


def send(application: Application, kind: DocumentKind, *files, now: datetime) -> Document:
    """Saves one uploaded file, or several joined into one PDF in their order.

    Raises TooMany, or Refused, whose message says what to do.
    """
    _check_may_answer(application, kind)
    _count_upload(application, now)
    return _keep(application, kind, check_files(files), now=now)


def add_pages(application: Application, kind: DocumentKind, *files, now: datetime) -> Document:
    """Adds files after those of a draft's document. Raises TooMany, Refused."""
    document = _answer(application, kind)
    if application.status != Status.DRAFT or not (document and document.file):
        raise Refused(NOT_THERE_YET)
    _count_upload(application, now)
    more = check_files(files)
    return _keep(application, kind, join([_copy(document), more]), now=now, after=document)


def reuse(application: Application, kind: DocumentKind, *, now: datetime) -> Document:
    """Copies a document from another application of the person. Raises Refused, TooMany."""
    _check_may_answer(application, kind)
    source = reusable(application).get(kind.pk)
    if source is None:
        raise Refused(NOT_THERE)
    _count_upload(application, now)
    return _keep(application, kind, _copy(source), now=now)


def _copy(document):
    try:
        with document.file.open("rb") as file:
            return Checked(file.read(), document.pages, document.name, document.content_type)
    except FileNotFoundError:  # taken back, or erased, by another tab
        raise Refused(NOT_THERE) from None


def not_concerned(application: Application, kind: DocumentKind, *, now: datetime) -> Document:
    with transaction.atomic():
        previous = _lock(application, kind)
        if not may_decline(application, kind, previous):
            raise Refused("Ce document est demandé à tous : envoyez-le, ou appelez le centre.")
        _set_aside(application, previous, now=now)
        document = Document.objects.create(
            application=application, kind=kind, state=State.NOT_CONCERNED, sent_at=now
        )
        _return_if_complete(application, now=now)
    return document


def take_back(application: Application, kind: DocumentKind, *, now: datetime) -> None:
    """Removes a document, or an answer, from a draft. Raises Refused once it is sent."""
    with transaction.atomic():
        document = _lock(application, kind)
        if application.status != Status.DRAFT:
            raise Refused("Votre dossier est envoyé : ce document ne peut plus en être retiré.")
        _set_aside(application, document, now=now)


def _check_may_answer(application, kind):
    if not may_answer(application, _answer(application, kind)):
        raise Refused(
            "Ce document est déjà entre les mains du centre. Pour le changer, écrivez ou "
            "téléphonez au centre."
        )


def _count_upload(application, now):
    hour = timedelta(hours=1)
    throttle.hit("upload", application.reference, limit=UPLOADS_PER_HOUR, period=hour, now=now)


def _keep(application, kind, checked, *, now, after=None):
    """`after`: the document to which pages were added, which must still be the current one."""
    document = Document(
        application=application,
        kind=kind,
        name=checked.name,
        content_type=checked.content_type,
        size=len(checked.content),
        pages=checked.pages,
        sha256=sha256(checked.content).hexdigest(),
        sent_at=now,
    )
    document.file.save("file", ContentFile(checked.content), save=False)  # before the transaction
    try:
        with transaction.atomic():
            previous = _lock(application, kind)
            _check_may_answer(application, kind)
            if after and previous != after:
                raise Refused(CHANGED)
            _check_room(application, kind, document.size)
            _set_aside(application, previous, now=now)
            document.save()
            _return_if_complete(application, now=now)
    except BaseException:
        document.file.delete(save=False)
        raise
    return document


def _lock(application, kind):
    """Locks the application until commit; returns its current document of this kind."""
    application.status = workflow.lock(application)
    return _answer(application, kind)


def _answer(application, kind):
    return application.documents.current().filter(kind=kind).first()


def _check_room(application, kind, size):
    others = application.documents.current().exclude(file="").exclude(kind=kind)
    if others.count() >= MAX_FILES:
        raise Refused(
            f"Votre dossier a déjà {MAX_FILES} fichiers. Réunissez des pages dans un seul PDF."
        )
    if (others.aggregate(total=Sum("size"))["total"] or 0) + size > MAX_BYTES:
        raise Refused(
            f"Vos documents pèsent plus de {typography.megabytes(MAX_BYTES)} en tout. Envoyez "
            "celui-ci en plus petit : une photo, par exemple."
        )


def _set_aside(application, document, *, now):
    """Deletes the previous document of a draft; keeps that of a sent application, as replaced."""
    if application.status == Status.DRAFT:
        # Counts as an answer, like one typed in a form: the reminders of an idle draft start again.
        Application.objects.filter(pk=application.pk).update(saved_at=now, reminders=0)
        if document:
            delete_on_commit([document.file.name] if document.file else [])
            document.delete()
    elif document:
        application.documents.filter(pk=document.pk).update(replaced_at=now)


def _return_if_complete(application, *, now, by=None):
    """Gives the turn back to the centre, once no document is missing."""
    if application.status != Status.WAITING_DOCUMENTS:
        return
    if not documents_missing(application, today=timezone.localdate(now)):
        review.documents_complete(application, now=now, by=by)


# What staff do


def accept(document: Document, *, now: datetime, by) -> None:
    with transaction.atomic():
        _decide(document, State.ACCEPTED, reason="", now=now, by=by)
        _return_if_complete(document.application, now=now, by=by)


def refuse(document: Document, *, reason: str, now: datetime, by) -> None:
    """Asks the candidate to replace a document, and says why. Raises Refused."""
    if not reason.strip():
        raise Refused("Écrivez pourquoi remplacer ce document : le candidat le lira.")
    with transaction.atomic():
        _decide(document, State.TO_REPLACE, reason=reason.strip(), now=now, by=by)
        mails.document_to_replace(document)


def _decide(document, state, *, reason, now, by):
    _lock(document.application, document.kind)
    if document.application.status in (Status.DRAFT, *CLOSED):
        raise Refused("Ce dossier n’est pas à l’étude : ses documents ne changent plus.")
    changes = {"state": state, "reason": reason, "decided_at": now, "decided_by": by}
    current = Document.objects.current().filter(pk=document.pk).exclude(file="")
    if not current.update(**changes):
        raise Refused("Le candidat a remplacé ce document entre-temps : relisez le nouveau.")
    document.refresh_from_db(fields=list(changes))
