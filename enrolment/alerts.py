"""« Me prévenir »: one mail when enrolment of a programme opens, and no account.

The address counts once confirmed from its mailbox. Housekeeping writes the mail, then erases the
request with it. Staff read how many people wait, never who.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from post_office.models import STATUS, Email

from catalogue.models import Programme
from catalogue.sheet.opening import is_open
from catalogue.sheet.sheet import Sheet
from charmilles.mailbox import canonical
from charmilles.throttle import hit_letter
from enrolment.mails import alerts as mails
from enrolment.mails.letter import Letter, post
from enrolment.models import Alert
from enrolment.privacy.erasure import delete_mails_of, erase_alerts

UNCONFIRMED, LONGEST = settings.RETENTION["unconfirmed"], settings.RETENTION["alert"]
LEFT = (STATUS.sent, STATUS.failed)  # of the queue: nothing more will come of these mails


# What people do


def ask(email: str, programme: Programme, *, now: datetime, ip: str = "") -> None:
    """Writes to this address for a confirmation: the same letter, known or not.

    Raises TooMany. Not inside a transaction.
    """
    mailbox = canonical(email)
    hit_letter("alert", mailbox, ip=ip, now=now)
    alert, _ = Alert.objects.get_or_create(
        programme=programme,
        mailbox=mailbox,
        told_at=None,
        defaults={"email": email, "asked_at": now},
    )
    letter = mails.confirmation(alert, until=now + UNCONFIRMED)
    with transaction.atomic():
        if Alert.objects.filter(pk=alert.pk, told_at=None).update(asked_at=now):
            _queue(alert, letter)


def read(token: str, *, now: datetime) -> Alert | None:
    """Returns the request of this link, while it can be confirmed or waits for its mail."""
    valid = Q(confirmed_at__isnull=False) | Q(asked_at__gt=now - UNCONFIRMED)
    alerts = Alert.objects.of_token(token).filter(valid, told_at=None)
    return alerts.select_related("programme").first()


def confirm(alert: Alert, *, now: datetime) -> None:
    """Notes that the owner of the mailbox wants the mail; the letter that asked is erased."""
    with transaction.atomic():
        if Alert.objects.filter(pk=alert.pk, confirmed_at=None).update(confirmed_at=now):
            delete_mails_of(Alert, alert.pk)


def stop(alert: Alert) -> None:
    """Erases the request, and the mail that waits for it."""
    erase_alerts(Alert.objects.filter(pk=alert.pk))


# What the site does: duties of `housekeeping.py`


def tell(now: datetime, dry_run: bool) -> int:
    """Writes to who waits for a programme that is open, or withdrawn; returns to how many."""
    waiting, told = Alert.objects.waiting(), 0
    programmes = Programme.objects.filter(pk__in=waiting.values("programme"))
    for programme in programmes.select_related("successor").with_cohorts():
        write = _news(programme, on=timezone.localdate(now))
        if write:
            people = waiting.filter(programme=programme)
            told += people.count() if dry_run else sum(_tell(one, write, now) for one in people)
    return told


def _news(programme: Programme, *, on: date) -> Callable[[Alert], Letter] | None:
    """Returns what writes the letter, when there is something to say."""
    if programme.state == Programme.State.WITHDRAWN:
        return partial(mails.withdrawn, programme=programme)
    sheet = Sheet(programme, on=on)
    if programme.is_published and is_open(programme, sheet.intake):
        return partial(mails.opened, sheet=sheet)
    return None


def _tell(alert, write, now) -> bool:
    """Queues the letter and notes it together, unless another run did or the person stopped."""
    letter = write(alert)
    with transaction.atomic():
        claimed = Alert.objects.waiting().filter(pk=alert.pk).update(told_at=now)
        if claimed:
            _queue(alert, letter)
    return bool(claimed)


def _queue(alert, letter):
    """Replaces the mail of this request by this one; the caller has locked it."""
    delete_mails_of(Alert, alert.pk)
    Alert.objects.filter(pk=alert.pk).update(mail=post(letter))


def forget(now: datetime, dry_run: bool) -> int:
    """Erases who has been told, who did not confirm, and who has waited as long as we may keep."""
    is_gone = Q(mail=None) | Q(mail__in=Email.objects.filter(status__in=LEFT))
    over = Alert.objects.filter(
        Q(told_at__isnull=False) & is_gone
        | Q(confirmed_at=None, asked_at__lte=now - UNCONFIRMED)
        | Q(told_at=None, confirmed_at__lte=now - LONGEST)
    )
    return over.count() if dry_run else erase_alerts(over)


def waiting_by_programme() -> Coalesce:
    """Counts who waits for each programme of a query, for the catalogue (PEOPLE_TO_TELL)."""
    waiting = Alert.objects.waiting().filter(programme=OuterRef("pk"))
    counted = waiting.order_by().values("programme").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
