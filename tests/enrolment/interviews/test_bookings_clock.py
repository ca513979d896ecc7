"""Bookings on nights when clocks change, and across midnight; limits count real hours."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from charmilles.typography import NBSP
from enrolment.interviews import bookings, slots
from enrolment.interviews.appointment import Appointment
from enrolment.models import Attendance, Booking, Slot, Status
from enrolment.workflow import Refused
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
HALF = timedelta(minutes=30)
OCTOBER = datetime(2026, 10, 24, 22, tzinfo=UTC)  # midnight in Paris, then 25 hours
MARCH = datetime(2027, 3, 27, 23, tzinfo=UTC)  # midnight in Paris, then 23 hours
LONG_AGO = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture
def programme():
    return catalogue.programme()


@pytest.fixture
def person(programme):
    return factories.application(programme=programme, status=Status.TO_BOOK)


def night(programme, start, *, until):
    """Makes a slot for each real half-hour, until that local time in Paris."""
    ada, campus, made = factories.interviewer(), catalogue.campus(), []
    while start.astimezone(PARIS).time() < until:
        same = {"programme": programme, "interviewer": ada, "campus": campus}
        made.append(factories.slot(starts=start, **same))
        start += HALF
    return made


def book(programme, slot):
    person = factories.application(programme=programme, status=Status.TO_BOOK)
    return bookings.book(person, slot, now=LONG_AGO)


@pytest.mark.parametrize(("midnight", "count"), [(OCTOBER, 10), (MARCH, 6)])
def test_each_slot_of_the_night_is_booked_once(programme, midnight, count):
    """Until 4:00 there are five hours in October, three in March."""
    four = datetime(2026, 1, 1, 4).time()
    for slot in night(programme, midnight, until=four):
        book(programme, slot)
        with pytest.raises(bookings.SlotTaken):
            book(programme, slot)
    assert Booking.objects.live().count() == count
    assert list(slots.miscounted()) == []


def test_half_past_two_comes_twice_in_october(programme):
    first, second = (
        datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=fold).astimezone(UTC) for fold in (0, 1)
    )
    ada = factories.interviewer()
    for start in (first, second):
        book(programme, factories.slot(programme=programme, starts=start, interviewer=ada))
    stored = list(Slot.objects.values_list("starts", "taken"))
    assert stored == [(first, 1), (second, 1)]
    assert second - first == timedelta(hours=1)


def test_move_from_one_half_past_two_to_the_other(programme, person):
    early, late = night(programme, OCTOBER + timedelta(minutes=150), until=at(3))[::2]
    bookings.book(person, early, now=LONG_AGO)
    bookings.move(person, late, now=LONG_AGO)
    rows = Slot.objects.in_bulk([early.pk, late.pk])
    assert (rows[early.pk].taken, rows[late.pk].taken) == (0, 1)


def at(hour):
    return datetime(2026, 1, 1, hour).time()


def test_nearest_counts_real_hours_in_october(programme):
    """From 1:30, the first 2:30 is an hour away, the second two, and 0:00 an hour and a half."""
    half_past_one = OCTOBER + timedelta(minutes=90)
    first, second, midnight = (
        factories.slot(programme=programme, starts=OCTOBER + timedelta(minutes=minutes))
        for minutes in (150, 210, 0)
    )
    nearest = slots.nearest(half_past_one.astimezone(PARIS), programme=programme, now=LONG_AGO)
    assert nearest == [first, midnight, second]


@pytest.mark.parametrize(
    ("starts", "limit"),
    [
        (datetime(2026, 10, 25, 5, tzinfo=PARIS), datetime(2026, 10, 25, 0, tzinfo=UTC)),
        (datetime(2027, 3, 28, 5, tzinfo=PARIS), datetime(2027, 3, 27, 23, tzinfo=UTC)),
    ],
)
def test_limit_of_a_change_is_four_real_hours(programme, person, starts, limit):
    slot = factories.slot(programme=programme, starts=starts)
    booked = bookings.book(person, slot, now=LONG_AGO)
    with pytest.raises(Refused, match="appelez le centre"):
        bookings.cancel(booked, now=limit + timedelta(seconds=1))
    assert bookings.cancel(booked, now=limit)


# Across midnight


@pytest.fixture
def late(programme):
    """A slot from 23:45 to 0:15."""
    return factories.slot(programme=programme, starts=datetime(2026, 12, 1, 23, 45, tzinfo=PARIS))


def test_slot_across_midnight_is_one_slot(programme, late, person):
    bookings.book(person, late, now=NOW)
    with pytest.raises(bookings.SlotTaken):
        book(programme, late)
    said = Appointment(late).label.replace(NBSP, " ")
    assert said.startswith("mardi 1er décembre 2026, 23 h 45, 30 min")


def test_slot_across_midnight_is_given_by_staff_until_it_ends(person, late):
    by = factories.staff()
    with pytest.raises(bookings.SlotTaken):
        bookings.book(person, late, now=datetime(2026, 12, 2, 0, 15, tzinfo=PARIS), by=by)
    after_midnight = datetime(2026, 12, 2, 0, 14, tzinfo=PARIS)
    assert bookings.book(person, late, now=after_midnight, by=by).slot == late


def test_slot_across_midnight_is_marked_the_next_day(person, late):
    booked = bookings.book(person, late, now=NOW)
    next_day = datetime(2026, 12, 2, 0, 5, tzinfo=PARIS)
    bookings.mark(booked, Attendance.ATTENDED, now=next_day, by=factories.staff())
    assert booked.attendance == Attendance.ATTENDED
