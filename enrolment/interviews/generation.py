"""Creates, updates and removes free slots so that they match the availabilities.

A slot with a place that is booked or held is never changed here.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from enrolment.interviews.availability import DAY, PARIS, times
from enrolment.models import Booking, Closure, Interviewer, Slot

# Fields that a free slot copies from its availability.
FOLLOWS = ("mode", "campus_id", "room", "link", "capacity")
_COMPARED = ("availability_id", "ends", "bookable_until", *FOLLOWS)


@dataclass
class SlotChanges:
    """How many slots were created, updated and removed."""

    created: int = 0
    updated: int = 0
    removed: int = 0

    @property
    def total(self):
        return self.created + self.updated + self.removed

    def __add__(self, other):
        return SlotChanges(
            self.created + other.created,
            self.updated + other.updated,
            self.removed + other.removed,
        )


def generate(*, now: datetime, interviewer: Interviewer | None = None) -> SlotChanges:
    """Makes the free future slots match the availabilities; running it again changes nothing.

    Each interviewer is handled in one transaction that locks their row, so that two runs at once
    create no duplicate.
    """
    everybody = Interviewer.objects.order_by("pk").values_list("pk", flat=True)
    keys = [interviewer.pk] if interviewer else list(everybody)
    return sum((_generate_for(pk, now) for pk in keys), SlotChanges())


def prepare(now: datetime, dry_run: bool) -> int:
    """Generates the slots, as a housekeeping task. Returns how many were changed."""
    if not dry_run:
        return generate(now=now).total
    with transaction.atomic():
        count = generate(now=now).total
        transaction.set_rollback(True)
    return count


def _generate_for(pk, now):
    with transaction.atomic():
        interviewer = Interviewer.objects.select_for_update(no_key=True).get(pk=pk)
        ahead = list(_slots_ahead(interviewer, now))
        fixed = [slot for slot in ahead if slot.taken or slot.starts <= now]
        free = {slot.starts: slot for slot in ahead if slot not in fixed}
        wanted = _without_overlap(_wanted(interviewer, now), fixed)
        return SlotChanges(
            removed=_remove(slot for start, slot in free.items() if start not in wanted),
            updated=_update([(free[start], wanted[start]) for start in free if start in wanted]),
            created=_create([slot for start, slot in wanted.items() if start not in free]),
        )


def _slots_ahead(interviewer, now):
    """Selects the slots not yet ended, locked by key so that nobody books a free one meanwhile."""
    return (
        Slot.objects.select_for_update(of=("self",), no_key=True)
        .filter(interviewer=interviewer, ends__gt=now)
        .annotate(had_bookings=Exists(Booking.objects.filter(slot=OuterRef("pk"))))
        .prefetch_related("programmes")
        .order_by("pk")
    )


def _wanted(interviewer, now):
    """Lists the slots that the availabilities ask for, unsaved and without those of closed days."""
    if not interviewer.is_active:
        return []
    today = now.astimezone(PARIS).date()
    availabilities = list(interviewer.availabilities.prefetch_related("programmes"))
    horizon = max((availability.horizon_days for availability in availabilities), default=0)
    closed = closed_days(interviewer, first=today, last=today + timedelta(days=horizon + 1))
    return [
        _slot(availability, start)
        for availability in availabilities
        for start, last_day in times(
            availability,
            first=today - DAY,  # a period that began yesterday evening may still go on
            last=today + timedelta(days=availability.horizon_days),
        )
        if start > now and not {start.astimezone(PARIS).date(), last_day} & closed
    ]


def _slot(availability, start):
    slot = Slot(
        interviewer_id=availability.interviewer_id,
        availability=availability,
        starts=start,
        ends=start + timedelta(minutes=availability.length),
        bookable_until=start - timedelta(hours=availability.notice_hours),
        **{name: getattr(availability, name) for name in FOLLOWS},
    )
    slot.programme_ids = _programme_ids(availability)
    return slot


def closed_days(person: Interviewer, *, first: date, last: date) -> set[date]:
    """Gives the public holidays, and the days closed for this interviewer or the whole centre."""
    from holidays import country_holidays  # slow to load, and used here only

    years = range(first.year, last.year + 1)
    closed = set(country_holidays("FR", years=years))
    closures = Closure.objects.filter(Q(interviewer=person) | Q(interviewer=None))
    for closure in closures.filter(starts_on__lte=last, ends_on__gte=first):
        day, end = max(closure.starts_on, first), min(closure.ends_on, last)
        closed |= {day + timedelta(days=n) for n in range((end - day).days + 1)}
    return closed


def _without_overlap(wanted, fixed):
    """Returns {start: slot} of the wanted slots that overlap no fixed slot and no earlier one."""
    slots, free_from = {}, None
    for slot in sorted(wanted, key=lambda slot: (slot.starts, slot.availability_id)):
        clashes = any(slot.starts < other.ends and other.starts < slot.ends for other in fixed)
        if not clashes and (free_from is None or slot.starts >= free_from):
            slots[slot.starts] = slot
            free_from = slot.ends
    return slots


def _remove(slots):
    """Deletes slots, but only closes those once booked: the application's history needs them."""
    slots = list(slots)
    booked_before = [slot.pk for slot in slots if slot.had_bookings]
    orphans = Slot.objects.filter(pk__in=booked_before).exclude(is_open=False, availability=None)
    closed = orphans.update(is_open=False, availability=None)
    unused = [slot.pk for slot in slots if not slot.had_bookings]
    if unused:
        Slot.objects.filter(pk__in=unused).delete()
    return closed + len(unused)


def _update(pairs):
    changed = [slot for slot, wanted in pairs if _copy_fields(slot, wanted)]
    Slot.objects.bulk_update(changed, [*(_field(name) for name in _COMPARED), "is_open"])
    reassigned = [slot for slot, wanted in pairs if _programme_ids(slot) != wanted.programme_ids]
    programme_ids = {wanted.starts: wanted.programme_ids for _, wanted in pairs}
    for slot in reassigned:
        slot.programme_ids = programme_ids[slot.starts]
    if reassigned:
        Slot.programmes.through.objects.filter(slot__in=reassigned).delete()
        _attach_programmes(reassigned)
    return len({slot.pk for slot in [*changed, *reassigned]})


def _copy_fields(slot, wanted):
    """Copies the fields that differ, and tells whether there were any.

    A slot that staff closed stays closed; one that had lost its availability opens again.
    """
    changes = {
        name: getattr(wanted, name)
        for name in _COMPARED
        if getattr(slot, name) != getattr(wanted, name)
    }
    if slot.availability_id is None:
        changes["is_open"] = True
    for name, value in changes.items():
        setattr(slot, name, value)
    return bool(changes)


def _create(slots):
    Slot.objects.bulk_create(slots)
    _attach_programmes(slots)
    return len(slots)


def _attach_programmes(slots):
    link = Slot.programmes.through
    link.objects.bulk_create(
        link(slot_id=slot.pk, programme_id=programme)
        for slot in slots
        for programme in slot.programme_ids
    )


def _programme_ids(owner):
    return {programme.pk for programme in owner.programmes.all()}


def _field(attribute):
    return attribute.removesuffix("_id")
