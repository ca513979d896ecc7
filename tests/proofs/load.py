"""R6: people who read and people who apply, each at their own pace, on a real server.

Each has a network address of their own, as behind a proxy, and thinks between two acts.
"""

import http.client
import random
import threading
import time
from contextlib import closing, suppress
from io import BytesIO
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.proofs.crashing import Visitor
from tests.support import uploads

DOCUMENT = 1_000_000  # bytes
PAGES = (
    *("/", "/formations/", "/formations/?q=gestion", "/formations/bac-pro-essai/"),
    *("/remuneration/", "/entreprises/", "/formations/bac-pro-essai/candidater/"),
)


def fill():
    """Makes what one needs to apply: a programme, and a document that is asked."""
    from tests.proofs import crashing
    from tests.support import enrolment_factories as candidates

    programme = crashing.fill()
    return {"programme": programme, "kind": candidates.document_kind(title="Bulletins").pk}


def applied(references):
    """Returns how many of these applications are sent, and with a document."""
    from enrolment.models import Application

    sent = Application.objects.filter(reference__in=references).exclude(submitted_at=None)
    return [sent.count(), sent.exclude(documents=None).distinct().count()]


class Answer(NamedTuple):
    path: str
    status: int  # 0: no answer
    seconds: float


class Pace(NamedTuple):
    """How long all of it lasts, and the shortest and longest thought between two acts."""

    seconds: float
    shortest: float
    longest: float


class Person(threading.Thread):
    """Somebody who acts until the end; `answers` are all that they were given."""

    def __init__(self, server, number, pace, *, applies=None):
        super().__init__()
        self.url, self.pace, self.applies = server.url, pace, applies
        self.ip = f"2001:db8:0:{number:x}::1"
        self.random, self.answers, self.sent = random.Random(number), [], False
        self.visitor = Visitor(server.url, applies["cookie"] if applies else "")

    def run(self):
        end = time.monotonic() + self.pace.seconds
        time.sleep(self.random.uniform(0, self.pace.longest))  # they do not arrive together
        with closing(self.visitor):
            for act in self.application() if self.applies else ():
                act()
                self.think()
            while time.monotonic() < end:
                self.ask("GET", self.random.choice(PAGES))
                self.think()

    def think(self):
        time.sleep(self.random.uniform(self.pace.shortest, self.pace.longest))

    def application(self):
        """Fills the documents, sends them, checks, and sends the application."""
        folder = f"/candidature/dossier/{self.applies['reference']}/"
        kind = self.applies["kind"]
        yield lambda: self.ask("GET", f"{folder}documents/")
        yield lambda: self.send_file(f"{folder}documents/{kind}/envoyer/", f"document-{kind}-file")
        yield lambda: self.ask("GET", f"{folder}verifier/")
        yield lambda: self.submit(f"{folder}verifier/", folder)
        yield lambda: self.ask("GET", folder)

    def submit(self, path, folder):
        form = f"csrfmiddlewaretoken={self.token}"
        self.sent = self.ask("POST", path, form.encode()) == folder

    def send_file(self, path, name):
        edge = "limite-de-ce-formulaire"
        head = (
            f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
            f'{self.token}\r\n--{edge}\r\nContent-Disposition: form-data; name="{name}"; '
            'filename="bulletins.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
        )
        body = head.encode() + self.applies["file"] + f"\r\n--{edge}--\r\n".encode()
        self.ask("POST", path, body, f"multipart/form-data; boundary={edge}")

    @property
    def token(self):
        return self.visitor.cookies.get("csrftoken", "")

    def ask(self, method, path, body=None, kind="application/x-www-form-urlencoded"):
        """Asks on a new connection, as after a long thought; returns where it leads."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.visitor.cookies.items())
        headers = {"Cookie": cookies, "X-Forwarded-For": self.ip, "Content-Type": kind}
        start, status, leads = time.perf_counter(), 0, ""
        with suppress(OSError, http.client.HTTPException):
            with closing(http.client.HTTPConnection(self.visitor.host, timeout=30)) as connection:
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                answer.read()
            self.keep(answer.headers.get_all("Set-Cookie") or [])
            status, leads = answer.status, answer.headers.get("Location", "")
        self.answers.append(Answer(urlsplit(path).path, status, time.perf_counter() - start))
        return leads

    def keep(self, cookies):
        for cookie in cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.visitor.cookies[name] = value


def heavy_pdf(number):
    """A PDF of DOCUMENT bytes that no other is like, with nothing to compress."""
    noise = random.Random(number).randbytes(DOCUMENT)

    def add(document):
        document.pages[0].Contents = document.make_stream(b"")
        document.Root.Noise = document.make_stream(noise)

    return BytesIO(uploads.pdf(change=add)).getvalue()


def crowd(server, count, pace):
    """Lets that many people act, half of them applying; returns them once all have ended."""
    needs, half = server.filled, count // 2
    drafts = server.run("tests.proofs.crashing:drafts", needs["programme"], half)
    people = [Person(server, number, pace) for number in range(count - half)]
    for number, (reference, cookie) in enumerate(drafts, start=len(people)):
        applies = {"reference": reference, "cookie": cookie, "kind": needs["kind"]}
        applies["file"] = heavy_pdf(number % 5)
        people.append(Person(server, number, pace, applies=applies))
    for person in people:
        person.start()
    for person in people:
        person.join()
    return people


def summary(people):
    """Returns the figures of all the answers."""
    answers = [answer for person in people for answer in person.answers]
    times = sorted(answer.seconds for answer in answers)
    return {
        "answers": len(answers),
        "p50": times[len(times) // 2],
        "p95": times[int(len(times) * 0.95)],
        "worst": times[-1],
        "wrong": sorted({(a.path, a.status) for a in answers if not 200 <= a.status < 400}),
    }
