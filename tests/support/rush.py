"""A crowd at the door of a real server: everybody is ready, then everybody presses at once."""

import http.client
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

PATIENCE = 60  # seconds for an answer


@dataclass
class Answer:
    status: int
    location: str
    page: str
    seconds: float


def at_once(acts):
    """What each act returns, all started at the same instant, in their order."""
    ready = threading.Barrier(len(acts), timeout=PATIENCE)

    def run(act):
        ready.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def post(url, path, *, cookie, of="dossier", **data):
    """Sends a form as the browser that keeps this cookie, `of` a file or of the staff."""
    token = "t" * 32
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{of}={cookie}; csrftoken={token}",
    }
    body = urlencode(data | {"csrfmiddlewaretoken": token})
    door = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
    start = time.perf_counter()
    try:
        door.request("POST", path, body, headers)
        answer = door.getresponse()
        page = answer.read().decode()
    finally:
        door.close()
    seconds = time.perf_counter() - start
    return Answer(answer.status, answer.getheader("Location", ""), page, seconds)
