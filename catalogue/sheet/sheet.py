"""The sheet of a programme (fiche): the rows of the database in the order one reads them.

The page and the brochure are two renderings of the same `Sheet`, so a figure cannot differ between
them. A part without content does not exist.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Prefetch

from catalogue.models import (
    Abbreviation,
    FollowOn,
    MinimumWage,
    PayRow,
    PayScale,
    Programme,
    ProgrammeContact,
    Section,
    intakes,
)
from catalogue.sheet import facts, tables
from catalogue.sheet.exam import exam_tables
from catalogue.sheet.parts import PARTS

Kind = Section.Kind


def for_sheet(programmes):
    """The queryset of a whole sheet: a constant number of queries whatever it holds."""
    programmes = programmes.select_related(
        "certification__replaced_by", "domain", "carrier", "successor"
    )
    return programmes.with_cohorts().prefetch_related(
        "statuses",
        "campuses",
        "durations",
        "year_hours",
        "options",
        "tuitions",
        "certification__blocks",
        "cohorts__campus",
        "sections__statuses",
        "sections__items",
        "units__block",
        "units__option",
        "units__assessments",
        "units__subjects__assessments",
        "units__subjects__split",
        "outcomes__indicator",
        Prefetch("contacts", ProgrammeContact.objects.select_related("contact")),
        Prefetch("follow_ons", FollowOn.objects.select_related("target")),
    )


@dataclass
class Sheet:
    programme: Programme
    on: date
    on_paper: bool = False  # paper lasts: it tells dates, never where things stand today

    @cached_property
    def parts(self):
        return [p for p in PARTS if any(self.sections[k] for k in p.kinds) or p.holds(self)]

    @property
    def is_brief(self):
        """The centre has published no content of its own for this programme yet."""
        return not {part.slug for part in self.parts} & {"contenu", "profil", "inscription"}

    @property
    def certification(self):
        return self.programme.certification

    @property
    def has_expired(self):
        """No new cohort may prepare the certification under its present register entry."""
        return not self.certification.is_registered(on=self.on)

    @property
    def has_regulatory_facts(self):
        programme, certification = self.programme, self.certification
        return (
            any((certification.register_code, certification.statement, certification.certifier))
            or any((programme.carrier, programme.languages))
            or programme.remote_share is not None
        )

    # Sections

    @cached_property
    def sections(self):
        """Kind → sections that say something. The programme's own replace the centre's."""
        own = list(self.programme.sections.all())
        replaced = {section.kind for section in own}
        shared = Section.objects.filter(programme=None).prefetch_related("statuses", "items")
        inherited = [s for s in shared if s.kind not in replaced and self._concerns(s)]
        found = defaultdict(list)
        for section in [*own, *inherited]:
            if section.prose or section.closing or section.items.all():
                found[section.kind].append(section)
        return found

    def _concerns(self, section):
        wanted = set(section.statuses.all())
        return not wanted or bool(wanted & set(self.programme.statuses.all()))

    @cached_property
    def facts(self):
        return facts.facts(self)

    # Dates

    @cached_property
    def intakes(self):
        return intakes(self.programme.cohorts.all(), on=self.on)

    @property
    def intake(self):
        return self.intakes[0] if self.intakes else None

    @cached_property
    def calendar(self):
        """Where things stand decides the order on screen; on paper, the dates alone."""
        found = self.intakes
        if self.on_paper:
            found = sorted(found, key=_first_day, reverse=True)
        return [tables.CohortDates(intake) for intake in found]

    # Tables

    @cached_property
    def exam(self):
        return exam_tables(self.programme)

    @cached_property
    def pay_tables(self):
        scales = PayScale.objects.filter(status__in=self.programme.statuses.all())
        rows = Prefetch("rows", PayRow.objects.prefetch_related("rates"))
        wage = MinimumWage.objects.in_force(on=self.on)
        found = scales.select_related("status").prefetch_related("brackets", rows)
        laid_out = (tables.pay_table(scale, wage) for scale in found)
        return [table for table in laid_out if table]

    @cached_property
    def pay(self):
        """Each pay table with the sections of the same contract: before it, then after it."""
        return [
            (table, self._about(table, Kind.PAY_AUDIENCE), self._about(table, Kind.PAY_RULES))
            for table in self.pay_tables
        ]

    def _about(self, table, kind):
        statuses = {s: list(s.statuses.all()) for s in self.sections[kind]}
        return [s for s, own in statuses.items() if not own or table.scale.status in own]

    @property
    def other_pay_sections(self):
        """Those of a contract whose table is not published."""
        beside = {s.pk for _, before, after in self.pay for s in (*before, *after)}
        kinds = (Kind.PAY_AUDIENCE, Kind.PAY_RULES)
        return [s for kind in kinds for s in self.sections[kind] if s.pk not in beside]

    @cached_property
    def results(self):
        return tables.result_table(self.programme.outcomes.all())

    @property
    def learners(self):
        """What those who follow the programme are called: « apprentis »."""
        words = (status.learner for status in self.programme.statuses.all())
        return f"{next(filter(None, words), 'apprenant')}s"

    # People

    @cached_property
    def lead(self):
        """Who answers for the programme: the lead, else the first contact."""
        contacts = list(self.programme.contacts.all())
        leads = [c for c in contacts if c.role == ProgrammeContact.Role.LEAD]
        return next(iter(leads + contacts), None)

    @cached_property
    def company_contacts(self):
        return [c for c in self.programme.contacts.all() if c.role == c.Role.COMPANIES]

    # For an employer

    @property
    def facts_for_employers(self):
        """What an employer asks first: not what the learner pays, but when he is there."""
        wanted = {"award", "clock", "repeat", "map-pin", "calendar-days"}
        return [fact for fact in self.facts if fact.icon in wanted]

    @property
    def employer_tuitions(self):
        return [t for t in self.programme.tuitions.all() if t.payer != t.Payer.LEARNER]

    @property
    def employer_contacts(self):
        """Who deals with companies, else who answers for the programme."""
        return self.company_contacts or ([self.lead] if self.lead else [])

    # Neighbours

    @cached_property
    def follow_ons(self):
        """Next steps that may be named: by their own title, or by a published programme."""
        steps = self.programme.follow_ons.all()
        return [step for step in steps if step.title or step.target.is_published]

    @cached_property
    def entered_from(self):
        """Published programmes that name this one as a next step."""
        found = Programme.objects.published().filter(follow_ons__target=self.programme)
        return list(found.distinct())

    @cached_property
    def neighbours(self):
        """Published programmes of the same domain, those already named apart."""
        named = {f.target_id for f in self.follow_ons} | {p.pk for p in self.entered_from}
        same = Programme.objects.published().filter(domain=self.programme.domain)
        return list(same.exclude(pk__in=[self.programme.pk, *filter(None, named)])[:4])

    # Words to explain

    @cached_property
    def abbreviations(self):
        words = set(re.findall(r"[\w-]+", " ".join(self._texts())))
        return [a for a in Abbreviation.objects.all() if a.short in words]

    def _texts(self):
        programme = self.programme
        yield from (programme.title, programme.rhythm, programme.certification.statement)
        for section in (s for found in self.sections.values() for s in found):
            yield from (section.title, section.prose, section.closing)
            yield from (f"{item.lead} {item.text}" for item in section.items.all())
        yield from (f"{t.audience} {t.text}" for t in programme.tuitions.all())
        for table in self.exam:
            yield from (f"{row.title} {_modes(row)}" for row in table.rows)
        for table in self.pay_tables:
            yield from (table.scale.intro, table.scale.note, *(label for label, _ in table.rows))
            yield from (c.rate.text for _, cells in table.rows for c in cells if c.rate)
            yield "SMIC"
        yield from (str(follow_on) for follow_on in self.follow_ons)


def _first_day(intake):
    return (intake.year and intake.year.starts) or date.max


def _modes(row):
    return " ".join(assessment.get_mode_display() for assessment in row.assessments)
