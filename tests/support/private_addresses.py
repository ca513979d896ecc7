"""Lists who may read each URL; test_private_addresses fails for a URL that is not here.

For a new candidate page, add a line to OWN; for a new model of the staff site, to MODELS; for
another page of the staff site, to PAGES. `World` makes the rows that these pages show.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from charmilles.models import StaffEvent
from charmilles.staff import register
from enrolment import sign_in
from enrolment.mails import applications
from enrolment.models import Closure, Criterion, Message, MessageText, Status
from tests.support import enrolment_factories as factories

SECRET = "Confidentielle"  # the owner's name: only who may read the application sees it
ABSENT_REFERENCE = "CH-AAAA-AAAA"
A_DAY = date(2027, 4, 5)


@dataclass(frozen=True)
class Own:
    """A page for the owner of an application: 404 for others, the sign-in page for strangers."""

    name: str
    state: str = Status.SUBMITTED  # the status that the application needs for this page
    rest: dict = field(default_factory=dict)  # other URL arguments: {name: attribute of World}
    methods: tuple = ("get", "post")
    is_page: bool = True  # False for a file to download

    def __str__(self):
        return self.name


@dataclass(frozen=True)
class Page:
    """A page of the staff site that needs this right; nobody may read it with NOBODY."""

    name: str
    right: str
    args: tuple = ()  # attributes of World

    def __str__(self):
        return self.name


NOBODY = "nobody"

# Pages for everybody: {name: why they show nothing private}.
PUBLIC = {
    "enrolment:start": "asks for an e-mail address",
    "enrolment:come_back": "asks for an e-mail address, and answers the same to all",
    "enrolment:code": "asks for a code, tied to the browser",
    "enrolment:link": "shows a button; the link is the proof",
    "enrolment:alert": "asks for an e-mail address, and answers the same to all",
    "enrolment:alert_sent": "says the same to all",
    "enrolment:alert_link": "the link is the proof, for one request",
    "enrolment:alert_stop": "the same",
    "enrolment:question": "asks for a question and an address, and answers the same to all",
    "enrolment:question_about": "the same",
    "enrolment:question_sent": "says the same to all",
    "enrolment:question_link": "the link is the proof, for one question",
    "enrolment:question_erase": "the same",
    "enrolment:meetings": "announced to all",
    "enrolment:meeting": "asks for a name and an address, and answers the same to all",
    "enrolment:meeting_sent": "says the same to all",
    "enrolment:guest": "the link is the proof, for one registration",
    "enrolment:guest_cancel": "the same",
    "enrolment:guest_event": "the same",
    "enrolment:erased": "says that something was erased, not what",
    "enrolment:leave": "forgets this browser",
    "enrolment:interview_link": "the signed link is the proof, for one interview",
    **{
        f"enrolment:interview_link_{step}": "the same"
        for step in ("how", "when", "check", "confirm", "cancel", "event", "sheet", "paper")
    },
    "enrolment:feed": "the URL holds a secret, which its owner may change",
    "sitemap": "public pages only",
    "admin_password_reset": "asks for an e-mail address, and answers the same to all",
    "password_reset_done": "says the same to all",
    "password_reset_confirm": "the link is the proof",
    "password_reset_complete": "says the same to all",
    "robots": "public pages only",
    "security": "the public address of the centre",
    "healthz": "reads no data",
    "readyz": "reads no data",
    "metrics": "numbers only, for whoever has the token",
}
# Django's own pages of the staff site.
STAFF_SITE = {
    "admin:index",
    "admin:login",
    "admin:logout",
    "admin:password_change",
    "admin:password_change_done",
    "admin:autocomplete",
    "admin:jsi18n",
    "admin:view_on_site",
    "admin:app_list",
    # One's own account, whoever one is.
    "staff:code",
    "staff:set_up",
    "staff:access",
    "staff:close_sessions",
}
OF_OTHER_THINGS = ("catalogue:", "admin:catalogue_", "admin:auth_")

# The only page without a reference: it lists the applications of the reader.
MINE = "enrolment:mine"

OWN = [
    Own("enrolment:dossier", methods=("get",)),
    Own("enrolment:check", state=Status.DRAFT),
    Own("enrolment:withdraw"),
    Own("enrolment:my_data", methods=("get",)),
    Own("enrolment:close_devices", methods=("post",)),
    Own("enrolment:download", methods=("get",), is_page=False),
    Own("enrolment:recap", methods=("get",), is_page=False),
    Own("enrolment:erase"),
    Own("enrolment:place", state=Status.OFFERED),
    Own("enrolment:pass_place", state=Status.OFFERED, methods=("post",)),
    Own("enrolment:interview", state=Status.TO_BOOK),
    Own("enrolment:interview_how", state=Status.TO_BOOK),
    Own("enrolment:interview_when", state=Status.TO_BOOK),
    Own("enrolment:interview_check", state=Status.TO_BOOK),
    Own("enrolment:interview_wish", state=Status.TO_BOOK, methods=("post",)),
    Own("enrolment:interview_confirm", state=Status.BOOKED),
    Own("enrolment:interview_cancel", state=Status.BOOKED),
    Own("enrolment:interview_event", state=Status.BOOKED, methods=("get",)),
    Own("enrolment:interview_sheet", state=Status.BOOKED, methods=("get",)),
    Own("enrolment:interview_paper", state=Status.BOOKED, methods=("get",)),
    Own("enrolment:task", state=Status.DRAFT, rest={"slug": "first_task"}),
    Own("enrolment:documents", methods=("get",)),
    Own("enrolment:send", rest={"kind": "kind"}, methods=("post", "get")),
    Own("enrolment:reuse", rest={"kind": "kind"}, methods=("post", "get")),
    Own("enrolment:not_concerned", rest={"kind": "kind"}, methods=("post", "get")),
    Own("enrolment:take_back", rest={"kind": "kind"}, methods=("post", "get")),
    Own("enrolment:document", rest={"document": "document"}, methods=("get",), is_page=False),
]

# {model: rights of Django's five pages that differ from USUAL}
MODELS = {
    "documentkind": {},
    "application": {"add": NOBODY, "delete": NOBODY},
    "message": {"add": NOBODY, "delete": NOBODY},
    "messagetext": {"add": NOBODY, "delete": NOBODY},
    **dict.fromkeys(
        ("lostmail", "accesstoken"),
        {
            "changelist": "view_message",
            **dict.fromkeys(("change", "history", "add", "delete"), NOBODY),
        },
    ),
    "interviewer": {},
    "availability": {},
    "closure": {},
    "slot": {"add": NOBODY, "delete": NOBODY},
    "criterion": {"delete": NOBODY},
    "meeting": {},
    "question": {"add": NOBODY, "delete": NOBODY},
}
USUAL = {
    "changelist": "view",
    "change": "view",
    "history": "view",
    "add": "add",
    "delete": "delete",
}
PAGES = [
    Page("admin:enrolment_application_recap", "view_application", ("application",)),
    Page("admin:enrolment_acts", "change_application"),
    Page("admin:enrolment_day", "view_application"),
    Page("admin:enrolment_erasures", "change_application"),
    Page("admin:enrolment_day_pdf", "view_application"),
    Page("admin:enrolment_guests", "change_guest", ("meeting",)),
    Page("admin:enrolment_close_days", "change_application"),
    Page("admin:enrolment_interview", "change_application", ("application",)),
    Page("admin:enrolment_interview_call_off", "change_application", ("application",)),
    Page("admin:enrolment_attendance", "change_application", ("booked",)),
    Page("admin:enrolment_evaluation", "change_application", ("application",)),
    Page("admin:enrolment_decision", "change_application", ("application", "advice")),
    Page("admin:enrolment_document_list", "view_application", ("application",)),
    Page("admin:enrolment_document_file", "view_application", ("document",)),
    Page("admin:enrolment_document_accept", "view_application", ("document",)),
    Page("admin:enrolment_document_refuse", "view_application", ("document",)),
    Page("staff:reset", "reset_second_factor", ("colleague",)),
    Page("admin:charmilles_staffevent_changelist", "view_staffevent"),
    Page("admin:charmilles_staffevent_change", "view_staffevent", ("staff_event",)),
    Page("admin:charmilles_staffevent_history", "view_staffevent", ("staff_event",)),
    Page("admin:charmilles_staffevent_add", NOBODY),
    Page("admin:charmilles_staffevent_delete", NOBODY, ("staff_event",)),
]


def staff_pages():
    for model, unusual in MODELS.items():
        for action, right in USUAL.items():
            needed = unusual.get(action, f"{right}_{model}")
            args = () if action in ("changelist", "add") else (model,)
            yield Page(f"admin:enrolment_{model}_{action}", needed, args)
    yield from PAGES


class World:
    """The owner's applications, another candidate's, and the rows that URLs name."""

    first_task = "vous"
    advice = "admit"

    def __init__(self):
        person = {"email": "owner@exemple.test", "last_name": SECRET}
        self.applications = {
            Status.SUBMITTED: factories.application(**person),
            Status.DRAFT: factories.application(
                status=Status.DRAFT, **person, **factories.COMPLETE
            ),
            Status.OFFERED: factories.application(
                status=Status.OFFERED, cohort=factories.cohort(), **person
            ),
            Status.TO_BOOK: factories.application(status=Status.TO_BOOK, **person),
            Status.BOOKED: factories.application(status=Status.BOOKED, **person),
        }
        factories.guardian(application=self.applications[Status.DRAFT])
        self.foreign = {
            status: factories.application(
                status=status, email="other@exemple.test", **factories.COMPLETE
            )
            for status in (Status.SUBMITTED, Status.DRAFT)
        }
        soon = timezone.now() + timedelta(days=7)
        to_book, booked = self.applications[Status.TO_BOOK], self.applications[Status.BOOKED]
        self.free_slot = factories.slot(programme=to_book.programme, starts=soon)
        slot = factories.slot(programme=booked.programme, starts=soon)
        self.booking = factories.booking(application=booked, slot=slot)
        self.owner = sign_in.remember("owner@exemple.test", now=timezone.now())
        self.other = sign_in.remember("other@exemple.test", now=timezone.now())

    @cached_property
    def application(self):
        return self.applications[Status.SUBMITTED].pk

    @property
    def documentkind(self):
        return self.kind

    @cached_property
    def message(self):
        applications.submitted(self.applications[Status.SUBMITTED])
        return Message.objects.get().pk

    @cached_property
    def colleague(self):
        return factories.staff().pk

    @cached_property
    def staff_event(self):
        signed_in = StaffEvent.What.SIGNED_IN
        return register.note(signed_in, factories.staff(), now=timezone.now()).pk

    @cached_property
    def lostmail(self):
        return factories.lost_mail().pk

    @cached_property
    def alert(self):
        """Gives what its links hold; nobody has confirmed it yet."""
        programme = self.applications[Status.SUBMITTED].programme
        asked = {"email": "owner@exemple.test", "asked_at": timezone.now(), "confirmed": False}
        return factories.alert(programme=programme, **asked).token

    @cached_property
    def meeting(self):
        return factories.meeting(starts=timezone.now() + timedelta(days=7)).pk

    @cached_property
    def guest(self):
        """Gives what its links hold; it is confirmed, and has a place."""
        asked = {"email": "owner@exemple.test", "asked_at": timezone.now()}
        return factories.guest(meeting_id=self.meeting, **asked).token

    @cached_property
    def question(self):
        return factories.question(email="owner@exemple.test").pk

    @cached_property
    def question_link(self):
        """Gives what its links hold; nobody has sent it yet."""
        asked = {"email": "owner@exemple.test", "asked_at": timezone.now(), "received": False}
        return factories.question(**asked).token

    @cached_property
    def accesstoken(self):
        return factories.refused_code().pk

    @cached_property
    def messagetext(self):
        """Gives its name, which is also its key in the URL."""
        return MessageText.objects.create(name="submitted", subject="A", body="B").name

    @cached_property
    def kind(self):
        return factories.document_kind(need="optional").pk

    @cached_property
    def document(self):
        return factories.document(application=self.applications[Status.SUBMITTED]).pk

    def path(self, row, reference=None, **changed):
        """Gives the URL of this page for the owner's application, or for another reference."""
        reference = reference or self.applications[row.state].reference
        rest = {name: getattr(self, attribute) for name, attribute in row.rest.items()} | changed
        return reverse(row.name, kwargs={"reference": reference} | rest)

    @cached_property
    def booked(self):
        return self.booking.pk

    @cached_property
    def slot(self):
        return factories.slot(programme=self.applications[Status.SUBMITTED].programme).pk

    @cached_property
    def interviewer(self):
        return factories.interviewer().pk

    @cached_property
    def availability(self):
        return factories.availability().pk

    @cached_property
    def criterion(self):
        return Criterion.objects.create(label="Écoute").pk

    @cached_property
    def closure(self):
        return Closure.objects.create(starts_on=A_DAY, ends_on=A_DAY, label="Congés").pk


def rights(needed):
    """Returns (all rights but this one and those that imply it, this one alone)."""
    every = Permission.objects.all()
    verb, _, model = needed.partition("_")
    implying = [needed, f"change_{model}"] if verb == "view" else [needed]
    return every.exclude(codename__in=implying), every.filter(codename=needed)
