"""Drafts that nobody finishes: reminded, then warned, before `retention` erases them.

`Application.reminders` counts what was written since the last entry. With the last mail, `due_at`
takes the day of the erasure: a draft is never erased without having been warned in time.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalogue.models import CohortState, Programme
from enrolment.mails import privacy
from enrolment.models import Application, Status

OVER = (CohortState.CLOSED, CohortState.UNDER_WAY, CohortState.OVER)


def delays() -> list[timedelta]:
    """After the last entry: a mail at each; the last one is the warning."""
    return [*settings.DRAFT_REMINDERS, settings.RETENTION["draft"] - settings.ERASURE_WARNING]


def remind(now: datetime, dry_run: bool) -> int:
    """Writes to the authors of idle drafts; says to how many files something was due.

    After a long stop of the site only the latest mail is written, not each that was missed.
    """
    waiting = Application.objects.filter(status=Status.DRAFT, saved_at__lte=now - delays()[0])
    files = waiting.filter(reminders__lt=len(delays())).select_related("programme", "cohort")
    late = [(one, due) for one in files if (due := _due(one, now)) > one.reminders]
    return len(late) if dry_run else sum(_write(one, due, now) for one, due in late)


def _due(application, now):
    return sum(application.saved_at + delay <= now for delay in delays())


def _write(application, due, now):
    """Compare and swap: of two runs one writes, and none when an answer has just been saved."""
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
        privacy.draft_warning(application, erased_on=erased_on)
    elif not _is_closed(application, now):
        privacy.draft_reminder(application, erased_on=erased_on)
    elif not application.messages.filter(name="draft_closed").exists():
        privacy.draft_closed(application, erased_on=erased_on)


def _is_closed(application, now):
    """Nothing can come of sending it: asking for that would be cruel."""
    if application.programme.state != Programme.State.PUBLISHED:
        return True
    cohort = application.cohort
    return bool(cohort) and cohort.state(on=timezone.localdate(now)) in OVER
