"""What we write to candidates, to their representatives and to staff: one function per message.

The words are in templates/enrolment/mail/<message>.txt: the subject on the first line, what
happened, then what comes next. The two layouts put the same lines around them, in text and in
HTML. A message joins the queue in the caller's transaction; "manage.py send_mails" hands it over.

What a candidate typed appears only as a value after its label, never in a subject or a sentence.
"""

import re
from datetime import date, datetime

from django.conf import settings
from django.template import Context, loader
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from post_office import mail
from post_office.models import Email

from catalogue.context import the_centre
from catalogue.models import Campus, Programme, ProgrammeContact
from charmilles import typography
from enrolment.models import Application, Status

Role = ProgrammeContact.Role


def address(name: str, *args: str) -> str:
    """The whole address of one of our pages."""
    return settings.SITE_URL + reverse(name, args=args)


# To whoever asks to come in


def access_code(
    email: str,
    code: str,
    link_url: str,
    *,
    code_until: datetime,
    link_until: datetime,
    destination: str = "",
) -> Email:
    """The same words whether the address is known or not. Not sent once it is useless."""
    programme = Programme.objects.published().filter(slug=destination).first()
    return _queue(
        email,
        "access_code",
        programme=programme,
        facts=[
            ("Votre code", f"{code[:3]}{typography.NBSP}{code[3:]}"),
            ("Valable jusqu’au", _moment(code_until)),
            ("Lien valable jusqu’au", _moment(link_until)),
        ],
        action=("Continuer ma candidature", link_url),
        expires_at=link_until,
    )


# To the candidate, and to the representatives of a minor


def submitted(application: Application) -> list[Email]:
    facts = [
        *_facts(application),
        ("Votre nom", _typed(application.full_name)),
        ("Votre téléphone", typography.phone(application.phone) if application.phone else ""),
    ]
    own = _to_candidate(application, "submitted", facts, "Suivre ma candidature")
    return [own, *_to_guardians(application, "guardian_submitted")]


def status_changed(
    application: Application, *, reason: str = "", due: date | None = None, rank: int | None = None
) -> list[Email]:
    """Any step of a file, said in its own words. `reason` is read by the candidate."""
    if application.status == Status.WITHDRAWN:
        return withdrawn(application)
    if application.status == Status.SUBMITTED and _is_first_sending(application):
        return submitted(application)
    facts = [
        *_facts(application),
        (_REASONS.get(application.status, "Précision"), reason),
        ("À faire avant le", typography.day(due, weekday=True) if due else ""),
        ("Votre rang sur la liste", str(rank or "")),
    ]
    own = _to_candidate(application, f"status_{application.status}", facts, "Ouvrir mon dossier")
    return [own, *_to_guardians(application, "guardian_status")]


def _is_first_sending(application):
    """Back in the hands of the centre later, a file keeps the date of its sending."""
    return application.status_since == application.submitted_at


_REASONS = {Status.WAITING_DOCUMENTS: "Ce que nous attendons", Status.DECLINED: "Motif"}


def withdrawn(application: Application) -> list[Email]:
    own = _to_candidate(application, "withdrawn", _facts(application), "Ouvrir mon dossier")
    return [own, *_to_guardians(application, "guardian_status")]


def _to_candidate(application, name, facts, action):
    return _queue(
        application.email,
        name,
        programme=application.programme,
        greeted=_typed(application.first_name),
        facts=facts,
        action=(action, address("enrolment:dossier", application.reference)),
        reference=application.reference,
    )


def _to_guardians(application, name):
    """Once for each address; they have no way into the file, so no link to it."""
    emails = application.guardians.exclude(email="").values_list("email", flat=True)
    return [
        _queue(
            email,
            name,
            programme=application.programme,
            facts=[("Candidature de", _typed(application.full_name)), *_facts(application)],
            action=("Vos données et vos droits", address("catalogue:privacy")),
            reference=application.reference,
            status=application.get_status_display().lower(),
        )
        for email in dict.fromkeys(emails)
    ]


# To staff


