"""Writes the staff register: who signed in, was refused, exported, or changed whose rights."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.text import Truncator

from charmilles.models import StaffEvent

What = StaffEvent.What
_actor: ContextVar[User | None] = ContextVar("charmilles.staff.actor", default=None)


@contextmanager
def acting(user: User | None):
    """Names who acts during a request, for what the signals of `rights.py` write."""
    token = _actor.set(user)
    try:
        yield
    finally:
        _actor.reset(token)


def note(
    what: str,
    user: User | None,
    *,
    now: datetime,
    by: User | None = None,
    detail: str = "",
) -> StaffEvent:
    """Writes an entry about an account. `by` is who did it, None for the person themselves."""
    max_length = StaffEvent._meta.get_field("detail").max_length
    return StaffEvent.objects.create(
        what=what,
        user=user,
        by=None if by == user else by,
        at=now,
        detail=Truncator(detail).chars(max_length),
    )


def note_act(what: str, user: User | None, *, now: datetime, detail: str = "") -> StaffEvent:
    """Writes an entry about an account, done by the person of the current request."""
    return note(what, user, now=now, by=_actor.get(), detail=detail)


def note_refusal(name: str, *, now: datetime) -> StaffEvent:
    """Writes that somebody could not sign in under this name.

    The name is kept only if it is that of an account: it may be a password typed in the wrong box.
    The same queries are made for every name, so that they take the same time.
    """
    account = User.objects.filter(username=name).first()
    detail = "" if account else "nom inconnu"
    return note(What.REFUSED, account, now=now, detail=detail)


def forget_old(now: datetime, dry_run: bool = False) -> int:
    """Deletes the entries kept long enough, or only counts them in a dry run."""
    old = StaffEvent.objects.filter(at__lte=now - settings.RETENTION["staff_register"])
    return old.count() if dry_run else old.delete()[0]
