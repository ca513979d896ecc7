"""Writes the access log: who read which application."""

from datetime import datetime

from enrolment.models import Application, Opening


def note_opening(application: Application, what: str, *, now: datetime, by=None) -> Opening:
    """Notes that somebody read an application or a part of it: « Dossier », « Document : CV ».

    `by` is the member of staff, None when candidates read their own application.
    """
    max_length = Opening._meta.get_field("what").max_length
    return Opening.objects.create(application=application, what=what[:max_length], at=now, by=by)
