"""Run in the child that draws, where nothing of Django or pytest is loaded."""

import resource
from pathlib import Path


def leave_little_memory():
    """Forty megabytes more than what the printer needs to start."""
    import weasyprint  # noqa: F401

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + 40_000_000
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
