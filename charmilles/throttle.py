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
    hashed = _hash(action, key)
    with transaction.atomic(durable=True):
        _lock(hashed, ends_at=now + period)
        counter = Counter.objects.filter(key=hashed)
        counter.filter(ends_at__lte=now).update(count=0, ends_at=now + period)
        passes = counter.filter(count__lt=limit).update(count=F("count") + 1)
        ends_at = counter.values_list("ends_at", flat=True).get()
    if not passes:
        raise TooMany(max(1, math.ceil((ends_at - now).total_seconds())))


def give_back(action: str, key: str) -> None:
    """Takes back one action counted by `hit`: counts failures only, without a race.

    A try is counted before it is made, and given back when it succeeds.
    """
    counter = Counter.objects.filter(key=_hash(action, key), count__gt=0)
    counter.update(count=F("count") - 1)


def _hash(action, key):
    return salted_hmac("charmilles.throttle", f"{action}:{key}", algorithm="sha256").hexdigest()


def _lock(hashed, *, ends_at):
    """Creates the counter, or updates it without a change: both lock its row until commit."""
    Counter.objects.bulk_create(
        [Counter(key=hashed, ends_at=ends_at)],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["key"],
    )


def visitor(request) -> str:
    """Returns the visitor's network; behind a proxy, that of the IP address which the proxy saw."""
    ip = request.META["REMOTE_ADDR"]
    if settings.BEHIND_PROXY:
        ip = request.headers.get("X-Forwarded-For", ip).rsplit(",", 1)[-1].strip()
    return network(ip)


def network(ip: str) -> str:
    """Returns what to count for an IP address: in IPv6, the /64 that one subscriber has."""
    address = ip_address(ip)
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((int(address), 64), strict=False))


def forget_old(now: datetime, dry_run: bool = False) -> int:
    """Deletes the counters of past periods, or only counts them in a dry run; returns how many."""
    old = Counter.objects.filter(ends_at__lte=now)
    return old.count() if dry_run else old.delete()[0]
