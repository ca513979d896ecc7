"""What the page of a file that was sent says: where it stands, what is expected, what comes."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from post_office.models import STATUS

from enrolment.applications import answers, places, usual_delay
from enrolment.models import CLOSED, Application, Document, Message, Status
from enrolment.workflow import ALLOWED, NEXT_ACTOR, Actor


@dataclass(frozen=True)
class Step:
    """A line of the timeline. Without a date, it is still to come."""

    text: str
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Sent:
    """A message to the candidate. Its text is kept less long than the file."""

    subject: str
    at: datetime
    text: str
    failed: bool


@dataclass(frozen=True)
class Follow:
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
        return answers.EXPECTATIONS[self.status]

    @cached_property
    def to_replace(self):
        """Documents that staff sent back: owed by the candidate at whatever step the file is."""
        if self.status in CLOSED:
            return []
        sent_back = self.application.documents.current().filter(state=Document.State.TO_REPLACE)
        return [str(document) for document in sent_back.select_related("kind")]

    @property
    def hand(self):
        return answers.HANDS[Actor.CANDIDATE if self.to_replace else NEXT_ACTOR[self.status]]

    @property
    def due_at(self):
        return self.application.due_at

    @property
    def is_late(self):
        return bool(self.due_at) and self.due_at <= self.now

    @cached_property
    def usual_days(self):
        """Only while the centre has the hand: nothing to compare oneself with, otherwise."""
        waits = NEXT_ACTOR[self.status] == Actor.CENTRE
        return usual_delay.usual_days(self.application, now=self.now) if waits else None

    @cached_property
    def rank(self):
        return places.rank(self.application)

    @cached_property
    def steps(self):
        """What happened; the last one is where the file stands."""
        return [
            Step(answers.step(one), one.at, one.reason)
            for one in self.application.transitions.all()
        ]

    @property
    def coming(self):
        return [Step(text) for text in answers.COMING.get(self.status, ())]

    @property
    def may_withdraw(self):
        return self.status in ALLOWED["withdraw"][0]

    @cached_property
    def messages(self):
        """Those that have left, or are about to; not the reminders of later."""
        mine = self.application.messages.filter(audience=Message.Audience.CANDIDATE)
        return [
            Sent(one.subject, one.at, *_text_of(one.email))
            for one in mine.select_related("email").order_by("at", "pk")
            if not _is_for_later(one.email, self.now)
        ]

    @cached_property
    def summary(self):
        return answers.summary(self.application, today=timezone.localdate(self.now))


def _text_of(email):
    return (email.message, email.status == STATUS.failed) if email else ("", False)


def _is_for_later(email, now):
    return bool(email and email.scheduled_time and email.scheduled_time > now)
