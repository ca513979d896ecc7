"""The weeks of a year of a cohort: where each day is, what is off, how many hours that makes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.figures.rhythm import Step
from catalogue.figures.weeks import (
    Break,
    Exceptional,
    Kind,
    Year,
    days,
    hours,
    is_laid_out,
    runs,
    weeks,
)

WHOLE, AWAY = Step(centre=(1, 2, 3, 4, 5)), Step()
LONG, SHORT = Step(centre=(1, 2, 3)), Step(centre=(1, 2))
MONDAY = date(2027, 9, 6)
FRIDAY = MONDAY + timedelta(days=4)


def year(*steps, **fields):
    """Makes a year of four weeks, from a Monday to a Friday."""
    own = {"first": MONDAY, "last": MONDAY + timedelta(days=25)} | fields
    return Year(steps=steps, **own)


def kinds(laid):
    return [week.kind.value for week in laid]


def letters(laid):
    """Writes each week by its working days: C in the centre, D at a distance, o off, - away."""
    return ["".join(letter(week, day) for day in week.days) for week in laid]


def letter(week, day):
    places = {"C": week.centre, "D": week.remote, "o": [off.day for off in week.off]}
    return next((sign for sign, dates in places.items() if day in dates), "-")


@pytest.mark.parametrize(
    ("steps", "first_week", "expected"),
    [
        ([WHOLE, AWAY], 1, ["centre", "company", "centre", "company"]),
        ([WHOLE, AWAY], 2, ["company", "centre", "company", "centre"]),
        ([WHOLE, Step(length=2)], 2, ["company", "company", "centre", "company"]),
        ([WHOLE._replace(length=2, is_start=True), SHORT], 1, ["centre"] * 2 + ["mixed"] * 2),
        ([WHOLE._replace(length=2, is_start=True), SHORT], 3, ["mixed"] * 4),
        ([Step(remote=(1, 2, 3, 4, 5))], 1, ["mixed"] * 4),
    ],
)
def test_weeks_follow_the_rhythm_from_the_week_it_begins_with(steps, first_week, expected):
    assert kinds(weeks(year(*steps, first_week=first_week))) == expected


def test_days_of_shared_weeks():
    assert letters(weeks(year(LONG, SHORT))) == ["CCC--", "CC---", "CCC--", "CC---"]


def test_day_at_a_distance_and_saturday():
    laid = weeks(year(Step(centre=(6,), remote=(1,))))
    assert letters(laid) == ["D----C"] * 3 + ["D----"]  # the year ends on a Friday


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ((2027, 9, 1), (2027, 9, 10), ["CCC", "-----"]),  # from a Wednesday
        ((2027, 9, 4), (2027, 9, 10), ["CCCCC"]),  # from a Saturday without training
        ((2027, 9, 5), (2027, 9, 15), ["CCCCC", "---"]),  # from a Sunday, to a Wednesday
        ((2027, 9, 6), (2027, 9, 12), ["CCCCC"]),  # to a Sunday
        ((2027, 9, 4), (2027, 9, 5), []),
    ],
)
def test_first_and_last_weeks_are_cut(first, last, expected):
    cut = year(WHOLE, AWAY, first=date(*first), last=date(*last))
    assert letters(weeks(cut)) == expected


def test_first_saturday_of_training_counts():
    saturdays = year(Step(centre=(6,)), first=date(2027, 9, 4), last=date(2027, 9, 11))
    assert letters(weeks(saturdays)) == ["C", "-----C"]


# What departs from the rhythm

ARMISTICE = {MONDAY: "Férié"}
BREAK = Break(MONDAY, MONDAY + timedelta(days=8), "Vacances")


def exceptional(first, last, *, is_centre):
    return Exceptional(first, last, "Examens", is_centre)


@pytest.mark.parametrize(
    ("fields", "expected", "kind"),
    [
        ({"holidays": ARMISTICE}, "oCCCC", "centre"),
        ({"breaks": [BREAK]}, "ooooo", "closed"),
        ({"breaks": [Break(FRIDAY, FRIDAY, "Pont")]}, "CCCCo", "centre"),
        ({"exceptions": [exceptional(MONDAY, FRIDAY, is_centre=False)]}, "-----", "company"),
        ({"exceptions": [exceptional(FRIDAY, FRIDAY, is_centre=False)]}, "CCCC-", "mixed"),
        (
            {"breaks": [BREAK], "exceptions": [exceptional(MONDAY, FRIDAY, is_centre=True)]},
            "CCCCC",
            "centre",
        ),
        (
            {"holidays": ARMISTICE, "exceptions": [exceptional(MONDAY, FRIDAY, is_centre=True)]},
            "oCCCC",
            "centre",
        ),
        (
            {
                "exceptions": [
                    exceptional(MONDAY, FRIDAY, is_centre=False),
                    exceptional(FRIDAY, FRIDAY, is_centre=True),
                ]
            },
            "----C",
            "mixed",
        ),
    ],
)
def test_first_rule_that_speaks_of_a_day_decides(fields, expected, kind):
    first = weeks(year(WHOLE, AWAY, **fields))[0]
    assert (letters([first]), first.kind) == ([expected], kind)


def test_break_leaves_a_week_in_the_company_alone_and_the_rhythm_goes_on():
    long_break = Break(MONDAY, MONDAY + timedelta(days=11), "Vacances")
    laid = weeks(year(WHOLE, AWAY, breaks=[long_break]))
    assert kinds(laid) == ["closed", "company", "centre", "company"]


def test_exception_makes_centre_days_of_a_week_in_the_company():
    tuesday = MONDAY + timedelta(days=8)
    laid = weeks(year(WHOLE, AWAY, exceptions=[exceptional(tuesday, tuesday, is_centre=True)]))
    assert (letters(laid)[1], laid[1].kind, laid[1].labels) == ("-C---", "mixed", ("Examens",))


def test_saturday_is_an_exception_only_alone():
    saturday = MONDAY + timedelta(days=5)
    whole = exceptional(MONDAY, saturday + timedelta(days=1), is_centre=True)
    assert letters(weeks(year(AWAY, exceptions=[whole])))[0] == "CCCCC"
    alone = exceptional(saturday, saturday, is_centre=True)
    assert letters(weeks(year(AWAY, exceptions=[alone])))[0] == "-----C"


def test_days_off_say_why():
    laid = weeks(year(WHOLE, holidays=ARMISTICE, breaks=[BREAK]))
    reasons = [off.label for week in laid for off in week.off]
    assert reasons == ["Férié"] + ["Vacances"] * 6


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([WHOLE, AWAY], True),
        ([LONG, SHORT], True),
        ([], False),
        ([WHOLE._replace(is_start=True)], False),  # and then?
        ([WHOLE._replace(is_months=True), AWAY], False),  # begins on no Monday
        ([Step(unnamed=2)], False),  # names no day
    ],
)
def test_calendar_needs_the_days_of_each_week(steps, expected):
    assert is_laid_out(steps) is expected


def test_days_that_follow_each_other_are_one_run():
    monday, thursday, friday = MONDAY, MONDAY + timedelta(days=3), FRIDAY
    assert runs([monday, thursday, friday]) == [(monday, monday), (thursday, friday)]
    assert runs([]) == []


# Properties

some_days = st.lists(st.integers(1, 6), unique=True, max_size=6).map(sorted).map(tuple)
steps = st.builds(
    lambda length, centre, remote: Step(
        length=length, centre=centre, remote=tuple(d for d in remote if d not in centre)
    ),
    st.integers(1, 4),
    some_days,
    some_days,
)
dates = st.dates(date(2026, 6, 1), date(2028, 8, 31))
periods = st.tuples(dates, st.integers(0, 40)).map(
    lambda found: (found[0], found[0] + timedelta(days=found[1]))
)
years = st.builds(
    lambda span, pattern, first_week, holidays, breaks, exceptions: Year(
        span[0],
        span[0] + timedelta(days=span[1]),
        pattern,
        first_week,
        dict.fromkeys(holidays, "Férié"),
        [Break(*period, "Vacances") for period in breaks],
        [Exceptional(*period, "Examens", is_centre) for period, is_centre in exceptions],
    ),
    st.tuples(dates, st.integers(0, 370)),
    st.lists(steps, min_size=1, max_size=4),
    st.integers(1, 9),
    st.lists(dates, max_size=12),
    st.lists(periods, max_size=4),
    st.lists(st.tuples(periods, st.booleans()), max_size=3),
)


@given(years)
def test_weeks_tile_the_year(whole):
    laid = weeks(whole)
    mondays = [week.monday for week in laid]
    assert all(monday.isoweekday() == 1 for monday in mondays)
    assert all(b - a == timedelta(weeks=1) for a, b in zip(mondays, mondays[1:], strict=False))
    working = {day for week in laid for day in week.days}
    length = (whole.last - whole.first).days + 1
    every = (whole.first + timedelta(days=n) for n in range(length))
    assert {day for day in every if day.isoweekday() <= 5} <= working


@given(years)
def test_each_day_is_in_one_week_and_at_one_place(whole):
    laid = weeks(whole)
    told = [day for week in laid for day in (*week.training, *(off.day for off in week.off))]
    assert len(told) == len(set(told))
    for week in laid:
        assert {*week.training, *(off.day for off in week.off)} <= {*week.days}
        assert all(whole.first <= day <= whole.last for day in week.days)
        assert all(week.monday <= day < week.monday + timedelta(days=6) for day in week.days)


@given(years)
def test_nobody_is_in_the_centre_on_a_day_off(whole):
    training = {day for week in weeks(whole) for day in week.training}
    assert not training & whole.holidays.keys()
    centre = [e for e in whole.exceptions if e.is_centre]
    for pause in whole.breaks:
        inside = {day for day in training if pause.first <= day <= pause.last}
        assert all(any(e.first <= day <= e.last for e in centre) for day in inside)


@given(years, st.decimals("0.1", 10, places=1))
def test_hours_are_those_of_the_days(whole, hours_a_day):
    laid = weeks(whole)
    assert hours(laid, hours_a_day) == sum(hours([week], hours_a_day) for week in laid)
    assert days(laid) == sum(
        last.toordinal() - first.toordinal() + 1 for w in laid for first, last in runs(w.training)
    )
    assert hours(laid, Decimal(7)) == 7 * days(laid)


@given(years)
def test_kind_agrees_with_the_days(whole):
    for week in weeks(whole):
        match week.kind:
            case Kind.CENTRE:
                assert week.centre
                assert not week.remote
                assert len(week.centre) + len(week.off) == len(week.days)
            case Kind.MIXED:
                assert week.training
            case Kind.COMPANY:
                assert not week.training
                assert not week.off
            case Kind.CLOSED:
                assert week.off
                assert not week.training
