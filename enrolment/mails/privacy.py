"""What we write about data that will not stay, or have gone: one function per event."""

from datetime import date, datetime

from charmilles.addresses import absolute_url
from post_office.models import Email

from catalogue.context import the_centre
from charmilles import typography
from enrolment.interviews import appointment
from enrolment.mails.letter import Role, moment, person, queue, typed
from enrolment.models import Application, Message, Slot, Status


def draft_reminder(application: Application, *, erased_on: date) -> Email:
    return _about_draft(application, "draft_reminder", "Reprendre mon dossier", erased_on)


def draft_closed(application: Application, *, erased_on: date) -> Email:
    """Its intake no longer takes applications: nothing is asked, only said."""
    return _about_draft(application, "draft_closed", "Ouvrir mon dossier", erased_on)


def draft_warning(application: Application, *, erased_on: date) -> Email:
    return _about_draft(application, "draft_warning", "Garder mon dossier", erased_on)


def _about_draft(application, name, action, erased_on):
    cohort = application.cohort
    return queue(
        application.email,
        name,
        programme=application.programme,
        greeted=typed(application.first_name),
        facts=[
            ("Référence", application.reference),
            ("Formation", typography.french(application.programme.short_name)),
            ("Promotion", typography.french(cohort.name) if cohort else "la prochaine"),
            ("Dernière réponse enregistrée le", moment(application.saved_at)),
            ("Effacé le", typography.day(erased_on, weekday=True)),
        ],
        action=(action, absolute_url("enrolment:dossier", application.reference)),
        application=application,
        audience=Message.Audience.CANDIDATE,
        reference=application.reference,
        day=typography.day(erased_on),
    )


def staff_erased(
    application: Application, *, status: str, slot: Slot | None, now: datetime
) -> list[Email]:
    """To who handles admissions, and to who was to receive: without a word of the person.

    `status`: where the file stood; `slot`: of the interview that will not take place.
    """
    programme, cohort = application.programme, application.cohort
    found = person(programme, Role.ADMISSIONS, Role.LEAD, reached_by="email")
    emails = [found.contact.email if found else the_centre().email]
    emails += [slot.interviewer.email] if slot else []
    facts = [
        ("Formation", typography.french(programme.short_name)),
        ("Promotion", typography.french(cohort.name) if cohort else "la prochaine"),
        ("Étape", Status(status).label),
        ("Effacé le", moment(now)),
        ("Entretien annulé", appointment.when(slot) if slot else ""),
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
