"""The URSSAF's own engine, asked the same cases: where it differs, the table of cases says why."""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from tests.support.pay_cases import CASES, REASONS
from tests.support.urssaf import answers


@pytest.fixture(scope="module")
def told():
    return answers(CASES, [case.gross for case in CASES])


def apart(case, field):
    return f"{case}: {REASONS.get(getattr(case, field), 'no reason')}"


def test_gross_is_the_same_or_the_table_says_why(told):
    """It rounds to the euro what it is asked to compare with."""
    differs = [
        apart(case, "apart")
        for case, answer in zip(CASES, told, strict=True)
        if answer.gross != Decimal(case.gross).quantize(Decimal(1), ROUND_HALF_UP)
    ]
    assert differs == [apart(case, "apart") for case in CASES if case.apart]


def test_net_is_the_same_or_the_table_says_why(told):
    differs = [
        apart(case, "net_apart")
        for case, answer in zip(CASES, told, strict=True)
        if answer.net != Decimal(case.net)
    ]
    assert differs == [apart(case, "net_apart") for case in CASES if case.net_apart]


def test_unrounded_smic_is_worth_a_cent(told):
    cents = {
        abs(answer.net - Decimal(case.net))
        for case, answer in zip(CASES, told, strict=True)
        if case.net_apart == "cent"
    }
    assert cents == {Decimal("0.01")}


def test_every_reason_is_met():
    assert {case.apart for case in CASES} | {case.net_apart for case in CASES} == {"", *REASONS}
