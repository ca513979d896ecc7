"""Signs candidates in without a password: by a code or a link, then by a known browser.

Nothing here looks at applications, so that the answer, and the time it takes, are the same for
every e-mail address. Codes, links and browsers are kept as keyed hashes.
"""

import re
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from charmilles.addresses import absolute_url
from charmilles.mailbox import canonical
from charmilles.throttle import hit
from enrolment.mails import applications as mails
from enrolment.models import AccessToken, Device

CODE_LIFE = settings.RETENTION["code"]
LINK_LIFE = settings.RETENTION["link"]
DEVICE_LIFE = settings.RETENTION["device"]
TRIES = 5

PERIOD = timedelta(minutes=15)
MAILS_PER_ADDRESS = 3
MAILS_PER_IP = 60  # a whole class may apply from its school, behind one IP address


def ask(
    email: str,
    *,
    browser: str,
    destination: str,
    now: datetime,
    ip: str = "",
    ip_limit: int = MAILS_PER_IP,
) -> AccessToken:
    """Sends a code and a link to this e-mail address. Raises TooMany. Not inside a transaction."""
    if ip:
        hit("access-ip", ip, limit=ip_limit, period=PERIOD, now=now)
    hit("access-mail", canonical(email), limit=MAILS_PER_ADDRESS, period=PERIOD, now=now)
    code, link = f"{secrets.randbelow(10**6):06}", secrets.token_urlsafe(32)
    with transaction.atomic():
        token = AccessToken.objects.create(
            email=email,
            code_hash=_code_hash(code, browser),
            link_hash=_hash("link", link),
            browser_hash=_hash("browser", browser),
            destination=destination,
            created_at=now,
        )
        _send(token, code, link)
    return token


def _send(token, code, link):
    mails.access_code(
        token.mailbox,
        code,
        absolute_url("enrolment:link", link),
        code_until=token.created_at + CODE_LIFE,
        link_until=token.created_at + LINK_LIFE,
        destination=token.destination,
    )


def check_code(code: str, *, browser: str, now: datetime) -> AccessToken | None:
    """Returns the last token this browser asked for, if the code is right. Each try counts."""
    tokens = AccessToken.objects.filter(browser_hash=_hash("browser", browser))
    token = tokens.order_by("-created_at", "-pk").first() if browser else None
    if token is None or not _count_try(token, now):
        return None
    typed_hash = _code_hash(re.sub(r"\s", "", code), browser)
    is_right = constant_time_compare(typed_hash, token.code_hash)
    return token if is_right and _consume(token, now) else None


def _count_try(token, now):
    usable = _unused(now, CODE_LIFE).filter(pk=token.pk, tries__lt=TRIES)
    return usable.update(tries=F("tries") + 1)


def peek_link(link: str, *, now: datetime) -> AccessToken | None:
    """Returns the token of this link without using it up, since mail scanners open links."""
    return _of_link(link, now).first()


def use_link(link: str, *, now: datetime) -> AccessToken | None:
    """Returns the token of this link, and uses it up."""
    token = _of_link(link, now).first()
    return token if token and _consume(token, now) else None


def _of_link(link, now):
    return _unused(now, LINK_LIFE).filter(link_hash=_hash("link", link))


def _unused(now, life):
    return AccessToken.objects.filter(used_at=None, created_at__gt=now - life)


def _consume(token, now):
    """Uses the token up; returns 0 when another request has just done so."""
    return AccessToken.objects.filter(pk=token.pk, used_at=None).update(used_at=now)


# Browsers


def remember(email: str, *, now: datetime) -> str:
    """Remembers this browser; returns the secret for its cookie."""
    token = secrets.token_urlsafe(32)
    Device.objects.create(
        email=email,
        token_hash=_hash("device", token),
        created_at=now,
        expires_at=now + DEVICE_LIFE,
    )
    return token


def mailbox_of(token: str, *, now: datetime) -> str | None:
    """Returns the mailbox that the user of this browser has proved to read."""
    devices = Device.objects.filter(token_hash=_hash("device", token), expires_at__gt=now)
    return devices.values_list("mailbox", flat=True).first()


def forget(token: str) -> None:
    Device.objects.filter(token_hash=_hash("device", token)).delete()


def forget_old(now: datetime, dry_run: bool = False) -> int:
    """Deletes expired tokens and browsers; returns how many."""
    old = [
        AccessToken.objects.filter(created_at__lte=now - LINK_LIFE),
        Device.objects.filter(expires_at__lte=now),
    ]
    return sum(rows.count() if dry_run else rows.delete()[0] for rows in old)


def _hash(kind, secret):
    return salted_hmac(f"enrolment.access.{kind}", secret, algorithm="sha256").hexdigest()


def _code_hash(code, browser):
    """Hashes the code with the browser, so that equal codes do not have equal hashes."""
    return _hash("code", f"{browser}:{code}")
