"""Makes the card of a programme in a list: four lines and the state of its next intake."""

from datetime import date
from itertools import groupby
from typing import NamedTuple

from catalogue.models import Domain, Intake, Programme, intakes
from charmilles import typography


class Card(NamedTuple):
    programme: Programme
    intake: Intake | None

    @property
    def length(self):
        """Gives « 2 ans, 1 350 heures », or a range of months when audiences differ."""
        durations = self.programme.durations.all()
        months = [m for row in durations for m in (row.months_min, row.months_max) if m]
        hours = {row.hours for row in durations if row.hours}
        parts = [_between(months)] if months else []
        if len(hours) == 1:
            parts.append(f"{typography.number(hours.pop())} heures")
        return ", ".join(parts)

    @property
    def is_brief(self):
        """Tells whether only the name is known: no learner status, no length, no intake."""
        return not (self.length or self.intake or self.programme.statuses.all())

    @property
    def starts(self):
        """Gives the start of the next intake, unless it is past or unknown."""
        year = self.intake and self.intake.year
        if not year or not year.starts or self.intake.state.is_past:
            return ""
        return typography.known_date(year.starts, year.starts_precision)


def _between(months):
    shortest, longest = min(months), max(months)
    return typography.months(shortest, longest if longest > shortest else None)


def card(programme: Programme, *, on: date) -> Card:
    return Card(programme, next(iter(intakes(programme.cohorts.all(), on=on)), None))


def open_cards(programmes: list[Programme], *, on: date) -> list[Card]:
    """Lists the programmes that take applications on that day, soonest start first."""
    cards = [card(programme, on=on) for programme in programmes]
    opened = [c for c in cards if c.intake and c.intake.state.takes_applications]
    return sorted(opened, key=lambda c: (c.intake.year.starts or date.max, c.programme.short_name))


def by_domain(programmes: list[Programme], *, on: date) -> list[tuple[Domain, list[Card]]]:
    """Groups the cards by domain, in the order of the domains; empty domains are left out.

    In a domain, programmes that take applications come first, then those with an intake.
    """
    ordered = sorted(programmes, key=lambda p: (p.domain.position, p.domain.pk))
    return [
        (domain, sorted((card(p, on=on) for p in members), key=_readiness))
        for domain, members in groupby(ordered, key=lambda p: p.domain)
    ]


def _readiness(member: Card):
    is_open = member.intake is not None and member.intake.state.takes_applications
    return not is_open, member.intake is None, member.programme.short_name
