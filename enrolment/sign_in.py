"""Signs candidates in without a password: by a code or a link, then by a known browser.

Nothing here looks at applications, so that the answer, and the time it takes, are the same for
every e-mail address. Codes, links and browsers are kept as keyed hashes. A code is drawn when its
mail leaves: none waits in a queue, and its life begins when it can be read.
"""

import logging
import re
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.crypto import constant_time_compare, salted_hmac

from charmilles.addresses import absolute_url
from charmilles.mailbox import canonical
from charmilles.throttle import count, counted, hit
from enrolment.mails import applications as mails
from enrolment.mails.letter import send
from enrolment.models import AccessToken, Device

logger = logging.getLogger(__name__)

CODE_LIFE = settings.RETENTION["code"]
LINK_LIFE = settings.RETENTION["link"]
DEVICE_LIFE = settings.RETENTION["device"]
TRIES = 5

PERIOD = timedelta(minutes=15)
MAILS_PER_ADDRESS = 3
MAILS_PER_IP = 60  # a whole class may apply from its school, behind one IP address
# After each failure; the last one again and again until the request dies.
RETRY_AFTER = [timedelta(seconds=20), *(timedelta(minutes=minutes) for minutes in (1, 5, 15))]

# Wrong codes in a day. A stranger who causes them never locks anybody out: the link always opens.
DAY = timedelta(days=1)
LONGER_AFTER = 10  # for a mailbox: its codes have eight digits
LINK_ONLY_AFTER = 30  # for a mailbox: its mails have no code
NETWORK_FAILURES = 100  # from a network: it types no more codes
DIGITS, MORE_DIGITS = 6, 8


class LinkOnly(Exception):
    """No code can be typed now, after too many wrong ones; the link of the mail still opens."""


def ask(
    email: str,
    *,
    browser: str,
    destination: str,
    now: datetime,
    ip: str = "",
    ip_limit: int = MAILS_PER_IP,
) -> AccessToken:
    """Notes that a code and a link are to be sent to this e-mail address, which `send_next` does.

    Replaces a request of this browser whose mail has not left. Raises TooMany. Not inside a
    transaction.
    """
    mailbox, browser_hash = canonical(email), _hash("browser", browser)
    if ip:
        hit("access-ip", ip, limit=ip_limit, period=PERIOD, now=now)
    hit("access-mail", mailbox, limit=MAILS_PER_ADDRESS, period=PERIOD, now=now)
    with transaction.atomic():
        waiting = AccessToken.objects.waiting()
        waiting.filter(mailbox=mailbox, browser_hash=browser_hash).delete()
        return AccessToken.objects.create(
            email=email,
            browser_hash=browser_hash,
            destination=destination,
            asked_at=now,
            next_try_at=now,
        )


def last_asked(browser: str) -> AccessToken | None:
    """The last request of this browser that has not been used."""
    return _asked_by(browser).filter(used_at=None).first()


def last_destination(browser: str) -> str:
    """The page that this browser last asked for, as long as its requests are kept."""
    wished = _asked_by(browser).exclude(destination="")
    return wished.values_list("destination", flat=True).first() or ""


def _asked_by(browser):
    asked = AccessToken.objects.filter(browser_hash=_hash("browser", browser))
    return asked.order_by("-asked_at", "-pk") if browser else asked.none()


# Sending


def send_next(*, now: datetime) -> bool:
    """Sends the mail of the request that has waited longest; returns whether there was one.

    A mail that the server refuses is tried again soon, with a new code, until the request is as old
    as a link may be. One sender at a time.
    """
    due = AccessToken.objects.filter(next_try_at__lte=now, asked_at__gt=now - LINK_LIFE)
    token = due.order_by("next_try_at", "pk").first()
    if token is None:
        return False
    code, link = _draw(token, now)
    try:
        send(_letter(token, code, link))
    except OSError as error:  # those of SMTP too
        # Not its message, which quotes the address.
        logger.warning("Un courriel de connexion n’est pas parti (%s).", type(error).__name__)
    else:
        AccessToken.objects.filter(pk=token.pk).update(next_try_at=None)
    return True


