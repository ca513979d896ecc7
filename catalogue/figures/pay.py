"""Computes the schedule of pay of a work-study contract: each month, its rule, the totals.

Standard library only; amounts are euros, `Decimal`, for 35 hours a week, gross, with an estimate of
the net. The caller gives the minimum wages (SMIC) by date. Where the texts leave a choice:

- the monthly SMIC is rounded to the cent first, then its percentage, half up;
- the bracket is that of the age on the first day; it then changes on the first day of the month
  after the 18th, 21st or 26th birthday: one on the 1st counts from the next month, and one of
  29 February is the 28th in common years (D6222-31, D6325-16);
- a month that the contract does not fill, or where it changes year, counts its calendar days: the
  gross of each part, rounded once at the end of the month;
- a contract entered in year n of the cycle is paid from its first day as year n (D6222-28-1), and
  stays at the third year, the last of the grid;
- an extension after a failure keeps the rate of the last year (D6222-28); the year added for a
  disability adds 15 points to it (R6222-48), a fourth year of such a contract too;
- after a contract whose diploma was obtained (D6222-29): with the same employer, at least what was
  received and the legal percentage of that year; with another, that percentage on the SMIC of the
  month; always the grid if it is better;
- 15 points (D6222-30, R6222-48) never go above the SMIC, unless the grid itself does;
- the net follows the day when the contract was concluded, before or from 1 March 2025; the
  exempted share of the SMIC is that of the days worked;
- professionalisation: the qualification is that of the first day; the brackets change at 21 and 26
  as above; a « bac technologique » counts as no professional qualification.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import groupby, pairwise
from typing import NamedTuple

from catalogue.figures import pay_law as law
from catalogue.figures.pay_ages import months_between, shift
from catalogue.figures.pay_contract import Contract, refusals
from catalogue.figures.pay_law import Rule
from catalogue.figures.pay_terms import Due, due_on
from catalogue.figures.wages import Wage, in_force, to_the_cent

UNKNOWN_SMIC = Rule("", "Le SMIC du premier jour n’est pas connu ici : choisissez plus tard.")


class Refused(ValueError):
    """The law, or what is known of it, gives no pay to this contract."""

    def __init__(self, rules: list[Rule]):
        super().__init__(" ".join(rule.sentence for rule in rules))
        self.rules = rules


class Part(NamedTuple):
    """Days of one month that are paid alike."""

    first: date
    last: date
    year: int  # of the contract
    smic: Decimal  # of a full month
    due: Due

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


class OfYear(NamedTuple):
    """The gross and the net that belong to a year of the contract, in a month or in all."""

    year: int
    gross: Decimal
    net: Decimal


class Month(NamedTuple):
    parts: tuple[Part, ...]
    gross: Decimal
    net: Decimal
    years: tuple[OfYear, ...]

    @property
    def first(self) -> date:
        return self.parts[0].first

    @property
    def last(self) -> date:
        return self.parts[-1].last

    @property
    def is_partial(self) -> bool:
        return self.first.day > 1 or (self.last + timedelta(days=1)).day > 1

    @property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(dict.fromkeys(rule for part in self.parts for rule in part.due.rules))


class Step(NamedTuple):
    """Days that follow each other at the same monthly pay, in the same year of the contract."""

    first: date
    last: date
    year: int
    due: Due
    net: Decimal  # of a full month


@dataclass(frozen=True)
class Schedule:
    contract: Contract
    months: tuple[Month, ...]
    regime: Rule  # that of the net

    @cached_property
    def years(self) -> list[OfYear]:
        """Adds the months by year of the contract, the last of which may be shorter."""
        pieces = [piece for month in self.months for piece in month.years]
        alike = groupby(pieces, lambda piece: piece.year)
        return [_total(year, list(own)) for year, own in alike]

    @cached_property
    def steps(self) -> list[Step]:
        parts = [part for month in self.months for part in month.parts]
        alike = groupby(parts, lambda part: (part.year, part.due, part.smic))
        return [self._step(list(group)) for _, group in alike]

    def _step(self, parts: list[Part]) -> Step:
        first, last = parts[0], parts[-1]
        net = law.CONTRIBUTIONS[self.regime].net(first.due.monthly, first.smic)
        return Step(first.first, last.last, first.year, first.due, net)


def schedule(contract: Contract, wages: Sequence[Wage]) -> Schedule:
    """Lists the months of a contract; raises `Refused` with the rules that refuse it."""
    refused = refusals(contract)
    if refused:
        raise Refused(refused)
    regime = _regime(contract)
    parts = [_part(contract, first, last, wages) for first, last in _spans(contract, wages)]
    by_month = groupby(parts, lambda part: (part.first.year, part.first.month))
    months = tuple(_month(tuple(group), regime) for _, group in by_month)
    return Schedule(contract, months, regime)


def _regime(contract: Contract) -> Rule:
    if not contract.is_apprenticeship:
        return law.ORDINARY
    is_new = contract.signed >= law.HALF_SMIC_SINCE
    return law.HALF_SMIC if is_new else law.BEFORE_HALF_SMIC


def _spans(contract: Contract, wages: Sequence[Wage]) -> list[tuple[date, date]]:
    """Cuts the contract where a month, a year, an extension or another SMIC begins."""
    end = contract.last_day + timedelta(days=1)
    month = contract.starts.replace(day=1)
    cuts = {contract.starts, contract.ends + timedelta(days=1), end}
    cuts |= {wage.since for wage in wages}
    cuts |= {shift(month, count) for count in range(_months(contract))}
    cuts |= {shift(contract.starts, 12 * count) for count in range(_months(contract) // 12 + 1)}
    within = sorted(cut for cut in cuts if contract.starts <= cut <= end)
    return [(first, following - timedelta(days=1)) for first, following in pairwise(within)]


def _months(contract: Contract) -> int:
    return months_between(contract.starts, contract.last_day) + 2


def _part(contract: Contract, first: date, last: date, wages: Sequence[Wage]) -> Part:
    wage = in_force(wages, on=first)
    if wage is None:
        raise Refused([UNKNOWN_SMIC])
    due = due_on(contract, first, wage.monthly)
    return Part(first, last, contract.year_on(first), wage.monthly, due)


def _month(parts: tuple[Part, ...], regime: Rule) -> Month:
    """Adds its parts before it divides by its days, so that no rounding comes in between."""
    days = monthrange(parts[0].first.year, parts[0].first.month)[1]
    gross = to_the_cent(_worked(parts) / days)
    smic = sum((part.smic * part.days for part in parts), Decimal(0)) / days
    net = law.CONTRIBUTIONS[regime].net(gross, smic)
    return Month(parts, gross, net, tuple(_by_year(parts, days, gross, net)))


def _by_year(parts: Iterable[Part], days: int, gross: Decimal, net: Decimal) -> Iterator[OfYear]:
    """Shares a month between the years it touches, so that the years add up to the months."""
    done, done_gross, done_net = Decimal(0), Decimal(0), Decimal(0)
    for year, own in groupby(parts, lambda part: part.year):
        done += _worked(own)
        until = to_the_cent(done / days)
        net_until = to_the_cent(net * until / gross) if gross else Decimal(0)
        yield OfYear(year, until - done_gross, net_until - done_net)
        done_gross, done_net = until, net_until


def _worked(parts: Iterable[Part]) -> Decimal:
    return sum((part.due.monthly * part.days for part in parts), Decimal(0))


def _total(year: int, own: list[OfYear]) -> OfYear:
    gross = sum((piece.gross for piece in own), Decimal(0))
    return OfYear(year, gross, sum((piece.net for piece in own), Decimal(0)))


def years_of_contract(months: int) -> int:
    """Counts the years, begun or whole, of a contract of that length."""
    return -(-months // 12)


def years_paid(months: int, *, entry_year: int = 1) -> range:
    """Lists the years of the pay table that a contract goes through (D6222-28-1).

    A contract shorter than the cycle is paid as if the years before had been done: two years from
    the second one are paid as the second, the third.
    """
    return range(entry_year, entry_year + years_of_contract(months))
