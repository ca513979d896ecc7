"""An interviewer has one slot at a time: checked by forms, and by PostgreSQL."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from enrolment.interviews import agenda, generation
from enrolment.interviews.availability import PARIS
from enrolment.models import Slot
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db
HALF = timedelta(minutes=30)
on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite n’a pas de contrainte d’exclusion"
)
MESSAGE = "Cette personne a déjà un créneau pendant ces heures."


@pytest.fixture
def slot():
    return factories.slot(programme=catalogue.programme(), starts=NOW)


def beside(slot, *, after, **fields):
    """Makes an unsaved slot of the same interviewer, so long after the start of this one."""
    starts = slot.starts + after
    times = {"starts": starts, "ends": starts + HALF, "bookable_until": starts}
    same = {"interviewer": slot.interviewer, "mode": slot.mode, "campus": slot.campus}
    return Slot(**times | same | fields)


@pytest.mark.parametrize("after", [-HALF / 2, HALF / 2, timedelta(minutes=1)])
def test_form_refuses_an_overlap_in_french(slot, after):
    with pytest.raises(ValidationError) as refusal:
        beside(slot, after=after).validate_constraints()
    assert refusal.value.messages == [MESSAGE]


@pytest.mark.parametrize("after", [-HALF, HALF])
def test_slot_may_begin_when_another_ends(slot, after):
    beside(slot, after=after).validate_constraints()
    beside(slot, after=after).save()


def test_closed_slot_may_overlap(slot):
    closed = beside(slot, after=HALF / 2, is_open=False)
    closed.validate_constraints()
    closed.save()


def test_slot_of_somebody_else_may_overlap(slot):
    other = beside(slot, after=HALF / 2, interviewer=factories.interviewer())
    other.validate_constraints()
    other.save()


def test_slot_does_not_overlap_itself(slot):
    slot.room = "B12"
    slot.validate_constraints()


@on_postgresql
def test_database_refuses_an_overlap(slot):
    with pytest.raises(IntegrityError, match="slot_no_overlap"):
        beside(slot, after=HALF / 2).save()


@on_postgresql
def test_database_refuses_to_reopen_over_another(slot):
    closed = beside(slot, after=HALF / 2, is_open=False)
    closed.save()
    with pytest.raises(IntegrityError, match="slot_no_overlap"):
        Slot.objects.filter(pk=closed.pk).update(is_open=True)


@on_postgresql
def test_slots_may_shift_together(slot):
    """Each slot takes the time of the next one: the constraint is checked at the end."""
    beside(slot, after=HALF).save()
    for shift in (HALF / 2, -HALF / 2):
        hours = "starts = starts + %s, ends = ends + %s"
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE enrolment_slot SET {hours}", [shift, shift])
    assert Slot.objects.filter(starts=NOW).exists()


def test_slots_that_would_overlap_stay_closed(slot):
    closed = beside(slot, after=HALF / 2, is_open=False, availability=factories.availability())
    closed.save()
    assert agenda.open_slots(Slot.objects.all(), now=NOW - HALF) == 0


def test_slots_are_not_made_over_one_in_progress(slot):
    """At 9:45, a slot lasts until 10:00 and the availability now begins at 9:50."""
    own = {"interviewer": slot.interviewer, "horizon_days": 0, "starts": time(9, 50)}
    factories.availability(**own)
    generation.generate(now=NOW + HALF / 2)
    assert [f"{made.starts.astimezone(PARIS):%H:%M}" for made in Slot.objects.all()] == [
        "09:30",
        "10:20",
    ]
