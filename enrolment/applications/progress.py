"""Builds the page of a sent application: its status, what is expected and what comes next."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from post_office.models import STATUS

from catalogue.sheet.admission import last_step
from catalogue.sheet.people import for_companies
from catalogue.sheet.week_words import next_centre_week
from enrolment.applications import answers, places, usual_delay
from enrolment.interviews.appointment import PREPARE
from enrolment.mails.letter import ADMISSIONS, contact_for
from enrolment.models import CLOSED, Application, Document, Message, Status
from enrolment.workflow import ALLOWED, LIVE, NEXT_ACTOR, Actor, answered_by


@dataclass(frozen=True)
class Step:
    """A line of the timeline; without a date, the step is still to come."""

    text: str
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class SentMessage:
    """A message to the candidate; its text is erased before the application is."""

    subject: str
    at: datetime
    text: str
    failed: bool


@dataclass(frozen=True)
class Progress:
    application: Application
    now: datetime

    @cached_property
    def status(self):
        return Status(self.application.status)

    @property
    def just_sent(self):
        return self.status == Status.SUBMITTED and (
            self.application.status_since == self.application.submitted_at
        )

    @property
    def expectation(self):
        return answers.expectation(self.status, self.last_step)

    @cached_property
    def last_step(self):
        return last_step(self.application.programme)

    @cached_property
    def to_replace(self):
        """Lists the documents to replace: the candidate must act, whatever the status."""
        if self.status in CLOSED:
            return []
        sent_back = self.application.documents.current().filter(state=Document.State.TO_REPLACE)
        return [str(document) for document in sent_back.select_related("kind")]

    @property
    def whose_turn(self):
        return answers.ACTOR_SENTENCES[
            Actor.CANDIDATE if self.to_replace else NEXT_ACTOR[self.status]
        ]

    @property
    def due_at(self):
        return self.application.due_at

    @property
    def is_late(self):
        return bool(self.due_at) and self.due_at <= self.now

    @cached_property
    def usual_days(self):
        """Gives the usual delay while the centre must act; None at other times."""
        is_centre_turn = NEXT_ACTOR[self.status] == Actor.CENTRE
        return usual_delay.usual_days(self.application, now=self.now) if is_centre_turn else None

    @cached_property
    def answered_by(self):
        """Gives the last day in which the centre promises its answer; None at other times."""
        is_read = self.status == Status.SUBMITTED
        return answered_by(self.application) if is_read else None

    @property
    def is_answer_late(self):
        return bool(self.answered_by) and self.answered_by < timezone.localdate(self.now)

    @cached_property
    def human(self):
        """Gives the person whom the answer comes from, while it is awaited."""
        if NEXT_ACTOR[self.status] != Actor.CENTRE:
            return None
        programme = self.application.programme
        return contact_for(programme, *ADMISSIONS, reached_by="name")

    @property
    def prepare(self):
        """Says how to prepare an interview that is still to come."""
        return PREPARE if self.status in (Status.SUBMITTED, Status.TO_BOOK) else []

    @property
    def seeks_company(self):
        """Whether looking for a company is what the candidate may do meanwhile."""
        is_found = self.application.search == Application.Search.FOUND
        return self.status in LIVE and not is_found and self.application.may_sign_contract()

    @cached_property
    def company_contacts(self):
        return for_companies(self.application.programme)

    @cached_property
    def next_centre_week(self):
        """Says the next days in the centre of a candidate admitted to a cohort with weeks."""
        cohort = self.application.cohort
        if self.status != Status.ADMITTED or cohort is None:
            return ""
        return next_centre_week(cohort, on=timezone.localdate(self.now))

    @cached_property
    def rank(self):
        return places.rank(self.application)

    @cached_property
    def steps(self):
        """Lists the past steps; the last one gives the current status."""
        return [
            Step(answers.step(transition, self.last_step), transition.at, transition.reason)
            for transition in self.application.transitions.all()
        ]

    @property
    def coming(self):
        return [Step(text) for text in answers.coming(self.status, self.last_step)]

    @property
    def may_withdraw(self):
        return self.status in ALLOWED["withdraw"][0]

    @cached_property
    def messages(self):
        """Lists the messages sent or about to be; leaves out reminders scheduled for later."""
        rows = self.application.messages.filter(audience=Message.Audience.CANDIDATE)
        return [
            SentMessage(message.subject, message.at, *_text_and_failure(message.email))
            for message in rows.select_related("email").order_by("at", "pk")
            if not _is_for_later(message.email, self.now)
        ]

    @cached_property
    def summary(self):
        return answers.summary(self.application, today=timezone.localdate(self.now))


def _text_and_failure(email):
    return (email.message, email.status == STATUS.failed) if email else ("", False)


def _is_for_later(email, now):
    return bool(email and email.scheduled_time and email.scheduled_time > now)
