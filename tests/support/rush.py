"""Sends many requests to a real server at the same instant."""

import http.client
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

PATIENCE = 60  # seconds to wait for an answer


@dataclass
class Answer:
    status: int
    location: str
    page: str
    seconds: float


def at_once(acts):
    """Starts all the acts at the same instant; returns their results in order."""
    ready = threading.Barrier(len(acts), timeout=PATIENCE)

    def run(act):
        ready.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def post(url, path, *, cookie, of="dossier", **data):
    """Sends a form with this cookie; `of` is its name: a candidate's or a staff session's."""
    token = "t" * 32
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{of}={cookie}; csrftoken={token}",
    }
    body = urlencode(data | {"csrfmiddlewaretoken": token})
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
    start = time.perf_counter()
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
    finally:
        connection.close()
    seconds = time.perf_counter() - start
    return Answer(answer.status, answer.getheader("Location", ""), page, seconds)
