"""Makes the card of a programme in a list: four lines and the state of its next intake."""

from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from catalogue.models import Cohort, Domain, EntryLevel, Intake, Programme, intakes
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
    def entry(self):
        """Gives « Accessible après le bac », when a condition of entry tells it."""
        level = self.programme.entry_level
        return "" if level is None else f"Accessible {EntryLevel(level).label}"

    @property
    def is_brief(self):
        """Tells whether only the name is known: no status, no length, no intake, no condition."""
        known = (self.length, self.intake, self.entry)
        return not (any(known) or self.programme.statuses.all())

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


def soonest_cards(count: int, *, on: date) -> list[Card]:
    """Lists the first `count` programmes that take applications on that day, by their start."""
    taking = Cohort.objects.taking_applications(on=on).filter(programme=OuterRef("pk"))
    next_start = Subquery(taking.order_by(F("starts").asc(nulls_last=True)).values("starts")[:1])
    opened = Programme.objects.published().filter(Exists(taking)).annotate(next_start=next_start)
    soonest = opened.order_by(F("next_start").asc(nulls_last=True), "short_name", "pk")
    return [card(programme, on=on) for programme in soonest.for_cards()[:count]]


def readiest(programmes: QuerySet[Programme], *, on: date) -> QuerySet[Programme]:
    """Puts first those that take applications on that day, then those with an intake."""
    cohorts = Cohort.objects.filter(programme=OuterRef("pk"))
    takes = Exists(cohorts.taking_applications(on=on))
    return programmes.order_by(takes.desc(), Exists(cohorts).desc(), "short_name", "pk")


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
