"""Where a cohort stands on a day, from its dates and places alone."""

from datetime import date, timedelta
from itertools import product

import pytest

from catalogue.models import Cohort, CohortState, CohortYear, intakes
from tests.support import catalogue_factories as factories

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
OPENS, CLOSES = date(2027, 1, 4), date(2027, 7, 9)
STARTS, SECOND_STARTS = date(2027, 9, 1), date(2028, 9, 1)
FIRST_ENDS, ENDS = date(2028, 6, 30), date(2029, 6, 29)
DATES = {"registration_opens": OPENS, "registration_closes": CLOSES, "starts": STARTS}


def cohort(*, kind="school", places=None, taken=0, **first_year):
    """`taken`: as the query of `counted` would have found."""
    made = factories.cohort(factories.programme(), kind=kind, places=places)
    made.taken = taken
    factories.cohort_year(made, **first_year)
    return made


def two_years():
    made = cohort(**DATES, ends=FIRST_ENDS)
    factories.cohort_year(made, number=2, starts=SECOND_STARTS, ends=ENDS)
    return made


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (OPENS - DAY, CohortState.NOT_YET_OPEN),
        (OPENS, CohortState.OPEN),
        (CLOSES, CohortState.OPEN),
        (CLOSES + DAY, CohortState.CLOSED),
        (STARTS - DAY, CohortState.CLOSED),
        (STARTS, CohortState.UNDER_WAY),
        (FIRST_ENDS + DAY, CohortState.UNDER_WAY),
        (ENDS, CohortState.UNDER_WAY),
        (ENDS + DAY, CohortState.OVER),
    ],
)
def test_state_follows_the_dates(on, state):
    assert two_years().state(on=on) == state


@pytest.mark.parametrize(
    ("taken", "state"),
    [
        (0, CohortState.OPEN),
        (8, CohortState.OPEN),
        (9, CohortState.FEW_PLACES),
        (11, CohortState.FEW_PLACES),
        (12, CohortState.FULL),
        (13, CohortState.FULL),
    ],
)
def test_state_follows_the_places_while_open(taken, state):
    assert cohort(places=12, taken=taken, **DATES).state(on=OPENS) == state


@pytest.mark.parametrize("on", [OPENS - DAY, CLOSES + DAY, STARTS])
def test_places_change_nothing_while_closed(on):
    full, empty = cohort(places=12, taken=12, **DATES), cohort(places=12, **DATES)
    assert full.state(on=on) == empty.state(on=on)


def test_unlimited_places_are_never_full():
    assert cohort(places=None, taken=500, **DATES).state(on=OPENS) == CohortState.OPEN


def test_without_closing_date_registration_lasts_until_the_start():
    made = cohort(registration_opens=OPENS, starts=STARTS)
    assert made.state(on=STARTS - DAY) == CohortState.OPEN
    assert made.state(on=STARTS) == CohortState.UNDER_WAY


def test_registration_may_last_after_the_start():
    made = cohort(registration_opens=OPENS, registration_closes=STARTS + DAY, starts=STARTS)
    assert made.state(on=STARTS + DAY) == CohortState.OPEN


def test_opening_date_to_come_is_said_even_alone():
    assert cohort(registration_opens=OPENS).state(on=OPENS - DAY) == CohortState.NOT_YET_OPEN


def test_open_stays_open_while_no_closing_nor_start_is_known():
    assert cohort(registration_opens=OPENS).state(on=OPENS + DAY) == CohortState.OPEN


def test_cohort_without_dates_promises_no_registration():
    assert cohort().state(on=OPENS) == CohortState.UNDATED


def test_cohort_without_years_promises_no_registration():
    made = factories.cohort(factories.programme())
    assert made.state(on=OPENS) == CohortState.UNDATED


@pytest.mark.parametrize("kind", ["school", "session", "all_year"])
def test_registration_that_has_closed_is_not_to_come(kind):
    made = cohort(kind=kind, registration_closes=OPENS - DAY)
    assert made.state(on=OPENS) == CohortState.CLOSED


def entered_in_second_year():
    made = factories.cohort(factories.programme())
    factories.cohort_year(made, number=2, **DATES, ends=ENDS)
    return made


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (OPENS - DAY, CohortState.NOT_YET_OPEN),
        (OPENS, CohortState.OPEN),
        (STARTS, CohortState.UNDER_WAY),
        (ENDS + DAY, CohortState.OVER),
    ],
)
def test_cohort_may_start_in_the_second_year(on, state):
    assert entered_in_second_year().state(on=on) == state


def test_continuous_entry_is_open_without_dates():
    assert cohort(kind="all_year").state(on=OPENS) == CohortState.OPEN


def test_continuous_entry_is_open_after_the_start():
    made = cohort(kind="all_year", starts=STARTS)
    assert made.state(on=STARTS + DAY) == CohortState.OPEN


@pytest.mark.parametrize(
    ("dates", "state"),
    [
        ({"registration_opens": OPENS + DAY}, CohortState.NOT_YET_OPEN),
        ({"registration_closes": OPENS - DAY, "starts": OPENS - DAY}, CohortState.UNDER_WAY),
        ({"ends": OPENS - DAY}, CohortState.OVER),
    ],
)
def test_continuous_entry_has_limits(dates, state):
    assert cohort(kind="all_year", **dates).state(on=OPENS) == state


