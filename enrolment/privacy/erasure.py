"""Erases applications; only `erase` deletes one."""

import logging
from collections import Counter
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from post_office.models import Attachment, Email

from charmilles import erased as the_list
from enrolment.interviews import bookings
from enrolment.models import (
    AccessToken,
    Alert,
    Application,
    Device,
    Erasure,
    Guest,
    Meeting,
    Question,
    Unlisted,
)
from enrolment.uploads.storage import delete_on_commit

logger = logging.getLogger(__name__)


def erase(application: Application, *, cause: str, now: datetime, status: str = "") -> None:
    """Deletes all data of an application; keeps one anonymous row, to count it.

    `status` is its status before it was withdrawn in order to be erased. The files are deleted from
    the disk once the transaction is committed. Access tokens, devices and mails of the person are
    deleted with their last application; what they asked to be told of, if they want to be erased.
    """
    with transaction.atomic():
        files = application.documents.exclude(file="").values_list("file", flat=True)
        delete_on_commit(list(files))
        delete_mails(Email.objects.filter(pk__in=application.messages.values("email")))
        _forget_staff_log(application)
        if not Application.objects.of(application.mailbox).exclude(pk=application.pk).exists():
            _forget_person(application.mailbox)
            if cause == Erasure.Cause.ASKED:
                erase_alerts(Alert.objects.filter(mailbox=application.mailbox))
                erase_guests(Guest.objects.filter(mailbox=application.mailbox))
                erase_questions(Question.objects.filter(mailbox=application.mailbox))
        Erasure.objects.create(
            programme=application.programme,
            cohort=application.cohort,
            status=status or application.status,
            cause=cause,
            on=timezone.localdate(now),
        )
        bookings.erase(application, now=now)
        Application.objects.filter(pk=application.pk).delete()
        Unlisted.objects.create(reference=application.reference, cause=cause, at=now)
        transaction.on_commit(_list_at_once)


def erase_if(applications: QuerySet, key: int, *, cause: str, now: datetime) -> bool:
    """Locks the application of this key and erases it if it is still in the queryset.

    Returns whether it did: the candidate may be saving it at this moment, which takes it out of the
    queryset.
    """
    with transaction.atomic():
        locked = lock(key)
        if locked is None or not applications.filter(pk=key).exists():
            return False
        erase(locked, cause=cause, now=now)
    return True


def erase_again(*, erased: list[the_list.Erased], **kwargs) -> None:
    """Erases those whom a restored backup has brought back, on the day and for the cause it was."""
    back = Application.objects.filter(reference__in=[one.reference for one in erased])
    keys = dict(back.values_list("reference", "pk"))
    for one in erased:
        if one.reference in keys:
            erase_if(back, keys[one.reference], cause=one.cause, now=one.at)


def list_erased() -> int:
    """Writes those erased in the list that a restore reads; returns how many.

    Raises OSError when the list cannot be written: they wait.
    """
    waiting = list(Unlisted.objects.all())
    for one in waiting:
        the_list.note(one.reference, cause=one.cause, now=one.at)
        one.delete()
    return len(waiting)


def list_waiting(now: datetime, dry_run: bool) -> int:
    """Writes those that could not be written when they were erased."""
    return Unlisted.objects.count() if dry_run else list_erased()


def _list_at_once():
    """Writes the list if it can be: the erasure is done, and its request must not fail."""
    try:
        list_erased()
    except OSError as error:
        logger.error("La liste des effacés ne s’écrit pas (%s).", type(error).__name__)


def lock(key: int) -> Application | None:
    """Locks and returns the application of this key; None when another process has erased it."""
    return Application.objects.select_for_update().filter(pk=key).first()


def delete_mails(emails: QuerySet) -> int:
    """Deletes these mails, their logs, and the attachments that no other mail carries.

    Returns how many mails were deleted.
    """
    keys = list(emails.values_list("pk", flat=True))
    with transaction.atomic():
        attachments = list(Attachment.objects.filter(emails__in=keys).values_list("pk", flat=True))
        Email.objects.filter(pk__in=keys).delete()
        unused = Attachment.objects.filter(pk__in=attachments, emails=None)
        delete_on_commit(list(unused.values_list("file", flat=True)))
        unused.delete()
    return len(keys)


def delete_mails_of(model: type[Alert | Guest], key: int) -> None:
    """Deletes the mail that this row has now, which another request may have replaced meanwhile."""
    present = model.objects.filter(pk=key).values("mail")
    delete_mails(Email.objects.filter(pk__in=present))


def erase_alerts(alerts: QuerySet) -> int:
    """Deletes these requests to be told of an opening, and their mails; returns how many.

    One that another request takes out of the queryset meanwhile, as by confirming it, stays.
    """
    with transaction.atomic():
        rows = list(alerts.select_for_update().values_list("pk", "mail"))
        delete_mails(Email.objects.filter(pk__in=[mail for _, mail in rows]))
        return Alert.objects.filter(pk__in=[pk for pk, _ in rows]).delete()[0]


def erase_guests(guests: QuerySet) -> int:
    """Deletes these registrations to meetings and their mails, gives their places back; returns
    how many.
    """
    with transaction.atomic():
        Meeting.objects.filter(pk__in=guests.order_by().values("meeting")).hold()
        rows = list(guests.select_for_update().values_list("pk", "mail", "meeting", "seated_at"))
        delete_mails(Email.objects.filter(pk__in=[mail for _, mail, *_ in rows]))
        seated = Counter(meeting for *_, meeting, seated_at in rows if seated_at)
        for meeting, count in sorted(seated.items()):
            Meeting.objects.filter(pk=meeting).update(taken=F("taken") - count)
        return Guest.objects.filter(pk__in=[pk for pk, *_ in rows]).delete()[0]


def erase_questions(questions: QuerySet) -> int:
    """Deletes these questions with all their mails; returns how many."""
    with transaction.atomic():
        keys = list(questions.select_for_update().values_list("pk", flat=True))
        written = Question.mails.through.objects.filter(question__in=keys).values("email")
        delete_mails(Email.objects.filter(pk__in=written))
        Question.objects.filter(pk__in=keys).delete()
    return len(keys)


def _forget_person(mailbox):
    """Deletes what the person signs in with."""
    AccessToken.objects.filter(mailbox=mailbox).delete()
    Device.objects.filter(mailbox=mailbox).delete()


def _forget_staff_log(application):
    """Deletes the log of Django's admin about this application, which quotes its reference."""
    for relation in [None, *Application._meta.related_objects]:
        model = relation.related_model if relation else Application
        rows = {relation.field.name: application.pk} if relation else {"pk": application.pk}
        keys = [str(pk) for pk in model.objects.filter(**rows).values_list("pk", flat=True)]
        content_type = ContentType.objects.get_for_model(model)
        LogEntry.objects.filter(content_type=content_type, object_id__in=keys).delete()
