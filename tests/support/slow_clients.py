"""Clients that hold their connection: they send or read nothing, or almost nothing."""

import select
import socket
import threading
from contextlib import suppress

PAUSE = 0.5  # seconds between two drops
HOST = b"Host: 127.0.0.1\r\n"
GET, HEAVY = b"GET /healthz HTTP/1.1\r\n" + HOST, b"GET /lourde/ HTTP/1.1\r\n" + HOST + b"\r\n"
# With this cookie, the page reads the form to find the same value there.
FORM = b"Content-Type: application/x-www-form-urlencoded\r\nCookie: csrftoken=" + b"t" * 32
POST = b"POST /candidature/ HTTP/1.1\r\n" + HOST + FORM + b"\r\n"
# What each kind sends at once, then drop by drop.
KINDS = {
    "silent": (b"", b""),
    "idle": (GET + b"\r\n", b""),
    "never leaves": (GET + b"Connection: close\r\n\r\n", b""),
    "never reads": (HEAVY, b""),
    "asks and never reads": (HEAVY * 50, b""),
    "head": (GET + b"X-Long: ", b"a"),
    "blank lines": (b"\r\n\r\n", b"\r\n\r\n"),
    "body": (POST + b"Content-Length: 900000\r\n\r\na=", b"a"),
    "chunks": (POST + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
}
CLOSED = select.POLLRDHUP | select.POLLHUP | select.POLLERR


class Crowd:
    """Keeps `count` connections of each of these kinds open, as long as the server lets it."""

    def __init__(self, address, kinds, count):
        self.address, self.connections, self.leaving = address, [], threading.Event()
        self.thread = threading.Thread(target=self._drip)
        self.kinds = [kind for kind in kinds for _ in range(count)]

    def __enter__(self):
        for kind in self.kinds:
            connection = socket.socket()
            # Else the kernel reads for a client that does not.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(self.address)
            self.connections.append(connection)
            connection.sendall(KINDS[kind][0])
            connection.setblocking(False)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.leaving.set()
        self.thread.join()
        for connection in self.connections:
            connection.close()

    def _drip(self):
        while not self.leaving.wait(PAUSE):
            for kind, connection in zip(self.kinds, self.connections, strict=True):
                with suppress(OSError):
                    connection.send(KINDS[kind][1])

    def still_open(self):
        """Counts the connections that the server has not closed."""
        poll = select.poll()
        for connection in self.connections:
            poll.register(connection, select.POLLRDHUP)
        return len(self.connections) - sum(bool(event & CLOSED) for _, event in poll.poll(0))
