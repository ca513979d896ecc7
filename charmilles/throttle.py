"""Limits how often a visitor may do something; counts in the database, for all processes and
hosts together."""

import math
from datetime import datetime, timedelta
from ipaddress import IPv6Network, ip_address

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from charmilles.models import Counter

UNREADABLE = "inconnue"  # the network of every address that cannot be read
# Letters that visitors ask us to write, in an hour.
HOUR, LETTERS_TO_A_MAILBOX = timedelta(hours=1), 5
LETTERS_PER_IP = 60  # a whole class may ask from its school, behind one IP address


class TooMany(Exception):
    """The limit is reached; `retry_after` says in how many seconds to try again."""

    def __init__(self, retry_after: int):
        super().__init__(f"Réessayez dans {retry_after} s.")
        self.retry_after = retry_after


def in_minutes(seconds: int) -> int:
    """Rounds a wait up to whole minutes, to be shown to a person."""
    return -(-seconds // 60)


def hit(action: str, key: str, *, limit: int, period: timedelta, now: datetime) -> None:
    """Counts one action; raises TooMany past `limit` in a period, which the first action starts.

    Runs in a transaction of its own, so that a rollback by the caller keeps the count; raises
    RuntimeError inside another one. Up to twice the limit may pass where two periods meet.
    """
    with transaction.atomic(durable=True):
        counter = _lock(action, key, period=period, now=now)
        passes = counter.filter(count__lt=limit).update(count=F("count") + 1)
        ends_at = counter.values_list("ends_at", flat=True).get()
    if not passes:
        raise TooMany(max(1, math.ceil((ends_at - now).total_seconds())))


def hit_letter(action: str, mailbox: str, *, ip: str, now: datetime) -> None:
    """Counts one letter that somebody asks us to write to a mailbox, theirs or not. As `hit`.

    Without `ip`, the mailbox alone is counted.
    """
    if ip:
        hit(f"{action}-ip", ip, limit=LETTERS_PER_IP, period=HOUR, now=now)
    hit(f"{action}-mail", mailbox, limit=LETTERS_TO_A_MAILBOX, period=HOUR, now=now)


def count(action: str, key: str, *, period: timedelta, now: datetime) -> None:
    """Counts one action in a period, which the first one starts; `counted` says how many."""
    with transaction.atomic(durable=True):
        _lock(action, key, period=period, now=now).update(count=F("count") + 1)


def first(action: str, key: str, *, period: timedelta, now: datetime) -> bool:
    """Whether nobody has done this yet in the period, which it starts.

    To be called in the caller's transaction: others wait for it, and it is not done if that fails.
    """
    return bool(_lock(action, key, period=period, now=now).filter(count=0).update(count=1))


def counted(action: str, key: str, *, now: datetime) -> int:
    """Returns how many of these actions were counted in the current period."""
    current = Counter.objects.filter(key=_hash(action, key), ends_at__gt=now)
    return current.values_list("count", flat=True).first() or 0


def give_back(action: str, key: str) -> None:
    """Takes back one action counted by `hit`: counts failures only, without a race.

    A try is counted before it is made, and given back when it succeeds.
    """
    counter = Counter.objects.filter(key=_hash(action, key), count__gt=0)
    counter.update(count=F("count") - 1)


def _hash(action, key):
    return salted_hmac("charmilles.throttle", f"{action}:{key}", algorithm="sha256").hexdigest()


def _lock(action, key, *, period, now):
    """Selects the counter of the current period, locked until commit.

    It is created, or updated without a change: both lock its row.
    """
    hashed, ends_at = _hash(action, key), now + period
    Counter.objects.bulk_create(
        [Counter(key=hashed, ends_at=ends_at)],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["key"],
    )
    counter = Counter.objects.filter(key=hashed)
    counter.filter(ends_at__lte=now).update(count=0, ends_at=ends_at)
    return counter


def visitor(request) -> str:
    """Returns the visitor's network; behind proxies, that of the address which the first one saw.

    Each proxy adds on the right the address that it saw: what stands before these, anybody may
    have written.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    addresses = [address for address in map(str.strip, forwarded) if address]
    added = addresses[-settings.BEHIND_PROXY :] if settings.BEHIND_PROXY else []
    return network(added[0] if added else request.META.get("REMOTE_ADDR", ""))


def network(ip: str) -> str:
    """Returns what to count for an IP address: in IPv6, the /64 that one subscriber has.

    Whoever cannot be told apart counts together: « unknown », the empty address of a Unix socket.
    """
    try:
        address = ip_address(_without_port(ip))
    except ValueError:
        return UNREADABLE
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((int(address), 64), strict=False))


def _without_port(ip):
    """Keeps « 203.0.113.7 » of « 203.0.113.7:51234 », « 2001:db8::1 » of « [2001:db8::1]:443 »."""
    ip = ip.strip().strip('"')
    if ip.startswith("["):
        return ip[1:].partition("]")[0]
    return ip.partition(":")[0] if ip.count(":") == 1 else ip


def forget_old(now: datetime, dry_run: bool = False) -> int:
    """Deletes the counters of past periods, or only counts them in a dry run; returns how many."""
    old = Counter.objects.filter(ends_at__lte=now)
    return old.count() if dry_run else old.delete()[0]
