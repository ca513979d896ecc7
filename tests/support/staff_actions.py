"""Lists everything that staff can do; test_staff_actions fails for an action that is not here.

Add a page that takes a form to FORMS, and an action of a list to LISTS; the verbs of an
application come from `acts.VERBS`. `Targets` makes the rows on which an action succeeds.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from django.contrib import admin
from post_office.models import STATUS, Email

from enrolment import workflow
from enrolment.applications import acts, evaluations
from enrolment.mails import applications
from enrolment.models import Closure, Criterion, Message, MessageText, Status
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support.addresses import all_addresses
from tests.support.enrolment_factories import NOW
from tests.support.private_addresses import A_DAY

CHANGE = "change_application"
HOURS = factories.HOURS | {"programmes": "{targets.programme.pk}"}


@dataclass(frozen=True)
class Action:
    """A form to send. `rows`: what its URL names; `typed`: values that the page does not fill."""

    page: str
    right: str
    rows: tuple = ()
    typed: dict = field(default_factory=dict)
    what: str = ""
    also: tuple = ()  # other rights that the page itself needs

    def __str__(self):
        return f"{self.page} {self.what}".strip()


def form(page, right, *rows, what="", **typed):
    return Action(page, right, rows, typed, what)


def rows(model, **typed):
    """Yields the forms of Django's three pages: add, change, delete."""
    for verb, data in typed.items():
        yield form(
            f"{model}_{verb}", f"{verb}_{model}", *([] if verb == "add" else [model]), **data
        )


YES = {"post": "yes"}
A_CLOSURE = {"starts_on": "05/04/2027", "ends_on": "05/04/2027", "label": "Pont"}
A_MEETING = {
    "kind": "visit",
    "starts_0": "05/04/2027",
    "starts_1": "10:00",
    "ends_0": "05/04/2027",
    "ends_1": "11:00",
    "mode": "site",
    "campus": "{targets.campus}",
}
A_PERSON = {"name": "Ada Vidal", "email": "ada@exemple.test"}
FORMS = [
    form("interview", CHANGE, "to_book", slot="{targets.free_slot}"),
    form("interview_call_off", CHANGE, "booked", reason="Absence imprévue"),
    form("attendance", CHANGE, "booking", attendance="excused"),
    form("close_days", CHANGE, first=str(A_DAY), last=str(A_DAY), label="Absence imprévue"),
    form("acts", CHANGE, undo="{targets.act}"),
    form("erasures", CHANGE),
    form("evaluation", CHANGE, "met", advice="admit"),
    form("decision", CHANGE, "evaluated", "advice"),
    form("document_accept", CHANGE, "document"),
    form("document_refuse", CHANGE, "document", **{"document-{targets.document}-reason": "Floue."}),
    form("messagetext_change", "change_messagetext", "messagetext", subject="Autre objet"),
    form("messagetext_change", "change_messagetext", "messagetext", what="restore", restore="on"),
    *rows("documentkind", add={"title": "A", "why": "B"}, change={"title": "A"}, delete=YES),
    *rows("criterion", add={"label": "A"}, change={"label": "A"}),
    *rows("interviewer", add=A_PERSON, change=A_PERSON, delete=YES),
    *rows(
        "availability",
        add=HOURS | {"interviewer": "{targets.interviewer}"},
        change={"room": "Salle 2"},
        delete=YES,
    ),
    *rows("meeting", add=A_MEETING, change={"room": "Hall"}, delete=YES),
    Action("guests", "change_guest", ("meeting_call_off",), {"came": "{targets.came}"}),
    form("question_change", "change_question", "question", answer="Oui."),
    *rows("closure", add=A_CLOSURE, change=A_CLOSURE, delete=YES),
    *(
        Action(
            "application_change",
            CHANGE,
            (f"to_{verb}",),
            {"verb": verb, "reason": "A", "confirmed": "on"},
            verb,
        )
        for verb in acts.VERBS
    ),
]
# Pages that only show, or refuse everybody: sending them a form changes nothing.
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
    *(
        f"{model}_{page}"
        for model in ("lostmail", "accesstoken")
        for page in ("add", "change", "delete")
    ),
    *(f"question_{page}" for page in ("add", "delete")),
    "slot_change",
    "criterion_delete",
}

