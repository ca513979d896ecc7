"""From availabilities to slots, ahead to the horizon of each; `agenda.py` is what others call.

A slot that somebody has, or that is held for somebody, is never touched here.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from enrolment.interviews.availability import DAY, PARIS, times
from enrolment.models import Booking, Closure, Interviewer, Slot

# What an availability says of its slots: a free one follows it.
FOLLOWS = ("mode", "campus_id", "room", "link", "capacity")
_COMPARED = ("availability_id", "ends", "bookable_until", *FOLLOWS)


@dataclass
class Made:
    """How many slots were."""

    created: int = 0
    updated: int = 0
    removed: int = 0

    @property
    def total(self):
        return self.created + self.updated + self.removed

    def __add__(self, other):
        return Made(
            self.created + other.created,
            self.updated + other.updated,
            self.removed + other.removed,
        )


def generate(*, now: datetime, interviewer: Interviewer | None = None) -> Made:
    """Brings the free slots to come into line with the availabilities; again changes nothing.

    One transaction for each person, whose row is locked: two runs at once make nothing twice.
    """
    people = Interviewer.objects.order_by("pk").values_list("pk", flat=True)
    wanted = [interviewer.pk] if interviewer else list(people)
    return sum((_generate_for(pk, now) for pk in wanted), Made())


def prepare(now: datetime, dry_run: bool) -> int:
    """The duty of housekeeping: slots ahead to the horizon of each availability."""
    if not dry_run:
        return generate(now=now).total
    with transaction.atomic():
        count = generate(now=now).total
        transaction.set_rollback(True)
    return count


def _generate_for(pk, now):
    with transaction.atomic():
        person = Interviewer.objects.select_for_update(no_key=True).get(pk=pk)
        ahead = list(_slots_ahead(person, now))
        given = [slot for slot in ahead if slot.taken or slot.starts <= now]
        free = {slot.starts: slot for slot in ahead if slot not in given}
        wanted = _without_overlap(_wanted(person, now), given)
        return Made(
            removed=_remove(slot for start, slot in free.items() if start not in wanted),
            updated=_update([(free[start], wanted[start]) for start in free if start in wanted]),
            created=_create([slot for start, slot in wanted.items() if start not in free]),
        )


def _slots_ahead(person, now):
    """With the one that is under way. Locked, by key as all slots are, so that nobody takes one of
    the free ones meanwhile."""
    return (
        Slot.objects.select_for_update(of=("self",), no_key=True)
        .filter(interviewer=person, ends__gt=now)
        .annotate(has_a_past=Exists(Booking.objects.filter(slot=OuterRef("pk"))))
        .prefetch_related("programmes")
        .order_by("pk")
    )


def _wanted(person, now):
    """The slots that the availabilities ask for, not saved, those of closed days left out."""
    if not person.is_active:
        return []
    today = now.astimezone(PARIS).date()
    availabilities = list(person.availabilities.prefetch_related("programmes"))
    horizon = max((found.horizon_days for found in availabilities), default=0)
    closed = closed_days(person, first=today, last=today + timedelta(days=horizon + 1))
    return [
        _slot(availability, start)
        for availability in availabilities
        for start, last_day in times(
            availability,
            first=today - DAY,  # what began yesterday evening may go on tonight
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
    slot.programme_ids = _programmes(availability)
    return slot


def closed_days(person: Interviewer, *, first: date, last: date) -> set[date]:
    """Public holidays, and the days closed for this person or for the whole centre."""
    from holidays import country_holidays  # slow to load, and of use here only

    years = range(first.year, last.year + 1)
    closed = set(country_holidays("FR", years=years))
    closures = Closure.objects.filter(Q(interviewer=person) | Q(interviewer=None))
    for closure in closures.filter(starts_on__lte=last, ends_on__gte=first):
        day, end = max(closure.starts_on, first), min(closure.ends_on, last)
        closed |= {day + timedelta(days=n) for n in range((end - day).days + 1)}
    return closed


def _without_overlap(wanted, given):
    """By start, the first of those that would overlap; none on the time of a given slot."""
    kept, free_from = {}, None
    for slot in sorted(wanted, key=lambda slot: (slot.starts, slot.availability_id)):
        clashes = any(slot.starts < other.ends and other.starts < slot.ends for other in given)
        if not clashes and (free_from is None or slot.starts >= free_from):
            kept[slot.starts] = slot
            free_from = slot.ends
    return kept


def _remove(slots):
    """One that somebody had and gave back stays, closed, for the history of their file."""
    slots = list(slots)
    past = [slot.pk for slot in slots if slot.has_a_past]
    orphans = Slot.objects.filter(pk__in=past).exclude(is_open=False, availability=None)
    closed = orphans.update(is_open=False, availability=None)
    gone = [slot.pk for slot in slots if not slot.has_a_past]
    if gone:
        Slot.objects.filter(pk__in=gone).delete()
    return closed + len(gone)


def _update(pairs):
    changed = [slot for slot, wanted in pairs if _follow(slot, wanted)]
    Slot.objects.bulk_update(changed, [*(_field(name) for name in _COMPARED), "is_open"])
    moved = [slot for slot, wanted in pairs if _programmes(slot) != wanted.programme_ids]
    of_programme = {wanted.starts: wanted.programme_ids for _, wanted in pairs}
    for slot in moved:
        slot.programme_ids = of_programme[slot.starts]
    if moved:
        Slot.programmes.through.objects.filter(slot__in=moved).delete()
        _attach(moved)
    return len({slot.pk for slot in [*changed, *moved]})


def _follow(slot, wanted):
    """Whether the slot had to change. One that staff closed stays so; one that lost its
    availability, and finds one again, opens."""
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
    _attach(slots)
    return len(slots)


def _attach(slots):
    link = Slot.programmes.through
    link.objects.bulk_create(
        link(slot_id=slot.pk, programme_id=programme)
        for slot in slots
        for programme in slot.programme_ids
    )


def _programmes(thing):
    return {programme.pk for programme in thing.programmes.all()}


def _field(attribute):
    return attribute.removesuffix("_id")
