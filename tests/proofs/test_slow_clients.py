"""A client that is slow, silent or gone holds neither the site nor, for long, its connection."""

import socket
import time
import urllib.request

import pytest

from tests.support.failing_urls import HEAVY as HEAVY_ANSWER
from tests.support.slow_clients import HOST, KINDS, POST, Crowd

pytestmark = pytest.mark.one_database("sqlite")  # no row decides here

SETTINGS = "tests.support.failing"
READ_ALONG = 10  # seconds that a page may take here: these clients would hold it for ever
GTHREAD = "--worker-class=gthread"
STILL_SENDING = ["head", "body", "chunks", "blank lines"]


def fill():
    return {}


def start(serve, options=""):
    return serve(
        fill="tests.proofs.test_slow_clients:fill",
        DJANGO_SETTINGS_MODULE=SETTINGS,
        GUNICORN_CMD_ARGS=options,
    )


@pytest.fixture(scope="module")
def server(serve):
    return start(serve)


@pytest.fixture(scope="module")
def hasty(serve):
    """A server that waits for its clients one second instead of thirty."""
    return start(serve, "--keep-alive=1")


def address(server):
    return server.listener.getsockname()


def page(server, *, timeout=READ_ALONG):
    with urllib.request.urlopen(f"{server.url}/healthz", timeout=timeout) as answer:
        return answer.status


@pytest.mark.parametrize("kind", KINDS)
def test_slow_clients_do_not_hold_the_site(server, long, kind):
    with Crowd(address(server), [kind], 200 if long else 40):
        assert [page(server) for _ in range(20)] == [200] * 20


def test_slow_clients_of_every_kind_do_not_hold_the_site(server, long):
    with Crowd(address(server), KINDS, 200 if long else 20):
        assert [page(server) for _ in range(20)] == [200] * 20


@pytest.mark.parametrize("kind", ["head", "body", "never reads"])
def test_control_worker_that_gives_threads_to_clients_is_held(serve, kind):
    naive = start(serve, GTHREAD)
    with Crowd(address(naive), [kind], 40), pytest.raises(TimeoutError):
        [page(naive, timeout=3) for _ in range(20)]


@pytest.mark.parametrize("kind", ["silent", "idle", "never leaves", *STILL_SENDING])
def test_slow_connection_is_closed(hasty, kind):
    with Crowd(address(hasty), [kind], 10) as crowd:
        end = time.monotonic() + 20
        while crowd.still_open() and time.monotonic() < end:
            time.sleep(0.1)
        assert crowd.still_open() == 0


@pytest.mark.long
def test_answer_that_nobody_reads_is_given_up(hasty):
    with Crowd(address(hasty), ["never reads"], 1) as crowd:
        time.sleep(90)  # what the kernel keeps for the client counts as read
        (connection,) = crowd.connections
        connection.settimeout(READ_ALONG)
        received = 0
        while data := connection.recv(1_000_000):
            received += len(data)
    assert 0 < received < HEAVY_ANSWER


def test_client_as_slow_as_a_weak_network_has_its_time(hasty):
    """Each piece comes within the second, at twice the pace: in three, the whole is longer."""
    body = b"csrfmiddlewaretoken=" + b"t" * 32 + b"&email=" + b"a" * 24_000
    head = POST + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
    with socket.create_connection(address(hasty), timeout=READ_ALONG) as connection:
        connection.sendall(head)
        for start in range(0, len(body), 4_000):
            connection.sendall(body[start : start + 4_000])
            time.sleep(0.5)
        assert connection.recv(100).startswith(b"HTTP/1.1 302")  # read: the address is a wrong one


def test_too_many_connections_close_the_slowest_to_let_others_in(serve):
    small = start(serve, "--worker-connections=20")
    with Crowd(address(small), ["silent", "head"], 60):
        assert [page(small) for _ in range(5)] == [200] * 5


def test_only_the_first_of_many_requests_at_once_is_answered(server):
    with socket.create_connection(address(server), timeout=READ_ALONG) as connection:
        connection.sendall((b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n") * 3)
        answers = b""
        while data := connection.recv(10_000):
            answers += data
    assert answers.count(b"HTTP/1.1 200") == 1
    assert b"Connection: close" in answers
