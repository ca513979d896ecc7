"""Naive servers, for the control: they keep a page for an hour, whatever changes."""

from tests.proofs.clocked import *  # noqa: F403
from tests.proofs.clocked import real_now

PAGES_VERSION = "tests.proofs.by_time.hour"


def hour():
    return real_now().strftime("%Y-%m-%d %H")