def _draw(token, now):
    """Draws the code, empty after too many failures, and the link; returns them."""
    digits = _digits(token.mailbox, now)
    code = f"{secrets.randbelow(10**digits):0{digits}}" if digits else ""
    link = secrets.token_urlsafe(32)
    token.code_hash = _code_hash(code, token) if code else ""
    token.link_hash = _hash("link", link)
    token.drawn_at = now
    token.next_try_at = now + RETRY_AFTER[min(token.attempts, len(RETRY_AFTER) - 1)]
    token.attempts += 1
    fields = ["code_hash", "link_hash", "drawn_at", "next_try_at", "attempts"]
    AccessToken.objects.bulk_update([token], fields)  # nothing when it was erased meanwhile
    return code, link


def _digits(mailbox, now):
    failures = counted("code-mailbox", mailbox, now=now)
    if failures >= LINK_ONLY_AFTER:
        return 0
    return MORE_DIGITS if failures >= LONGER_AFTER else DIGITS


def _letter(token, code, link):
    return mails.access(
        token.mailbox,
        code,
        absolute_url("enrolment:link", link),
        code_until=token.drawn_at + CODE_LIFE,
        link_until=token.drawn_at + LINK_LIFE,
        destination=token.destination,
    )


# Coming in


def check_code(code: str, *, browser: str, now: datetime, network: str = "") -> AccessToken | None:
    """Returns the last token sent to this browser, if the code is right.

    Each try counts. Raises LinkOnly after too many failures for the mailbox or from the network.
    """
    if counted("code-network", network, now=now) >= NETWORK_FAILURES:
        raise LinkOnly
    tokens = AccessToken.objects.filter(browser_hash=_hash("browser", browser))
    token = tokens.exclude(drawn_at=None).order_by("-drawn_at", "-pk").first() if browser else None
    if token is None:
        return None
    if counted("code-mailbox", token.mailbox, now=now) >= LINK_ONLY_AFTER:
        raise LinkOnly
    tried, is_right = _count_try(token, now), _is_right(token, code)
    if is_right:  # one that comes late, or twice, opens nothing, and is not counted as a guess
        return token if tried and _consume(token, now) else None
    count("code-mailbox", token.mailbox, period=DAY, now=now)
    if network:
        count("code-network", network, period=DAY, now=now)
    return None


def _is_right(token, code):
    typed_hash = _code_hash(re.sub(r"\D", "", code), token)
    return constant_time_compare(typed_hash, token.code_hash)


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
    return AccessToken.objects.filter(used_at=None, drawn_at__gt=now - life)


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


def other_devices(token: str, *, now: datetime) -> QuerySet[Device]:
    """Selects the other browsers that open the applications of this one's mailbox."""
    own = Device.objects.filter(expires_at__gt=now)
    mailbox = own.filter(token_hash=_hash("device", token)).values("mailbox")
    return own.filter(mailbox__in=mailbox).exclude(token_hash=_hash("device", token))


def forget_old(now: datetime, dry_run: bool = False) -> int:
    """Deletes expired tokens and browsers; returns how many."""
    tokens = AccessToken.objects.annotate(since=Coalesce("drawn_at", "asked_at"))
    old = [tokens.filter(since__lte=now - LINK_LIFE), Device.objects.filter(expires_at__lte=now)]
    return sum(rows.count() if dry_run else rows.delete()[0] for rows in old)


def _hash(kind, secret):
    return salted_hmac(f"enrolment.access.{kind}", secret, algorithm="sha256").hexdigest()


def _code_hash(code, token):
    """Hashes the code with the browser, so that equal codes do not have equal hashes."""
    return _hash("code", f"{token.browser_hash}:{code}")
