"""The short form of a programme in a list: four lines, and where its next intake stands."""

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
        """« 2 ans, 1 350 heures », from the shortest to the longest when audiences differ."""
        durations = self.programme.durations.all()
        months = [m for row in durations for m in (row.months_min, row.months_max) if m]
        hours = {row.hours for row in durations if row.hours}
        parts = [_between(months)] if months else []
        if len(hours) == 1:
            parts.append(f"{typography.number(hours.pop())} heures")
        return ", ".join(parts)

    @property
    def is_brief(self):
        """Nothing to say yet beyond its name: neither contract, nor length, nor dates."""
        return not (self.length or self.intake or self.programme.statuses.all())

    @property
    def starts(self):
        """The next intake's beginning, unless it is behind us or unknown."""
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
    """Programmes one may apply to on that day, soonest start first."""
    cards = [card(programme, on=on) for programme in programmes]
    found = [c for c in cards if c.intake and c.intake.state.takes_applications]
    return sorted(found, key=lambda c: (c.intake.year.starts or date.max, c.programme.short_name))


def by_domain(programmes: list[Programme], *, on: date) -> list[tuple[Domain, list[Card]]]:
    """Cards under their domain, in the order of the domains; empty domains are left out.

    Within a domain, those one may apply to come first, then those with dates, then the others.
    """
    ordered = sorted(programmes, key=lambda p: (p.domain.position, p.domain.pk))
    return [
        (domain, sorted((card(p, on=on) for p in members), key=_readiness))
        for domain, members in groupby(ordered, key=lambda p: p.domain)
    ]


def _readiness(card: Card):
    is_open = card.intake is not None and card.intake.state.takes_applications
    return not is_open, card.intake is None, card.programme.short_name
