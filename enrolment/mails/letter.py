"""Builds every letter: the text, the facts, a person to call, the signature.

`texts.py` gives the text: the subject, what happened, then what comes next. Two layouts, plain text
and HTML, put the same lines around it; `drawn.py` gives the HTML its look. A letter joins the queue
in the caller's transaction; "manage.py send_mails" sends it.

What a candidate typed appears only as a value after its label, never in a subject or a sentence.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template import Context, loader
from django.utils.text import capfirst
from post_office.models import STATUS, Email

from catalogue.context import the_centre
from catalogue.models import Campus, Programme, ProgrammeContact
from charmilles import sending, typography
from charmilles.addresses import absolute_url
from charmilles.fields import on_one_line
from enrolment.mails import drawn, texts
from enrolment.models import Application, Message

Role = ProgrammeContact.Role


@dataclass(frozen=True)
class Letter:
    """A letter that is written, but not yet in the queue.

    `parts`: its subject and bodies; `files`: {name: content} of the attachments. It is not sent
    before `scheduled_time`, nor after `expires_at`. With `application`, posting adds a `Message`.
    `unsubscribe_url`: where the reader, or a button of the mailbox itself, stops what they asked.
    """

    to: str
    name: str
    parts: dict
    reply_to: str
    application: Application | None = None
    files: dict | None = None
    expires_at: datetime | None = None
    scheduled_time: datetime | None = None
    unsubscribe_url: str = ""


def queue(to: str, name: str, **options) -> Email:
    """Writes a letter and puts it in the queue; see `write`."""
    return post(write(to, name, **options))


def write(
    to: str,
    name: str,
    *,
    application: Application | None = None,
    files: dict | None = None,
    expires_at: datetime | None = None,
    scheduled_time: datetime | None = None,
    unsubscribe_url: str = "",
    **options,
) -> Letter:
    """Writes a letter. The other options go to `compose`."""
    values, reply_to = compose(name, **options)
    parts = {
        "subject": values["subject"],
        "message": _render("layout.txt", values),
        "html_message": drawn.draw(_render("layout.html", values)),
    }
    return Letter(
        to,
        name,
        parts,
        reply_to,
        application=application,
        files=files,
        expires_at=expires_at,
        scheduled_time=scheduled_time,
        unsubscribe_url=unsubscribe_url,
    )


def send(letter: Letter) -> None:
    """Gives the letter to the mail server at once, without the queue. Raises OSError.

    For what must not be stored, such as a code.
    """
    identifier = make_msgid(domain=settings.POST_OFFICE["MESSAGE_ID_FQDN"])
    message = EmailMultiAlternatives(
        letter.parts["subject"],
        letter.parts["message"],
        to=[letter.to],
        headers=sending.AUTOMATIC | _headers(letter) | {"Message-ID": identifier},
        connection=get_connection(settings.POST_OFFICE["BACKENDS"]["default"]),
    )
    message.attach_alternative(letter.parts["html_message"], "text/html")
    message.send()


def post(letter: Letter) -> Email:
    """Puts the letter in the queue, in the caller's transaction."""
    email = sending.queue(
        letter.to,
        letter.parts,
        headers=_headers(letter),
        attachments=letter.files,
        expires_at=letter.expires_at,
        scheduled_time=letter.scheduled_time,
    )
    if letter.application:
        Message.objects.create(
            application=letter.application,
            name=letter.name,
            audience=texts.audience(letter.name),
            subject=letter.parts["subject"],
            email=email,
        )
    return email