# (model, action): the right it needs
LISTS = {
    **{("application", verb): CHANGE for verb in acts.VERBS},
    ("application", "export_table"): "export_application",
    ("interviewer", "renew_feed"): "change_interviewer",
    ("meeting", "call_off"): "change_meeting",
    ("slot", "close"): "change_slot",
    ("slot", "open"): "change_slot",
    ("message", "send_again"): "change_message",
    ("lostmail", "send_again"): "change_message",
    **{
        (model, "delete_selected"): f"delete_{model}"
        for model in ("documentkind", "availability", "closure")
    },
}


def list_actions(request):
    """Returns the (model, action) pairs that the lists of the staff site offer to this user."""
    addresses = {name for name, _ in all_addresses()}
    models = {
        model._meta.model_name: pages
        for model, pages in admin.site._registry.items()
        if f"admin:enrolment_{model._meta.model_name}_changelist" in addresses
    }
    return {
        (name, action) for name, pages in models.items() for action in pages.get_actions(request)
    }


class Targets:
    """The rows that staff act on, by name: « to_invite » is an application that may be invited."""

    advice = "admit"

    def __getitem__(self, name):
        return getattr(self, name)

    def __getattr__(self, name):
        start, _, verb = name.partition("_")
        if start != "to" or verb not in acts.VERBS:
            raise AttributeError(name)
        (status, *_), _ = workflow.ALLOWED.get(verb, ((Status.SUBMITTED,), ""))
        if verb == "attach_to_next":
            return self._before_its_intake()
        return self.make(status).pk

    def make(self, status):
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
        self._to_book = self.make(Status.TO_BOOK)
        return self._to_book.pk

    @cached_property
    def free_slot(self):
        return factories.slot(programme=self._to_book.programme).pk

    @cached_property
    def act(self):
        asked = {"now": NOW, "by": factories.staff(), "reason": "A"}
        return acts.ask("decline", self.make(Status.SUBMITTED), **asked).pk

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
        return self.make(Status.INTERVIEWED).pk

    @cached_property
    def evaluated(self):
        application = self.make(Status.INTERVIEWED)
        how = {"advice": "admit", "marks": {}, "comment": "", "by": factories.staff(), "now": NOW}
        evaluations.evaluate(application, **how)
        return application.pk

    @property
    def application_export_table(self):
        return self.make(Status.SUBMITTED).pk

    @cached_property
    def document(self):
        return factories.document(application=self.make(Status.SUBMITTED)).pk

    @cached_property
    def messagetext(self):
        return MessageText.objects.create(name="submitted", subject="A", body="B").name

    @cached_property
    def message_send_again(self):
        applications.submitted(self.make(Status.SUBMITTED))
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

    @cached_property
    def campus(self):
        return catalogue.campus().pk

    @cached_property
    def meeting(self):
        return factories.meeting().pk

    @cached_property
    def meeting_call_off(self):
        return factories.guest(pk=self.came).meeting_id

    @cached_property
    def question(self):
        return factories.question().pk

    @property
    def came(self):
        return 4242

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
    """Sends this action of a list for one row."""
    chosen = {"action": action, "index": "0", "reason": "A", "confirmed": "on", **YES}
    row = f"to_{action}" if action in acts.VERBS else f"{model}_{action}"
    row = row if action in acts.VERBS or hasattr(Targets, row) else model
    ticked = chosen | {"_selected_action": f"{{targets[{row}]}}"}
    also = () if right.startswith("change_") else (f"view_{model}",)
    return Action(f"{model}_changelist", right, (), ticked, action, also)


ACTIONS = FORMS + [in_list(*names, right) for names, right in LISTS.items()]
