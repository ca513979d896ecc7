"""What follows a complete sign-in: the register, the « new device » mail, the known browsers.

A known browser only spares a mail, and the wait that others at its address have caused.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing

from charmilles.models import StaffEvent
from charmilles.staff import letters, register
from charmilles.throttle import visitor

DEVICE = "__Host-poste" if settings.PRODUCTION else "poste"
SALT = "charmilles.staff.device"
ACCOUNTS = 10  # that one shared browser remembers


def complete(request, response, *, now: datetime):
    """Notes a sign-in once nothing more is asked; mails the person if their browser is new.

    Returns the response, with a signed cookie by which the browser is known next time.
    """
    user, known = request.user, _accounts(request)
    is_new = user.pk not in known
    detail = "nouvel appareil" if is_new else "appareil connu"
    register.note(StaffEvent.What.SIGNED_IN, user, now=now, detail=detail)
    if is_new:
        letters.new_device(user, now=now)
    accounts = [user.pk, *(pk for pk in known if pk != user.pk)][:ACCOUNTS]
    response.set_cookie(
        DEVICE,
        signing.dumps(accounts, salt=SALT),
        max_age=settings.RETENTION["staff_device"],
        httponly=True,
        secure=settings.PRODUCTION,
        samesite="Lax",
    )
    return response


def origin(request, name: str) -> str:
    """Says where a try to sign in comes from, to count it: the network address of the visitor.

    The browsers already known for this account count apart: nobody else at the same address, a
    classroom for instance, can make a colleague wait. They count together: each sign-in gives a
    browser another cookie, which must not give it other tries.
    """
    known = _accounts(request)
    if known and User.objects.filter(pk__in=known, username=name).exists():
        return f"known {visitor(request)}"
    return visitor(request)


def _accounts(request):
    """The accounts that have signed in with this browser; none if the cookie is not ours."""
    life = settings.RETENTION["staff_device"]
    try:
        return signing.loads(request.COOKIES.get(DEVICE, ""), salt=SALT, max_age=life)
    except signing.BadSignature:
        return []
