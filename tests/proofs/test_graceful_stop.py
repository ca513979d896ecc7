"""A site that is told to stop first answers what it has received; nothing written goes unsaid."""

import http.client
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tests.proofs.crashing import Visitor
from tests.support.slow_clients import POST, Crowd

pytestmark = pytest.mark.one_database("sqlite")  # the server decides, not the database

NEEDS = "tests.proofs.crashing"
SENT_ONCE = ["submitted", 1, 1]
ENDED = 40  # seconds: more than the site gives to its requests


def start(serve, options=""):
    late = {"DJANGO_SETTINGS_MODULE": "tests.support.late_answers", "GUNICORN_CMD_ARGS": options}
    return serve(fill=f"{NEEDS}:fill", **late)


def stop(server, *, within=ENDED):
    server.group.process.terminate()
    server.group.process.wait(within)


def stopped_during_a_submission(server):
    """Stops the server once the application is written; returns (was it answered, its state)."""
    ((reference, cookie),) = server.run(f"{NEEDS}:drafts", server.filled, 1)
    with closing(Visitor(server.url, cookie)) as visitor, ThreadPoolExecutor(1) as pool:
        answer = pool.submit(visitor.submit, reference)
        written = time.monotonic() + 20
        while server.run(f"{NEEDS}:state", [reference])[reference] != SENT_ONCE:
            assert time.monotonic() < written, server.log.read_text()
        stop(server)
        try:
            answered = answer.result()
        except (OSError, http.client.HTTPException):
            answered = False
    return answered, server.run(f"{NEEDS}:state", [reference])[reference]


def test_submission_under_way_is_answered_before_the_stop(serve):
    assert stopped_during_a_submission(start(serve)) == (True, SENT_ONCE)


def test_control_submission_without_time_to_end_is_written_and_not_answered(serve):
    naive = start(serve, "--graceful-timeout=0")
    assert stopped_during_a_submission(naive) == (False, SENT_ONCE)


def test_form_that_is_still_arriving_is_read_and_answered_before_the_stop(serve):
    server, body = start(serve), b"csrfmiddlewaretoken=" + b"t" * 32 + b"&email="
    head = POST + b"Content-Length: %d\r\n\r\n" % (len(body) + 1)
    with socket.create_connection(server.listener.getsockname(), timeout=ENDED) as connection:
        connection.sendall(head + body)
        time.sleep(0.5)
        server.group.process.terminate()
        time.sleep(0.5)
        connection.sendall(b"a")
        assert connection.recv(100).startswith(b"HTTP/1.1 302")
    server.group.process.wait(ENDED)


def test_stop_waits_for_no_client_that_only_holds_its_connection(serve):
    server = start(serve)
    with Crowd(server.listener.getsockname(), ["silent", "idle", "head"], 20):
        stop(server, within=20)  # they have thirty seconds to send a request


def test_stop_is_bounded(serve):
    server = start(serve, "--graceful-timeout=2")
    with Crowd(server.listener.getsockname(), ["body"], 5):
        stop(server)
