"""The worker that gunicorn runs: one loop receives and sends, threads only compute.

Waitress keeps a request until it is whole, then gives it to a thread, and sends the answer when the
thread is already free: a slow client costs a connection, never a thread. Waitress lets it last as
long as the client wants; we do not.
"""

import os
import resource
import signal
import socket
import time
from itertools import accumulate, chain

from gunicorn.workers import base
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask

from charmilles import unreadable

PACE = 4_000  # bytes: each time that many are moved, their client has one more second
BUFFER = 131_072  # bytes of an answer that the kernel may take for a client that reads nothing
HELD = 1_000_000_000  # bytes, in each worker, of requests that are not whole yet
SETTINGS = {
    "clear_untrusted_proxy_headers": False,  # Django reads them as BEHIND_PROXY says
    "max_request_header_size": 32_768,
    "max_request_body_size": 100_000_000,  # below it, a page says that the file is too heavy
    "outbuf_high_watermark": 1_000_000_000,  # above any answer: no thread waits for a client
    "ident": None,  # tells nobody which server this is
}


class Parser(HTTPRequestParser):
    """Refuses what a proxy in front could have read in another way."""

    def parse_header(self, head):
        line, *fields = head.rstrip(b"\r\n").split(b"\r\n")
        limits = self.adj.gunicorn
        if len(line) > limits.limit_request_line or len(fields) > limits.limit_request_fields:
            raise ParsingError("too long")
        if any(field.startswith((b" ", b"\t")) for field in fields):
            raise ParsingError("field on several lines")
        super().parse_header(head)
        if self.version not in ("1.0", "1.1"):
            raise ParsingError("unknown version")
        codings = [field for field in fields if field.lower().startswith(b"transfer-encoding:")]
        simple = len(codings) == 1 and self.chunked and b"," not in codings[0]
        if codings and (not simple or "CONTENT_LENGTH" in self.headers):
            raise ParsingError("several lengths")


class Refusal(ErrorTask):
    """Answers a request that cannot be read, as the site does."""

    def execute(self):
        error = self.request.error
        self.status = f"{error.code} {error.reason}"
        self.response_headers.extend(unreadable.HEADERS_OF_THE_PAGE.items())
        self.set_close_on_finish()
        self.content_length = len(unreadable.PAGE)
        self.write(unreadable.PAGE)


class Answer(WSGITask):
    def set_close_on_finish(self):
        """Keeps the connection after an answer without a body (304), which waitress would close."""
        asked = self.request.headers.get("CONNECTION", "").lower() == "close"
        if self.has_body or asked or self.version == "1.0":
            super().set_close_on_finish()


class Channel(HTTPChannel):
    """A connection. It is closed when `due` if its client does nothing, or too slowly."""

    parser_class = Parser
    task_class = Answer
    error_task_class = Refusal

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.begin()

    def begin(self, *, sending=False):
        """Starts the time of the client: to send a request, to end it, or to read the answer."""
        self.sending, self.moved, self.since = sending, 0, time.monotonic()

    @property
    def due(self):
        earned = self.moved / PACE if self.sending or self.total_outbufs_len else 0
        return self.since + self.adj.gunicorn.keepalive + earned

    @property
    def held(self):
        return self.request.body_bytes_received if self.request else 0

    @property
    def busy(self):
        """Whether a stop waits for it: not if its request has hardly begun to arrive."""
        arriving = self.request and self.request.headers_finished
        return bool(self.requests or self.total_outbufs_len or arriving)

    def received(self, data):
        if not self.sending:  # once: a byte now and then must not make it last
            self.begin(sending=True)
        return super().received(data)

    def service(self):
        """Answers one request at a time: a client could ask for a thousand and read no answer."""
        with self.requests_lock:
            first, *others = self.requests
            self.requests = [first]
        for other in others:
            other.close()
        if others:
            first.headers["CONNECTION"] = "close"  # no browser does this; who does asks again
        super().service()

    def write_soon(self, data):
        self.begin()
        return super().write_soon(data)

    def handle_write(self):
        super().handle_write()
        if not self.total_outbufs_len and not self.sending:
            self.begin()  # the whole answer is sent

    def recv(self, size):
        data = super().recv(size)
        self.moved += len(data)
        return data

    def send(self, data, do_close=True):
        sent = super().send(data, do_close)
        self.moved += sent
        return sent

    def drop(self):
        if self.request:
            self.request.close()
        self.handle_close()


