"""Tells which age bracket of the pay grids applies, month after month, and shifts dates.

Nothing here needs a birth date: an age at the start and the months to the next bracket say as
much. Standard library only.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

STEPS = (18, 21, 26)  # birthdays that raise the pay (D6222-31)


class Age(NamedTuple):
    """An age on the first day of a contract, and what is left until a higher bracket.

    `months_to_next` counts from the month of the first day (1: the next month). None: the next
    bracket is not reached, or there is none.
    """

    years: int
    months_to_next: int | None = None

    def bracket(self, months: int) -> int:
        """Returns the age that opens the bracket, so many months after that of the first day."""
        reached = [age for age, after in self._steps() if after <= months]
        return max(reached, default=bracket_of(self.years))

    @property
    def is_possible(self) -> bool:
        """Tells whether somebody of this age can be that far from the next bracket."""
        following = _following(self.years)
        if self.months_to_next is None or not following:
            return self.months_to_next is None
        least = 12 * (following[0] - self.years - 1) + 1
        return least <= self.months_to_next <= least + 12

    def _steps(self) -> list[tuple[int, int]]:
        """Gives each bracket ahead and the month it begins: 21 comes three years after 18."""
        following = _following(self.years)
        if self.months_to_next is None or not following:
            return []
        return [(age, self.months_to_next + 12 * (age - following[0])) for age in following]


def age_on(first_day: date, *, birth: date) -> Age:
    """Returns the age on the first day of a contract (D6222-31, conventions of the domain notes).

    A bracket begins on the first day of the month after the birthday: a birthday on the 1st counts
    from the next month. Who is born on 29 February has a birthday on the 28th in common years.
    """
    years = first_day.year - birth.year - (first_day < birthday(birth, first_day.year))
    following = _following(years)
    if not following:
        return Age(years)
    turns = birthday(birth, birth.year + following[0])
    return Age(years, months_between(first_day, turns) + 1)


def birthday(birth: date, year: int) -> date:
    return birth.replace(year=year, day=min(birth.day, monthrange(year, birth.month)[1]))


def born_in(year: int, month: int) -> date:
    """Returns the last day of the month: of the possible birth dates, the one that pays least.

    It matters only for a contract that starts in the month of the birthday.
    """
    return date(year, month, monthrange(year, month)[1])


def months_between(first: date, last: date) -> int:
    """Counts the months from that of a date to that of another, whatever their days."""
    return 12 * (last.year - first.year) + last.month - first.month


def shift(day: date, months: int) -> date:
    """Returns the same day so many months later, or the last of a shorter month."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(first_day: date, months: int) -> date:
    """Returns the last day of a contract of so many months: 31 August for one of 1 September."""
    return shift(first_day, months) - timedelta(days=1)


def bracket_of(years: int) -> int:
    return max((age for age in STEPS if age <= years), default=0)


def _following(years: int) -> list[int]:
    return [age for age in STEPS if age > years]
