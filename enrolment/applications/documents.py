"""Documents of a file: which ones are asked for, and what becomes of them.

The only writer of `Document`. A file is kept under a random name and never changed. Until the
application is sent, a document may be replaced or taken back, and its bytes are deleted; after,
one may only send what is missing or to be replaced, and what was sent stays as it was.
"""

from datetime import date, datetime, timedelta
from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from charmilles import throttle
from enrolment.applications import review
from enrolment.mails import applications
from enrolment.models import CLOSED, Application, Document, DocumentKind, Status
from enrolment.models.document import private_storage
from enrolment.uploads import check, storage
from enrolment.workflow import Refused

Need, Condition, State = DocumentKind.Need, DocumentKind.Condition, Document.State
FILES, WEIGHT = 10, 40_000_000  # of one application, in bytes
AN_HOUR = 30  # uploads
ORPHAN = timedelta(days=1)
STRAY = 10  # files that accidents may leave; with more of them than of known files, see `sweep`


# What is asked


def asked(application: Application, *, today: date) -> list[tuple[DocumentKind, Document | None]]:
    """Each document to give, in order, with what the candidate has answered.

    What is no longer asked stays as long as something was sent for it.
    """
    answers = {one.kind_id: one for one in application.documents.current().select_related("kind")}
    conditions = _conditions(application, today)
    mine = Q(programmes=None) | Q(programmes=application.programme_id)
    open_ones = Q(is_asked=True, condition__in=conditions) & mine
    kinds = DocumentKind.objects.filter(open_ones | Q(pk__in=answers)).distinct()
    return [(kind, answers.get(kind.pk)) for kind in kinds]


def missing(application: Application, *, today: date) -> list[DocumentKind]:
    """What the candidate still owes: before sending, only what sending needs."""
    owed = {Need.REQUIRED} if application.status == Status.DRAFT else {Need.REQUIRED, Need.LATER}
    return [
        kind
        for kind, document in asked(application, today=today)
        if (kind.need in owed if document is None else document.state == State.TO_REPLACE)
    ]


def _conditions(application, today):
    holds = {
        Condition.ALWAYS: True,
        Condition.MINOR: application.is_minor(today=today),
        Condition.COMPANY: application.search == Application.Search.FOUND,
        Condition.TRAINEE: application.contract == Application.Contract.TRAINEE,
        Condition.DIPLOMA: application.diploma not in ("", Application.Diploma.NONE),
        Condition.ABROAD: application.diploma == Application.Diploma.ABROAD,
    }
    return [condition for condition, held in holds.items() if held]


def may_answer(application: Application, document: Document | None) -> bool:
    """Whether the candidate may send this one now, for the first time or again."""
    if application.status == Status.DRAFT:
        return True
    if application.status in CLOSED:
        return False
    return document is None or document.state in (State.TO_REPLACE, State.NOT_CONCERNED)


def may_decline(application: Application, kind: DocumentKind, document: Document | None) -> bool:
    """Whether « je ne suis pas concerné » is an answer: not to what is asked of everyone."""
    can_be = kind.need == Need.OPTIONAL or kind.condition != Condition.ALWAYS
    answered = document is not None and document.state == State.NOT_CONCERNED
    return can_be and not answered and may_answer(application, document)


def reusable(application: Application) -> dict[int, Document]:
    """{kind: the latest of that kind in the person's other files}, to be sent in one click."""
    mine = Document.objects.current().exclude(application=application).exclude(file="")
    mine = mine.filter(application__email__iexact=application.email)
    mine = mine.exclude(state=State.TO_REPLACE).select_related("application__programme")
    return {document.kind_id: document for document in mine.order_by("sent_at", "pk")}


# What the candidate does


def send(application: Application, kind: DocumentKind, file, *, now: datetime) -> Document:
    """Keeps this file. Raises Refused, whose sentence says how to repair, or TooMany."""
    _check_may_answer(application, kind)
    _count(application, now)
    return _keep(application, kind, check.check_file(file), now=now)


def reuse(application: Application, kind: DocumentKind, *, now: datetime) -> Document:
    """Sends here what was sent in another file of the same person: a copy, which lives apart."""
    _check_may_answer(application, kind)
    source = reusable(application).get(kind.pk)
    if source is None:
        raise Refused("Ce document n’est plus dans un autre de vos dossiers : envoyez le fichier.")
    _count(application, now)
    with source.file.open("rb") as file:
        copy = check.Checked(file.read(), source.pages, source.name, source.content_type)
    return _keep(application, kind, copy, now=now)


def not_concerned(application: Application, kind: DocumentKind, *, now: datetime) -> Document:
    with transaction.atomic():
        found = _lock(application, kind)
        if not may_decline(application, kind, found):
            raise Refused("Ce document est demandé à tous : envoyez-le, ou appelez le centre.")
        _set_aside(application, found, now=now)
        document = Document.objects.create(
            application=application, kind=kind, state=State.NOT_CONCERNED, sent_at=now
        )
        _give_back(application, now=now)
    return document


