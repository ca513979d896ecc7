"""How often one may do something: the one rate limiter, counted in the database so that every
process and host counts together."""

import math
from datetime import datetime, timedelta
from ipaddress import IPv6Network, ip_address

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from charmilles.models import Counter


class TooMany(Exception):
    """Too often; `retry_after` says in how many seconds to try again."""

    def __init__(self, retry_after: int):
        super().__init__(f"Réessayez dans {retry_after} s.")
        self.retry_after = retry_after


def hit(action: str, key: str, *, limit: int, period: timedelta, now: datetime) -> None:
    """Counts one more; raises TooMany past `limit` within a period, which the first one starts.

    In a transaction of its own, refused inside another one (RuntimeError): what the caller undoes
    stays counted. Two periods may touch, so that at worst twice the limit passes around the change.
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


def _hash(action, key):
    return salted_hmac("charmilles.throttle", f"{action}:{key}", algorithm="sha256").hexdigest()


def _lock(hashed, *, ends_at):
    """Makes the counter, or writes nothing new in it: either way its row is ours until commit."""
    Counter.objects.bulk_create(
        [Counter(key=hashed, ends_at=ends_at)],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["key"],
    )


def visitor(request) -> str:
    """The visitor's network: behind a proxy, of the address that the proxy itself has seen."""
    seen = request.META["REMOTE_ADDR"]
    if settings.BEHIND_PROXY:
        seen = request.headers.get("X-Forwarded-For", seen).rsplit(",", 1)[-1].strip()
    return network(seen)


def network(ip: str) -> str:
    """What to count for a visitor's address: in IPv6 one subscriber has a whole /64."""
    address = ip_address(ip)
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((int(address), 64), strict=False))


def forget_old(now: datetime, dry_run: bool = False) -> int:
    """Deletes the counters of past periods; says how many."""
    old = Counter.objects.filter(ends_at__lte=now)
    return old.count() if dry_run else old.delete()[0]
