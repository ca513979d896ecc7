"""Reminds candidates of their idle drafts, then warns them before `retention` erases the draft.

`Application.reminders` counts the mails since the last change. The last mail sets `due_at` to the
day of the erasure: no draft is erased without a warning in time.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalogue.models import CohortState, Programme
from enrolment.mails import privacy as mails
from enrolment.models import Application, Status

OVER = (CohortState.CLOSED, CohortState.UNDER_WAY, CohortState.OVER)


def delays() -> list[timedelta]:
    """Lists when to write, counted from the last change; the last mail is the warning."""
    return [*settings.DRAFT_REMINDERS, settings.RETENTION["draft"] - settings.ERASURE_WARNING]


def remind(now: datetime, dry_run: bool) -> int:
    """Writes to the candidates whose draft is idle; returns how many drafts were due a mail.

    After a long stop of the site it sends only the latest mail, not each one missed.
    """
    idle = Application.objects.filter(status=Status.DRAFT, saved_at__lte=now - delays()[0])
    drafts = idle.filter(reminders__lt=len(delays())).select_related("programme", "cohort")
    late = [(draft, due) for draft in drafts if (due := _mails_due(draft, now)) > draft.reminders]
    return len(late) if dry_run else sum(_write(draft, due, now) for draft, due in late)


def _mails_due(application, now):
    return sum(application.saved_at + delay <= now for delay in delays())


def _write(application, due, now):
    """Writes the mail that is due, unless another run did or the candidate has just saved."""
    unchanged = Application.objects.filter(
        pk=application.pk,
        status=Status.DRAFT,
        saved_at=application.saved_at,
        reminders=application.reminders,
    )
    is_last = due == len(delays())
    erased_at = application.saved_at + settings.RETENTION["draft"]
    if is_last:
        erased_at = max(erased_at, now + settings.ERASURE_WARNING)
    with transaction.atomic():
        if not unchanged.update(reminders=due, due_at=erased_at if is_last else None):
            return False
        _tell(application, is_last, erased_on=timezone.localdate(erased_at), now=now)
    return True


def _tell(application, is_last, *, erased_on, now):
    if is_last:
        mails.draft_warning(application, erased_on=erased_on)
    elif not _is_closed(application, now):
        mails.draft_reminder(application, erased_on=erased_on)
    elif not application.messages.filter(name="draft_closed").exists():
        mails.draft_closed(application, erased_on=erased_on)


def _is_closed(application, now):
    """Returns whether it is too late to apply, so that we do not ask to finish the draft."""
    if application.programme.state != Programme.State.PUBLISHED:
        return True
    cohort = application.cohort
    return bool(cohort) and cohort.state(on=timezone.localdate(now)) in OVER
