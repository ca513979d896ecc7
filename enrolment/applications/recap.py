"""A whole application as one PDF: the answers, where it stands, then the documents as sent.

`charmilles.pdf` draws the first pages; `uploads/bind.py` binds the documents behind them, in a
process of its own. A document that cannot be read is replaced by a page that says which and why.
"""

import json
from datetime import datetime
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone

from catalogue.context import the_centre
from catalogue.paper import brochure
from charmilles import typography
from charmilles.pdf.printing import PrintingFailed, print_pdf
from enrolment.applications import answers, tasks
from enrolment.applications.asked import documents_asked
from enrolment.interviews.appointment import Appointment
from enrolment.models import Application, Document
from enrolment.uploads import sandbox
from enrolment.uploads.bind import DRAWN, PDF, PICTURE

STYLES = (*brochure.STYLES, "css/paper/recap.css")
SECONDS = 30  # of elapsed time, for the process that binds
REASONS = {
    "missing": "Le fichier ne se trouve plus dans les archives du centre.",
    "damaged": "Le fichier est abîmé : il ne s’ouvre pas.",
    "locked": "Le fichier est protégé par un mot de passe.",
}


class Part(NamedTuple):
    kind: str
    title: str
    data: bytes


def recap(application: Application, *, now: datetime, with_disability: bool = True) -> bytes:
    """Makes the PDF. Raises PrintingFailed.

    `with_disability` is for the candidate, or for whoever may read that answer.
    """
    sent = list(application.documents.current().exclude(file="").select_related("kind"))
    front = Part(DRAWN, "", _draw(application, now=now, with_disability=with_disability))
    parts = [_part(document, application) for document in sent]
    unreadable, data = _bind(front, parts)
    for rank, why in unreadable.items():
        parts[rank] = _filler(sent[rank], application, why)
    if unreadable:
        unreadable, data = _bind(front, parts)
    if unreadable:
        raise PrintingFailed("Le récapitulatif ne peut pas être assemblé.")
    return data


def _draw(application, *, now, with_disability):
    today = timezone.localdate(now)
    live = application.bookings.live().select_related("slot__interviewer", "slot__campus").first()
    elsewhere = {tasks.DOCUMENTS.slug}  # in a table of their own
    elsewhere |= set() if with_disability else {tasks.DISABILITY.slug}
    told = answers.summary(application, today=today)
    context = {
        "application": application,
        "programme": application.programme,
        "summary": [part for part in told if part[1] not in elsewhere],
        "steps": [(answers.step(step), step.at) for step in application.transitions.all()],
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


def _part(document: Document, application) -> Part:
    title = typography.french(document.kind.title)
    try:
        with document.file.open("rb") as file:
            data = file.read()
    except OSError:
        return _filler(document, application, "missing")
    return Part(PDF if document.content_type == "application/pdf" else PICTURE, title, data)


def _filler(document, application, why):
    context = {
        "application": application,
        "document": document,
        "reason": REASONS[why],
        "centre": the_centre(),
    }
    return Part(DRAWN, typography.french(document.kind.title), _print("filler", context).pdf)


def _bind(front: Part, parts: list[Part]) -> tuple[dict[int, str], bytes]:
    """({rank: why} of the parts that cannot be read, the whole file)

    A file that takes the whole process down with it is found by trying each one alone.
    """
    try:
        return _assemble([front, *parts])
    except PrintingFailed:
        guilty = {
            rank: "damaged" for rank, part in enumerate(parts) if not _binds_alone(front, part)
        }
        if not guilty:
            raise
        return guilty, b""


def _binds_alone(front, part):
    try:
        return not _assemble([front, part])[0]
    except PrintingFailed:
        return False


def _assemble(parts):
    told = [{"kind": p.kind, "title": p.title, "size": len(p.data)} for p in parts]
    given = json.dumps(told).encode() + b"\n" + b"".join(part.data for part in parts)
    try:
        answer = sandbox.run("enrolment.uploads.bind", data=given, seconds=SECONDS)
    except (sandbox.Stopped, OSError) as error:
        raise PrintingFailed("Les documents ne peuvent pas être assemblés.") from error
    head, _, data = answer.partition(b"\n")
    return {int(rank): why for rank, why in json.loads(head)["unreadable"].items()}, data


def file_name(application: Application) -> str:
    """« candidature-CH-7K3P-2QXW.pdf »."""
    return f"candidature-{application.reference}.pdf"
