"""A whole application as one PDF: the answers, where it stands, then the documents as sent.

`charmilles.pdf` draws the first pages; `uploads/prepare.py` reads each document once, in a process
of its own, and `uploads/bind.py` binds them behind. All of it has one budget of time, pages and
memory, and one recap is made at a time in each server process. A document that cannot be joined is
replaced by a page that says which and why.
"""

import json
import time
from datetime import datetime
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone

from catalogue.context import the_centre
from catalogue.paper import brochure
from catalogue.sheet.admission import last_step
from charmilles import typography
from charmilles.pdf.printing import PrintingFailed, print_pdf
from enrolment.applications import answers, tasks
from enrolment.applications.asked import documents_asked
from enrolment.interviews.appointment import Appointment
from enrolment.models import Application, Document
from enrolment.uploads import sandbox
from enrolment.uploads.bind import DRAWN, PDF, PICTURE

STYLES = (*brochure.STYLES, "css/paper/recap.css")
SECONDS = 13  # of elapsed time, in all
TO_BIND = 5  # of them, kept for the process that binds
WAIT = 5  # seconds for its turn
PAGES = 200  # of documents, in all
OBJECTS = 100_000  # of the documents, in all: each costs the process that binds some time
_turns = sandbox.Turns(running=1, waiting=2)  # of the eight threads of a server process

AGAIN = "Le candidat peut l’envoyer de nouveau depuis son dossier."
APART = "Il reste dans le dossier, où il s’ouvre à part."
REASONS = {
    "missing": ("Le fichier ne se trouve plus dans les archives du centre.", AGAIN),
    "damaged": ("Le fichier est abîmé : il ne s’ouvre pas.", AGAIN),
    "locked": ("Le fichier est protégé par un mot de passe.", AGAIN),
    "heavy": ("Le fichier demande trop de temps ou de mémoire pour être reproduit ici.", APART),
    "pages": (f"Un récapitulatif reproduit au plus {PAGES} pages de documents.", APART),
}


class Part(NamedTuple):
    kind: str
    title: str
    data: bytes


class Unjoinable(Exception):
    """The document has to be replaced; the argument is a key of REASONS."""


class Budget:
    """What is left, for the documents that follow, of the time, the pages and the objects."""

    def __init__(self):
        self._end = time.monotonic() + SECONDS
        self._pages, self._objects = PAGES, OBJECTS

    def seconds(self, *, kept: float = 0) -> float:
        """Returns the time left; none, or less, stops at once what is given it."""
        return self._end - kept - time.monotonic()

    def spend(self, *, pages: int, objects: int) -> None:
        """Raises Unjoinable, and spends nothing, when not enough is left."""
        if objects > self._objects:
            raise Unjoinable("heavy")
        if pages > self._pages:
            raise Unjoinable("pages")
        self._pages -= pages
        self._objects -= objects


def recap(application: Application, *, now: datetime, with_disability: bool = True) -> bytes:
    """Makes the PDF. Raises PrintingFailed, also when others are already waiting for theirs.

    `with_disability` is for the candidate, or for whoever may read that answer.
    """
    try:
        with _turns.taken(seconds=WAIT):
            return _made(application, now=now, with_disability=with_disability)
    except sandbox.Crowded:
        raise PrintingFailed("D’autres récapitulatifs sont en cours.") from None


def _made(application, *, now, with_disability):
    budget = Budget()
    sent = application.documents.current().exclude(file="").select_related("kind")
    front = Part(DRAWN, "", _draw(application, now=now, with_disability=with_disability))
    return _bind([front, *(_part(one, application, budget) for one in sent)], budget)


def _draw(application, *, now, with_disability):
    today = timezone.localdate(now)
    live = application.bookings.live().select_related("slot__interviewer", "slot__campus").first()
    elsewhere = {tasks.DOCUMENTS.slug}  # in a table of their own
    elsewhere |= set() if with_disability else {tasks.DISABILITY.slug}
    told = answers.summary(application, today=today)
    last = last_step(application.programme)
    context = {
        "application": application,
        "programme": application.programme,
        "summary": [part for part in told if part[1] not in elsewhere],
        "steps": [(answers.step(step, last), step.at) for step in application.transitions.all()],
        "interview": Appointment(live.slot, application).facts if live else [],
        "documents": _documents(application, today),
        "made_at": now,
        "centre": the_centre(),
    }
    return _print("recap", context).pdf


def _documents(application, today):
    """(kind, document or None) of what is asked, then of what was sent and is no longer asked."""
    asked = documents_asked(application, today=today)
    kinds = {kind for kind, _ in asked}
    others = application.documents.current().select_related("kind")
    return [*asked, *((one.kind, one) for one in others if one.kind not in kinds)]


def _print(name, context):
    html = render_to_string(f"enrolment/papers/{name}.html", context)
    return print_pdf(html, STYLES)


def _part(document: Document, application, budget) -> Part:
    """The document ready to be bound, else a page in its place."""
    try:
        return _prepared(document, budget)
    except Unjoinable as refusal:
        return _filler(document, application, str(refusal))


def _prepared(document, budget):
    kind = PDF if document.content_type == "application/pdf" else PICTURE
    try:
        with document.file.open("rb") as file:
            data = file.read()
    except OSError:
        raise Unjoinable("missing") from None
    return Part(kind, typography.french(document.kind.title), _read(kind, data, budget))


def _read(kind, data, budget):
    """The document as `prepare.py` makes it, within the budget."""
    seconds = budget.seconds(kept=TO_BIND)
    try:
        answer = sandbox.run("enrolment.uploads.prepare", kind, data=data, seconds=seconds)
    except (sandbox.Stopped, OSError):
        raise Unjoinable("heavy") from None
    head, _, made = answer.partition(b"\n")
    about = json.loads(head)
    if "why" in about:
        raise Unjoinable(about["why"])
    budget.spend(**about)
    return made


def _filler(document, application, why):
    reason, remedy = REASONS[why]
    context = {
        "application": application,
        "document": document,
        "reason": reason,
        "remedy": remedy,
        "centre": the_centre(),
    }
    return Part(DRAWN, typography.french(document.kind.title), _print("filler", context).pdf)


def _bind(parts: list[Part], budget: Budget) -> bytes:
    told = [{"kind": p.kind, "title": p.title, "size": len(p.data)} for p in parts]
    given = json.dumps(told).encode() + b"\n" + b"".join(part.data for part in parts)
    try:
        return sandbox.run("enrolment.uploads.bind", data=given, seconds=budget.seconds())
    except (sandbox.Stopped, OSError) as error:
        raise PrintingFailed("Les documents ne peuvent pas être assemblés.") from error


def file_name(application: Application) -> str:
    """« candidature-CH-7K3P-2QXW.pdf »."""
    return f"candidature-{application.reference}.pdf"
