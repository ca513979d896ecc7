"""Who may read what: one row an address. An address without a row fails test_private_addresses.

A new page of a candidate is one line of OWN; a new model of the staff site is one line of MODELS,
and a new page of it one line of PAGES. `World` gives the rows they are about: extend it.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from enrolment import sign_in
from enrolment.mails import applications
from enrolment.models import Closure, Criterion, Message, MessageText, Status
from tests.support import enrolment_factories as factories

SECRET = "Confidentielle"  # the name of the owner: whoever may not read the file never sees it
ABSENT_REFERENCE = "CH-AAAA-AAAA"
A_DAY = date(2027, 4, 5)


@dataclass(frozen=True)
class Own:
    """A page of the owner of a file: to others it does not exist, to strangers it leads back in."""

    name: str
    state: str = Status.SUBMITTED  # of the file, for the owner to read the page
    rest: dict = field(default_factory=dict)  # arguments besides the reference, from the world
    methods: tuple = ("get", "post")
    is_page: bool = True  # or a file to keep

    def __str__(self):
        return self.name


@dataclass(frozen=True)
class Page:
    """A page of staff, for whoever has this right; nobody has NOBODY's."""

    name: str
    right: str
    args: tuple = ()  # names of attributes of the world

    def __str__(self):
        return self.name


NOBODY = "nobody"

# Nothing of anybody's file: why it may be read by all.
PUBLIC = {
    "enrolment:start": "asks for an address",
    "enrolment:come_back": "asks for an address, with the same answer for all",
    "enrolment:code": "asks for a code, tied to the browser",
    "enrolment:link": "shows a button; the link is the proof",
    "enrolment:erased": "says that something was erased, not what",
    "enrolment:leave": "forgets this browser",
    "enrolment:interview_link": "the signed link is the proof, for one interview",
    **{
        f"enrolment:interview_link_{step}": "the same"
        for step in ("how", "when", "check", "confirm", "cancel", "event", "sheet", "paper")
    },
    "enrolment:feed": "the address is the proof, and its owner may change it",
    "sitemap": "public pages only",
    "robots": "public pages only",
    "healthz": "nothing of the base",
    "readyz": "nothing of the base",
}
# Django's own pages of the staff site, and what they may say.
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
}
OF_OTHER_THINGS = ("catalogue:", "admin:catalogue_", "admin:auth_")

# The only page without a reference: each sees their own files.
MINE = "enrolment:mine"

OWN = [
    Own("enrolment:dossier", methods=("get",)),
    Own("enrolment:check", state=Status.DRAFT),
    Own("enrolment:withdraw"),
    Own("enrolment:my_data", methods=("get",)),
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

# model: the right that each of Django's five pages asks for, when it is not the usual one.
MODELS = {
    "documentkind": {},
    "application": {"add": NOBODY, "delete": NOBODY},
    "message": {"add": NOBODY, "delete": NOBODY},
    "messagetext": {"add": NOBODY, "delete": NOBODY},
    "lostmail": {
        "changelist": "view_message",
        **dict.fromkeys(("change", "history", "add", "delete"), NOBODY),
    },
    "interviewer": {},
    "availability": {},
    "closure": {},
    "slot": {"add": NOBODY, "delete": NOBODY},
    "criterion": {"delete": NOBODY},
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
    Page("admin:enrolment_day", "view_application"),
    Page("admin:enrolment_day_pdf", "view_application"),
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
]


def staff_pages():
    for model, unusual in MODELS.items():
        for action, right in USUAL.items():
            needed = unusual.get(action, f"{right}_{model}")
            args = () if action in ("changelist", "add") else (model,)
            yield Page(f"admin:enrolment_{model}_{action}", needed, args)
    yield from PAGES


class World:
    """The owner's files, another candidate's, and the rows that addresses name."""

    first_task = "vous"
    advice = "admit"

    def __init__(self):
        person = {"email": "owner@exemple.test", "last_name": SECRET}
        complete = {
            "situation": "lycee",
            "last_class": "Seconde",
            "diploma": "brevet",
            "schooling_finished": True,
            "birth_date": date(2012, 3, 27),
            "contract": "apprentissage",
            "search": "cherche",
            "why": "Parce que.",
            "motivation_finished": True,
            "wants_call": False,
            "consent_version": "2026-11",
            "consented_at": factories.NOW,
        }
        self.files = {
            Status.SUBMITTED: factories.application(**person),
            Status.DRAFT: factories.application(status=Status.DRAFT, **person, **complete),
            Status.OFFERED: factories.application(
                status=Status.OFFERED, cohort=factories.cohort(), **person
            ),
            Status.TO_BOOK: factories.application(status=Status.TO_BOOK, **person),
            Status.BOOKED: factories.application(status=Status.BOOKED, **person),
        }
        factories.guardian(application=self.files[Status.DRAFT])
        self.foreign = {
            status: factories.application(status=status, email="other@exemple.test", **complete)
            for status in (Status.SUBMITTED, Status.DRAFT)
        }
        soon = timezone.now() + timedelta(days=7)
        to_book, booked = self.files[Status.TO_BOOK], self.files[Status.BOOKED]
        self.free_slot = factories.slot(programme=to_book.programme, starts=soon)
        slot = factories.slot(programme=booked.programme, starts=soon)
        self.booking = factories.booking(application=booked, slot=slot)
        self.owner = sign_in.remember("owner@exemple.test", now=timezone.now())
        self.other = sign_in.remember("other@exemple.test", now=timezone.now())

    @cached_property
    def application(self):
        return self.files[Status.SUBMITTED].pk

    @property
    def documentkind(self):
        return self.kind

    @cached_property
    def message(self):
        applications.submitted(self.files[Status.SUBMITTED])
        return Message.objects.get().pk

    @cached_property
    def lostmail(self):
        return factories.lost_mail().pk

    @cached_property
    def messagetext(self):
        """Found by its name, like its page."""
        return MessageText.objects.create(name="submitted", subject="A", body="B").name

    @cached_property
    def kind(self):
        return factories.document_kind(need="optional").pk

    @cached_property
    def document(self):
        return factories.document(application=self.files[Status.SUBMITTED]).pk

    def path(self, row, reference=None, **changed):
        """Of the owner's file, or of another."""
        reference = reference or self.files[row.state].reference
        rest = {name: getattr(self, found) for name, found in row.rest.items()} | changed
        return reverse(row.name, kwargs={"reference": reference} | rest)

    @cached_property
    def booked(self):
        return self.booking.pk

    @cached_property
    def slot(self):
        return factories.slot(programme=self.files[Status.SUBMITTED].programme).pk

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
    """(all rights but this one and what implies it, this one alone)"""
    every = Permission.objects.all()
    verb, _, model = needed.partition("_")
    implying = [needed, f"change_{model}"] if verb == "view" else [needed]
    return every.exclude(codename__in=implying), every.filter(codename=needed)
