"""Places of the slots, and those who wait for one: the only writer of `Slot.taken` and `Wish`.

A place is taken by one UPDATE that says its conditions: it is both the lock and the check, on
SQLite as on PostgreSQL. A place held for a wish stays counted in `taken`.

Locks are taken in one order, so that nobody waits for somebody who waits for them: one's own file,
then the slots by key; another's file only if it is free at once. What a file owns (its live
booking, its wish) is read once the file is locked.
"""

from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from enrolment import workflow
from enrolment.interviews import events
from enrolment.models import Application, Attendance, Booking, InterviewEvent, Slot, Status, Wish

COUNTED = ("", Attendance.ATTENDED)  # a booking that is not cancelled, and its place is used

# Reading


def nearest(when: datetime, *, programme, now: datetime, mode: str = "", count: int = 3) -> list:
    """The bookable times closest to one, those of the preferred mode first; a slot for each."""
    free = Slot.objects.bookable(programme=programme, now=now)
    keys = _closest(free.filter(mode=mode), when, count) if mode else []
    if len(keys) < count:
        keys += _closest(free.exclude(mode=mode), when, count - len(keys))
    rows = Slot.objects.select_related("interviewer", "campus").in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def _closest(free, when, count):
    """Keys; of people who receive at the same time, in the same way and place, one."""

    def times(side, order):
        same = side.order_by().values("starts", "mode", "campus").annotate(slot=Min("pk"))
        return list(same.order_by(order, "slot")[:count])

    after, before = free.filter(starts__gte=when), free.filter(starts__lt=when)
    found = [*times(after, "starts"), *times(before, "-starts")]
    found.sort(key=lambda row: abs(row["starts"] - when))
    return [row["slot"] for row in found[:count]]


def miscounted():
    """Slots whose counter is not their bookings and held places: there must be none, ever."""
    bookings = Booking.objects.filter(slot=OuterRef("pk"), cancelled_at=None)
    kept = _count(bookings.filter(attendance__in=COUNTED))
    held = _count(Wish.objects.filter(slot=OuterRef("pk")))
    return Slot.objects.annotate(due=kept + held).exclude(taken=F("due"))


def _count(rows):
    counted = rows.order_by().values("slot").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


# Places: inside the transaction of the caller


class Gone(Exception):
    """The slot is full, closed, too near, or not for this programme."""


def lock_file(application: Application) -> None:
    Application.objects.select_for_update(no_key=True).values_list("pk").get(pk=application.pk)


def lock(*keys: int) -> None:
    list(Slot.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def held_by(application: Application) -> int | None:
    """The key of the slot that is held for this file."""
    return Wish.objects.filter(application=application).values_list("slot", flat=True).first()


def is_lost(slot: Slot, application: Application) -> bool:
    """Full, and no place of it is held for this file; as last written, without a lock."""
    full = Slot.objects.filter(pk=slot.pk, taken__gte=F("capacity"))
    return full.exists() and held_by(application) != slot.pk


def take(slot: Slot, application: Application, *, now: datetime, by=None, held=False) -> None:
    """Raises Gone. `held`: the place is counted already."""
    more = 0 if held else 1
    taught = Slot.programmes.through.objects.filter(
        slot=OuterRef("pk"), programme=application.programme_id
    )
    # PostgreSQL reads the row again after a wait, not what a subquery found in it: `taken` is
    # compared outside of any subquery.
    offered = Slot.objects.filter(Exists(taught), pk=slot.pk, is_open=True)
    offered = offered.filter(ends__gt=now) if by else offered.filter(bookable_until__gt=now)
    with_room = offered.filter(taken__lte=F("capacity") - more)
    if not with_room.update(taken=F("taken") + more):
        raise Gone


def free(slot_id: int, *, now: datetime) -> None:
    """To who has waited for the longest time; to everybody when nobody waits."""
    if not _pass_on(slot_id, now=now):
        Slot.objects.filter(pk=slot_id).update(taken=F("taken") - 1)


def _pass_on(slot_id, *, now):
    slot = Slot.objects.select_related("interviewer", "campus").get(pk=slot_id)
    if not slot.is_open or slot.bookable_until <= now:
        return False
    until = min(now + settings.HOLD_DELAY, slot.bookable_until)
    line = Application.objects.filter(
        wish__slot=None, wish__asked_at__isnull=False, status=Status.TO_BOOK
    ).filter(programme__in=slot.programmes.all())
    line = line.select_for_update(skip_locked=True, no_key=True, of=("self",))
    for application in iter(line.order_by("wish__asked_at", "wish__pk").first, None):
        own = Wish.objects.filter(application=application, slot=None)
        if own.update(slot=slot, held_until=until):
            events.note(InterviewEvent.Event.HELD, application, slot=slot)
            return True
    return False


# Waiting


def wish(application: Application, *, now: datetime) -> Wish:
    """« Prévenez-moi » : a place in the queue, kept from the first time it was asked for."""
    with transaction.atomic():
        lock_file(application)
        workflow.check(application, "booked")
        found, _ = Wish.objects.get_or_create(application=application, defaults={"asked_at": now})
    return found


def forget_wish(application: Application, *, now: datetime, kept: int | None = None) -> None:
    """`kept`: the slot that the candidate has just booked, whose place stays taken."""
    with transaction.atomic():
        lock_file(application)
        own = Wish.objects.filter(application=application).first()
        if own is None:
            return
        own.delete()
        if own.slot_id and own.slot_id != kept:
            free(own.slot_id, now=now)


def give_back(now: datetime, dry_run: bool = False) -> int:
    """Passes on what was held in vain, then offers free places to who waits. Returns how many.

    Who let a place pass has had their turn: they may ask again.
    """
    stale = list(_stale(now))
    if dry_run:
        return len(stale) + sum(_first_free(wish, now) is not None for wish in _waiting())
    for wish in stale:
        _take_back(wish, now=now)
    return len(stale) + sum(_offer(wish, now=now) for wish in _waiting())


def _stale(now):
    """Held too long, or of a slot that was closed, or for somebody who may no longer book."""
    held = Wish.objects.filter(slot__isnull=False).select_related("application")
    return held.filter(
        Q(held_until__lte=now) | Q(slot__is_open=False) | ~Q(application__status=Status.TO_BOOK)
    )


def _take_back(wish, *, now):
    with transaction.atomic():
        lock_file(wish.application)
        wish = _stale(now).filter(pk=wish.pk).select_related("slot").first()
        if wish is None:
            return
        if wish.slot.is_open or wish.held_until <= now:
            wish.delete()
        else:  # the centre closed the slot: this was not their turn
            Wish.objects.filter(pk=wish.pk).update(slot=None, held_until=None)
        free(wish.slot_id, now=now)


def _waiting():
    line = Wish.objects.filter(slot=None, application__status=Status.TO_BOOK)
    return list(line.select_related("application"))


def _first_free(wish, now):
    return Slot.objects.bookable(programme=wish.application.programme_id, now=now).first()


def _offer(wish, *, now):
    """A place taken, then freed, goes to who is first in line."""
    slot = _first_free(wish, now)
    if slot is None:
        return False
    with suppress(Gone), transaction.atomic():
        take(slot, wish.application, now=now)
        free(slot.pk, now=now)
    return Wish.objects.filter(pk=wish.pk, slot__isnull=False).exists()
