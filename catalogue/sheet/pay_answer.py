"""Says a schedule of pay in words, as steps to draw, and as the rows of its tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import NamedTuple

from django.utils.dates import MONTHS

from catalogue.figures import pay_law
from catalogue.figures.aids import YearOfCost
from catalogue.figures.pay import Schedule, Step
from catalogue.figures.pay_ages import Age, months_between
from catalogue.figures.pay_contract import conditions
from catalogue.figures.pay_law import Rule
from catalogue.sheet.bars import BAR_STEP
from charmilles import typography

IN_WORDS = 4  # the most amounts that a sentence says one by one
MONTH = Decimal("30.44")  # days
LABELLED = 8  # a drawn step says its amount from this share of the whole: an eighth


class DrawnStep(NamedTuple):
    amount: str  # "" where there is no room for it
    width: str  # classes of pay.css: the CSP allows no style attribute
    height: str


class MonthRow(NamedTuple):
    name: str
    gross: Decimal
    net: Decimal
    days: str  # of a month that is not whole


@dataclass(frozen=True)
class PayAnswer:
    schedule: Schedule
    whose: str = "vos"  # birthdays; « ses » for the employer

    @property
    def sentence(self) -> str:
        """Writes « 728 € par mois, 952 € dès vos 18 ans, 1 251 € la dernière année »."""
        steps = self.schedule.steps
        if len(steps) > IN_WORDS:
            first, last = rounded(steps[0].due.monthly), rounded(steps[-1].due.monthly)
            return f"{first} par mois au début, {last} à la fin"
        said = [f"{rounded(steps[0].due.monthly)} par mois"]
        for before, step in zip(steps, steps[1:], strict=False):
            said.append(f"{rounded(step.due.monthly)} {self._when(before, step)}")
        return ", ".join(said)

    def _when(self, before: Step, step: Step) -> str:
        """Says what changes between two steps: the year of the contract first, then the age."""
        contract = self.schedule.contract
        if step.first > contract.ends >= before.first:
            return "pendant la prolongation"
        if step.year != before.year:
            is_last = step.year == contract.year_on(contract.ends)
            return "la dernière année" if is_last else f"la {_nth(step.year)} année"
        age = self._bracket(step)
        if age != self._bracket(before):
            return f"dès {self.whose} {age}{typography.NBSP}ans"
        return f"dès le {typography.day(step.first)}"

    def _bracket(self, step):
        contract = self.schedule.contract
        return contract.age.bracket(months_between(contract.starts, step.first))

    @property
    def net_sentence(self) -> str:
        first, last = self.schedule.steps[0], self.schedule.steps[-1]
        start = f"Net estimé : environ {rounded(first.net)} par mois"
        if first.net == last.net:
            return f"{start}."
        return f"{start} au début, {rounded(last.net)} à la fin."

    # Drawn

    @property
    def drawn(self) -> list[DrawnStep]:
        """Draws each step as wide as it lasts and as high as it pays; the table says the same."""
        steps = self.schedule.steps
        best = max(step.due.monthly for step in steps)
        months = [max(1, round(((s.last - s.first).days + 1) / MONTH)) for s in steps]
        return [
            _drawn(step, length, length * LABELLED >= sum(months), best)
            for step, length in zip(steps, months, strict=True)
        ]

    # Tables

    @property
    def months(self) -> list[MonthRow]:
        return [_row(month) for month in self.schedule.months]

    @property
    def has_partial_months(self) -> bool:
        return any(month.is_partial for month in self.schedule.months)

    @cached_property
    def rules(self) -> Sequence[Rule]:
        """Lists the rules that apply in the contract, each once, then that of the net."""
        found = (rule for step in self.schedule.steps for rule in step.due.rules)
        return list(dict.fromkeys([*found, self.schedule.regime]))

    @property
    def conditions(self) -> list[Rule]:
        return conditions(self.schedule.contract)

    @property
    def conventional_counts_later(self) -> bool:
        """Tells whether a conventional minimum, not given, could pay more: from 21 on."""
        contract = self.schedule.contract
        ages = {self._bracket(step) for step in self.schedule.steps}
        return not contract.conventional and max(ages) >= pay_law.CONVENTIONAL_FROM

    @property
    def shared_age(self) -> Age:
        """Says no more of the age than the contract shows: the next bracket, if it is reached."""
        contract = self.schedule.contract
        ahead, length = (
            contract.age.months_to_next,
            months_between(contract.starts, contract.last_day),
        )
        return contract.age if ahead and ahead <= length else Age(contract.age.years)


def cost_in_words(costs: Sequence[YearOfCost]) -> str:
    """Writes « 4 858 € la 1re année, 15 011 € la 2e »."""
    first, *others = (f"{rounded(row.cost)} la {_nth(row.year)}" for row in costs)
    return ", ".join([f"{first} année", *others])


def rounded(amount: Decimal) -> str:
    """Writes an amount to the euro."""
    return typography.euros(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _drawn(step, length, is_wide, best):
    share = step.due.monthly * 100 / best
    height = max(BAR_STEP, int(round(share / BAR_STEP)) * BAR_STEP)
    return DrawnStep(rounded(step.due.monthly) if is_wide else "", f"m{length}", f"h{height}")


def _row(month):
    name = f"{MONTHS[month.first.month]} {month.first.year}"
    days = f"du {month.first.day} au {month.last.day}" if month.is_partial else ""
    return MonthRow(name, month.gross, month.net, days)


def _nth(year):
    return typography.ordinal(year, feminine=True)
