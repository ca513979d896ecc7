"""The letters of a meeting, to who comes to it: each has a link that gives the place back."""

from datetime import datetime

from charmilles import typography
from charmilles.addresses import absolute_url
from enrolment import announced
from enrolment.announced import Announced
from enrolment.mails.letter import Letter, write
from enrolment.models import Guest


def confirmation(guest: Guest, *, until: datetime) -> Letter:
    """Asks the owner of the mailbox to confirm, by a button on a page."""
    facts = [*Announced(guest.meeting).facts, ("Lien valable jusqu’au", typography.moment(until))]
    confirm = ("Confirmer ma venue", _page(guest))
    return _letter(guest, "meeting_confirm", facts, action=confirm, expires_at=until)


def seated(guest: Guest) -> Letter:
    return _with_event(guest, "meeting_seated")


def place_free(guest: Guest) -> Letter:
    """Tells somebody who waited that they have a place now."""
    return _with_event(guest, "meeting_place_free")


def changed(guest: Guest) -> Letter:
    """Tells that the day, the place or the link is another one. Who waits gets no calendar file."""
    return _with_event(guest, "meeting_changed") if guest.seated_at else _waiting_for(guest)


def reminder(guest: Guest) -> Letter:
    facts = Announced(guest.meeting).facts_of_the_seated
    return _letter(guest, "meeting_reminder", facts, expires_at=guest.meeting.starts)


def waiting(guest: Guest) -> Letter:
    return _letter(guest, "meeting_waiting", Announced(guest.meeting).facts)


def called_off(guest: Guest) -> Letter:
    """Tells that it will not take place: nothing in the letter leads there."""
    facts = [("C’était", Announced(guest.meeting).when)]
    action = ("Voir les autres rencontres", absolute_url("enrolment:meetings"))
    files = announced.attachments(guest) if guest.seated_at else None
    return _letter(guest, "meeting_called_off", facts, action=action, files=files, also=())


def _waiting_for(guest):
    return _letter(guest, "meeting_changed", Announced(guest.meeting).facts)


def _with_event(guest, name):
    files = announced.attachments(guest, url=_cancel(guest))
    facts = Announced(guest.meeting).facts_of_the_seated
    return _letter(guest, name, facts, files=files, expires_at=guest.meeting.starts)


def _letter(guest, name, facts, *, action=None, also=None, **options):
    told, cancel = Announced(guest.meeting), _cancel(guest)
    return write(
        guest.mailbox,
        name,
        programme=told.programme,
        facts=[("Rencontre", told.title), *facts],
        action=action or ("Voir mon inscription", _page(guest)),
        also=[("Je ne viens plus", cancel)] if also is None else also,
        unsubscribe_url=cancel,
        meeting=told.title,
        when=told.when,
        **options,
    )


def _page(guest):
    return absolute_url("enrolment:guest", guest.token)


def _cancel(guest):
    return absolute_url("enrolment:guest_cancel", guest.token)
