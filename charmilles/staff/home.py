"""What the home of the staff site says first: whether the site is kept, what waits for a person."""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string

from charmilles import backups


class Note(NamedTuple):
    text: str
    url: str = ""
    is_warning: bool = False


def notes(user, *, now: datetime) -> list[Note]:
    """Collects the notes for this person: each function of STAFF_NOTES gives one, or None."""
    found = (import_string(name)(user, now) for name in settings.STAFF_NOTES)
    return [note for note in found if note]


def about_backups(user, now: datetime) -> Note:
    said = " ; ".join(backups.said())
    return Note(f"{said[0].upper()}{said[1:]}.", is_warning=backups.is_late(now))
