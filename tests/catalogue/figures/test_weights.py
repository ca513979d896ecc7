"""What each test counts for in the final mark: shares, alternatives, parts, moments."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.figures.weights import (
    Entry,
    Floor,
    Limit,
    by_moment,
    exam,
    heaviest,
    percent,
)

CCF, FINAL, UNSAID = frozenset({"ccf"}), frozenset({"ponctuelle"}), frozenset({""})


def entry(name, coefficient=None, *parts, **fields):
    known = None if coefficient is None else Decimal(str(coefficient))
    return Entry(name, known, parts=parts, **fields)


def counted(*entries):
    """(name, coefficient) of what counts; None when that cannot be known."""
    found = exam(entries)
    return found and [(one.name, float(one.coefficient)) for one in found.counted]


A, B = entry("A", 3), entry("B", 1.5)
EXAMINED = entry("X", is_examined=True)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([A, B], [("A", 3), ("B", 1.5)]),
        # Composite coefficients: a unit that bears the sum of its parts, written or not.
        ([entry("E5", None, A, B)], [("A", 3), ("B", 1.5)]),
        ([entry("E5", 4.5, A, B)], [("A", 3), ("B", 1.5)]),
        ([entry("E5", 4, A, B)], [("E5", 4)]),  # the sum is another: staff are told
        ([entry("E5", 4, entry("a"), entry("b"))], [("E5", 4)]),
        ([entry("E5", 4, EXAMINED)], [("E5", 4)]),
        ([entry("E5", None, A, entry("cours"))], [("A", 3)]),
        # What is only taught does not count; what is examined without a coefficient forbids a sum.
        ([A, entry("Projet tutoré")], [("A", 3)]),
        ([A, EXAMINED], None),
        ([A, entry("E5", None, B, EXAMINED)], None),
        ([A, entry("E5", None, EXAMINED)], None),
        ([entry("Projet")], None),
        ([], None),
        # Alternatives count once, if they count alike.
        ([A, *(entry(name, 2, choice="LV") for name in "ef")], [("A", 3), ("e ou f", 2)]),
        ([A, entry("e", 2, choice="LV"), entry("f", 1, choice="LV")], None),
        ([A, entry("e", 2, choice="LV"), entry("f", choice="LV")], None),
        ([A, entry("e", 2, choice="LV"), entry("f", None, B, B, choice="LV")], None),
        ([A, entry("e", choice="LV"), entry("f", choice="LV")], [("A", 3)]),
        ([A, entry("e", choice="LV"), EXAMINED._replace(choice="LV")], None),
        # The marks of two years do not make one: which counts for how much is not entered.
        ([A._replace(period="1re année"), B._replace(period="2e année")], None),
        ([A._replace(period="1re année"), B], None),
        ([A._replace(period="2e année"), entry("cours", period="1re année")], [("A", 3)]),
        # An optional test is in no sum.
        ([A, entry("LV2", 1, is_optional=True, above=Decimal(10))], [("A", 3)]),
        ([entry("LV2", 1, is_optional=True)], None),
    ],
)
def test_what_counts(entries, expected):
    assert counted(*entries) == expected


def test_what_counts_for_nothing_known_is_named():
    found = exam([A, entry("Projet"), entry("LV2", is_optional=True)])
    assert found.left_out == ("Projet", "LV2")


@pytest.mark.parametrize(("own", "used"), [(2, 2), (None, 1)])
def test_optional_points_have_their_coefficient_or_one(own, used):
    found = exam([A, entry("LV2", own, is_optional=True, above=Decimal(10))])
    assert [(o.name, o.coefficient, o.above) for o in found.optional] == [("LV2", used, 10)]


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(3, 24, "12.5"), (4, 26, "15.4"), (1, 3, "33.3"), (1, 16, "6.3")]
)
def test_share_is_rounded_to_a_tenth(part, whole, share):
    assert percent(Decimal(part), Decimal(whole)) == Decimal(share)


@pytest.mark.parametrize(
    ("coefficients", "heavy"),
    [
        ([2, 4, 4, 3, 1, 4, 5, 1, 1, 1], [5, 4, 4, 4]),  # AGOrA: those equal to the last too
        ([8, 1, 2, 2], [8]),
        ([1, 1, 1], []),
        ([3], []),
    ],
)
def test_heaviest_make_half_of_the_mark(coefficients, heavy):
    found = exam([entry(str(n), c) for n, c in enumerate(coefficients)])
    assert [one.coefficient for one in heaviest(found)] == heavy


def test_moments_are_added_each_apart():
    mixed = entry("M", 2, entry("a", moments=CCF), entry("b", moments=UNSAID))
    found = exam([A._replace(moments=CCF), mixed, B._replace(moments=FINAL), entry("C", 1)])
    assert by_moment(found) == [(CCF, 3), (CCF | UNSAID, 2), (FINAL, Decimal("1.5")), (set(), 1)]


def test_limits_of_a_unit_are_about_the_mean_of_its_parts():
    ten, eight = Limit(Decimal(10)), Limit(Decimal(8), is_eliminating=True)
    found = exam([entry("E5", None, A, B._replace(limits=(eight,)), limits=(ten,))])
    assert found.floors == (Floor("B", (1,), eight), Floor("E5", (0, 1), ten))


@pytest.mark.parametrize(
    ("entries", "other"),
    [
        ([A], False),
        ([A._replace(limits=(Limit(Decimal(8)),))], False),
        ([A._replace(has_other_conditions=True)], True),
        # One mark is asked for the whole unit: that of a part cannot be judged.
        ([entry("E5", 4, entry("a", limits=(Limit(Decimal(8)),)))], True),
        ([entry("E5", None, A._replace(limits=(Limit(Decimal(8)),)), B)], False),
    ],
)
def test_conditions_that_no_mark_tells_are_known(entries, other):
    assert exam(entries).has_other_conditions is other


COEFFICIENTS = st.decimals("0.25", 12, places=2)
PARTS = st.lists(st.builds(lambda c: entry("p", c), COEFFICIENTS), max_size=3)
UNITS = st.lists(
    st.builds(lambda c, parts: entry("u", c, *parts), st.none() | COEFFICIENTS, PARTS), max_size=8
)


@given(UNITS)
def test_shares_make_a_whole(units):
    found = exam(units)
    if found is None:
        return
    shares = [one.coefficient / found.total for one in found.counted]
    assert abs(sum(shares) - 1) < Decimal("1e-20")
    assert sum(total for _, total in by_moment(found)) == found.total
    heavy = heaviest(found)
    assert not heavy or sum(one.coefficient for one in heavy) * 2 >= found.total
