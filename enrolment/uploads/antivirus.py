"""Asks ClamAV about the files received, when the setting ANTIVIRUS says where it answers.

The protocol is the INSTREAM command of clamd (man clamd): the size of each piece on four bytes, the
piece, and a size of zero at the end. The file itself is never written where clamd reads.
"""

import contextlib
import socket
import struct

from django.conf import settings

SECONDS = 10  # to answer
PIECE = 64 * 1024


class Unreachable(Exception):
    """clamd does not answer, or not about this file."""


def scan(data: bytes) -> str:
    """Returns the name of the virus that clamd finds in these bytes, else nothing.

    Without the setting, nothing is asked. Raises Unreachable: whoever calls must not accept a file
    that was to be checked and was not.
    """
    if settings.ANTIVIRUS is None:
        return ""
    try:
        with contextlib.closing(_connected(settings.ANTIVIRUS)) as clamd:
            answer = _ask(clamd, data)
    except OSError as error:
        raise Unreachable(error) from error
    if answer == "stream: OK":
        return ""
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise Unreachable(answer or "réponse vide")


def _connected(address):
    """Connects to a path (Unix socket) or to a (host, port)."""
    if isinstance(address, tuple):
        return socket.create_connection(address, timeout=SECONDS)
    clamd = socket.socket(socket.AF_UNIX)
    clamd.settimeout(SECONDS)
    try:
        clamd.connect(address)
    except OSError:
        clamd.close()
        raise
    return clamd


def _ask(clamd, data):
    clamd.sendall(b"zINSTREAM\0")
    for start in range(0, len(data), PIECE):
        piece = data[start : start + PIECE]
        clamd.sendall(struct.pack(">I", len(piece)) + piece)
    clamd.sendall(struct.pack(">I", 0))
    answer = b""
    while not answer.endswith(b"\0") and (more := clamd.recv(4096)):
        answer += more
    return answer.rstrip(b"\0").decode("utf-8", "replace")
