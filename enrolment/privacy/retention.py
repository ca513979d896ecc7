"""How long data last, and their end: the files of candidates, the mails, the registers.

`erase` is the only way a file disappears. The delays are settings; each function of the table in
`housekeeping.py` says how many rows it has handled, and with `dry_run` only counts them.
"""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from post_office.models import STATUS, Attachment, Email

from enrolment.applications import review
from enrolment.interviews import bookings
from enrolment.mails import privacy
from enrolment.models import (
    AccessToken,
    Application,
    Booking,
    Device,
    Erasure,
    Leftover,
    Message,
    Opening,
    Status,
)
from enrolment.models.document import private_storage
from enrolment.privacy.reminders import delays
from enrolment.workflow import LIVE, Refused

BATCH = 500  # mails forgotten at a time: the next run takes the rest


# One file


def forget(application: Application, *, now: datetime) -> None:
    """At the request of its author: everything, at once. Raises Refused for an admission.

    Who handles admissions is told, without a word of the person; a place or an interview is given
    back as by a withdrawal.
    """
    with transaction.atomic():
        found = _locked(application.pk)
        if found is None:
            return
        status = found.status
        if status == Status.ADMITTED:
            raise Refused("Votre admission est confirmée : le centre doit garder ce dossier.")
        slot = _slot_given_back(found)
        if status in LIVE:
            review.withdraw(found, now=now)
        if status != Status.DRAFT:
            privacy.staff_erased(found, status=status, slot=slot, now=now)
        erase(found, cause=Erasure.Cause.ASKED, now=now, status=status)


def erase_draft(application: Application, *, now: datetime) -> None:
    """At the request of its author, in one tab; nothing when it was sent in another one."""
    drafts = Application.objects.filter(status=Status.DRAFT)
    _erase_if(drafts, application.pk, cause=Erasure.Cause.ASKED, now=now)


def _slot_given_back(application):
    live = Booking.objects.live().filter(application=application)
    found = live.select_related("slot__interviewer", "slot__campus").first()
    return found and found.slot


def erase(application: Application, *, cause: str, now: datetime, status: str = "") -> None:
    """Deletes whatever names this person's file; what remains is a row that counts it.

    `status`: where it stood, when it has just been withdrawn to be erased. The files leave the
    disk once the transaction is there to stay. With a person's last file go their ways in.
    """
    with transaction.atomic():
        doom(list(application.documents.exclude(file="").values_list("file", flat=True)))
        _drop(Email.objects.filter(pk__in=application.messages.values("email")))
        _forget_staff_log(application)
        if not Application.objects.of(application.email).exclude(pk=application.pk).exists():
            _forget_person(application.email)
        Erasure.objects.create(
            programme=application.programme,
            status=status or application.status,
            cause=cause,
            on=timezone.localdate(now),
        )
        bookings.erase(application, now=now)
        Application.objects.filter(pk=application.pk).delete()


def _forget_person(email):
    """Their ways in, and the mails that belong to no file: the codes asked for."""
    AccessToken.objects.filter(email__iexact=email).delete()
    Device.objects.filter(email__iexact=email).delete()
    tied = Message.objects.exclude(email=None).values("email")
    _drop(Email.objects.filter(to__iexact=email).exclude(pk__in=tied))


def _forget_staff_log(application):
    """The admin's own history, which quotes the reference."""
    for relation in [None, *Application._meta.related_objects]:
        model = relation.related_model if relation else Application
        rows = {relation.field.name: application.pk} if relation else {"pk": application.pk}
        keys = [str(pk) for pk in model.objects.filter(**rows).values_list("pk", flat=True)]
        kind = ContentType.objects.get_for_model(model)
        LogEntry.objects.filter(content_type=kind, object_id__in=keys).delete()


def _drop(emails: QuerySet) -> int:
    """Deletes these mails, their logs, and the files joined to them that no other mail carries."""
    keys = list(emails.values_list("pk", flat=True))
    with transaction.atomic():
        joined = list(Attachment.objects.filter(emails__in=keys).values_list("pk", flat=True))
        Email.objects.filter(pk__in=keys).delete()
        alone = Attachment.objects.filter(pk__in=joined, emails=None)
        doom(list(alone.values_list("file", flat=True)))
        alone.delete()
    return len(keys)


# What time ends


