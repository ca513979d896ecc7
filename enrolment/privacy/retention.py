"""Deletes personal data kept long enough: applications, mails, logs. The delays are in settings.

Each function with a `dry_run` is a duty of `housekeeping.py`: it returns how many rows it handled,
or with `dry_run` how many it would.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from post_office.models import STATUS, Email

from enrolment.models import Application, Erasure, Message, Opening, Status
from enrolment.privacy.erasure import delete_mails, erase_if
from enrolment.privacy.reminders import delays

BATCH = 500  # mails deleted per run; the next run takes the rest


def abandoned(now: datetime) -> QuerySet:
    """Selects the idle drafts whose candidate was warned in time: see `reminders.py`."""
    return Application.objects.filter(
        status=Status.DRAFT,
        saved_at__lte=now - settings.RETENTION["draft"],
        due_at__lte=now,
        reminders__gte=len(delays()),
    )


def with_end(applications: QuerySet) -> QuerySet:
    """Adds `ends_at`: when each application is erased if nothing happens; None while under way.

    A closed application is kept for a time after the decision. If the candidate agreed to be
    contacted again, it is kept longer, counted from our last mail.
    """
    keep, closed = settings.RETENTION, Q(status__in=(Status.DECLINED, Status.WITHDRAWN))
    mails = Message.objects.filter(application=OuterRef("pk")).order_by("-at")
    last_mail = Subquery(mails.values("at")[:1])
    last_contact = Greatest("status_since", Coalesce(last_mail, "status_since"))
    draft_end = Coalesce("due_at", F("saved_at") + keep["draft"])
    ends_at = Case(
        When(status=Status.DRAFT, then=draft_end),
        When(status=Status.ADMITTED, then=F("status_since") + keep["admitted"]),
        When(closed & Q(keeps_contact=True), then=last_contact + keep["closed_with_consent"]),
        When(closed, then=F("status_since") + keep["closed"]),
    )
    return applications.annotate(ends_at=ends_at)


def expired(now: datetime) -> QuerySet:
    """Selects the sent applications that have been kept long enough."""
    sent = Application.objects.exclude(status=Status.DRAFT)
    return with_end(sent).filter(ends_at__lte=now)


def purge_drafts(now: datetime, dry_run: bool) -> int:
    return _purge(abandoned(now), cause=Erasure.Cause.ABANDONED, now=now, dry_run=dry_run)


def purge(now: datetime, dry_run: bool) -> int:
    return _purge(expired(now), cause=Erasure.Cause.EXPIRED, now=now, dry_run=dry_run)


def _purge(applications, *, cause, now, dry_run):
    keys = list(applications.values_list("pk", flat=True))
    if dry_run:
        return len(keys)
    return sum(erase_if(applications, key, cause=cause, now=now) for key in keys)


def forget_mails(now: datetime, dry_run: bool) -> int:
    """Deletes the text of old mails; the application keeps their subject and date."""
    old = Q(created__lte=now - settings.RETENTION["mails"])
    return _forget(Email.objects.filter(old, status__in=(STATUS.sent, STATUS.failed)), dry_run)


def forget_unsent_mails(now: datetime, dry_run: bool) -> int:
    """Deletes the mails that expired before they could be sent."""
    unsent = Email.objects.exclude(status=STATUS.sent)
    return _forget(unsent.filter(expires_at__lte=now), dry_run)


def _forget(emails, dry_run):
    return emails.count() if dry_run else delete_mails(emails.order_by("pk")[:BATCH])


def forget_openings(now: datetime, dry_run: bool) -> int:
    old = Opening.objects.filter(at__lte=now - settings.RETENTION["openings"])
    return old.count() if dry_run else old.delete()[0]


def forget_sessions(now: datetime, dry_run: bool) -> int:
    """Deletes expired staff sessions: the messages they hold may quote a reference."""
    old = Session.objects.filter(expire_date__lte=now)
    return old.count() if dry_run else old.delete()[0]
