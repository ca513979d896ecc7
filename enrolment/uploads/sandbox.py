"""Runs a program of ours on bytes from a stranger, in a process that inherits no secret."""

import subprocess
import sys
import tempfile
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.conf import settings

# Each thread of a library would otherwise reserve memory, which our limits count.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}


class Stopped(Exception):
    """The program failed, went past its limits, or did not answer in time."""


class Crowded(Exception):
    """Too many ask at once: this one may ask again in a minute."""


class Turns:
    """How many run at once in a server process, and how many more may wait, for some seconds.

    The others are refused at once: all the threads that answer pages would otherwise be waiting.
    """

    def __init__(self, *, running: int, waiting: int):
        self._places = BoundedSemaphore(running + waiting)
        self._turns = BoundedSemaphore(running)

    @contextmanager
    def taken(self, *, seconds: float):
        """Holds a turn. Raises Crowded."""
        if not self._places.acquire(blocking=False):
            raise Crowded
        try:
            if not self._turns.acquire(timeout=seconds):
                raise Crowded
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()


def run(module: str, *args: str, data: bytes, seconds: float) -> bytes:
    """What the program answers for these bytes. `seconds` is elapsed time.

    Raises Stopped; OSError when the machine has no room for another process.

    Its answer goes to a file, not to a pipe: the limit on what it writes bounds a file only.
    """
    command = [sys.executable, "-E", "-s", "-m", module, *args]
    with tempfile.TemporaryFile() as out:
        place = {
            "cwd": settings.BASE_DIR,
            "env": ENVIRONMENT,
            "stdout": out,
            "stderr": subprocess.DEVNULL,
        }
        try:
            subprocess.run(command, input=data, timeout=seconds, check=True, **place)
        except subprocess.SubprocessError as error:
            raise Stopped(module) from error
        out.seek(0)
        return out.read()