def abandoned(now: datetime) -> QuerySet:
    """Idle drafts whose author was warned in time (`reminders.py`)."""
    return Application.objects.filter(
        status=Status.DRAFT,
        saved_at__lte=now - settings.RETENTION["draft"],
        due_at__lte=now,
        reminders__gte=len(delays()),
    )


def expired(now: datetime) -> QuerySet:
    """Closed files that have been kept long enough.

    Who agreed to be contacted again is forgotten after the last mail that we wrote.
    """
    keep = settings.RETENTION
    last_contact = Greatest("status_since", Coalesce(Max("messages__at"), "status_since"))
    closed = Q(status__in=(Status.DECLINED, Status.WITHDRAWN))
    return Application.objects.alias(last_contact=last_contact).filter(
        closed & Q(keeps_contact=False, status_since__lte=now - keep["closed"])
        | closed & Q(keeps_contact=True, last_contact__lte=now - keep["closed_with_consent"])
        | Q(status=Status.ADMITTED, status_since__lte=now - keep["admitted"])
    )


def end(application: Application) -> datetime | None:
    """When this file is erased, if nothing happens before; None while it is going on."""
    keep, status = settings.RETENTION, application.status
    if status == Status.DRAFT:
        return application.due_at or application.saved_at + keep["draft"]
    if status == Status.ADMITTED:
        return application.status_since + keep["admitted"]
    if status in (Status.DECLINED, Status.WITHDRAWN):
        agreed = application.keeps_contact
        return application.status_since + keep["closed_with_consent" if agreed else "closed"]
    return None


def purge_drafts(now: datetime, dry_run: bool) -> int:
    return _purge(abandoned(now), cause=Erasure.Cause.ABANDONED, now=now, dry_run=dry_run)


def purge(now: datetime, dry_run: bool) -> int:
    return _purge(expired(now), cause=Erasure.Cause.EXPIRED, now=now, dry_run=dry_run)


def _purge(files, *, cause, now, dry_run):
    keys = list(files.values_list("pk", flat=True))
    return (
        len(keys) if dry_run else sum(_erase_if(files, key, cause=cause, now=now) for key in keys)
    )


def _erase_if(files, key, *, cause, now):
    """Looks again once the row is locked: its author may be writing at this very moment."""
    with transaction.atomic():
        locked = _locked(key)
        if locked is None or not files.filter(pk=key).exists():
            return False
        erase(locked, cause=cause, now=now)
    return True


def _locked(key):
    """None when another process has erased it first."""
    return Application.objects.select_for_update().filter(pk=key).first()


def forget_mails(now: datetime, dry_run: bool) -> int:
    """What was written long ago; the file keeps the subject and the date."""
    old = Q(created__lte=now - settings.RETENTION["mails"])
    return _forget(Email.objects.filter(old, status__in=(STATUS.sent, STATUS.failed)), dry_run)


def forget_access_mails(now: datetime, dry_run: bool) -> int:
    """Mails that say what no longer is: codes and links that expired, sent or not."""
    tied = Message.objects.exclude(email=None).values("email")
    useless = Email.objects.filter(expires_at__lte=now)
    return _forget(useless.filter(~Q(pk__in=tied) | ~Q(status=STATUS.sent)), dry_run)


def _forget(emails, dry_run):
    return emails.count() if dry_run else _drop(emails.order_by("pk")[:BATCH])


def forget_openings(now: datetime, dry_run: bool) -> int:
    old = Opening.objects.filter(at__lte=now - settings.RETENTION["openings"])
    return old.count() if dry_run else old.delete()[0]


def forget_sessions(now: datetime, dry_run: bool) -> int:
    """Of staff: they hold the last messages shown, which may quote a reference."""
    old = Session.objects.filter(expire_date__lte=now)
    return old.count() if dry_run else old.delete()[0]


def delete_leftovers(now: datetime, dry_run: bool) -> int:
    """Files that a process had to delete and did not live long enough for."""
    names = list(Leftover.objects.values_list("name", flat=True))
    return len(names) if dry_run else _delete_files(names)


def doom(names):
    """Notes these private files, then deletes them when their rows are gone for good."""
    Leftover.objects.bulk_create([Leftover(name=name) for name in names], ignore_conflicts=True)
    transaction.on_commit(partial(_delete_files, names), robust=True)


def _delete_files(names):
    """Asked twice, deletes once: a file that is not there any more is a file deleted."""
    for name in names:
        private_storage().delete(name)
        Leftover.objects.filter(name=name).delete()
    return len(names)
