"""Builds the sheet of a programme (fiche): its rows in the order in which people read them.

The page and the brochure both render the same `Sheet`, so their figures cannot differ. A part
without content is left out.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter

from django.db.models import Prefetch, prefetch_related_objects

from catalogue.models import (
    Abbreviation,
    Cohort,
    MinimumWage,
    PayRate,
    Programme,
    PublicDocument,
    Section,
    intakes,
)
from catalogue.sheet import (
    calendar,
    facts,
    hours,
    inherited,
    pathways,
    pay_part,
    people,
    prices,
    results,
    tables,
    weights,
)
from catalogue.sheet.abbreviations import words_of
from catalogue.sheet.access import access
from catalogue.sheet.admission import last_step
from catalogue.sheet.channels import ways
from catalogue.sheet.entry import entry_of
from catalogue.sheet.exam import exam_tables, exam_title
from catalogue.sheet.mentions import mentions, related
from catalogue.sheet.national import national
from catalogue.sheet.options import branches
from catalogue.sheet.parts import PARTS
from catalogue.sheet.questions import questions
from catalogue.sheet.rhythm import rhythm_of

Kind = Section.Kind


@dataclass
class Sheet:
    programme: Programme
    on: date
    on_paper: bool = False  # a paper shows dates, but no state: that changes

    @cached_property
    def parts(self):
        held = (p for p in PARTS if any(self.sections[k] for k in p.kinds) or p.holds(self))
        return [part.entitled(self) for part in held]

    @property
    def is_brief(self):
        """Tells whether the centre has published no text on contents, profile or enrolment yet."""
        return not {part.slug for part in self.parts} & {"contenu", "profil", "inscription"}

    @property
    def last_step(self):
        return last_step(self.programme)

    @property
    def certification(self):
        return self.programme.certification

    @property
    def has_expired(self):
        """Tells whether the registration has ended: no new cohort may prepare the certification."""
        return bool(self.certification) and not self.certification.is_registered(on=self.on)

    @cached_property
    def mentions(self):
        return mentions(self.programme)

    @cached_property
    def blocks(self):
        return self.certification.blocks.all() if self.certification else []

    @cached_property
    def related(self):
        return related(self.programme)

    # Sections

    @cached_property
    def sections(self):
        """Maps each kind to its sections with content; the programme's replace the centre's."""
        by_kind = defaultdict(list)
        for section in inherited.shown(
            self.statuses_of_sections, self.programme, attrgetter("kind")
        ):
            if section.prose or section.closing or section.lines:
                by_kind[section.kind].append(section)
        return by_kind

    @cached_property
    def statuses_of_sections(self):
        sections = inherited.rows_of(Section.objects, self.programme)
        prefetch_related_objects(list(sections), Prefetch("items", to_attr="lines"))
        return sections

    def is_about(self, section: Section, statuses: set[int]) -> bool:
        return inherited.is_about(self.statuses_of_sections[section], statuses)

    @cached_property
    def facts(self):
        """Lists the main facts; each leads to the part that details it, if that part exists."""
        parts = {part.slug for part in self.parts}
        found = facts.facts(self)
        return [fact if fact.anchor in parts else fact._replace(anchor="") for fact in found]

    @cached_property
    def questions(self):
        return questions(self)

    @cached_property
    def documents(self):
        """Lists the documents to download: the programme's replace the centre's."""
        if not self.programme.may_have_documents:
            return []
        rows = inherited.rows_of(PublicDocument.objects, self.programme)
        return sorted(inherited.shown(rows, self.programme, attrgetter("subject")), key=tables.rank)

    @cached_property
    def entry(self):
        return entry_of(self.programme)

    @cached_property
    def ways(self):
        return ways(self.programme)

    @cached_property
    def access(self):
        """Gives the figures of the last intake; on no paper, since they change by themselves."""
        return None if self.on_paper else access(self)

    # Dates

    @cached_property
    def rhythm(self):
        return rhythm_of(self.programme)

    @cached_property
    def intakes(self):
        return intakes(self.programme.cohorts.all(), on=self.on)

    @property
    def intake(self):
        return self.intakes[0] if self.intakes else None

    @property
    def cohort_kind(self):
        """Gives the words of the next intake: promotion, session or entry."""
        return Cohort.Kind(self.intake.cohort.kind) if self.intake else Cohort.Kind.SCHOOL

    @cached_property
    def calendar(self):
        return calendar.calendar(self)

    @property
    def weeks(self):
        """Lists the years of weeks of the first cohort that has some."""
        return next((dates.weeks for dates in self.calendar if dates.weeks), [])

    @property
    def places_of_any_cohort(self):
        return calendar.places_of_any_cohort(self.programme)

    # Tables

    @cached_property
    def prices(self):
        return prices.lay_out(self.programme.tuitions.all())

    @cached_property
    def exam(self):
        return exam_tables(self.programme)

    @property
    def exam_of_all(self):
        """Lists the tables that do not belong to an option."""
        return [table for table in self.exam if table.option is None]

    @property
    def exam_title(self):
        return exam_title(self.exam)

    @cached_property
    def weights(self):
        return weights.of_tables(self.exam)

    @cached_property
    def hours_note(self):
        return hours.note(self.programme, self.exam)

    @cached_property
    def branches(self):
        return branches(self.programme, self.exam)

    @cached_property
    def pay_tables(self):
        rates = PayRate.objects.of(list(self.programme.statuses.all()))
        return tables.pay_tables(rates, MinimumWage.objects.in_force(on=self.on), self.programme)

    @cached_property
    def pay(self):
        return pay_part.around_tables(self)

    @property
    def speaks_of_pay(self):
        return bool(self.pay or self.other_pay_sections)

    @property
    def is_paid_by_law(self):
        """Tells whether the law fixes the pay of one of its contracts, month by month."""
        return any(status.pay_law for status in self.programme.statuses.all())

    @property
    def other_pay_sections(self):
        return pay_part.other_sections(self)

    @cached_property
    def results(self):
        return results.results(self.programme)

    @cached_property
    def national(self):
        return national(self.programme)

    # People

    @cached_property
    def lead(self):
        return people.lead(self.programme)

    @cached_property
    def company_contacts(self):
        return people.for_companies(self.programme)

    # For an employer

    @property
    def facts_for_employers(self):
        return facts.for_employers(self.facts)

    @property
    def employer_prices(self):
        return prices.for_employers(self.programme)

    @property
    def employer_contacts(self):
        return people.for_employers(self.programme)

    # Related programmes

    @cached_property
    def _steps(self):
        return pathways.steps(self.programme)

    @cached_property
    def follow_ons(self):
        """Lists the next steps that have a title or lead to a published programme."""
        own = [step for step in self._steps if step.programme_id == self.programme.pk]
        return [step for step in own if step.title or step.target.is_published]

    @cached_property
    def next_steps(self):
        return pathways.next_steps(self.follow_ons)

    @cached_property
    def entered_from(self):
        return pathways.entered_from(self.programme, self._steps)

    @cached_property
    def sisters(self):
        return pathways.sisters(self.programme)

    @cached_property
    def neighbours(self):
        named = {f.target_id for f in self.follow_ons} | {p.pk for p, _ in self.entered_from}
        return pathways.neighbours(self.programme, named)

    # Abbreviations

    @cached_property
    def abbreviations(self):
        words = words_of(self)
        return [a for a in Abbreviation.objects.all() if a.short in words]
