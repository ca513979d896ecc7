"""Exports a person's own data for that person, and a table of applications for staff."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath

from django.core.serializers.json import DjangoJSONEncoder
from django.db import close_old_connections, connection, models, transaction
from django.utils import timezone
from django.utils.text import get_valid_filename

from charmilles import typography
from charmilles.models import StaffEvent
from charmilles.spreadsheet import harmless, lines
from charmilles.staff import register
from enrolment.models import Alert, Application, Guest, Question
from enrolment.privacy import access_log

README = """Vos données, telles que le site les garde.

donnees.json : vos réponses, vos représentants, les étapes, les messages, les entretiens, ce que le
centre a écrit de l’entretien, et quand votre dossier a été ouvert par le centre ; les formations
dont vous avez demandé à connaître l’ouverture, vos inscriptions à des rencontres et
vos questions.
Un dossier par candidature : les documents que vous avez envoyés.
"""
# Technical fields, which hold no data about the person.
NOT_TOLD = {"id", "file", "sha256", "key", "calendar_sequence", "content_type"}


def export(mailbox: str, *, now: datetime) -> bytes:
    """Gives all the data of a person, in a ZIP: JSON for machines, and the files they sent."""
    own = Application.objects.of(mailbox).select_related("programme", "cohort")
    applications = own.order_by("pk")
    rows = [_application_data(application) for application in applications]
    data = {"adresse": mailbox, "le": typography.local(now), "candidatures": rows}
    alerts = Alert.objects.filter(mailbox=mailbox).select_related("programme", "mail")
    data[str(Alert._meta.verbose_name_plural)] = [_row(alert) for alert in alerts]
    guests = Guest.objects.filter(mailbox=mailbox).select_related("meeting", "mail")
    data["inscriptions à des rencontres"] = [_row(guest) for guest in guests]
    questions = Question.objects.filter(mailbox=mailbox).select_related("programme")
    data[str(Question._meta.verbose_name_plural)] = [_row(question) for question in questions]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("LISEZMOI.txt", README)
        text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        archive.writestr("donnees.json", text)
        for application in applications:
            for number, document in enumerate(application.documents.exclude(file=""), start=1):
                _add_document(archive, document, f"{application.reference}/{number:02}-")
    return out.getvalue()


def _add_document(archive, document, prefix):
    """Adds a document under the name that its author gave, made safe, and the type we checked."""
    extension = ".pdf" if document.content_type == "application/pdf" else ".jpg"
    stem = re.sub(r"^[.]+", "", get_valid_filename(PurePath(document.name).stem or "document"))
    try:
        with document.file.open("rb") as file:
            archive.writestr(f"{prefix}{stem}{extension}", file.read())
    except FileNotFoundError:
        archive.writestr(f"{prefix}{stem}-perdu.txt", "Ce fichier ne se trouve plus.")


def _application_data(application):
    """Gives the row of the application, and every row that points to it."""
    data = _row(application)
    for relation in Application._meta.related_objects:
        rows = relation.related_model.objects.filter(**{relation.field.name: application})
        name = relation.related_model._meta.verbose_name_plural
        data[str(name)] = [_row(row) for row in rows]
    return data


def _row(row):
    return {
        str(field.verbose_name): _value(row, field)
        for field in row._meta.concrete_fields
        if field.name not in NOT_TOLD and field.related_model is not Application
    } | _marks(row)


def _value(row, field):
    """Gives the value as the site shows it; members of staff are not named."""
    value = typography.local(getattr(row, field.name))
    if field.choices:
        return getattr(row, f"get_{field.name}_display")()
    if isinstance(field, models.ForeignKey):
        return _related(field, value)
    return value if isinstance(value, bool | int | datetime | None) else str(value)


def _related(field, value):
    if field.remote_field.model._meta.label == "auth.User":
        return "le centre" if value else None
    if field.remote_field.model._meta.label == "post_office.Email":
        return value and value.message
    return value and str(value)


def _marks(row):
    """Gives the marks of an evaluation, which do not point to the application themselves."""
    marks = getattr(row, "marks", None)
    return {"appréciations": [str(mark) for mark in marks.all()]} if marks else {}


# The table for staff

BATCH = 500  # lines read, then sent
INCOMPLETE = "TABLEAU INCOMPLET : une panne l’a interrompu ici. Recommencez l’export."
COLUMNS = [
    ("Référence", lambda a: a.reference),
    ("État", lambda a: a.get_status_display()),
    ("Depuis", lambda a: _day(a.status_since)),
    ("Formation", lambda a: a.programme.short_name),
    ("Promotion", lambda a: a.cohort.full_name if a.cohort else "la prochaine"),
    ("Envoyée le", lambda a: _day(a.submitted_at)),
    ("Nom", lambda a: a.last_name),
    ("Prénom", lambda a: a.first_name),
    ("Naissance", lambda a: typography.numeric(a.birth_date) if a.birth_date else ""),
    ("Téléphone", lambda a: typography.phone(a.phone) if a.phone else ""),
    ("Adresse électronique", lambda a: a.email),
    ("Diplôme", lambda a: a.get_diploma_display()),
    ("Contrat ou statut", lambda a: a.status_wished),
    ("Recherche d’entreprise", lambda a: a.get_search_display()),
    ("Entreprise", lambda a: a.company),
]


def table(applications: models.QuerySet, *, now: datetime, by) -> Iterator[bytes]:
    """Gives a CSV that a French spreadsheet opens, in pieces: a batch of lines in memory at a time.

    Before the first piece, the access log notes each application in it, and the staff register how
    many there were. What is read is what was noted, less what is erased meanwhile.
    """
    with transaction.atomic():
        noted = access_log.note_openings(applications, "Export en tableau", now=now, by=by)
        exported = f"candidatures, en tableau : {noted.count()}"
        register.note(StaffEvent.What.EXPORTED, by, now=now, detail=exported)
    return _pieces(
        noted.select_related(
            "application__programme", "application__cohort", "application__learner_status"
        )
    )


def _pieces(openings):
    """Writes the titles, then a batch of lines at a time.

    A failure cuts the download, which the browser says; a server placed in front may hide it, so
    the last line says it too.
    """
    yield lines([[title for title, _ in COLUMNS]]).encode("utf-8-sig")
    try:
        for batch in _batches(openings):
            yield lines(map(_cells, batch)).encode()
    except Exception:
        yield lines([[INCOMPLETE]]).encode()
        raise


def _batches(openings):
    """Reads in queries that end at once, so that a slow download keeps no connection."""
    last = 0
    while batch := list(openings.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        if not connection.in_atomic_block:  # it would be lost with its transaction
            close_old_connections()
        yield [opening.application for opening in batch]


def _cells(application):
    return [harmless(value_of(application)) for _, value_of in COLUMNS]


def _day(moment):
    return typography.numeric(timezone.localdate(moment)) if moment else ""
