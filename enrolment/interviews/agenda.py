"""The agenda: what candidates may choose, and days that close after some have chosen.

`generation.py` makes the slots, `booking.py` gives them.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef

from enrolment.interviews import bookings
from enrolment.interviews.availability import DAY, PARIS
from enrolment.interviews.generation import Made, generate, prepare
from enrolment.models import Booking, Closure, Interviewer, Slot
from enrolment.workflow import Refused

__all__ = [
    "Closing",
    "Made",
    "affected",
    "choices",
    "close_days",
    "close_slots",
    "fairest",
    "for_staff",
    "generate",
    "of_days",
    "open_slots",
    "prepare",
]

# What candidates see


def choices(programme, *, now: datetime, mode=None) -> list[Slot]:
    """The free slots of a programme, in order; one only for each time, way of meeting and place.

    Of several people free at once, the one with the fewest interviews ahead is proposed.
    """
    free = Slot.objects.bookable(programme=programme, now=now)
    if mode:
        free = free.filter(mode=mode)
    ahead = Slot.objects.filter(starts__gt=now, taken__gt=0).order_by()
    busy = ahead.values_list("interviewer_id").annotate(Count("pk"))
    return fairest(free.select_related("interviewer", "campus"), Counter(dict(busy)))


def fairest(slots, busy) -> list[Slot]:
    """One slot for each time, way and place; `busy` counts the interviews ahead of each person."""
    chosen = {}
    for slot in sorted(slots, key=lambda slot: (busy[slot.interviewer_id], slot.interviewer_id)):
        chosen.setdefault((slot.starts, slot.mode, slot.campus_id), slot)
    return sorted(chosen.values(), key=lambda slot: (slot.starts, slot.mode, slot.interviewer_id))


def for_staff(programme, *, now: datetime) -> list[Slot]:
    """Every free slot of a programme, with whoever it is and to the last moment."""
    free = Slot.objects.filter(programmes=programme, is_open=True, ends__gt=now)
    free = free.filter(taken__lt=F("capacity"))
    return list(free.select_related("interviewer", "campus"))


# What staff close and open


@dataclass
class Closing:
    """Whose interview was cancelled, and told; whose could not be, with the reason."""

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
    """No interview on these days, with one person or with anybody: each candidate chooses again.

    The slots close first, so that none is taken meanwhile; then each candidate is told with their
    own cancellation, or neither. Done again after a crash, it goes on where it was.
    """
    with transaction.atomic():
        Closure.objects.get_or_create(
            starts_on=first, ends_on=last, interviewer=interviewer, defaults={"label": label}
        )
        slots = of_days(first, last, interviewer=interviewer)
        slots.filter(starts__gt=now).update(is_open=False)
    report = Closing()
    for found in affected(first, last, now=now, interviewer=interviewer):
        try:
            if bookings.cancel_for_closure(found, reason=label, now=now, by=by):
                report.told.append(found)
        except Refused as refusal:
            report.refused.append((found, str(refusal)))
    generate(now=now, interviewer=interviewer)
    return report


def affected(
    first: date, last: date, *, now: datetime, interviewer: Interviewer | None = None
) -> list[Booking]:
    """The live interviews of these days that have not begun, in order."""
    slots = of_days(first, last, interviewer=interviewer).filter(starts__gt=now)
    live = Booking.objects.live().filter(slot__in=slots).order_by("slot__starts", "pk")
    return list(live.select_related("application__programme", "slot__interviewer", "slot__campus"))


def of_days(first: date, last: date, *, interviewer: Interviewer | None = None):
    """The slots that touch one of these days of Paris, even by a night."""
    start, end = (datetime.combine(day, time(), tzinfo=PARIS) for day in (first, last + DAY))
    slots = Slot.objects.filter(starts__lt=end, ends__gt=start)
    return slots.filter(interviewer=interviewer) if interviewer else slots


def close_slots(slots) -> int:
    """Nobody else may take them; who has one keeps it. Returns how many were open."""
    return slots.filter(is_open=True).update(is_open=False)


def open_slots(slots, *, now: datetime) -> int:
    """Those that have not begun and still have an availability: another would close again.

    Not over another open slot of the same person, as the database would refuse.
    """
    same = {"interviewer": OuterRef("interviewer"), "is_open": True}
    others = Slot.objects.filter(starts__lt=OuterRef("ends"), ends__gt=OuterRef("starts"), **same)
    closed = slots.filter(is_open=False, starts__gt=now, availability__isnull=False)
    return closed.exclude(Exists(others)).update(is_open=True)