class Server(TcpWSGIServer):
    channel_class = Channel

    def __init__(self, cfg, application, listener, *, map, dispatcher):
        settings = Adjustments(
            sockets=[listener],
            connection_limit=2 * cfg.worker_connections,  # until `too_many` are closed
            **SETTINGS,
        )
        settings.gunicorn = cfg
        place = (listener.family, listener.type, listener.proto, listener.getsockname())
        options = {"dispatcher": dispatcher, "adj": settings, "sockinfo": place}
        super().__init__(application, map, True, listener, bind_socket=False, **options)
        self.server_name = self.effective_host  # for a request that names no host

    def set_socket_options(self, conn):
        super().set_socket_options(conn)
        conn.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)

    def maintenance(self, now):
        """Does nothing: the worker closes connections by rules of its own."""

    def stop_accepting(self):
        wasyncore.dispatcher.close(self)


class Worker(base.Worker):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.map, self.servers, self.looked = {}, [], 0

    def init_signals(self):
        super().init_signals()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C: gunicorn tells its workers itself

    def handle_exit(self, sig, frame):
        super().handle_exit(sig, frame)
        for server in self.servers:
            server.pull_trigger()

    handle_quit = handle_exit  # requests end after a Ctrl-C too

    def run(self):
        allow_files(8 * self.cfg.worker_connections)
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(self.cfg.threads)
        shared = {"map": self.map, "dispatcher": dispatcher}
        for listener in self.sockets:
            self.servers.append(Server(self.cfg, self.wsgi, listener.sock, **shared))
        while self.alive and self.ppid == os.getppid():
            self.turn()
        self.stop()
        dispatcher.shutdown(timeout=1)

    def turn(self):
        self.notify()
        wasyncore.loop(timeout=1, map=self.map, use_poll=True, count=1)
        crowded = any(server.in_connection_overflow for server in self.servers)
        if crowded or time.monotonic() > self.looked + 1:
            self.looked = time.monotonic()
            self.drop_slow(now=self.looked)

    def stop(self):
        """Ends the requests under way, as long as gunicorn lets us."""
        for server in self.servers:
            server.stop_accepting()
        end = time.monotonic() + self.cfg.graceful_timeout
        while any(channel.busy for channel in self.channels()) and time.monotonic() < end:
            self.turn()

    def channels(self):
        return list(chain.from_iterable(server.active_channels.values() for server in self.servers))

    def drop_slow(self, *, now):
        waiting = {channel for channel in self.channels() if not channel.requests}
        late = {channel for channel in waiting if channel.due < now}
        late |= too_many(waiting - late, self.cfg.worker_connections)
        late |= too_heavy(waiting - late, HELD)
        for channel in late:
            channel.drop()


def too_many(channels, most):
    """Those to close so that the others, and the next ones, find room: the nearest to their end."""
    last_first = sorted(channels, key=lambda channel: channel.due, reverse=True)
    return set(last_first[most:])


def too_heavy(channels, most):
    """Those to close so that requests which may never end do not fill the disk: the heaviest."""
    lightest_first = sorted(channels, key=lambda channel: channel.held)
    sums = accumulate(channel.held for channel in lightest_first)
    return {channel for channel, held in zip(lightest_first, sums, strict=True) if held > most}


def allow_files(most):
    """A connection may need a file for its request, and one for its answer."""
    _, allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, allowed), allowed))
