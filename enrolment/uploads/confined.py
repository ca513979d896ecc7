"""What the programs that read a stranger's file share: their limits, and how they refuse one."""

import os
import resource

PAGES = 50  # of a PDF
PIXELS = 40_000_000  # points of a picture, decoded
POLITENESS = 10  # they give way to the processes that answer pages


class Refused(Exception):
    """The file is refused; the argument is a key of `check.SENTENCES`."""


def confine(*, memory: int, seconds: int, output: int) -> None:
    """Bounds this process: bytes of memory, seconds of CPU time, bytes written.

    Past its CPU time it is asked to stop, then killed a second later.
    """
    os.nice(POLITENESS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
