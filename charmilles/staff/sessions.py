"""Ends the sessions of staff: after half an hour idle, after ten hours, or all of them at once."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.utils import timezone

BEGAN, SEEN = "began", "seen"
# A session is written again at most once a minute, not at every page.
PRECISION = timedelta(minutes=1)


def begin(session, *, now: datetime) -> None:
    session[BEGAN] = session[SEEN] = now.timestamp()


def _begin_at_sign_in(sender, request, user, **kwargs):
    begin(request.session, now=timezone.now())


def connect():
    user_logged_in.connect(_begin_at_sign_in, dispatch_uid="charmilles.staff.sessions")


def is_over(session, *, now: datetime) -> bool:
    """Says whether a session has lasted, or has been idle, too long."""
    if BEGAN not in session:  # opened before these limits
        return True
    lasted, idle = (now.timestamp() - session[key] for key in (BEGAN, SEEN))
    limits = (settings.SESSION_LIFE, settings.SESSION_IDLE)
    return any(
        seconds >= limit.total_seconds()
        for seconds, limit in zip((lasted, idle), limits, strict=True)
    )


def touch(session, *, now: datetime) -> None:
    """Notes that the session is in use."""
    if now.timestamp() - session[SEEN] >= PRECISION.total_seconds():
        session[SEEN] = now.timestamp()


def close_all(user: User, *, but: str | None = None) -> int:
    """Closes the sessions of an account, except the one with this key; returns how many.

    Only staff, and candidates whose form was refused today, have sessions: reading them all is
    quick.
    """
    own = [
        session.pk
        for session in Session.objects.exclude(pk=but or "")
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    return Session.objects.filter(pk__in=own).delete()[0]
