"""Makes the card of a programme in a list: four lines and the state of its next intake."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import NamedTuple

from catalogue.models import CohortState, Domain, EntryLevel, Intake, Programme, intakes
from catalogue.sheet import calendar, differences, lengths, pathways
from catalogue.sheet.opening import alert_url


class Card(NamedTuple):
    programme: Programme
    intake: Intake | None
    entry: str = ""  # the next one, unless it is past or unknown
    apart: str = ""  # what tells it from another card of the same title
    after: str = ""  # the programmes that name it as a next step
    reason: str = ""  # why a search found it, when the rest does not tell

    @property
    def award(self):
        """Gives « BTS, niveau 5 », or what is given at the end without a certification."""
        certification = self.programme.certification
        if certification is None:
            return self.programme.attestation
        return ", ".join(filter(None, [certification.short_name, certification.level_name]))

    @property
    def award_beside(self):
        """Gives the award, unless the name of the programme begins with the whole of it."""
        is_said = self.programme.short_name.lower().startswith(self.award.lower())
        return "" if is_said else self.award

    @property
    def length(self):
        return lengths.summary(self.programme)

    @property
    def access(self):
        """Gives « Accessible après le bac », when a condition of entry tells it."""
        level = self.programme.entry_level
        return "" if level is None else f"Accessible {EntryLevel(level).label}"

    @property
    def alert_url(self):
        """Gives where to ask to be told of the opening; "" when there is none to wait for."""
        return alert_url(self.programme, self.intake)

    @property
    def is_brief(self):
        """Tells whether only the name is known: no status, no length, no intake, no condition."""
        known = (self.length, self.intake, self.access, self.programme.attestation)
        return not (any(known) or self.programme.statuses.all())


def card(programme: Programme, *, on: date, apart: str = "", after: str = "") -> Card:
    intake = next(iter(intakes(programme.cohorts.all(), on=on)), None)
    return Card(programme, intake, first_day_of(intake, on=on) if intake else "", apart, after)


def first_day_of(intake: Intake, *, on: date) -> str:
    """Says « Rentrée : 1er septembre 2027 »; that it is on demand, its state says."""
    label, lines = calendar.next_entry(intake, on=on)
    if intake.state.is_past or intake.state == CohortState.ON_DEMAND or not lines:
        return ""
    return f"{label} : {lines[0][0].lower()}{lines[0][1:]}"


def cards(programmes: Iterable[Programme], *, on: date) -> list[Card]:
    """Makes the cards of a list, in its order; two of the same title say what differs."""
    listed = list(programmes)
    named = ((programme.short_name, programme) for programme in listed)
    said = differences.apart(named, differences.BESIDE_LENGTH)
    before = pathways.leading_to(listed) if listed else {}
    return [
        card(one, on=on, apart=said.get(one.pk, ""), after=before.get(one.pk, "")) for one in listed
    ]


def count_brief(listed: Iterable[Card]) -> int:
    """Counts the cards that say little: the page explains it once for all."""
    return sum(card.is_brief for card in listed)


def by_domain(programmes: list[Programme], *, on: date) -> list[tuple[Domain, list[Card]]]:
    """Groups the cards by domain, in the order of the domains; empty domains are left out.

    In a domain, programmes that take applications come first, then those with an intake.
    """
    made = cards(sorted(programmes, key=lambda p: (p.domain.position, p.domain.pk)), on=on)
    return [
        (domain, sorted(members, key=_readiness))
        for domain, members in groupby(made, key=lambda card: card.programme.domain)
    ]


def _readiness(member: Card):
    is_open = member.intake is not None and member.intake.state.takes_applications
    return not is_open, member.intake is None, member.programme.short_name
