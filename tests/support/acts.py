"""Every act of candidates and staff, and the scenes where two acts can meet on one row (S2).

A scene has one application at one status, with all that is around it. `acts_of` lists what may be
done there. For a new page of candidates that takes a form, add a row to CANDIDATES; an act of staff
is already in `staff_actions.py`, and STATES says where it may meet others.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import lxml.html
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from post_office.models import STATUS, Email

from enrolment import sign_in, workflow
from enrolment.forms.tasks import FORMS as TASKS
from enrolment.interviews import link
from enrolment.mails import applications
from enrolment.models import CLOSED, Document, Message, Mode, Status
from enrolment.views.base import BROWSER, DEVICE
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support import sign_in_mails, uploads
from tests.support.enrolment_factories import NOW
from tests.support.staff_actions import ACTIONS, Targets

OWNER = "owner@exemple.test"
SIGN_IN = "sign-in"  # the scene of somebody who is not signed in yet
EVERY = frozenset(Status)
LIVE = frozenset(workflow.LIVE)
CHOOSING = frozenset((Status.TO_BOOK, Status.BOOKED))
BOOKED = frozenset((Status.BOOKED,))


@dataclass(frozen=True)
class Act:
    """A form that somebody sends. `target`: the name of its URL, and the task if it is one."""

    target: str
    states: frozenset  # where it may be done: statuses, or SIGN_IN
    typed: dict = field(default_factory=dict)  # what the page does not fill
    rows: tuple = ()  # what the URL names, as attributes of the scene
    query: str = ""
    has_page: bool = True  # False: the form is on another page, and has nothing to fill
    what: str = ""

    def __str__(self):
        return f"{self.target} {self.what}".strip()

    @property
    def by_staff(self):
        return self.target.startswith("admin:")


def own(name, states, *rows, **options):
    return Act(f"enrolment:{name}", frozenset(states), rows=("reference", *rows), **options)


def by_link(name, **options):
    return Act(f"enrolment:interview_link{name}", BOOKED, rows=("token",), **options)


def document(name, states, **options):
    return own(name, states, "kind", has_page=False, **options)


DRAFT = (Status.DRAFT,)
CHOICE = {"creneau": "{scene.free_slot}"}
ON_SITE = {"mode": Mode.ON_SITE}
AT, A_SLOT = f"?mode={Mode.ON_SITE}", "?creneau={scene.free_slot}"
CANDIDATES = [
    *(own("task", DRAFT, f"task_{task.slug}", what=task.slug) for task in TASKS),
    *(
        own("task", DRAFT, f"task_{task.slug}", typed={"later": ""}, what=f"{task.slug}, later")
        for task in TASKS
    ),
    own("check", DRAFT),
    own("withdraw", {*DRAFT, *workflow.ALLOWED["withdraw"][0]}),
    own("erase", EVERY - {Status.ADMITTED}),
    own("close_devices", EVERY, has_page=False),
    own("place", {Status.OFFERED}),
    own("pass_place", {Status.OFFERED}, has_page=False),
    own("interview", {Status.TO_BOOK}, typed=ON_SITE),
    own("interview_how", CHOOSING, typed=ON_SITE),
    own("interview_when", CHOOSING, typed=CHOICE, query=AT),
    own("interview_check", CHOOSING, query=A_SLOT),
    own("interview_wish", {Status.TO_BOOK}, has_page=False),
    own("interview_wish", {Status.TO_BOOK}, has_page=False, typed={"oublier": ""}, what="no more"),
    own("interview_confirm", BOOKED),
    own("interview_cancel", BOOKED),
    *(by_link(name) for name in ("", "_confirm", "_cancel")),
    by_link("_how", typed=ON_SITE),
    by_link("_when", typed=CHOICE, query=AT),
    by_link("_check", query=A_SLOT),
    document("send", {*DRAFT, *LIVE}, typed={"document-{scene.kind}-file": uploads.sent}),
    document("reuse", {*DRAFT, *LIVE}),
    document("not_concerned", {*DRAFT, *LIVE}),
    document("take_back", DRAFT),
    Act("enrolment:start", frozenset([SIGN_IN]), {"email": OWNER}, ("slug",)),
    Act("enrolment:come_back", frozenset([SIGN_IN]), {"email": OWNER}),
    Act("enrolment:code", frozenset([SIGN_IN]), {"code": "123456"}),
    Act("enrolment:link", frozenset([SIGN_IN]), rows=("emailed",)),
    Act("enrolment:alert", frozenset([SIGN_IN]), {"email": OWNER}, ("awaited",)),
    Act("enrolment:alert", frozenset([SIGN_IN]), {"email": OWNER}, ("slug",), what="opened since"),
    Act("enrolment:alert_link", frozenset([SIGN_IN]), rows=("asked",)),
    Act("enrolment:alert_stop", frozenset([SIGN_IN]), rows=("asked",)),
    Act("enrolment:meeting", frozenset([SIGN_IN]), {"name": "Léa", "email": OWNER}, ("meeting",)),
    Act("enrolment:guest", frozenset([SIGN_IN]), rows=("invited",)),
    Act("enrolment:guest_cancel", frozenset([SIGN_IN]), rows=("invited",)),
    Act("enrolment:question", frozenset([SIGN_IN]), {"text": "Quand ?", "email": OWNER}),
    Act(
        "enrolment:question_about",
        frozenset([SIGN_IN]),
        {"text": "Quand ?", "email": OWNER},
        ("slug",),
    ),
    Act("enrolment:question_link", frozenset([SIGN_IN]), rows=("question_asked",)),
    Act("enrolment:question_erase", frozenset([SIGN_IN]), rows=("question_asked",)),
    Act("enrolment:leave", frozenset([SIGN_IN]), has_page=False),
]

# Where the acts of staff may meet others, by the start of their page; verbs follow their steps.
STUDIED = frozenset(EVERY - {Status.DRAFT} - set(CLOSED))
STATES = {
    "application": STUDIED,
    "acts": frozenset([Status.SUBMITTED]),
    "availability": CHOOSING,
    "attendance": BOOKED,
    "close_days": CHOOSING,
    "closure": CHOOSING,
    "criterion": frozenset([Status.INTERVIEWED]),
    "decision": frozenset([Status.INTERVIEWED]),
    "document_": STUDIED - {Status.ADMITTED},
    "documentkind": frozenset([Status.DRAFT, Status.SUBMITTED]),
    "erasures": frozenset([Status.SUBMITTED]),
    "evaluation": frozenset([Status.INTERVIEWED]),
    "interview": CHOOSING,
    "interview_call_off": BOOKED,
    "interviewer": CHOOSING,
    "guests": frozenset([SIGN_IN]),
    "lostmail": frozenset([SIGN_IN]),
    "meeting": frozenset([SIGN_IN]),
    "message": frozenset([Status.SUBMITTED]),
    "messagetext": frozenset([Status.SUBMITTED]),
    "question": frozenset([SIGN_IN]),
    "slot": CHOOSING,
}


def _states(action):
    verb = action.typed.get("verb") or action.typed.get("action")
    if verb == "attach_to_next":
        return frozenset([Status.SUBMITTED])
    if verb in workflow.ALLOWED:
        return frozenset(workflow.ALLOWED[verb][0])
    start = max((name for name in STATES if action.page.startswith(name)), key=len)
    return STATES[start]


def _staff_act(action):
    return Act(
        f"admin:enrolment_{action.page}",
        _states(action),
        {_of_scene(name): _of_scene(value) for name, value in action.typed.items()},
        action.rows,
        has_page="action" not in action.typed,
        what=action.typed.get("action", action.what),
    )


def _of_scene(value):
    return value.replace("{targets", "{scene")


ACTS = [*CANDIDATES, *map(_staff_act, ACTIONS)]


def acts_of(state):
    return [act for act in ACTS if state in act.states]


# Scenes


class Scene(Targets):
    """The rows on which the acts of one state meet, and the browsers of who does them."""

    def __init__(self, state):
        self.state = Status.SUBMITTED if state == SIGN_IN else state
        self.file = self._application()
        self.programme, self.slug = self.file.programme, self.file.programme.slug
        self.reference = self.file.reference
        self.to_book = self.met = self.evaluated = self.file.pk
        self._documents()
        self._agenda()
        self._mails()
        self._make_now("criterion", "closure")
        self._sign_in()

    def _make_now(self, *names):
        """Makes rows that would else be made at their first use, and undone with a pair of acts."""
        for name in names:
            getattr(self, name)

    def _application(self):
        cohort = factories.cohort(places=5)
        opens, starts = NOW.date(), NOW.date() + timedelta(days=200)
        catalogue.cohort_year(cohort, registration_opens=opens, starts=starts)
        made = factories.application(
            status=self.state, cohort=cohort, email=OWNER, **factories.COMPLETE
        )
        factories.guardian(application=made)
        factories.application(status=Status.WAITING_LIST, cohort=cohort)
        return made

    def _documents(self):
        """One to be replaced, or just sent in a draft; and the same in another application."""
        is_draft, states = self.state == Status.DRAFT, Document.State
        kind = factories.document_kind(need="optional")
        decided = {"state": states.TO_REPLACE, "reason": "Floue.", "decided_at": NOW}
        fields = {} if is_draft else decided
        made = factories.document(application=self.file, kind=kind, **fields)
        other = factories.application(email=OWNER)
        factories.document(application=other, kind=kind, content=uploads.pdf())
        self.kind = self.documentkind = kind.pk
        self.document = made.pk

    def _agenda(self):
        """A free slot, one that is booked at that step, and hours that have no slot yet."""
        hours = factories.availability(programmes=[self.programme])
        free, taken = (self._slot_of(hours, days) for days in (7, 8))
        self.free_slot = self.slot_close = self.slot_open = free.pk
        if self.state == Status.BOOKED:
            self.live = factories.booking(application=self.file, slot=taken)
            self.token = link.make(self.live)
        spare = factories.availability(programmes=[self.programme])
        self.availability, self.interviewer = spare.pk, spare.interviewer_id

    def _slot_of(self, hours, days):
        starts = NOW + timedelta(days=days)
        return factories.slot(
            programme=self.programme,
            starts=starts,
            interviewer=hours.interviewer,
            availability=hours,
        )

    def _mails(self):
        self._make_now("messagetext", "lostmail")
        if self.state != Status.DRAFT:
            applications.submitted(self.file)
            self.message_send_again = Message.objects.get().pk
            Email.objects.update(status=STATUS.failed)

    def _sign_in(self):
        self.emailed = "lien"
        sign_in_mails.sent(OWNER, browser="navigateur", code="123456", link=self.emailed, now=NOW)
        self.awaited = catalogue.programme().slug
        self.asked = factories.alert(email=OWNER, confirmed=False).token
        self._make_now("meeting", "meeting_call_off", "question")
        self.invited = factories.guest(email=OWNER, meeting_id=self.meeting, confirmed=False).token
        self.question_asked = factories.question(email=OWNER, received=False).token
        self.browser, self.stranger, self.staff = Client(), Client(), Client()
        self.browser.cookies[DEVICE] = sign_in.remember(OWNER, now=NOW)
        self.stranger.cookies[BROWSER] = "navigateur"
        self.staff.force_login(User.objects.create_superuser("direction"))

    @property
    def application_export_table(self):
        return self.file.pk

    def __getattr__(self, name):
        start, _, rest = name.partition("_")
        if start == "task":
            return rest
        if start == "to":
            return self.file.pk
        raise AttributeError(name)

    def client(self, act):
        if act.by_staff:
            return self.staff
        return self.stranger if SIGN_IN in act.states else self.browser

    def loaded(self, act):
        """Opens the page of this act, as a tab does; returns the function that sends its form."""
        client = self.client(act)
        url = reverse(act.target, args=[self[row] for row in act.rows])
        url += act.query.format(scene=self)
        shown = filled(client.get(url, follow=True)) if act.has_page else {}
        typed = {name.format(scene=self): self._value(text) for name, text in act.typed.items()}
        return lambda: client.post(url, shown | typed)

    def _value(self, text):
        return text() if callable(text) else text.format(scene=self)


def filled(page):
    """Gives what a browser would send of this page as it is shown."""
    values = {}
    tree = lxml.html.fromstring(page.content.decode())
    for box in tree.xpath("//main//form//*[@name][not(self::button or @type='submit')]"):
        if box.get("type") in ("radio", "checkbox") and box.get("checked") is None:
            continue
        is_list = box.tag == "select"
        unnamed = "on" if box.get("type") == "checkbox" else box.text  # what a browser sends
        chosen = box.xpath("option[@selected]/@value") if is_list else box.get("value") or unnamed
        name, before = box.get("name"), values.get(box.get("name"))
        if box.get("type") == "checkbox" and before:  # several boxes of one list
            chosen = [*(before if isinstance(before, list) else [before]), chosen]
        values[name] = chosen or ([] if is_list else "")
    return values
