"""What the crash test of submissions does on the server's database, and its clients.

The functions run through tests/support/serving.py; `Visitor` is a browser reduced to its cookies.
"""

import http.client
import threading
from contextlib import closing
from datetime import date
from urllib.parse import urlencode, urlsplit

CONTROL = "tests.proofs.later"


def fill():
    from tests.support import catalogue_factories as factories

    factories.centre()
    return factories.programme(slug="bac-pro-essai").pk


def drafts(programme, count):
    """Makes complete drafts, each with a device cookie; returns (reference, cookie) pairs."""
    from django.db import transaction
    from django.utils import timezone

    from catalogue.models import Programme
    from enrolment import sign_in
    from enrolment.models import Status
    from tests.support import enrolment_factories as factories

    now, owner = timezone.now(), Programme.objects.get(pk=programme)
    answers = {
        "birth_date": date(2000, 3, 27),
        "situation": "lycee",
        "last_class": "Terminale",
        "diploma": "bac",
        "search": "cherche",
        "why": "Parce que.",
        "motivation_finished": True,
        "wants_call": False,
        "consent_version": "2026-11",
        "consented_at": now,
    }
    with transaction.atomic():
        made = [
            factories.application(
                status=Status.DRAFT,
                programme=owner,
                email=sign_in.secrets.token_hex(8) + "@exemple.test",
                since=now,
                **answers,
            )
            for _ in range(count)
        ]
        return [(draft.reference, sign_in.remember(draft.email, now=now)) for draft in made]


def state(references):
    """Returns {reference: [status, steps to « envoyée », mails to the candidate]}."""
    from django.db.models import Count, Q

    from enrolment.models import Application

    applications = Application.objects.filter(reference__in=references).annotate(
        steps=Count("transitions", filter=Q(transitions__after="submitted"), distinct=True),
        mails=Count(
            "messages",
            filter=Q(messages__audience="candidate", messages__email__isnull=False),
            distinct=True,
        ),
    )
    return {a.reference: [a.status, a.steps, a.mails] for a in applications}


def report(received, interrupted):
    return {"received": state(received), "interrupted": state(interrupted), "damage": damage()}


def damage():
    """Lists the errors that SQLite finds in its file."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        errors = cursor.execute("PRAGMA integrity_check").fetchall()
        orphans = cursor.execute("PRAGMA foreign_key_check").fetchall()
    return [row for row in [*errors, *orphans] if row != ("ok",)]


class Visitor:
    """A browser with a device cookie, which sends the CSRF token as a form would."""

    def __init__(self, url, cookie):
        self.host = urlsplit(url).netloc
        self.cookies = {"dossier": cookie}
        self.connection = http.client.HTTPConnection(self.host, timeout=30)

    def close(self):
        self.connection.close()

    def ask(self, method, path, body=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        with self.connection.getresponse() as answer:
            answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", "")

    def submit(self, reference):
        """Sends the application; returns whether the site answered that it is received."""
        path = f"/candidature/dossier/{reference}/verifier/"
        sent = (302, f"/candidature/dossier/{reference}/")
        if self.ask("GET", path) == sent:  # already received: the answer was lost
            return True
        token = urlencode({"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
        return self.ask("POST", path, token) == sent


class Crowd:
    """Clients that send drafts one after the other, until none is left or the server is dead."""

    def __init__(self, url, waiting, clients=16):
        self.url, self.waiting = url, list(waiting)
        self.received, self.interrupted = [], []
        self.dead = threading.Event()
        self.threads = [threading.Thread(target=self._send) for _ in range(clients)]

    def start(self):
        for thread in self.threads:
            thread.start()

    def join(self):
        for thread in self.threads:
            thread.join()

    def _send(self):
        while self.waiting and not self.dead.is_set():
            reference, cookie = self.waiting.pop()
            try:
                with closing(Visitor(self.url, cookie)) as visitor:
                    answered = visitor.submit(reference)
            except (OSError, http.client.HTTPException):
                answered = False
            (self.received if answered else self.interrupted).append((reference, cookie))
