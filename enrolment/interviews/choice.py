"""The free slots laid out for choosing: how one meets, then one week, its days, their halves."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from charmilles import typography
from enrolment.interviews import agenda
from enrolment.interviews.appointment import Appointment
from enrolment.models import Application, Mode, Slot, Wish

NOON = 12


class Tile(NamedTuple):
    """One slot to press: what is seen of it, and what is heard."""

    pk: int
    hour: str
    place: str
    label: str


class Half(NamedTuple):
    name: str
    tiles: list[Tile]


class Day(NamedTuple):
    name: str
    halves: list[Half]


class Week(NamedTuple):
    monday: date
    days: list[Day]
    count: int

    @property
    def name(self):
        """« semaine du 30 novembre 2026 »."""
        return f"semaine du {typography.day(self.monday)}"


class Shown(NamedTuple):
    """One week, and those around it that have slots."""

    week: Week
    before: Week | None
    after: Week | None


def tile(slot: Slot) -> Tile:
    place = slot.campus.name if slot.campus and slot.mode == Mode.ON_SITE else ""
    told = Appointment(slot)
    return Tile(slot.pk, told.hour, place, told.label)


def modes(slots: list[Slot]) -> list[tuple[Mode, Slot, int]]:
    """(how, the first slot, how many) of each way to meet that is free, in the usual order."""
    ways = ((mode, [slot for slot in slots if slot.mode == mode]) for mode in Mode)
    return [(mode, found[0], len(found)) for mode, found in ways if found]


def weeks(slots: list[Slot]) -> list[Week]:
    """In the order of time, without the empty ones; days are those of Paris."""
    return [
        Week(monday, _days(inside := list(group)), len(inside))
        for monday, group in groupby(sorted(slots, key=_start), key=_monday)
    ]


def shown(found: list[Week], asked: str) -> Shown:
    """The week asked for by the date of its Monday; the first one when it has no slot."""
    rank = next((i for i, week in enumerate(found) if week.monday.isoformat() == asked), 0)
    before = found[rank - 1] if rank else None
    after = found[rank + 1] if rank + 1 < len(found) else None
    return Shown(found[rank], before, after)


def held(application: Application, *, now: datetime) -> Wish | None:
    """The slot kept for this candidate who asked for one, while it is."""
    kept = Wish.objects.filter(application=application, held_until__gt=now, slot__is_open=True)
    return kept.select_related("slot__interviewer", "slot__campus").first()


def free(application: Application, *, now: datetime) -> list[Slot]:
    return agenda.slots_to_choose(application.programme, now=now)


def find(application: Application, pk: int, *, now: datetime) -> Slot | None:
    """A slot this candidate may take, whoever else is free at the same time."""
    kept = held(application, now=now)
    if kept and kept.slot_id == pk:
        return kept.slot
    bookable = Slot.objects.bookable(programme=application.programme, now=now)
    return bookable.select_related("interviewer", "campus").filter(pk=pk).first()


def _days(slots):
    return [
        Day(typography.day(day, weekday=True), _halves(list(group)))
        for day, group in groupby(slots, key=_day)
    ]


def _halves(slots):
    names = {True: "Matin", False: "Après-midi"}
    return [
        Half(names[morning], [tile(slot) for slot in group])
        for morning, group in groupby(
            slots, key=lambda slot: typography.local(slot.starts).hour < NOON
        )
    ]


def _start(slot):
    return slot.starts


def _day(slot):
    return typography.local(slot.starts).date()


def _monday(slot):
    return _day(slot) - timedelta(days=_day(slot).weekday())
