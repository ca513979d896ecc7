"""Writes the letters about data that will be or was erased: one function per letter."""

from datetime import date, datetime

from post_office.models import Email

from charmilles import typography
from charmilles.addresses import absolute_url
from enrolment.interviews.appointment import Appointment
from enrolment.mails.letter import admissions_email, cohort_fact, queue, without_links
from enrolment.models import Application, Slot, Status


def draft_reminder(application: Application, *, erased_on: date) -> Email:
    return _about_draft(application, "draft_reminder", "Reprendre mon dossier", erased_on)


def draft_closed(application: Application, *, erased_on: date) -> Email:
    """Tells that the intake no longer takes applications; asks for nothing."""
    return _about_draft(application, "draft_closed", "Ouvrir mon dossier", erased_on)


def draft_warning(application: Application, *, erased_on: date) -> Email:
    return _about_draft(application, "draft_warning", "Garder mon dossier", erased_on)


def _about_draft(application, name, action, erased_on):
    return queue(
        application.address,
        name,
        programme=application.programme,
        greeted=without_links(application.first_name),
        facts=[
            ("Référence", application.reference),
            ("Formation", typography.french(application.programme.short_name)),
            cohort_fact(application.cohort),
            ("Dernière réponse enregistrée le", typography.moment(application.saved_at)),
            ("Effacé le", typography.day(erased_on, weekday=True)),
        ],
        action=(action, absolute_url("enrolment:dossier", application.reference)),
        application=application,
        reference=application.reference,
        day=typography.day(erased_on),
    )


def staff_erased(
    application: Application, *, status: str, slot: Slot | None, now: datetime
) -> list[Email]:
    """Tells admissions and the interviewer; contains no personal data.

    `status`: where the application stood; `slot`: that of the cancelled interview.
    """
    programme = application.programme
    emails = [admissions_email(programme), slot.interviewer.email if slot else ""]
    facts = [
        ("Formation", typography.french(programme.short_name)),
        cohort_fact(application.cohort),
        ("Étape", Status(status).label),
        ("Effacé le", typography.moment(now)),
        ("Entretien annulé", Appointment(slot).when if slot else ""),
    ]
    list_page = absolute_url("admin:enrolment_application_changelist")
    return [
        queue(
            email,
            "staff_erased",
            programme=programme,
            facts=facts,
            action=("Voir les candidatures", list_page),
            answered=False,
        )
        for email in dict.fromkeys(filter(None, emails))
    ]
