"""Functions run by test_agenda_race.py: several processes make the same slots at once."""

import time
from datetime import date
from datetime import time as clock

from django.db import IntegrityError, transaction

NOW = "2026-11-23T12:00:00+01:00"


def fill():
    from tests.support import enrolment_factories as factories

    for _ in range(3):
        factories.availability(starts=clock(8), ends=clock(20), since=date(2026, 1, 1))
    return 3


def count():
    from enrolment.models import Slot

    return Slot.objects.count()


def generate(at):
    """Makes the slots; returns how many this process made."""
    from enrolment.interviews import generation

    _wait(at)
    return generation.generate(now=_now()).created


def read_then_write(at):
    """Control: lists the missing slots, then makes them, without a lock in between."""
    from enrolment.interviews import generation
    from enrolment.models import Interviewer

    _wait(at)
    missing = [slot for person in Interviewer.objects.all() for slot in _missing(person)]
    _wait(at + 0.5)
    try:
        with transaction.atomic():
            return generation._create(missing)
    except IntegrityError:
        return -1


def _missing(person):
    from enrolment.interviews import generation

    existing = set(person.slots.values_list("starts", flat=True))
    return [slot for slot in generation._wanted(person, _now()) if slot.starts not in existing]


def _now():
    from datetime import datetime

    return datetime.fromisoformat(NOW)


def _wait(at):
    time.sleep(max(0, at - time.time()))
