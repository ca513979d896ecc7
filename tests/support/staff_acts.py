"""Everything staff can do, one row an act: an act without a row fails test_staff_acts.

A page that takes a form is one line of FORMS, an action of a list one line of LISTS; the verbs of
a file are read from `acts.VERBS`. `Desk` gives the rows they act on, ready for the act to succeed.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from django.contrib import admin
from post_office.models import STATUS, Email

from enrolment import workflow
from enrolment.admin import transitions
from enrolment.applications import evaluations
from enrolment.mails import applications
from enrolment.models import Closure, Criterion, Message, MessageText, Status
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support.addresses import all_addresses
from tests.support.enrolment_factories import NOW
from tests.support.private_addresses import A_DAY

FILES = "change_application"
HOURS = factories.HOURS | {"programmes": "{desk.programme.pk}"}


@dataclass(frozen=True)
class Act:
    """A form sent. `rows`: what its address names; `typed`: besides what its page has filled."""

    page: str
    right: str
    rows: tuple = ()
    typed: dict = field(default_factory=dict)
    what: str = ""
    also: tuple = ()  # other rights, without which the page itself is closed

    def __str__(self):
        return f"{self.page} {self.what}".strip()


def form(page, right, *rows, what="", **typed):
    return Act(page, right, rows, typed, what)


def rows(model, **typed):
    """The three pages where Django lets rows be made: added, changed, deleted."""
    for verb, data in typed.items():
        yield form(
            f"{model}_{verb}", f"{verb}_{model}", *([] if verb == "add" else [model]), **data
        )


YES = {"post": "yes"}
A_CLOSURE = {"starts_on": "05/04/2027", "ends_on": "05/04/2027", "label": "Pont"}
A_PERSON = {"name": "Ada Vidal", "email": "ada@exemple.test"}
FORMS = [
    form("interview", FILES, "to_book", slot="{desk.free_slot}"),
    form("interview_call_off", FILES, "booked", reason="Absence imprévue"),
    form("attendance", FILES, "booking", attendance="excused"),
    form("close_days", FILES, first=str(A_DAY), last=str(A_DAY), label="Absence imprévue"),
    form("evaluation", FILES, "met", advice="admit"),
    form("decision", FILES, "evaluated", "advice"),
    form("document_accept", FILES, "document"),
    form("document_refuse", FILES, "document", **{"document-{desk.document}-reason": "Floue."}),
    form("messagetext_change", "change_messagetext", "messagetext", subject="Autre objet"),
    form("messagetext_change", "change_messagetext", "messagetext", what="restore", restore="on"),
    *rows("documentkind", add={"title": "A", "why": "B"}, change={"title": "A"}, delete=YES),
    *rows("criterion", add={"label": "A"}, change={"label": "A"}),
    *rows("interviewer", add=A_PERSON, change=A_PERSON, delete=YES),
    *rows(
        "availability",
        add=HOURS | {"interviewer": "{desk.interviewer}"},
        change={"room": "Salle 2"},
        delete=YES,
    ),
    *rows("closure", add=A_CLOSURE, change=A_CLOSURE, delete=YES),
    *(
        Act("application_change", FILES, (f"to_{verb}",), {"verb": verb, "reason": "A"}, verb)
        for verb in transitions.VERBS
    ),
]
# Pages that show, or that refuse to everybody: a form sent there changes nothing.
SHOWN = {
    "day",
    "day_pdf",
    "application_recap",
    "document_list",
    "document_file",
    *(
        f"{model}_{page}"
        for model in ("application", "message", "slot")
        for page in ("add", "delete")
    ),
    *(f"messagetext_{page}" for page in ("add", "delete")),
    "message_change",
    *(f"lostmail_{page}" for page in ("add", "change", "delete")),
    "slot_change",
    "criterion_delete",
}

# (model, action): the right it asks for
LISTS = {
    **{("application", verb): FILES for verb in transitions.VERBS},
    ("application", "export_table"): "export_application",
    ("interviewer", "renew_feed"): "change_interviewer",
    ("slot", "close"): "change_slot",
    ("slot", "open"): "change_slot",
    ("message", "send_again"): "change_message",
    ("lostmail", "send_again"): "change_message",
    **{
        (model, "delete_selected"): f"delete_{model}"
        for model in ("documentkind", "availability", "closure")
    },
}


def actions(request):
    """{(model, action)} of every list of the staff site, for who may do everything."""
    addresses = {name for name, _ in all_addresses()}
    models = {
        model._meta.model_name: pages
        for model, pages in admin.site._registry.items()
        if f"admin:enrolment_{model._meta.model_name}_changelist" in addresses
    }
    return {(name, act) for name, pages in models.items() for act in pages.get_actions(request)}


class Desk:
    """What staff act on. Asked for by name: « to_invite » is a file that may be invited."""

    advice = "admit"

    def __getitem__(self, name):
        return getattr(self, name)

    def __getattr__(self, name):
        start, _, verb = name.partition("_")
        if start != "to" or verb not in transitions.VERBS:
            raise AttributeError(name)
        (status, *_), _ = workflow.ALLOWED.get(verb, ((Status.SUBMITTED,), ""))
        if verb == "attach_to_next":
            return self._before_its_intake()
        return self.file(status).pk

    def file(self, status):
        cohort = factories.cohort(places=5)
        return factories.application(status=status, cohort=cohort, email="owner@exemple.test")

    def _before_its_intake(self):
        cohort = factories.cohort()
        opens, starts = NOW.date(), NOW.date() + timedelta(days=200)
        catalogue.cohort_year(cohort, registration_opens=opens, starts=starts)
        return factories.application(programme=cohort.programme).pk

    @cached_property
    def programme(self):
        return catalogue.programme()

    @cached_property
    def to_book(self):
        self._to_book = self.file(Status.TO_BOOK)
        return self._to_book.pk

    @cached_property
    def free_slot(self):
        return factories.slot(programme=self._to_book.programme).pk

    @cached_property
    def live(self):
        return factories.booking()

    @property
    def booking(self):
        return self.live.pk

    @property
    def booked(self):
        return self.live.application_id

    @cached_property
    def met(self):
        return self.file(Status.INTERVIEWED).pk

    @cached_property
    def evaluated(self):
        application = self.file(Status.INTERVIEWED)
        how = {"advice": "admit", "marks": {}, "comment": "", "by": factories.staff(), "now": NOW}
        evaluations.evaluate(application, **how)
        return application.pk

    @property
    def application_export_table(self):
        return self.file(Status.SUBMITTED).pk

    @cached_property
    def document(self):
        return factories.document(application=self.file(Status.SUBMITTED)).pk

    @cached_property
    def messagetext(self):
        return MessageText.objects.create(name="submitted", subject="A", body="B").name

    @cached_property
    def message_send_again(self):
        applications.submitted(self.file(Status.SUBMITTED))
        Email.objects.update(status=STATUS.failed)
        return Message.objects.get().pk

    @cached_property
    def lostmail(self):
        return factories.lost_mail().pk

    @cached_property
    def documentkind(self):
        return factories.document_kind().pk

    @cached_property
    def criterion(self):
        return Criterion.objects.create(label="Écoute").pk

    @cached_property
    def interviewer(self):
        return factories.interviewer().pk

    @cached_property
    def availability(self):
        return factories.availability(programmes=[self.programme]).pk

    @cached_property
    def closure(self):
        return Closure.objects.create(starts_on=A_DAY, ends_on=A_DAY, label="Congés").pk

    def _slot(self, **fields):
        made = factories.availability(programmes=[self.programme])
        slot = factories.slot(programme=self.programme, interviewer=made.interviewer, **fields)
        slot.availability = made
        slot.save()
        return slot.pk

    @cached_property
    def slot_close(self):
        return self._slot()

    @cached_property
    def slot_open(self):
        return self._slot(is_open=False)


def in_list(model, action, right):
    """The action, ticked for one row of the list."""
    chosen = {"action": action, "index": "0", "reason": "A", **YES}
    row = f"to_{action}" if action in transitions.VERBS else f"{model}_{action}"
    row = row if action in transitions.VERBS or hasattr(Desk, row) else model
    ticked = chosen | {"_selected_action": f"{{desk[{row}]}}"}
    also = () if right.startswith("change_") else (f"view_{model}",)
    return Act(f"{model}_changelist", right, (), ticked, action, also)


ACTS = FORMS + [in_list(*known, right) for known, right in LISTS.items()]