def take_back(application: Application, kind: DocumentKind, *, now: datetime) -> None:
    """Before sending the application: the document, or the answer, is as if never given."""
    with transaction.atomic():
        found = _lock(application, kind)
        if application.status != Status.DRAFT:
            raise Refused("Votre dossier est envoyé : ce document ne peut plus en être retiré.")
        _set_aside(application, found, now=now)


def _check_may_answer(application, kind):
    if not may_answer(application, _answer(application, kind)):
        raise Refused(
            "Ce document est déjà entre les mains du centre. Pour le changer, écrivez ou "
            "téléphonez au centre."
        )


def _count(application, now):
    hour = timedelta(hours=1)
    throttle.hit("upload", application.reference, limit=AN_HOUR, period=hour, now=now)


def _keep(application, kind, checked, *, now):
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
            found = _lock(application, kind)
            _check_may_answer(application, kind)
            _check_room(application, kind, document.size)
            _set_aside(application, found, now=now)
            document.save()
            _give_back(application, now=now)
    except BaseException:
        document.file.delete(save=False)
        raise
    return document


def _lock(application, kind):
    """What was answered for this kind; until commit, nobody else moves this application."""
    rows = Application.objects.select_for_update(no_key=True).filter(pk=application.pk)
    status = rows.values_list("status", flat=True).first()
    if status is None:
        raise Refused("Ce dossier n’existe plus.")
    application.status = status
    return _answer(application, kind)


def _answer(application, kind):
    return application.documents.current().filter(kind=kind).first()


def _check_room(application, kind, size):
    others = application.documents.current().exclude(file="").exclude(kind=kind)
    if others.count() >= FILES:
        raise Refused("Votre dossier a déjà dix fichiers. Réunissez des pages dans un seul PDF.")
    if (others.aggregate(total=Sum("size"))["total"] or 0) + size > WEIGHT:
        raise Refused(
            "Vos documents pèsent plus de 40 Mo en tout. Envoyez celui-ci en plus petit : une "
            "photo, par exemple."
        )


def _set_aside(application, document, *, now):
    """Before sending, the old one is deleted; after, it is kept as it was sent."""
    if application.status == Status.DRAFT:
        # As an answer typed in a form: the reminders of an idle draft start again.
        Application.objects.filter(pk=application.pk).update(saved_at=now, reminders=0)
        if document:
            storage.delete_on_commit([document.file.name] if document.file else [])
            document.delete()
    elif document:
        application.documents.filter(pk=document.pk).update(replaced_at=now)


def _give_back(application, *, now, by=None):
    """Back to the centre by itself, once nothing of what was asked is missing."""
    if application.status != Status.WAITING_DOCUMENTS:
        return
    if not missing(application, today=timezone.localdate(now)):
        review.documents_complete(application, now=now, by=by)


# What staff do


def accept(document: Document, *, now: datetime, by) -> None:
    with transaction.atomic():
        _decide(document, State.ACCEPTED, reason="", now=now, by=by)
        _give_back(document.application, now=now, by=by)


def refuse(document: Document, *, reason: str, now: datetime, by) -> None:
    """To be replaced: the candidate is told why, and how."""
    if not reason.strip():
        raise Refused("Écrivez pourquoi remplacer ce document : le candidat le lira.")
    with transaction.atomic():
        _decide(document, State.TO_REPLACE, reason=reason.strip(), now=now, by=by)
        applications.document_to_replace(document)


def _decide(document, state, *, reason, now, by):
    _lock(document.application, document.kind)
    if document.application.status in (Status.DRAFT, *CLOSED):
        raise Refused("Ce dossier n’est pas à l’étude : ses documents ne changent plus.")
    changes = {"state": state, "reason": reason, "decided_at": now, "decided_by": by}
    current = Document.objects.current().filter(pk=document.pk).exclude(file="")
    if not current.update(**changes):
        raise Refused("Le candidat a remplacé ce document entre-temps : relisez le nouveau.")
    document.refresh_from_db(fields=list(changes))


# Bytes


class ForeignFolder(Exception):
    """The private folder and the database do not go together."""


def sweep(now: datetime, dry_run: bool) -> int:
    """Deletes files that no row knows any more: a server stopped between the two. Says how many.

    Raises ForeignFolder, and deletes nothing, when the folder looks like that of another database:
    a wrong DATABASE_URL must not cost the documents of everybody.
    """
    storage = private_storage()
    if not storage.exists("documents"):
        return 0
    known = set(Document.objects.exclude(file="").values_list("file", flat=True))
    names = [f"documents/{name}" for name in storage.listdir("documents")[1]]
    orphans = [
        name
        for name in names
        if name not in known and storage.get_modified_time(name) < now - ORPHAN
    ]
    if len(orphans) > max(STRAY, len(known)):
        raise ForeignFolder(f"{len(orphans)} fichiers inconnus de cette base, {len(known)} connus")
    for name in orphans if not dry_run else ():
        storage.delete(name)
    return len(orphans)
