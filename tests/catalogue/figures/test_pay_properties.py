"""What is true of every schedule: the grid is a minimum, months add up, pay never goes down."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from catalogue.figures import pay, pay_law
from catalogue.figures.pay_ages import Age, age_on, last_day
from catalogue.figures.pay_contract import Contract, Kind, Previous, SameLevel, refusals
from catalogue.figures.wages import share_of
from tests.support.pay_cases import WAGES

BIRTHS = st.dates(date(1996, 1, 1), date(2012, 12, 31))
STARTS = st.dates(date(2023, 5, 1), date(2030, 12, 31))
EUROS = st.decimals(0, 4000, places=2)
PREVIOUS = st.builds(
    Previous,
    same_employer=st.booleans(),
    diploma_obtained=st.booleans(),
    percent=st.sampled_from([Decimal(p) for p in (27, 39, 43, 51, 53, 61, 67, 78, 100)]),
    received=EUROS,
)
SAME_LEVEL = st.builds(SameLevel, years_done=st.integers(1, 3), direct_link=st.booleans())


@st.composite
def contracts(draw, **fixed):
    starts = draw(STARTS)
    made = Contract(
        age=age_on(starts, birth=draw(BIRTHS)),
        starts=starts,
        ends=last_day(starts, draw(st.integers(6, 36))),
        **{
            "kind": draw(st.sampled_from(Kind)),
            "entry_year": draw(st.integers(1, 3)),
            "conventional": draw(EUROS),
            "previous": draw(st.none() | PREVIOUS),
            "same_level": draw(st.none() | SAME_LEVEL),
        }
        | fixed,
    )
    assume(not refusals(made))
    return made


APPRENTICES = contracts(kind=Kind.APPRENTICESHIP)


def grosses(contract):
    return [month.gross for month in pay.schedule(contract, WAGES).months]


@given(APPRENTICES)
def test_pay_is_never_below_the_grid(contract):
    for step in pay.schedule(contract, WAGES).steps:
        year = min(contract.entry_year + step.year - 1, pay_law.LAST_YEAR)
        months = 12 * (step.first.year - contract.starts.year) + step.first.month
        bracket = contract.age.bracket(months - contract.starts.month)
        smic = next(w.monthly for w in reversed(WAGES) if w.since <= step.first)
        assert step.due.monthly >= share_of(smic, pay_law.GRID[year][bracket])


@given(APPRENTICES)
def test_pay_never_goes_down_with_time(contract):
    monthly = [step.due.monthly for step in pay.schedule(contract, WAGES).steps]
    assert monthly == sorted(monthly)


@given(APPRENTICES, st.integers(1, 2))
def test_pay_never_goes_down_with_the_entry_year(contract, year):
    early, late = (replace(contract, entry_year=y) for y in (year, year + 1))
    assert all(a <= b for a, b in zip(grosses(early), grosses(late), strict=True))


@given(contracts(), BIRTHS, BIRTHS)
def test_pay_never_goes_down_with_age(contract, birth, other):
    both = [
        replace(contract, age=age_on(contract.starts, birth=b))
        for b in sorted((birth, other), reverse=True)
    ]
    assume(not any(map(refusals, both)))
    younger, older = map(grosses, both)
    assert all(a <= b for a, b in zip(younger, older, strict=True))


@given(contracts())
def test_years_add_up_to_the_months(contract):
    made = pay.schedule(contract, WAGES)
    months = sum(m.gross for m in made.months), sum(m.net for m in made.months)
    assert months == (sum(t.gross for t in made.years), sum(t.net for t in made.years))


@given(contracts())
def test_days_of_the_parts_are_those_of_the_contract(contract):
    made = pay.schedule(contract, WAGES)
    days = sum(part.days for month in made.months for part in month.parts)
    assert days == (contract.ends - contract.starts).days + 1


@given(contracts())
def test_net_is_between_nothing_and_the_gross(contract):
    assert all(0 <= m.net <= m.gross for m in pay.schedule(contract, WAGES).months)


@given(contracts())
def test_every_month_has_a_rule_with_its_article(contract):
    assert all(m.rules and m.rules[0].article for m in pay.schedule(contract, WAGES).months)


@given(contracts())
def test_a_longer_contract_begins_with_the_same_months(contract):
    longer = replace(contract, ends=last_day(contract.starts, 36), same_level=None)
    shorter = replace(contract, ends=last_day(contract.starts, 12), same_level=None)
    assert grosses(longer)[:12] == grosses(shorter)[:12]


ANY_DATES = st.builds(Contract, age=st.just(Age(23)), starts=STARTS, ends=st.dates())


@given(ANY_DATES)
def test_any_dates_are_paid_or_refused(contract):
    refused = refusals(contract)
    assert bool(refused) or bool(pay.schedule(contract, WAGES).months)


@given(ANY_DATES)
def test_a_refusal_is_always_a_sentence(contract):
    assert all(rule.sentence.endswith(".") for rule in refusals(contract))
