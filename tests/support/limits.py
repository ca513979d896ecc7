"""Runs in the process that draws PDFs, so it imports neither Django nor pytest."""

import resource
from pathlib import Path


def leave_little_memory():
    """Limits memory to forty megabytes more than WeasyPrint needs to start."""
    import weasyprint  # noqa: F401

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + 40_000_000
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
