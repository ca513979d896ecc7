"""Lays out the free slots for a candidate to choose: by mode, week, day and half-day."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from charmilles import typography
from enrolment.interviews import agenda
from enrolment.interviews.appointment import Appointment
from enrolment.models import Application, Mode, Slot, Wish

NOON = 12


class Tile(NamedTuple):
    """A slot as a button: `label` is what a screen reader says of it."""

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
    """A week, with the previous and the next ones that have slots."""

    week: Week
    before: Week | None
    after: Week | None


def tile(slot: Slot) -> Tile:
    place = slot.campus.name if slot.campus and slot.mode == Mode.ON_SITE else ""
    told = Appointment(slot)
    return Tile(slot.pk, told.hour, place, told.label)


def modes(slots: list[Slot]) -> list[tuple[Mode, Slot, int]]:
    """(mode, its first slot, how many slots) for each mode that has some, in the usual order."""
    by_mode = ((mode, [slot for slot in slots if slot.mode == mode]) for mode in Mode)
    return [(mode, free[0], len(free)) for mode, free in by_mode if free]


def weeks(slots: list[Slot]) -> list[Week]:
    """The weeks that have slots, in order; days are those of Paris."""
    return [
        Week(monday, _days(inside := list(group)), len(inside))
        for monday, group in groupby(sorted(slots, key=_start), key=_monday)
    ]


def shown(every: list[Week], asked: str) -> Shown:
    """The week asked for by the date of its Monday; the first one when it has no slot."""
    rank = next((i for i, week in enumerate(every) if week.monday.isoformat() == asked), 0)
    before = every[rank - 1] if rank else None
    after = every[rank + 1] if rank + 1 < len(every) else None
    return Shown(every[rank], before, after)


def held(application: Application, *, now: datetime) -> Wish | None:
    """The wish of this candidate while a slot is held for it."""
    holds = Wish.objects.filter(application=application, held_until__gt=now, slot__is_open=True)
    return holds.select_related("slot__interviewer", "slot__campus").first()


def free(application: Application, *, now: datetime) -> list[Slot]:
    return agenda.slots_to_choose(application.programme, now=now)


def find(application: Application, pk: int, *, now: datetime) -> Slot | None:
    """The slot of this key, if this candidate may take it."""
    wish = held(application, now=now)
    if wish and wish.slot_id == pk:
        return wish.slot
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