def _headers(letter):
    headers = {"Reply-To": letter.reply_to} if letter.reply_to else {}
    if letter.unsubscribe_url:  # RFC 8058: the mailbox shows a button, and sends a form there
        headers |= {
            "List-Unsubscribe": f"<{letter.unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return headers


def post_all(letters: list[Letter]) -> list[Email]:
    """Puts several letters in the queue, in the caller's transaction."""
    return [post(letter) for letter in letters]


def compose(name, *, programme, facts, greeted="", answered=True, text=None, **options):
    """Returns (values for the layouts, e-mail address for replies).

    `answered`: whether the letter names a person to call.
    `text`: a text to try, instead of the current one.
    The other options are those of `_links`, then the words that the text may quote.
    """
    centre = the_centre()
    lines, reply_to = _person_to_call(programme, centre) if answered else ([], "")
    links, words = _links(**options)
    words |= {"programme": programme.short_name if programme else "", "centre": centre.name}
    subject, opening, *rest = texts.fill(text or texts.current(name), words)
    values = {
        "subject": on_one_line(subject).rstrip(" –\u00a0"),  # no programme leaves its dash
        "greeting": f"Bonjour {greeted}," if greeted else "Bonjour,",
        "opening": opening,
        "is_good": texts.is_good_news(name),
        "facts": _labelled(facts),
        "rest": rest,
        "human": lines,
        "signature": _signature(programme, centre),
    }
    return values | links, reply_to


def _links(*, main=(), action=(), also=(), **words):
    """Returns (what a letter leads to, its words).

    `main`: the (label, value) that one opens the letter for. `action`: (label, URL) of its button;
    `also`: those of links after the text.
    """
    shown = next(iter(_labelled([main])), ()) if main else ()
    return {"main": shown, "action": action, "also": also}, words


def _labelled(facts):
    return [(typography.french(f"{label} :"), value) for label, value in facts if value]


def preview(text: texts.Text, name: str) -> dict:
    """Gives the values for the layouts with this text and example facts, and the plain text."""
    values, _ = compose(
        name,
        programme=Programme.objects.published().first(),
        facts=[("Référence", texts.EXAMPLES["reference"])],
        action=("Ouvrir mon dossier", absolute_url("enrolment:come_back")),
        greeted="Inès",
        text=text,
        **texts.EXAMPLES,
    )
    return values | {"plain": _render("layout.txt", values)}


def _render(name, values):
    template = loader.get_template(f"enrolment/mail/{name}").template
    return template.render(Context(values, autoescape=name.endswith(".html")))


def cohort_fact(cohort):
    """Names the cohort with its own word: promotion or session."""
    if cohort is None:
        return ("Promotion", "la prochaine")
    return (capfirst(cohort.noun), typography.french(cohort.full_name))


def application_facts(application):
    return [
        ("Référence", application.reference),
        ("Formation", typography.french(application.programme.short_name)),
        cohort_fact(application.cohort),
        ("Envoyée le", typography.moment(application.submitted_at)),
    ]


def without_links(text):
    """Puts a text on one line, and breaks what a mailbox would turn into a link: « evil. com »."""
    return re.sub(r"([./:@]+)(?=\w)", r"\1 ", " ".join(text.split()))


def contact_for(programme, *roles, reached_by):
    """Finds who holds the first of these roles, among contacts with `reached_by` filled in."""
    links = programme.contacts.select_related("contact") if programme else []
    reachable = [link for link in links if getattr(link.contact, reached_by)]
    return next((link for role in roles for link in reachable if link.role == role), None)


def links_of_guardians(application) -> list[tuple[str, str]]:
    """(label, URL) of what a guardian may read; none leads into the application."""
    parents = absolute_url("catalogue:parents", application.programme.slug)
    rights = absolute_url("catalogue:privacy")
    has_page = application.programme.is_published and application.programme.takes_applications
    pages = [("Pour les parents", parents)] if has_page else []
    return [*pages, ("Vos données et vos droits", rights)]


def guardian_mailboxes(application) -> list[str]:
    """Where to write to the guardians; two of them may share a mailbox."""
    known = application.guardians.exclude(mailbox="").values_list("mailbox", flat=True)
    return list(dict.fromkeys(known))


ADMISSIONS = (Role.ADMISSIONS, Role.LEAD)  # who answers for applications: the first there is


def admissions_email(programme) -> str:
    """Who handles admissions for this programme, else the centre; empty when neither has one."""
    admissions = contact_for(programme, *ADMISSIONS, reached_by="email")
    return admissions.contact.email if admissions else the_centre().email


def _person_to_call(programme, centre):
    """Returns (lines on whom to call, e-mail address for replies)."""
    link = contact_for(programme, Role.LEAD, Role.ADMISSIONS, reached_by="name")
    contact = link.contact if link else centre
    lines = [
        f"{contact.name}, {link.label[0].lower()}{link.label[1:]}" if link else contact.name,
        typography.phone(contact.phone) if contact.phone else "",
        contact.email,
        typography.french(link.contact.hours if link else centre.opening_hours),
    ]
    is_reachable = contact.phone or contact.email
    return [line for line in lines if line] if is_reachable else [], contact.email


def _signature(programme, centre):
    """Gives the centre and its postal address, or that of a campus without a head office."""
    campuses = programme.campuses if programme else Campus.objects
    campus = centre.head_office or campuses.first()
    if campus is None:
        return [centre.name]
    names = dict.fromkeys([centre.name, campus.name])
    lines = [*names, campus.street, campus.town]
    return [typography.french(line) for line in lines if line]


def send_again(keys) -> int:
    """Queues again the mails of these keys that could not be sent; returns how many."""
    failed = Email.objects.filter(status=STATUS.failed, pk__in=keys)
    return failed.update(status=STATUS.queued, number_of_retries=0, scheduled_time=None)