def test_second_year_opens_nothing():
    made = cohort(starts=STARTS)
    factories.cohort_year(made, number=2, **DATES)
    assert made.state(on=OPENS) == CohortState.NOT_YET_OPEN


def test_cohort_whose_last_end_is_unknown_is_not_over():
    made = cohort(kind="all_year", ends=OPENS - DAY)
    factories.cohort_year(made, number=2)
    assert made.state(on=OPENS) == CohortState.OPEN


@pytest.mark.parametrize(
    ("state", "takes", "past"),
    [
        (CohortState.OPEN, True, False),
        (CohortState.FEW_PLACES, True, False),
        (CohortState.NOT_YET_OPEN, False, False),
        (CohortState.FULL, False, False),
        (CohortState.ON_DEMAND, False, False),
        (CohortState.CLOSED, False, False),
        (CohortState.UNDATED, False, False),
        (CohortState.UNDER_WAY, False, True),
        (CohortState.OVER, False, True),
    ],
)
def test_what_a_state_means(state, takes, past):
    assert (state.takes_applications, state.is_past) == (takes, past)


# Sessions, and entries without a date


def test_dated_session_takes_registrations_until_its_first_day():
    made = cohort(kind="session", starts=STARTS)
    assert made.state(on=STARTS - DAY) == CohortState.OPEN
    assert made.state(on=STARTS) == CohortState.UNDER_WAY


def test_session_without_a_day_is_not_open():
    assert cohort(kind="session").state(on=OPENS) == CohortState.UNDATED


@pytest.mark.parametrize("dates", [None, {}, DATES])
def test_session_on_demand_has_no_date_to_wait_for(dates):
    made = factories.cohort(factories.programme(), kind="on_demand")
    if dates is not None:
        factories.cohort_year(made, **dates)
    assert made.state(on=STARTS) == CohortState.ON_DEMAND


@pytest.mark.parametrize(("places", "state"), [(None, "open"), (3, "few_places"), (0, "full")])
def test_entries_all_year_need_no_row_of_dates(places, state):
    made = factories.cohort(factories.programme(), kind="all_year", places=places)
    assert made.state(on=OPENS) == CohortState(state)


# The order in which a visitor reads them


def test_most_useful_state_comes_first():
    over, opened = cohort(starts=OPENS - 9 * DAY, ends=OPENS - DAY), cohort(**DATES)
    future = cohort(registration_opens=CLOSES)
    ordered = intakes([over, future, opened], on=OPENS)
    assert [intake.cohort for intake in ordered] == [opened, future, over]


def test_nearest_start_comes_first():
    later, sooner = cohort(**DATES | {"starts": STARTS + DAY}), cohort(**DATES)
    ordered = intakes([later, sooner], on=OPENS)
    assert [intake.cohort for intake in ordered] == [sooner, later]


def test_cohort_without_a_start_comes_last_of_its_state():
    undated, dated = cohort(**DATES | {"starts": None}), cohort(**DATES)
    ordered = intakes([undated, dated], on=OPENS)
    assert [intake.cohort for intake in ordered] == [dated, undated]


def test_cohort_without_years_has_its_place_in_the_order():
    bare, opened = factories.cohort(factories.programme()), cohort(**DATES)
    ordered = intakes([bare, opened], on=OPENS)
    assert [(intake.cohort, intake.year) for intake in ordered] == [
        (opened, opened.first_year),
        (bare, None),
    ]


def test_cohorts_that_take_applications_are_those_of_their_state():
    """Every pair of dates before, on and after the day, known or not; places free, full, unknown.

    The selection says in SQL what `state` says of one cohort.
    """
    on, programme = OPENS, factories.programme()
    days = [None, on - DAY, on, on + DAY]
    for n, (opens, closes, starts, ends, kind, places) in enumerate(
        product(days, days, days, days, Cohort.Kind, [None, 0, 5])
    ):
        if (opens and closes and closes < opens) or (starts and ends and ends < starts):
            continue
        made = Cohort(programme=programme, name=str(n), kind=kind, places=places)
        first = CohortYear(
            cohort=made,
            registration_opens=opens,
            registration_closes=closes,
            starts=starts,
            ends=ends,
        )
        save(made, first)
    save(*(Cohort(programme=programme, name=f"{k} sans année", kind=k) for k in Cohort.Kind))
    expected = {c.name for c in programme.cohorts.all() if c.state(on=on).takes_applications}
    found = {c.name for c in programme.cohorts.taking_applications(on=on)}
    assert found == expected
    assert len(found) > 50


def save(*rows):
    for row in rows:
        row.save()


@pytest.mark.parametrize("on", [OPENS - DAY, OPENS, CLOSES, STARTS, ENDS, ENDS + DAY])
@pytest.mark.parametrize("make", [two_years, entered_in_second_year])
def test_cohort_of_other_years_takes_applications_as_its_state_says(on, make):
    made = make()
    found = Cohort.objects.taking_applications(on=on).filter(pk=made.pk).exists()
    assert found == made.state(on=on).takes_applications
