"""Runs a program of ours on bytes from a stranger, in a process that inherits no secret."""

import subprocess
import sys
import tempfile

from django.conf import settings


class Stopped(Exception):
    """The program failed, went past its limits, or did not answer in time."""


def run(module: str, *args: str, data: bytes, seconds: float) -> bytes:
    """What the program answers for these bytes. `seconds` is elapsed time.

    Raises Stopped; OSError when the machine has no room for another process.

    Its answer goes to a file, not to a pipe: the limit on what it writes bounds a file only.
    """
    command = [sys.executable, "-E", "-s", "-m", module, *args]
    with tempfile.TemporaryFile() as out:
        place = {"cwd": settings.BASE_DIR, "env": {}, "stdout": out, "stderr": subprocess.DEVNULL}
        try:
            subprocess.run(command, input=data, timeout=seconds, check=True, **place)
        except subprocess.SubprocessError as error:
            raise Stopped(module) from error
        out.seek(0)
        return out.read()
