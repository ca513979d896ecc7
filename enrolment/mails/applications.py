"""Writes letters to candidates, to their guardians and to staff: one function per letter.

The texts are in templates/enrolment/mail/; `letter.py` builds the letters.
"""

from datetime import datetime

from post_office.models import Email

from catalogue.models import Programme
from catalogue.sheet.admission import last_step
from charmilles import typography
from charmilles.addresses import absolute_url
from enrolment.mails.letter import (
    Letter,
    admissions_email,
    application_facts,
    guardian_mailboxes,
    links_of_guardians,
    post,
    post_all,
    queue,
    without_links,
    write,
)
from enrolment.models import Application, Document, Status
from enrolment.workflow import NEXT_STEP, answered_by

# To anybody who asks to sign in


def access(
    mailbox: str,
    code: str,
    link_url: str,
    *,
    code_until: datetime,
    link_until: datetime,
    destination: str = "",
) -> Letter:
    """Writes a code and a link, worded the same for every mailbox; without a code, the link."""
    half = len(code) // 2
    shown = f"{code[:half]}{typography.NBSP}{code[half:]}" if code else ""
    return write(
        mailbox,
        "access_code" if code else "access_link",
        programme=Programme.objects.published().filter(slug=destination).first(),
        facts=[
            ("Code valable jusqu’à", _hour_in_paris(code_until) if code else ""),
            ("Lien valable jusqu’à", _hour_in_paris(link_until)),
        ],
        main=("Votre code", shown) if code else (),
        action=("Continuer ma candidature", link_url),
        code=shown,
    )


def _hour_in_paris(value):
    return f"{typography.clock(value)} (heure de Paris)"


# To the candidate, and to the guardians of a minor


def submitted(application: Application) -> list[Email]:
    until = answered_by(application)
    facts = [
        ("Réponse du centre avant le", typography.deadline(until) if until else ""),
        *application_facts(application),
        ("Votre nom", without_links(application.full_name)),
        ("Votre téléphone", typography.phone(application.phone) if application.phone else ""),
    ]
    own = _to_candidate(application, "submitted", facts, "Suivre ma candidature")
    return post_all([own, *_to_guardians(application, "guardian_submitted")])


def status_changed(
    application: Application,
    *,
    reason: str = "",
    due: datetime | None = None,
    rank: int | None = None,
) -> list[Email]:
    """Writes about the current status. The candidate reads `reason`."""
    if application.status == Status.WITHDRAWN:
        return withdrawn(application)
    if application.status == Status.SUBMITTED and _is_first_sending(application):
        return submitted(application)
    facts = [
        (_REASONS.get(application.status, "Précision"), reason),
        ("À faire avant le", typography.deadline(due) if due else ""),
        ("Votre rang sur la liste", str(rank or "")),
    ]
    return post_all(_of_status(application, Status(application.status), facts))


def interviewed(application: Application) -> list[Letter]:
    """Tells that the interview took place, even if the status has changed since."""
    return _of_status(application, Status.INTERVIEWED, [])


def _of_status(application, status, facts):
    facts = [*facts, *application_facts(application)]
    words = {}
    if status == Status.ADMISSIBLE:
        words["final"] = last_step(application.programme).sentence
    action, page = NEXT_STEP.get(status, ("Ouvrir mon dossier", "enrolment:dossier"))
    own = _to_candidate(application, f"status_{status}", facts, action, page=page, **words)
    return [own, *_to_guardians(application, "guardian_status", status)]


def _is_first_sending(application):
    """Returns whether it was just sent; coming back to SUBMITTED later keeps `submitted_at`."""
    return application.status_since == application.submitted_at


_REASONS = {Status.WAITING_DOCUMENTS: "Ce que nous attendons", Status.DECLINED: "Motif"}


def withdrawn(application: Application) -> list[Email]:
    own = _to_candidate(
        application, "withdrawn", application_facts(application), "Ouvrir mon dossier"
    )
    return post_all([own, *_to_guardians(application, "guardian_status")])


def attached(application: Application) -> Email:
    """Tells the candidate the name and date of the intake, once there is one."""
    cohort, year = application.cohort, application.cohort.first_year
    starts = year and year.starts and typography.known_date(year.starts, year.starts_precision)
    facts = [*application_facts(application), ("Rentrée" if cohort.is_school else "Début", starts)]
    return post(_to_candidate(application, "attached", facts, "Suivre ma candidature"))


def document_to_replace(document: Document) -> Email:
    application = document.application
    facts = [
        ("Document", typography.french(document.kind.title)),
        ("Pourquoi le remplacer", document.reason),
        *application_facts(application),
    ]
    action, page = "Remplacer ce document", "enrolment:documents"
    return post(_to_candidate(application, "document_to_replace", facts, action, page=page))


def _to_candidate(application, name, facts, action, *, page="enrolment:dossier", **words):
    return write(
        application.address,
        name,
        programme=application.programme,
        greeted=without_links(application.first_name),
        facts=facts,
        action=(action, absolute_url(page, application.reference)),
        application=application,
        reference=application.reference,
        **words,
    )


def _to_guardians(application, name, status=None):
    """Writes to each e-mail address, without a link: guardians cannot open the application."""
    label = Status(status or application.status).label
    return [
        write(
            mailbox,
            name,
            programme=application.programme,
            facts=[
                ("Candidature de", without_links(application.full_name)),
                *application_facts(application),
            ],
            also=links_of_guardians(application),
            application=application,
            reference=application.reference,
            status=label.lower(),
        )
        for mailbox in guardian_mailboxes(application)
    ]


# To staff


def staff_new_application(application: Application) -> Email | None:
    facts = [
        *application_facts(application),
        ("Nom", without_links(application.full_name)),
        ("Entreprise", application.get_search_display()),
    ]
    return _to_staff(application, "staff_new_application", facts, "Lire la candidature")


def staff_withdrawn(application: Application, *, reason: str = "") -> Email | None:
    """Tells staff that the candidate has withdrawn, so that they stop their work on it."""
    facts = [
        *application_facts(application),
        ("Nom", without_links(application.full_name)),
        ("Ce que la personne en dit", without_links(reason)),
    ]
    return _to_staff(application, "staff_withdrawn", facts, "Ouvrir le dossier")


def _to_staff(application, name, facts, action):
    """Writes to admissions; None when nobody can be reached."""
    email = admissions_email(application.programme)
    if not email:
        return None
    return queue(
        email,
        name,
        programme=application.programme,
        facts=facts,
        action=(action, absolute_url("admin:enrolment_application_change", application.pk)),
        answered=False,
        application=application,
        reference=application.reference,
    )
