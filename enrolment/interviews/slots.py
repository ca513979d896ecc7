"""Places in the slots, and candidates who wait for one.

Only this module writes `Slot.taken` and `Wish`. A place is taken by one UPDATE with its conditions:
it is both the lock and the check, on SQLite as on PostgreSQL. A place held for a wish stays counted
in `taken`.

Locks are taken in one order, to avoid deadlocks: the application, then the slots by key; another
application only if nobody has locked it. The live booking and the wish of an application are read
once it is locked.
"""

from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from enrolment import workflow
from enrolment.interviews.events import Event, note
from enrolment.models import Application, Attendance, Booking, Slot, Status, Wish

COUNTED = ("", Attendance.ATTENDED)  # attendances of a booking, not cancelled, that uses its place

# Reading


def nearest(when: datetime, *, programme, now: datetime, mode: str = "", count: int = 3) -> list:
    """Lists the bookable slots closest to a time, those of the preferred mode first.

    Gives at most `count`, one for each time, mode and campus.
    """
    bookable = Slot.objects.bookable(programme=programme, now=now)
    keys = _closest(bookable.filter(mode=mode), when, count) if mode else []
    if len(keys) < count:
        keys += _closest(bookable.exclude(mode=mode), when, count - len(keys))
    rows = Slot.objects.select_related("interviewer", "campus").in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def _closest(bookable, when, count):
    """Lists the keys of the closest slots, one for each time, mode and campus."""

    def first_rows(slots, order):
        grouped = slots.order_by().values("starts", "mode", "campus").annotate(slot=Min("pk"))
        return list(grouped.order_by(order, "slot")[:count])

    after, before = bookable.filter(starts__gte=when), bookable.filter(starts__lt=when)
    rows = [*first_rows(after, "starts"), *first_rows(before, "-starts")]
    rows.sort(key=lambda row: abs(row["starts"] - when))
    return [row["slot"] for row in rows[:count]]


def miscounted():
    """Selects the slots whose `taken` is not their used and held places; there must be none."""
    bookings = Booking.objects.filter(slot=OuterRef("pk"), cancelled_at=None)
    used = _count(bookings.filter(attendance__in=COUNTED))
    held = _count(Wish.objects.filter(slot=OuterRef("pk")))
    return Slot.objects.annotate(due=used + held).exclude(taken=F("due"))


def _count(rows):
    counted = rows.order_by().values("slot").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


# Places: to be called inside a transaction


class NotBookable(Exception):
    """The slot is full, closed, too near, or not for this programme."""


