"""What every calendar file of ours shares: its heading, its organizer, how a letter carries it."""

import base64
from email.utils import parseaddr

from django.conf import settings
from django.core.files.base import ContentFile
from icalendar import Calendar, vCalAddress

from catalogue.models import Centre

PUBLISH, CANCEL = "PUBLISH", "CANCEL"


def blank(*, method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Charmilles//Entretiens//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def organizer(centre: Centre) -> vCalAddress:
    """The centre: RFC 5546 wants a published event to name its organizer."""
    email = centre.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    named = vCalAddress(f"mailto:{email}")
    named.params["CN"] = centre.name
    return named


def attachments(content: bytes, *, method: str, name: str) -> dict:
    """The files of a letter: a part that mailboxes show as an event, and the same to open.

    Both are in base64, which Outlook asks for. The first is encoded here: post_office leaves the
    body of a part with headers of its own as it is.
    """
    headers = {
        "Content-Type": f'text/calendar; method={method}; charset="utf-8"',
        "Content-Transfer-Encoding": "base64",
    }
    shown = ContentFile(base64.encodebytes(content))
    return {
        "invitation.ics": {"file": shown, "mimetype": "text/calendar", "headers": headers},
        name: {"file": ContentFile(content), "mimetype": "application/ics"},
    }