def staff_new_application(application: Application) -> Email | None:
    """To who handles admissions for this programme; to nobody when the catalogue names nobody."""
    person = _person(application.programme, Role.ADMISSIONS, Role.LEAD, reached_by="email")
    email = person.contact.email if person else the_centre().email
    facts = [
        *_facts(application),
        ("Nom", _typed(application.full_name)),
        ("Entreprise", application.get_search_display()),
    ]
    return email and _queue(
        email,
        "staff_new_application",
        programme=application.programme,
        facts=facts,
        action=(
            "Lire la candidature",
            address("admin:enrolment_application_change", application.pk),
        ),
        answered=False,
        reference=application.reference,
    )


# What a message is made of


def _queue(
    to, name, *, programme, facts, action, greeted="", answered=True, expires_at=None, **words
):
    """`answered`: somebody of the centre is there to talk to the reader."""
    centre = the_centre()
    lines, reply_to = _human(programme, centre) if answered else ([], "")
    subject, opening, *rest = _words(
        name, programme=programme.short_name if programme else "", centre=centre.name, **words
    )
    values = {
        "subject": subject,
        "greeting": f"Bonjour {greeted}," if greeted else "Bonjour,",
        "opening": opening,
        "facts": [(typography.french(f"{label} :"), value) for label, value in facts if value],
        "rest": rest,
        "action": action,
        "human": lines,
        "signature": _signature(programme, centre),
    }
    return _send(to, values, reply_to=reply_to, expires_at=expires_at)


def _send(to, values, *, reply_to, expires_at):
    """post_office takes each text for a template: ours says only where the finished text goes, so
    that nothing typed by a candidate is ever read as a template."""
    parts = {
        "subject": values["subject"],
        "message": _render("layout.txt", values),
        "html_message": _render("layout.html", values),
    }
    return mail.send(
        to,
        context={name: mark_safe(text) for name, text in parts.items()},  # noqa: S308 - rendered
        headers={"Auto-Submitted": "auto-generated"} | ({"Reply-To": reply_to} if reply_to else {}),
        expires_at=expires_at,
        **{name: f"{{{{ {name} }}}}" for name in parts},
    )


def _words(name, **values):
    """The subject and the paragraphs of a message, as a French reader expects them."""
    subject, _, body = typography.french(_render(f"{name}.txt", values)).strip().partition("\n")
    paragraphs = re.split(r"\n\s*\n", body.strip())
    return [" ".join(text.split("\n")) for text in (subject, *paragraphs)]


def _render(name, values):
    template = loader.get_template(f"enrolment/mail/{name}").template
    return template.render(Context(values, autoescape=name.endswith(".html")))


def _facts(application):
    cohort = application.cohort
    return [
        ("Référence", application.reference),
        ("Formation", typography.french(application.programme.short_name)),
        ("Promotion", typography.french(cohort.name) if cohort else "la prochaine"),
        ("Envoyée le", _moment(application.submitted_at)),
    ]


def _moment(value):
    return typography.moment(timezone.localtime(value))


def _typed(text):
    """On one line, without anything that a mailbox would turn into a link: « evil. com »."""
    return re.sub(r"([./:@]+)(?=\w)", r"\1 ", " ".join(text.split()))


def _person(programme, *roles, reached_by):
    """Who holds the first of these roles that somebody holds and can be reached in this way."""
    links = programme.contacts.select_related("contact") if programme else []
    able = [link for link in links if getattr(link.contact, reached_by)]
    return next((link for role in roles for link in able if link.role == role), None)


def _human(programme, centre):
    """(how to talk to somebody, line by line, the address that receives the answers)"""
    person = _person(programme, Role.LEAD, Role.ADMISSIONS, reached_by="name")
    contact = person.contact if person else centre
    lines = [
        f"{contact.name}, {person.label[0].lower()}{person.label[1:]}" if person else contact.name,
        typography.phone(contact.phone) if contact.phone else "",
        contact.email,
        typography.french(person.contact.hours if person else centre.opening_hours),
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