def lock_slots(*keys: int) -> None:
    list(Slot.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def held_by(application: Application) -> int | None:
    """Returns the key of the slot held for this application, if any."""
    return Wish.objects.filter(application=application).values_list("slot", flat=True).first()


def is_full_for(slot: Slot, application: Application) -> bool:
    """Tells, without a lock, whether the slot is full and not held for this application."""
    full = Slot.objects.filter(pk=slot.pk, taken__gte=F("capacity"))
    return full.exists() and held_by(application) != slot.pk


def take_place(slot: Slot, application: Application, *, now: datetime, by=None, held=False) -> None:
    """Takes a place in the slot, which staff (`by`) may do until it ends. Raises NotBookable.

    `held` says that the place is already counted.
    """
    added = 0 if held else 1
    of_programme = Slot.programmes.through.objects.filter(
        slot=OuterRef("pk"), programme=application.programme_id
    )
    # After waiting for a lock, PostgreSQL reads the row again but not the result of a subquery:
    # `taken` must be compared outside of any subquery.
    offered = Slot.objects.filter(Exists(of_programme), pk=slot.pk, is_open=True)
    offered = offered.filter(ends__gt=now) if by else offered.filter(bookable_until__gt=now)
    with_room = offered.filter(taken__lte=F("capacity") - added)
    if not with_room.update(taken=F("taken") + added):
        raise NotBookable


def free_place(slot_id: int, *, now: datetime) -> None:
    """Frees a place: holds it for the candidate who has waited longest, or makes it bookable."""
    if not _hold_for_next(slot_id, now=now):
        Slot.objects.filter(pk=slot_id).update(taken=F("taken") - 1)


def _hold_for_next(slot_id, *, now):
    slot = Slot.objects.select_related("interviewer", "campus").get(pk=slot_id)
    if not slot.is_open or slot.bookable_until <= now:
        return False
    until = min(now + settings.HOLD_DELAY, slot.bookable_until)
    queue = Application.objects.filter(
        wish__slot=None, wish__asked_at__isnull=False, status=Status.TO_BOOK
    ).filter(programme__in=slot.programmes.all())
    queue = queue.select_for_update(skip_locked=True, no_key=True, of=("self",))
    for application in iter(queue.order_by("wish__asked_at", "wish__pk").first, None):
        wishes = Wish.objects.filter(application=application, slot=None)
        if wishes.update(slot=slot, held_until=until):
            note(Event.HELD, application, slot=slot)
            return True
    return False


# Waiting


def join_queue(application: Application, *, now: datetime) -> Wish:
    """Puts the application in the queue for a slot; asked again, it keeps its place.

    Raises Refused when the application may not book.
    """
    with transaction.atomic():
        workflow.lock(application)
        workflow.check(application, "booked")
        row, _ = Wish.objects.get_or_create(application=application, defaults={"asked_at": now})
    return row


def leave_queue(application: Application, *, now: datetime, kept: int | None = None) -> None:
    """Deletes the wish of an application, if any, and frees the place held for it.

    `kept` is the slot that the candidate has just booked: its place stays taken.
    """
    with transaction.atomic():
        workflow.lock(application)
        row = Wish.objects.filter(application=application).first()
        if row is None:
            return
        row.delete()
        if row.slot_id and row.slot_id != kept:
            free_place(row.slot_id, now=now)


def end_holds(now: datetime, dry_run: bool = False) -> int:
    """Ends the holds that are over, then offers free places to those who wait. Returns how many.

    A candidate who did not use the place held for them leaves the queue, and may ask again.
    """
    holds = list(_ended_holds(now))
    if dry_run:
        return len(holds) + sum(_first_free(row, now) is not None for row in _waiting())
    for hold in holds:
        with suppress(workflow.Gone):
            _end_hold(hold, now=now)
    return len(holds) + sum(_offer(row, now=now) for row in _waiting())


def _ended_holds(now):
    """Selects wishes held past the limit, in a closed slot, or for who may no longer book."""
    held = Wish.objects.filter(slot__isnull=False).select_related("application")
    return held.filter(
        Q(held_until__lte=now) | Q(slot__is_open=False) | ~Q(application__status=Status.TO_BOOK)
    )


def _end_hold(hold, *, now):
    with transaction.atomic():
        workflow.lock(hold.application)
        hold = _ended_holds(now).filter(pk=hold.pk).select_related("slot").first()
        if hold is None:
            return
        if hold.slot.is_open or hold.held_until <= now:
            hold.delete()
        else:  # the centre closed the slot, so the candidate keeps their place in the queue
            Wish.objects.filter(pk=hold.pk).update(slot=None, held_until=None)
        free_place(hold.slot_id, now=now)


def _waiting():
    wishes = Wish.objects.filter(slot=None, application__status=Status.TO_BOOK)
    return list(wishes.select_related("application"))


def _first_free(row, now):
    return Slot.objects.bookable(programme=row.application.programme_id, now=now).first()


def _offer(row, *, now):
    """Tells whether this wish received a slot.

    Takes a free place and frees it at once: `free_place` then holds it for the first in the queue.
    """
    slot = _first_free(row, now)
    if slot is None:
        return False
    with suppress(NotBookable), transaction.atomic():
        take_place(slot, row.application, now=now)
        free_place(slot.pk, now=now)
    return Wish.objects.filter(pk=row.pk, slot__isnull=False).exists()
