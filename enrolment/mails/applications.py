"""What we write to candidates, to their representatives and to staff: one function per message.

The words are beside, in templates/enrolment/mail/; `letter.py` knows how a message is made.
"""

from datetime import datetime

from charmilles.addresses import absolute_url
from post_office.models import Email

from catalogue.context import the_centre
from catalogue.models import Programme
from charmilles import typography
from enrolment.mails.letter import Role, about, moment, person, queue, typed
from enrolment.models import Application, Document, Message, Status

Audience = Message.Audience


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
    return queue(
        email,
        "access_code",
        programme=programme,
        facts=[
            ("Votre code", f"{code[:3]}{typography.NBSP}{code[3:]}"),
            ("Valable jusqu’au", moment(code_until)),
            ("Lien valable jusqu’au", moment(link_until)),
        ],
        action=("Continuer ma candidature", link_url),
        expires_at=link_until,
    )


# To the candidate, and to the representatives of a minor


def submitted(application: Application) -> list[Email]:
    facts = [
        *about(application),
        ("Votre nom", typed(application.full_name)),
        ("Votre téléphone", typography.phone(application.phone) if application.phone else ""),
    ]
    own = _to_candidate(application, "submitted", facts, "Suivre ma candidature")
    return [own, *_to_guardians(application, "guardian_submitted")]


def status_changed(
    application: Application,
    *,
    reason: str = "",
    due: datetime | None = None,
    rank: int | None = None,
) -> list[Email]:
    """Any step of a file, said in its own words. `reason` is read by the candidate."""
    if application.status == Status.WITHDRAWN:
        return withdrawn(application)
    if application.status == Status.SUBMITTED and _is_first_sending(application):
        return submitted(application)
    facts = [
        *about(application),
        (_REASONS.get(application.status, "Précision"), reason),
        ("À faire avant le", moment(due, weekday=True) if due else ""),
        ("Votre rang sur la liste", str(rank or "")),
    ]
    own = _to_candidate(application, f"status_{application.status}", facts, "Ouvrir mon dossier")
    return [own, *_to_guardians(application, "guardian_status")]


def _is_first_sending(application):
    """Back in the hands of the centre later, a file keeps the date of its sending."""
    return application.status_since == application.submitted_at


_REASONS = {Status.WAITING_DOCUMENTS: "Ce que nous attendons", Status.DECLINED: "Motif"}


def withdrawn(application: Application) -> list[Email]:
    own = _to_candidate(application, "withdrawn", about(application), "Ouvrir mon dossier")
    return [own, *_to_guardians(application, "guardian_status")]


def attached(application: Application) -> Email:
    """« The next intake » has a name and dates."""
    year = application.cohort.first_year
    starts = year and year.starts and typography.known_date(year.starts, year.starts_precision)
    facts = [*about(application), ("Rentrée", starts)]
    return _to_candidate(application, "attached", facts, "Suivre ma candidature")


def document_to_replace(document: Document) -> Email:
    application = document.application
    facts = [
        *about(application),
        ("Document", typography.french(document.kind.title)),
        ("Pourquoi le remplacer", document.reason),
    ]
    return _to_candidate(application, "document_to_replace", facts, "Ouvrir mon dossier")


def _to_candidate(application, name, facts, action):
    return queue(
        application.email,
        name,
        programme=application.programme,
        greeted=typed(application.first_name),
        facts=facts,
        action=(action, absolute_url("enrolment:dossier", application.reference)),
        application=application,
        audience=Audience.CANDIDATE,
        reference=application.reference,
    )


def _to_guardians(application, name):
    """Once for each address; they have no way into the file, so no link to it."""
    emails = application.guardians.exclude(email="").values_list("email", flat=True)
    return [
        queue(
            email,
            name,
            programme=application.programme,
            facts=[("Candidature de", typed(application.full_name)), *about(application)],
            action=("Vos données et vos droits", absolute_url("catalogue:privacy")),
            application=application,
            audience=Audience.GUARDIAN,
            reference=application.reference,
            status=application.get_status_display().lower(),
        )
        for email in dict.fromkeys(emails)
    ]


# To staff


def staff_new_application(application: Application) -> Email | None:
    facts = [
        *about(application),
        ("Nom", typed(application.full_name)),
        ("Entreprise", application.get_search_display()),
    ]
    return _to_staff(application, "staff_new_application", facts, "Lire la candidature")


def staff_withdrawn(application: Application, *, reason: str = "") -> Email | None:
    """The candidate has left: staff stop what they had begun."""
    facts = [
        *about(application),
        ("Nom", typed(application.full_name)),
        ("Ce que la personne en dit", typed(reason)),
    ]
    return _to_staff(application, "staff_withdrawn", facts, "Ouvrir le dossier")


def _to_staff(application, name, facts, action):
    """To who handles admissions for this programme; to nobody when the catalogue names nobody."""
    found = person(application.programme, Role.ADMISSIONS, Role.LEAD, reached_by="email")
    email = found.contact.email if found else the_centre().email
    return email and queue(
        email,
        name,
        programme=application.programme,
        facts=facts,
        action=(action, absolute_url("admin:enrolment_application_change", application.pk)),
        answered=False,
        application=application,
        audience=Audience.STAFF,
        reference=application.reference,
    )
