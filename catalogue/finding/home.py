"""Chooses what the home page shows on a day: the next programme to enter, and what is open besides.

It reads the index of the list, then the rows of the few programmes that it shows, as many in a
large catalogue as in a small one. What no row says is left out of the page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from heapq import nsmallest

from django.utils.text import capfirst

from catalogue.figures.wages import monthly_wage
from catalogue.finding.index import Index
from catalogue.finding.listed import Listed
from catalogue.finding.results import person
from catalogue.models import CohortState, Intake, MinimumWage, Programme
from catalogue.sheet import calendar, lengths, pay_steps
from catalogue.sheet.cards import Card, cards
from catalogue.sheet.fetching import for_sheet
from catalogue.sheet.questions import ASK, Question
from catalogue.sheet.sheet import Sheet
from catalogue.sheet.week_words import DrawnYear, years_of_cohort
from charmilles import typography

MOST_OPEN = 6  # programmes listed beside the first one
MOST_STEPS = 6  # of its next steps
MOST_PEOPLE = 4
FIGURES = ("pay", "success", "cost", "entry")  # what one asks first of a programme


@dataclass
class Home:
    index: Index

    @property
    def on(self) -> date:
        return self.index.on

    # What the centre is

    @cached_property
    def statuses(self):
        """Lists the contracts and statuses of the public programmes, in the order of staff."""
        known = {status.pk: status for one in self.index.listed for status in one.statuses}
        return sorted(known.values(), key=lambda status: (status.position, status.pk))

    @property
    def headline(self) -> list[str]:
        """Says « Un métier, un diplôme, un salaire. », or what of it the programmes make true."""
        certified = any(one.certification for one in self.index.listed)
        paid = any(status.pay_law for status in self.statuses)
        *words, last = ["Un métier", *(["un diplôme"] * certified), *(["un salaire"] * paid)]
        return [*(f"{word}," for word in words), f"{last}."]

    @property
    def hires(self) -> bool:
        """Tells whether companies sign a contract with some learners."""
        return any(status.is_contract for status in self.statuses)

    @property
    def towns(self) -> str:
        """Names the towns where one is trained, but for too many of them."""
        found = {campus.city for one in self.index.listed for campus in one.campuses}
        if len(found) > 3:
            return f"{len(found)} villes"
        return typography.enumeration(sorted(found), "et")

    @property
    def publics(self) -> str:
        """Names the contracts and statuses under which one is trained."""
        names = [status.name for status in self.statuses]
        return capfirst(", ".join([*names[:1], *(f"{n[0].lower()}{n[1:]}" for n in names[1:])]))

    @property
    def count(self) -> int:
        return len(self.index.listed)

    @cached_property
    def takes_applications(self) -> bool:
        return Programme.objects.taking_applications().exists()

    # The programme to enter next

    @cached_property
    def open(self) -> list[Listed]:
        """Lists what takes applications, the soonest first, and no more than is shown."""
        taking = (one for one in self.index.listed if one.is_open)
        return nsmallest(MOST_OPEN + 1, taking, key=_soonest)

    @cached_property
    def sheet(self) -> Sheet | None:
        """Returns the sheet of what is open, the soonest first; else of what starts next."""
        coming = (one for one in self.index.listed if one.starts and one.starts >= self.on)
        chosen = self.open[0] if self.open else min(coming, key=_soonest, default=None)
        if chosen is None:
            return None
        found = for_sheet(Programme.objects.published()).filter(pk=chosen.pk).first()
        return found and Sheet(found, on=self.on)

    @property
    def start(self) -> tuple[str, str]:
        """Names its next entry and says when it is: (« rentrée », « 1er septembre 2027 »)."""
        label, lines = calendar.next_entry(self.sheet.intake, on=self.on)
        return label.lower(), next(iter(lines), "")

    @property
    def registration(self) -> str:
        return registration(self.sheet.intake)

    @property
    def length(self) -> str:
        return lengths.summary(self.sheet.programme)

    @cached_property
    def figures(self) -> list[Question]:
        """Lists the answers of its sheet to what one asks first."""
        return [answer for name in FIGURES for answer in ASK[name](self.sheet)]

    @cached_property
    def year(self) -> DrawnYear | None:
        """Returns the first year of weeks of its next cohort that is not over."""
        years = years_of_cohort(self.sheet.programme, None, on=self.on) if self.sheet else []
        return next((year for year in years if not year.is_over), None)

    @cached_property
    def next_steps(self):
        return self.sheet.next_steps[:MOST_STEPS] if self.sheet else []

    @cached_property
    def people(self):
        """Lists who answers about it, each person once; somebody of the centre without it."""
        if self.sheet is None:
            return list(filter(None, [person()]))
        rows = self.sheet.programme.contacts.all()
        once = {row.contact_id: row for row in reversed(rows)}
        return [row for row in rows if once[row.contact_id] is row][:MOST_PEOPLE]

    @property
    def company_contacts(self):
        return self.sheet.company_contacts if self.sheet else []

    @cached_property
    def others(self) -> list[Card]:
        """Makes the cards of what is open besides."""
        keys = [one.pk for one in self.open[1:]]
        read = Programme.objects.published().for_cards().in_bulk(keys) if keys else {}
        return cards((read[key] for key in keys if key in read), on=self.on)

    @cached_property
    def open_count(self) -> int:
        return sum(one.is_open for one in self.index.listed)

    @property
    def more_open(self) -> bool:
        return self.open_count > len(self.open)

    # What the law pays

    @cached_property
    def wage(self) -> MinimumWage | None:
        """Returns the minimum wage in force, where apprentices are trained."""
        if not any(status.is_apprenticeship for status in self.statuses):
            return None
        return MinimumWage.objects.in_force(on=self.on)

    @property
    def monthly_wage(self):
        return monthly_wage(self.wage.hourly)

    @property
    def ages(self) -> list[pay_steps.AgePay]:
        return pay_steps.first_year(self.monthly_wage) if self.wage else []


def _soonest(one: Listed):
    return one.starts or date.max, one.name, one.pk


def registration(intake: Intake) -> str:
    """Says « Inscriptions ouvertes jusqu’au 9 juillet 2027 », or the state alone."""
    return "".join(_registration(intake))


def _registration(intake: Intake) -> Iterator[str]:
    state, year = intake.state, intake.year
    yield state.label
    if state.takes_applications and year and year.registration_closes:
        yield f" jusqu’{_day(year, 'registration_closes', 'au', 'à')}"
    if state == CohortState.NOT_YET_OPEN and year.registration_opens:
        yield f", à partir {_day(year, 'registration_opens', 'du', 'de')}"


def _day(year, name: str, to_the_day: str, to_the_month: str) -> str:
    """Writes « au 9 juillet 2027 » or « à juillet 2027 »."""
    precision = getattr(year, f"{name}_precision")
    article = to_the_day if precision == "day" else to_the_month
    return f"{article} {typography.known_date(getattr(year, name), precision)}"
