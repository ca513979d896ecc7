"""What every message is made of: the words, the facts, a human to call, the signature.

The words are those of `texts.py`: the subject, what happened, then what comes next. The two
layouts put the same lines around them, in text and in HTML. A message joins the queue in the
caller's transaction; "manage.py send_mails" hands it over.

What a candidate typed appears only as a value after its label, never in a subject or a sentence.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template import Context, loader
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from post_office import mail
from post_office.models import STATUS, Email

from catalogue.context import the_centre
from catalogue.models import Campus, Programme, ProgrammeContact
from charmilles import typography
from enrolment.mails import texts
from enrolment.models import Application, Message

Role = ProgrammeContact.Role


def address(name: str, *args) -> str:
    """The whole address of one of our pages."""
    return settings.SITE_URL + reverse(name, args=args)


@dataclass(frozen=True)
class Letter:
    """A message written, not yet in the queue.

    `parts`: its texts; `files`: {name: content} joined to it. Not sent before `scheduled_time`, nor
    after `expires_at`. With `application`, it is noted in the file when it is posted.
    """

    to: str
    name: str
    parts: dict
    reply_to: str
    application: Application | None = None
    audience: str = ""
    files: dict | None = None
    expires_at: datetime | None = None
    scheduled_time: datetime | None = None


def queue(to: str, name: str, **options) -> Email:
    """Written and posted; see `write`."""
    return post(write(to, name, **options))


def write(
    to: str,
    name: str,
    *,
    application: Application | None = None,
    audience: str = "",
    files: dict | None = None,
    expires_at: datetime | None = None,
    scheduled_time: datetime | None = None,
    **said,
) -> Letter:
    """What is `said` goes to `compose`, the rest to the `Letter`."""
    values, reply_to = compose(name, **said)
    parts = {
        "subject": values["subject"],
        "message": _render("layout.txt", values),
        "html_message": _render("layout.html", values),
    }
    return Letter(
        to, name, parts, reply_to, application, audience, files, expires_at, scheduled_time
    )


def post(letter: Letter) -> Email:
    """Puts it in the queue, in the transaction of the caller.

    post_office takes each text for a template: ours says only where the finished text goes, so
    that nothing typed by a candidate is ever read as a template.
    """
    reply_to = {"Reply-To": letter.reply_to} if letter.reply_to else {}
    finished = {name: mark_safe(text) for name, text in letter.parts.items()}  # noqa: S308 - rendered
    email = mail.send(
        letter.to,
        context=finished,
        headers={"Auto-Submitted": "auto-generated"} | reply_to,
        attachments=letter.files,
        expires_at=letter.expires_at,
        scheduled_time=letter.scheduled_time,
        **{name: f"{{{{ {name} }}}}" for name in finished},
    )
    if letter.application:
        Message.objects.create(
            application=letter.application,
            name=letter.name,
            audience=letter.audience,
            subject=letter.parts["subject"],
            email=email,
        )
    return email


def compose(
    name, *, programme, facts, action, also=(), greeted="", answered=True, text=None, **words
):
    """(what the layouts show, the address that receives the answers).

    `action`, and `also` others: (what to do, where).
    `answered`: somebody of the centre is there to talk to the reader.
    `text`: the words to try, instead of those in use.
    """
    centre = the_centre()
    lines, reply_to = _human(programme, centre) if answered else ([], "")
    words |= {"programme": programme.short_name if programme else "", "centre": centre.name}
    subject, opening, *rest = texts.fill(text or texts.current(name), words)
    values = {
        "subject": subject,
        "greeting": f"Bonjour {greeted}," if greeted else "Bonjour,",
        "opening": opening,
        "facts": [(typography.french(f"{label} :"), value) for label, value in facts if value],
        "rest": rest,
        "actions": [action, *also],
        "human": lines,
        "signature": _signature(programme, centre),
    }
    return values, reply_to


def preview(text: texts.Text, name: str) -> dict:
    """What the layouts would show of these words, with the facts of nobody; and the plain text."""
    values, _ = compose(
        name,
        programme=Programme.objects.published().first(),
        facts=[("Référence", texts.EXAMPLES["reference"])],
        action=("Ouvrir mon dossier", address("enrolment:come_back")),
        greeted="Inès",
        text=text,
        **texts.EXAMPLES,
    )
    return values | {"plain": _render("layout.txt", values)}


def _render(name, values):
    template = loader.get_template(f"enrolment/mail/{name}").template
    return template.render(Context(values, autoescape=name.endswith(".html")))


def about(application):
    cohort = application.cohort
    return [
        ("Référence", application.reference),
        ("Formation", typography.french(application.programme.short_name)),
        ("Promotion", typography.french(cohort.name) if cohort else "la prochaine"),
        ("Envoyée le", moment(application.submitted_at)),
    ]


def moment(value, *, weekday=False):
    return typography.moment(timezone.localtime(value), weekday=weekday)


def typed(text):
    """On one line, without anything that a mailbox would turn into a link: « evil. com »."""
    return re.sub(r"([./:@]+)(?=\w)", r"\1 ", " ".join(text.split()))


def person(programme, *roles, reached_by):
    """Who holds the first of these roles that somebody holds and can be reached in this way."""
    links = programme.contacts.select_related("contact") if programme else []
    able = [link for link in links if getattr(link.contact, reached_by)]
    return next((link for role in roles for link in able if link.role == role), None)


def _human(programme, centre):
    """(how to talk to somebody, line by line, the address that receives the answers)"""
    found = person(programme, Role.LEAD, Role.ADMISSIONS, reached_by="name")
    contact = found.contact if found else centre
    lines = [
        f"{contact.name}, {found.label[0].lower()}{found.label[1:]}" if found else contact.name,
        typography.phone(contact.phone) if contact.phone else "",
        contact.email,
        typography.french(found.contact.hours if found else centre.opening_hours),
    ]
    reached = contact.phone or contact.email
    return [line for line in lines if line] if reached else [], contact.email


def _signature(programme, centre):
    """The centre and its postal address; the place of the training while no seat is known."""
    campuses = programme.campuses if programme else Campus.objects
    campus = centre.head_office or campuses.first()
    if campus is None:
        return [centre.name]
    names = dict.fromkeys([centre.name, campus.name])
    lines = [*names, campus.street, f"{campus.postal_code} {campus.city}".strip()]
    return [typography.french(line) for line in lines if line]


def send_again(keys) -> int:
    """Puts back in the queue the mails of these keys that could not leave; says how many."""
    failed = Email.objects.filter(status=STATUS.failed, pk__in=keys)
    return failed.update(status=STATUS.queued, number_of_retries=0, scheduled_time=None)
