"""Writes the letters of « Me prévenir »: one function per letter, each with a link to stop."""

from datetime import datetime

from django.conf import settings

from catalogue.models import Programme
from catalogue.sheet.action import action
from catalogue.sheet.sheet import Sheet
from charmilles import typography
from charmilles.addresses import absolute_url
from enrolment.mails.letter import Letter, cohort_fact, write
from enrolment.models import Alert


def confirmation(alert: Alert, *, until: datetime) -> Letter:
    """Asks the owner of the mailbox to confirm, by a button on a page."""
    confirm = ("Confirmer mon adresse", absolute_url("enrolment:alert_link", alert.token))
    facts = [("Lien valable jusqu’au", typography.moment(until))]
    return _letter(alert, "alert_confirm", alert.programme, confirm, facts, expires_at=until)


def opened(alert: Alert, *, sheet: Sheet) -> Letter:
    """Tells that one can enrol: in the words of the programme's page, or by a link to it."""
    programme, cohort = sheet.programme, cohort_fact(sheet.intake.cohort)
    page = ("Voir la formation", _page(programme))
    if not programme.takes_applications:
        return _letter(alert, "alert_open", programme, page, [cohort])
    label, url, sentence = action(sheet)
    enrol = (label, settings.SITE_URL + url)
    until = ("Inscriptions", typography.french(sentence[:1].lower() + sentence[1:]))
    return _letter(alert, "alert_open", programme, enrol, [cohort, until], also=[page])


def withdrawn(alert: Alert, *, programme: Programme) -> Letter:
    """Tells that enrolment will not open, and which programme replaces this one, if any."""
    successor = programme.successor
    if successor and successor.is_published:
        page = ("Voir la formation qui la remplace", _page(successor))
        words = {"successor": successor.short_name}
        return _letter(alert, "alert_replaced", programme, page, [], **words)
    page = ("Voir toutes les formations", absolute_url("catalogue:programmes"))
    return _letter(alert, "alert_withdrawn", programme, page, [])


def _letter(alert, name, programme, page, facts, *, also=(), **options):
    stop = absolute_url("enrolment:alert_stop", alert.token)
    return write(
        alert.mailbox,
        name,
        programme=programme,
        facts=[("Formation", typography.french(programme.short_name)), *facts],
        action=page,
        also=[*also, ("Ne plus me prévenir", stop)],
        unsubscribe_url=stop,
        **options,
    )


def _page(programme):
    return absolute_url("catalogue:programme", programme.slug)
