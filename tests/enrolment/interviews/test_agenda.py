"""Slots made from availabilities: which are created, updated, removed or left alone."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest

from enrolment.interviews import agenda, generation
from enrolment.interviews.availability import PARIS
from enrolment.interviews.generation import SlotChanges
from enrolment.models import Availability, Mode, Slot
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories

NOW = factories.NOW + timedelta(hours=2)  # a Monday, when the morning is over

pytestmark = pytest.mark.django_db

TWO_WEEKS = {"horizon_days": 14}


def local(slots=None):
    """Formats each slot as « 30 09:00 », in order."""
    slots = Slot.objects.all() if slots is None else slots
    return [f"{slot.starts.astimezone(PARIS):%d %H:%M}" for slot in slots]


def monday(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=PARIS)


# Which slots are made


def test_slots_go_from_now_to_the_horizon():
    factories.availability(**TWO_WEEKS, ends=time(10))
    assert generation.generate(now=NOW) == SlotChanges(created=4)
    assert local() == ["30 09:00", "30 09:30", "07 09:00", "07 09:30"]


def test_slots_that_have_begun_are_not_made():
    factories.availability(horizon_days=0)
    generation.generate(now=factories.NOW - timedelta(minutes=1))
    assert local() == ["23 09:30", "23 10:00", "23 10:30"]


def test_slot_copies_its_availability():
    campus = catalogue.campus()
    availability = factories.availability(
        mode=Mode.ON_SITE, campus=campus, room="B12", length=45, capacity=3, notice_hours=48
    )
    generation.generate(now=NOW)
    slot = Slot.objects.first()
    assert slot.availability == availability
    assert (slot.mode, slot.campus, slot.room, slot.capacity) == ("site", campus, "B12", 3)
    assert slot.ends - slot.starts == timedelta(minutes=45)
    assert slot.starts - slot.bookable_until == timedelta(hours=48)
    assert list(slot.programmes.all()) == list(availability.programmes.all())


def test_window_begun_yesterday_evening_goes_on_tonight():
    factories.availability(starts=time(23), ends=time(1), horizon_days=0)
    generation.generate(now=monday(23, 23, 59) + timedelta(minutes=10))
    assert local() == ["24 00:30"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 5, 3), 4),
        (date(2027, 5, 17), 0),  # lundi de Pentecôte
        (date(2027, 3, 29), 0),  # lundi de Pâques
    ],
)
def test_public_holidays_have_no_slot(day, expected):
    factories.availability(since=day, until=day, horizon_days=300)
    assert generation.generate(now=NOW).created == expected


def closure(starts_on, ends_on=None, interviewer=None):
    return agenda.Closure.objects.create(
        starts_on=starts_on, ends_on=ends_on or starts_on, label="Congés", interviewer=interviewer
    )


def test_closure_of_the_centre_closes_everybody():
    factories.availability(**TWO_WEEKS), factories.availability(**TWO_WEEKS)
    closure(date(2026, 11, 28), date(2026, 12, 2))
    generation.generate(now=NOW)
    assert {start.split()[0] for start in local()} == {"07"}


def test_closure_of_one_interviewer_leaves_the_others():
    absent, present = factories.availability(), factories.availability()
    closure(date(2026, 11, 30), interviewer=absent.interviewer)
    generation.generate(now=NOW)
    receiving = Slot.objects.filter(starts__lt=monday(30, 23))
    assert {slot.interviewer for slot in receiving} == {present.interviewer}


@pytest.mark.parametrize(
    ("closed", "kept"),
    [
        (date(2026, 11, 30), ["01 00:10"]),
        (date(2026, 12, 1), ["30 23:00"]),
        (date(2026, 12, 2), ["30 23:00", "30 23:35", "01 00:10"]),
    ],
)
def test_slot_across_midnight_needs_both_days(closed, kept):
    factories.availability(starts=time(23), ends=time(0, 45), length=35, horizon_days=7)
    closure(closed)
    generation.generate(now=NOW + timedelta(days=1))
    assert local() == kept


def test_inactive_interviewer_has_no_slot():
    availability = factories.availability()
    generation.generate(now=NOW)
    availability.interviewer.is_active = False
    availability.interviewer.save()
    generation.generate(now=NOW)
    assert Slot.objects.count() == 0


def test_slots_can_be_made_for_one_interviewer():
    wanted, _ = factories.availability(), factories.availability()
    generation.generate(now=NOW, interviewer=wanted.interviewer)
    assert {slot.interviewer for slot in Slot.objects.all()} == {wanted.interviewer}


def test_availabilities_that_overlap_never_make_overlapping_slots():
    person = factories.interviewer()
    factories.availability(interviewer=person, horizon_days=7)
    factories.availability(interviewer=person, starts=time(9, 15), length=40, horizon_days=7)
    generation.generate(now=NOW)
    slots = list(Slot.objects.all())
    assert [slot for slot, following in pairwise(slots) if following.starts < slot.ends] == []


# Again, and after a change


def test_again_changes_nothing():
    factories.availability()
    generation.generate(now=NOW)
    before = list(Slot.objects.values())
    assert generation.generate(now=NOW) == SlotChanges()
    assert list(Slot.objects.values()) == before


def test_next_day_adds_the_day_at_the_horizon():
    factories.availability(horizon_days=7)
    generation.generate(now=NOW - timedelta(days=1))
    assert generation.generate(now=NOW) == SlotChanges(created=4)


def test_free_slots_follow_their_availability():
    availability = factories.availability(**TWO_WEEKS)
    generation.generate(now=NOW)
    keys = set(Slot.objects.values_list("pk", flat=True))
    availability.room = "B12"
    availability.save()
    assert generation.generate(now=NOW) == SlotChanges(updated=8)
    assert set(Slot.objects.filter(room="B12").values_list("pk", flat=True)) == keys


def test_free_slots_follow_the_programmes():
    availability = factories.availability(**TWO_WEEKS)
    generation.generate(now=NOW)
    programme = catalogue.programme()
    availability.programmes.set([programme])
    assert generation.generate(now=NOW) == SlotChanges(updated=8)
    assert Slot.objects.filter(programmes=programme).count() == 8
    assert Slot.programmes.through.objects.count() == 8


def test_slots_that_no_longer_match_go():
    availability = factories.availability(**TWO_WEEKS)
    generation.generate(now=NOW)
    availability.ends = time(10)
    availability.save()
    assert generation.generate(now=NOW) == SlotChanges(removed=4)
    assert local() == ["30 09:00", "30 09:30", "07 09:00", "07 09:30"]


def test_longer_slots_take_the_place_of_short_ones():
    availability = factories.availability(horizon_days=7)
    generation.generate(now=NOW)
    Availability.objects.filter(pk=availability.pk).update(length=60)
    assert generation.generate(now=NOW) == SlotChanges(updated=2, removed=2)
    assert local() == ["30 09:00", "30 10:00"]


def test_slots_of_a_deleted_availability_go():
    factories.availability().delete()
    generation.generate(now=NOW)
    assert Slot.objects.count() == 0


def test_past_slots_are_left_alone():
    availability = factories.availability()
    factories.slot(
        programme=catalogue.programme(),
        interviewer=availability.interviewer,
        starts=NOW - timedelta(days=7),
    )
    generation.generate(now=NOW)
    assert Slot.objects.filter(starts__lt=NOW).count() == 1


def test_slot_closed_by_staff_stays_closed():
    factories.availability()
    generation.generate(now=NOW)
    Slot.objects.update(is_open=False)
    assert generation.generate(now=NOW) == SlotChanges()
    assert Slot.objects.filter(is_open=True).count() == 0


# Booked and held slots


def make_booked(**fields):
    """Returns an availability, and its slot of the 30th at nine o’clock, booked."""
    availability = factories.availability(horizon_days=7, **fields)
    generation.generate(now=NOW)
    slot = Slot.objects.first()
    factories.booking(slot=slot)
    slot.refresh_from_db()
    return availability, slot


def test_booked_slot_is_not_touched_by_a_change():
    availability, slot = make_booked()
    Availability.objects.filter(pk=availability.pk).update(room="B12", length=60, capacity=2)
    generation.generate(now=NOW)
    stored = Slot.objects.get(pk=slot.pk)
    assert (stored.room, stored.ends, stored.capacity) == ("", slot.ends, 1)


def test_no_slot_is_made_over_a_booked_one():
    availability, slot = make_booked()
    Availability.objects.filter(pk=availability.pk).update(starts=time(8, 45))
    generation.generate(now=NOW)
    assert local() == ["30 09:00", "30 09:45", "30 10:15"]


def test_booked_slot_outlives_its_availability():
    availability, slot = make_booked()
    availability.delete()
    assert generation.generate(now=NOW) == SlotChanges(removed=3)
    assert list(Slot.objects.values_list("pk", "is_open")) == [(slot.pk, True)]


def test_held_slot_is_not_touched():
    availability = factories.availability(horizon_days=7)
    generation.generate(now=NOW)
    Slot.objects.filter(pk=Slot.objects.first().pk).update(taken=1)
    availability.delete()
    assert generation.generate(now=NOW) == SlotChanges(removed=3)


def test_cancelled_slot_is_closed_rather_than_removed():
    availability, slot = make_booked()
    slot.bookings.update(cancelled_at=NOW, cancelled_by="candidate")
    Slot.objects.update(taken=0)
    availability.delete()
    assert generation.generate(now=NOW) == SlotChanges(removed=4)
    assert list(Slot.objects.values_list("pk", "is_open")) == [(slot.pk, False)]
    assert generation.generate(now=NOW) == SlotChanges()


def test_slot_closed_without_availability_opens_again_with_one():
    availability, slot = make_booked()
    slot.bookings.update(cancelled_at=NOW, cancelled_by="candidate")
    Slot.objects.update(taken=0)
    closed = closure(date(2026, 11, 30))
    generation.generate(now=NOW)
    closed.delete()
    assert generation.generate(now=NOW) == SlotChanges(created=3, updated=1)
    assert Slot.objects.filter(is_open=True).count() == 4


# Cost


@pytest.mark.parametrize("weeks", [1, 20])
def test_generation_costs_the_same_whatever_the_number_of_slots(weeks, django_assert_num_queries):
    factories.availability(horizon_days=7 * weeks)
    generation.generate(now=NOW)
    with django_assert_num_queries(9):
        generation.generate(now=NOW)


def test_dry_run_counts_without_making():
    factories.availability(horizon_days=7)
    assert generation.prepare(NOW, True) == 4
    assert Slot.objects.count() == 0
    assert generation.prepare(NOW, False) == 4
    assert generation.prepare(NOW, False) == 0


# Slots offered to candidates


def free(programme, **fields):
    return factories.slot(programme=programme, **{"mode": Mode.PHONE} | fields)


def test_choices_are_in_order():
    programme = catalogue.programme()
    later, sooner = free(programme, starts=NOW + timedelta(days=9)), free(programme)
    assert agenda.slots_to_choose(programme, now=NOW) == [sooner, later]


def test_choices_leave_out_what_cannot_be_booked():
    programme = catalogue.programme()
    free(programme, is_open=False)
    free(programme, taken=1)
    free(programme, starts=NOW + timedelta(hours=24))  # needs a day of notice
    free(catalogue.programme())
    assert agenda.slots_to_choose(programme, now=NOW) == []


def test_choices_are_filtered_by_mode():
    programme = catalogue.programme()
    phone, on_site = free(programme), factories.slot(programme=programme)
    assert set(agenda.slots_to_choose(programme, now=NOW)) == {phone, on_site}
    assert agenda.slots_to_choose(programme, now=NOW, mode=Mode.ON_SITE) == [on_site]


def test_less_busy_interviewer_is_proposed_first():
    programme = catalogue.programme()
    busy, rested = factories.interviewer(), factories.interviewer()
    free(programme, interviewer=busy)
    expected = free(programme, interviewer=rested)
    assert agenda.slots_to_choose(programme, now=NOW) != [expected]  # equally busy
    free(programme, interviewer=busy, starts=NOW + timedelta(days=20), taken=1)
    assert agenda.slots_to_choose(programme, now=NOW) == [expected]


def test_past_interviews_do_not_count():
    programme = catalogue.programme()
    busy, other = factories.interviewer(), factories.interviewer()
    expected = free(programme, interviewer=busy)
    free(programme, interviewer=other)
    free(programme, interviewer=busy, starts=NOW - timedelta(days=2), taken=1)
    assert agenda.slots_to_choose(programme, now=NOW) == [expected]


def test_two_places_at_the_same_time_are_two_choices():
    programme = catalogue.programme()
    assert len({factories.slot(programme=programme).pk for _ in range(2)}) == 2
    assert len(agenda.slots_to_choose(programme, now=NOW)) == 2


@pytest.mark.parametrize("rows", [1, 30])
def test_choices_cost_the_same(rows, django_assert_num_queries):
    programme = catalogue.programme()
    for hours in range(rows):
        factories.slot(programme=programme, starts=NOW + timedelta(days=3, hours=hours))
    with django_assert_num_queries(2):
        [
            (slot.interviewer.name, slot.campus.name)
            for slot in agenda.slots_to_choose(programme, now=NOW)
        ]
