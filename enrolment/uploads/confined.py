"""Limits that a program sets on itself before it reads a file from a stranger."""

import resource


def confine(*, memory: int, seconds: int, output: int) -> None:
    """Bounds this process: bytes of memory, seconds of CPU time, bytes written.

    Past its CPU time it is asked to stop, then killed a second later.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
