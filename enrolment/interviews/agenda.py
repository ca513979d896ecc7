"""The agenda: the slots that candidates may choose, and the slots and days that staff close.

`generation.py` creates the slots, `bookings.py` books them.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef

from enrolment.interviews import bookings
from enrolment.interviews.availability import DAY, PARIS
from enrolment.interviews.generation import generate
from enrolment.models import Booking, Closure, Interviewer, Slot
from enrolment.workflow import NotDone

# What candidates see


def slots_to_choose(programme, *, now: datetime, mode=None) -> list[Slot]:
    """Lists the free slots of a programme in order, one for each time, mode and campus.

    When several interviewers are free at once, gives the one with the fewest taken slots ahead.
    """
    free = Slot.objects.bookable(programme=programme, now=now)
    if mode:
        free = free.filter(mode=mode)
    ahead = Slot.objects.filter(starts__gt=now, taken__gt=0).order_by()
    busy = ahead.values_list("interviewer_id").annotate(Count("pk"))
    return fairest(free.select_related("interviewer", "campus"), Counter(dict(busy)))


def fairest(slots, busy) -> list[Slot]:
    """Keeps one slot for each time, mode and campus: that of the least busy interviewer.

    `busy` counts the taken slots ahead of each interviewer.
    """
    chosen = {}
    for slot in sorted(slots, key=lambda slot: (busy[slot.interviewer_id], slot.interviewer_id)):
        chosen.setdefault((slot.starts, slot.mode, slot.campus_id), slot)
    return sorted(chosen.values(), key=lambda slot: (slot.starts, slot.mode, slot.interviewer_id))


def slots_for_staff(programme, *, now: datetime) -> list[Slot]:
    """Lists all free slots of a programme, of every interviewer, until they end."""
    free = Slot.objects.filter(programmes=programme, is_open=True, ends__gt=now)
    free = free.filter(taken__lt=F("capacity"))
    return list(free.select_related("interviewer", "campus"))


# What staff close and open


@dataclass
class Closing:
    """The bookings cancelled, with their candidates told, and those refused, with the reason."""

    told: list[Booking] = field(default_factory=list)
    refused: list[tuple[Booking, str]] = field(default_factory=list)


def close_days(
    first: date,
    last: date,
    *,
    label: str,
    now: datetime,
    by,
    interviewer: Interviewer | None = None,
) -> Closing:
    """Closes these days, of one interviewer or of all, and cancels their interviews.

    The slots close first, so that none is booked meanwhile. Each cancellation is one transaction
    with its announcement to the candidate. Run again after a crash, it goes on where it stopped.
    """
    with transaction.atomic():
        days = {"starts_on": first, "ends_on": last, "interviewer": interviewer}
        if not Closure.objects.filter(**days).exists():  # there may be several already
            Closure.objects.create(**days, label=label)
        slots = slots_of_days(first, last, interviewer=interviewer)
        slots.filter(starts__gt=now).update(is_open=False)
    report = Closing()
    for booking in bookings_of_days(first, last, now=now, interviewer=interviewer):
        try:
            if bookings.cancel_for_closure(booking, reason=label, now=now, by=by):
                report.told.append(booking)
        except NotDone as refusal:
            report.refused.append((booking, str(refusal)))
    generate(now=now, interviewer=interviewer)
    return report


def bookings_of_days(
    first: date, last: date, *, now: datetime, interviewer: Interviewer | None = None
) -> list[Booking]:
    """Lists the live bookings of these days whose slot has not begun, in order."""
    slots = slots_of_days(first, last, interviewer=interviewer).filter(starts__gt=now)
    live = Booking.objects.live().filter(slot__in=slots).order_by("slot__starts", "pk")
    return list(live.select_related("application__programme", "slot__interviewer", "slot__campus"))


def slots_of_days(first: date, last: date, *, interviewer: Interviewer | None = None):
    """Selects the slots that touch one of these days, in Paris time, even after midnight only."""
    start, end = (datetime.combine(day, time(), tzinfo=PARIS) for day in (first, last + DAY))
    slots = Slot.objects.filter(starts__lt=end, ends__gt=start)
    return slots.filter(interviewer=interviewer) if interviewer else slots


def close_slots(slots) -> int:
    """Closes slots to new bookings; existing ones stay. Returns how many slots were open."""
    return slots.filter(is_open=True).update(is_open=False)


def open_slots(slots, *, now: datetime) -> int:
    """Opens slots to bookings again, and returns how many.

    Leaves out slots that have begun, that overlap an open one of the same interviewer (the database
    would refuse), or that have no availability: `generation.py` would close them again.
    """
    same = {"interviewer": OuterRef("interviewer"), "is_open": True}
    others = Slot.objects.filter(starts__lt=OuterRef("ends"), ends__gt=OuterRef("starts"), **same)
    closed = slots.filter(is_open=False, starts__gt=now, availability__isnull=False)
    return closed.exclude(Exists(others)).update(is_open=True)
