"""« Et si… »: the average of known marks, and what is missing to pass."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.figures.marks import answer, of_twenty
from catalogue.figures.weights import Counted, Exam, Floor, Limit


def exam(*coefficients, optional=(), floors=()):
    counted = tuple(Counted(f"É{n}", Decimal(str(c))) for n, c in enumerate(coefficients))
    return Exam(counted, optional, floors)


def marks(*values):
    return [None if value is None else Decimal(str(value)) for value in values]


@pytest.mark.parametrize(
    ("coefficients", "known", "average", "gap", "reached"),
    [
        ([1, 1], [12, 10], "11", "0", True),
        ([3, 1], [8, 16], "10", "0", True),  # 10 exactly passes
        ([3, 1], [8, 15], "9.75", "0.25", False),
        ([1, 1, 1], [10, 10, "9.99"], "9.99", "0.01", False),  # never rounded up to 10
        ([1.5, 2], [20, 0], "8.57", "1.43", False),
        ([1], [0], "0", "10", False),
        ([1], [20], "20", "0", True),
    ],
)
def test_average_of_all_marks(coefficients, known, average, gap, reached):
    found = answer(exam(*coefficients), marks(*known))
    assert (found.average, found.gap) == (Decimal(average), Decimal(gap))
    assert (found.is_complete, found.is_reached, found.needed) == (True, reached, None)


@pytest.mark.parametrize(
    ("coefficients", "known", "needed", "out_of_reach"),
    [
        ([5, 5], [12, None], "8", False),
        ([4, 6], ["10.9", None], "9.4", False),  # exactly 9.4: not 9.5
        ([1, 3], [9, None], "10.4", False),  # 10.33… is not enough once cut
        ([1, 1], [None, None], "10", False),
        ([3, 1], [0, None], "40", True),
        ([1, 1], [0, None], "20", False),
        ([3, 1], [20, None], "0", False),
    ],
)
def test_needed_on_what_remains(coefficients, known, needed, out_of_reach):
    found = answer(exam(*coefficients), marks(*known))
    assert (found.needed, found.is_out_of_reach) == (Decimal(needed), out_of_reach)


def test_best_average_within_reach():
    assert answer(exam(3, 1), marks(4, None)).best == 8


OPTIONAL = (Counted("LV2", Decimal(2), above=Decimal(10)),)


@pytest.mark.parametrize(
    ("bonus", "average"), [(14, "10.8"), (10, "10"), (3, "10"), (None, "10"), (20, "12")]
)
def test_optional_points_count_above_ten_only(bonus, average):
    found = answer(exam(10, optional=OPTIONAL), marks(10), marks(bonus))
    assert found.average == Decimal(average)
    assert found.may_add is (bonus is None)


def test_average_is_twenty_at_the_most():
    assert answer(exam(10, optional=OPTIONAL), marks(20), marks(20)).average == 20


def test_mark_out_of_something_else_is_brought_to_twenty():
    tests = (Counted("QCM", Decimal(1), out_of=Decimal(40)), Counted("Oral", Decimal(1)))
    assert answer(Exam(tests), marks(32, 10)).average == 13


EIGHT = Limit(Decimal(8), is_eliminating=True)


@pytest.mark.parametrize(
    ("limit", "mark", "fails"),
    [
        (EIGHT, 8, False),  # at the mark, one is not eliminated
        (EIGHT, "7.99", True),
        (Limit(Decimal(12)), 11, True),
        (Limit(Decimal(30), out_of=Decimal(50)), 12, False),
        (Limit(Decimal(30), out_of=Decimal(50)), "11.9", True),
    ],
)
def test_mark_below_its_limit_fails(limit, mark, fails):
    floor = Floor("É0", (0,), limit)
    found = answer(exam(1, 1, floors=(floor,)), marks(mark, 20))
    assert found.failed == ((floor,) if fails else ())
    assert found.pending == ()


def test_limit_of_a_unit_is_about_the_mean_of_its_parts():
    floor = Floor("E5", (0, 1), Limit(Decimal(10)))
    made = exam(3, 1, floors=(floor,))
    assert answer(made, marks(9, 13)).failed == ()
    assert answer(made, marks(9, 12)).failed == (floor,)
    assert answer(made, marks(20, None)).pending == (floor,)


MARKS = st.decimals(0, 20, places=2)
EXAMS = st.lists(st.decimals("0.25", 9, places=2), min_size=1, max_size=8).flatmap(
    lambda coefficients: st.tuples(
        st.just(exam(*coefficients)),
        st.lists(st.none() | MARKS, min_size=len(coefficients), max_size=len(coefficients)),
    )
)


@given(EXAMS)
def test_what_is_needed_is_enough_and_a_tenth_less_is_not(case):
    made, known = case
    found = answer(made, known)
    if found.is_complete or found.is_out_of_reach:
        return
    with_needed = [found.needed if mark is None else mark for mark in known]
    assert answer(made, [min(m, Decimal(20)) for m in with_needed]).is_reached
    if found.needed >= Decimal("0.1"):
        less = [found.needed - Decimal("0.1") if mark is None else mark for mark in known]
        assert not answer(made, less).is_reached


@given(EXAMS)
def test_average_lies_between_the_lowest_and_the_highest_mark(case):
    made, known = case
    all_known = [mark or Decimal(0) for mark in known]
    average = answer(made, all_known).average
    twenty = [of_twenty(*pair) for pair in zip(made.counted, all_known, strict=True)]
    assert min(twenty) - Fraction(1, 100) <= average <= max(twenty)


@given(EXAMS, st.data())
def test_a_better_mark_never_lowers_the_average(case, data):
    made, known = case
    place = data.draw(st.integers(0, len(known) - 1))
    before = [mark or Decimal(0) for mark in known]
    after = [*before]
    after[place] = data.draw(st.decimals(before[place], 20, places=2))
    assert answer(made, after).points >= answer(made, before).points
