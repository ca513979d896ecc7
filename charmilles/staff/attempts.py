"""Limits how often somebody may try to sign in to the staff site.

A wrong password counts for the pair of name and network address, and for the address (see
`sign_in.origin`). For a name alone, the answers only become slower: no stranger can lock a
colleague out. Wrong codes of the second factor also count for the account, since only who has the
password can type one.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from charmilles.mailbox import canonical
from charmilles.throttle import TooMany, give_back, hit

PERIOD = timedelta(minutes=15)
HOUR = timedelta(hours=1)
FAILURES = 5  # for one name from one address
FAILURES_OF_ADDRESS = 20  # a whole office may share one address
FAILURES_OF_NAME = 10  # then each answer takes SLOW seconds more
CODES_OF_ACCOUNT = 10  # an hour, from anywhere
MAILS = 3  # « mot de passe oublié », for one e-mail address
MAILS_OF_ADDRESS = 20
SLOW = 2  # seconds


@dataclass(frozen=True)
class Limit:
    action: str
    key: str
    count: int
    period: timedelta = PERIOD


def of_password(name: str, address: str) -> list[Limit]:
    """The limits of a password typed for this name from this network address."""
    pair = Limit("staff-password", f"{address} {name}", FAILURES)
    return [pair, Limit("staff-address", address, FAILURES_OF_ADDRESS)]


def of_code(account: int, address: str) -> list[Limit]:
    """The limits of a code typed for this account, whose password is known."""
    return [
        Limit("staff-code", f"{address} {account}", FAILURES),
        Limit("staff-address", address, FAILURES_OF_ADDRESS),
        Limit("staff-account", str(account), CODES_OF_ACCOUNT, HOUR),
    ]


def of_mail(email: str, address: str) -> list[Limit]:
    """The limits of « mot de passe oublié »."""
    pair = Limit("staff-mail", canonical(email), MAILS)
    return [pair, Limit("staff-mail-address", address, MAILS_OF_ADDRESS)]


def count(limits: list[Limit], *, now: datetime) -> None:
    """Counts a try for each limit, before it is made. Raises TooMany. Not inside a transaction."""
    for limit in limits:
        hit(limit.action, limit.key, limit=limit.count, period=limit.period, now=now)


def forgive(limits: list[Limit]) -> None:
    """Gives back a try that succeeded: only failures count."""
    for limit in limits:
        give_back(limit.action, limit.key)


def slow_down(name: str, *, now: datetime) -> None:
    """Waits before an answer about a name that many have tried, whether an account has it or not.

    The wait is short and the same for a right password: it slows a guess, not a colleague.
    """
    try:
        hit("staff-name", name, limit=FAILURES_OF_NAME, period=PERIOD, now=now)
    except TooMany:
        time.sleep(SLOW)


def forgive_name(name: str) -> None:
    give_back("staff-name", name)
