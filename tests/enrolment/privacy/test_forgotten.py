"""The right to be forgotten (S6): after an erasure, no data of the person remains anywhere.

A person has a unique string in every field, file and file name; once erased, everything that the
site stores is searched for those strings.
"""

import logging
import re
import secrets

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.db import connection, models
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Attachment, Email, Log

from charmilles.mailbox import MailboxField
from enrolment import alerts, meetings, sign_in
from enrolment.applications import leaving
from enrolment.interviews import bookings
from enrolment.mails import applications
from enrolment.models import (
    AccessToken,
    Act,
    Alert,
    Application,
    Document,
    Erasure,
    Evaluation,
    Guardian,
    Guest,
    InterviewEvent,
    Meeting,
    Message,
    Opening,
    Question,
    SearchKey,
    Status,
    Transition,
    Wish,
)
from enrolment.views.base import DEVICE
from tests.support import enrolment_factories as people

pytestmark = pytest.mark.django_db(transaction=True)

# Fields kept of an erasure, as the law asks: none of them identifies the person.
REMAINDER = {Erasure: {"id", "programme", "cohort", "status", "cause", "on"}}
# Fields without a string of their own: values that the site chooses, hashes, and the mailbox, which
# holds the string of the address.
OURS = {
    "Application": {"mailbox"},
    "Guardian": {"mailbox"},
    "Question": {"mailbox"},
    "AccessToken": {"code_hash", "link_hash", "browser_hash", "destination"},
    "Email": {"from_email", "backend_alias", "message_id", "cc", "bcc"},
    "Attachment": {"mimetype"},
    "Document": {"content_type", "sha256"},
}


def mark():
    return f"zq{secrets.token_hex(4)}"


def texts(model):
    """Lists the fields of a model that can hold personal text."""
    free = (models.CharField, models.TextField)
    named = [f for f in model._meta.concrete_fields if isinstance(f, free) and not f.choices]
    return [field for field in named if field.name not in OURS.get(model.__name__, set())]


class Person:
    """A candidate with every kind of row, and `marks`: {field: its string}."""

    def __init__(self):
        self.marks = {}
        self.application = self.make_application()
        self.email = self.application.email
        self.rows()
        self.mails()

    def filled(self, model, *, without=()):
        values = {}
        for field in texts(model):
            if field.name not in without:
                values[field.name] = self.marked(f"{model.__name__}.{field.name}", field)
        return values

    def marked(self, name, field):
        value = mark()
        if isinstance(field, models.EmailField):
            value = f"{value}@exemple.test"
        elif type(field).__name__ == "PhoneNumberField":
            value = f"+336{secrets.randbelow(10**8):08}"
        self.marks[name] = value
        return value

    def make_application(self):
        values = self.filled(Application)
        slot = people.slot(programme=people.factories.programme(), starts=later())
        own = {"programme": slot.programmes.get(), "wants_call": True, "consented_at": people.NOW}
        return people.application(status=Status.TO_BOOK, **values, **own)

    def rows(self):
        now, application = timezone.now(), self.application
        slot = people.Slot.objects.get()
        bookings.book(application, slot, now=now)
        InterviewEvent.objects.update(**self.filled(InterviewEvent))
        Guardian.objects.create(application=application, rank=1, **self.filled(Guardian))
        people.transition(application=application, **self.filled(Transition))
        SearchKey.objects.create(application=application, **self.filled(SearchKey))
        asked = {"asked_at": now, "due_at": now}
        Act.objects.create(application=application, **asked, **self.filled(Act))
        Opening.objects.create(application=application, at=now, **self.filled(Opening))
        Evaluation.objects.create(
            application=application,
            advice="admit",
            at=now,
            second_advice="wait",
            second_at=now,
            **self.filled(Evaluation),
        )
        self.document()
        kind = ContentType.objects.get_for_model(Application)
        LogEntry.objects.create(
            user=people.staff(),
            content_type=kind,
            object_id=application.pk,
            object_repr=application.reference,
            change_message=self.marks.setdefault("LogEntry.change_message", mark()),
            action_flag=CHANGE,
        )

    def document(self):
        values = self.filled(Document)
        self.marks["Document.content"] = content = mark()
        row = people.document(
            application=self.application,
            content=content.encode(),
            name=values["name"],
            state=Document.State.TO_REPLACE,
            reason=values["reason"],
            decided_at=people.NOW,
        )
        self.marks["Document.file"] = row.file.name

    def mails(self):
        sign_in.ask(self.email, browser="b", destination="", now=timezone.now())
        alerts.ask(self.email, self.application.programme, now=timezone.now())
        self.marks["Alert.mail"] = mark()
        asked = Email.objects.filter(pk=Alert.objects.get().mail_id)
        asked.update(message=self.marks["Alert.mail"])
        self.guest()
        self.question()
        self.device = sign_in.remember(self.email, now=timezone.now())
        applications.submitted(self.application)
        values = {"subject": mark(), "message": mark(), "html_message": mark()}
        self.marks |= {f"Email.{name}": value for name, value in values.items()}
        message = Message.objects.filter(application=self.application).first()
        Email.objects.filter(pk=message.email_id).update(status=STATUS.failed, **values)
        Message.objects.filter(pk=message.pk).update(**self.filled(Message))
        written = {"message": mark(), "exception_type": mark()}
        self.marks |= {f"Log.{name}": value for name, value in written.items()}
        Log.objects.create(email_id=message.email_id, status=STATUS.failed, **written)
        self.joined(message.email)

    def guest(self):
        self.marks["Guest.name"], self.marks["Guest.mail"] = mark(), mark()
        typed = {"name": self.marks["Guest.name"], "email": self.email}
        held = people.meeting(starts=later(), places=1)
        meetings.register(held, **typed, now=timezone.now())
        meetings.confirm(held.guests.get(), now=timezone.now())
        written = Email.objects.filter(pk=held.guests.get().mail_id)
        written.update(message=self.marks["Guest.mail"])

    def question(self):
        values = self.filled(Question)
        self.marks.pop("Question.email")
        values |= {"email": self.email}
        asked = Question.objects.create(asked_at=timezone.now(), **values)
        self.marks["Question.mails"] = mark()
        copy = Email(from_email="a@exemple.test", message=self.marks["Question.mails"])
        copy.save()
        asked.mails.add(copy)

    def joined(self, email):
        names = ("Attachment.name", "Attachment.content")
        self.marks |= {name: mark() for name in names}
        joined = Attachment(name=self.marks["Attachment.name"])
        content = self.marks["Attachment.content"].encode()
        joined.file.save("a.ics", ContentFile(content), save=True)
        joined.emails.add(email)
        self.marks["Attachment.file"] = joined.file.name


def later():
    return timezone.now() + people.timedelta(days=7)


# The search


def dumped():
    """Returns every row of every table; on SQLite the whole file too, free pages included."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += [f"{table} {row}" for row in cursor.fetchall()]
    content = "\n".join(rows).encode()
    if connection.vendor == "sqlite":
        content += connection.connection.serialize()
    return content


def stored(*folders):
    paths = [path for folder in folders for path in folder.rglob("*")]
    names = "\n".join(map(str, paths)).encode()
    return names + b"".join(path.read_bytes() for path in paths if path.is_file())


def cached():
    return "\n".join(str(vars(cache).get("_cache", "")) for cache in caches.all()).encode()


@pytest.fixture
def remaining(private, settings, tmp_path, caplog, capfd):
    """remaining(person) lists the fields whose string is still stored or logged somewhere."""
    settings.MEDIA_ROOT = tmp_path / "media"
    loggers = [logging.getLogger(name) for name in ("django", "post_office")]
    for logger in loggers:
        logger.addHandler(caplog.handler)
    caplog.set_level(logging.INFO)

    def remaining(person):
        printed = "".join(capfd.readouterr()).encode()
        places = dumped() + stored(private, tmp_path / "media") + cached()
        everything = (places + printed + caplog.text.encode()).lower()
        return sorted(
            name for name, text in person.marks.items() if text.lower().encode() in everything
        )

    yield remaining
    for logger in loggers:
        logger.removeHandler(caplog.handler)


def erase(client, person):
    client.cookies[DEVICE] = person.device
    path = reverse("enrolment:erase", args=[person.application.reference])
    return client.post(path)


def test_nothing_is_left_of_somebody_erased(client, remaining):
    person = Person()
    assert remaining(person) == sorted(person.marks)  # control: the search finds everything
    assert erase(client, person).status_code == 302
    assert remaining(person) == []
    assert Erasure.objects.count() == 1
    assert people.Slot.objects.get().taken == 0


def test_only_a_count_remains(client):
    person = Person()
    erase(client, person)
    (row,) = Erasure.objects.all()
    assert {field.name for field in row._meta.concrete_fields} == REMAINDER[Erasure]
    known = (Application, Message, Document, AccessToken, Wish, LogEntry, Attachment, Log, Alert)
    known += (Guest, Question)
    assert Meeting.objects.get().taken == 0
    assert [model.objects.count() for model in known] == [0] * len(known)


def test_control_deleting_the_row_is_not_enough(remaining):
    person = Person()
    person.application.delete()
    left = remaining(person)
    assert {"Document.content", "Document.file", "Email.message", "Log.message"} <= set(left)
    assert {"Application.email", "Attachment.content", "LogEntry.change_message"} <= set(left)


def test_control_withdrawing_is_not_erasing(remaining):
    person = Person()
    leaving.withdraw(person.application, reason="", now=timezone.now())
    assert "Application.last_name" in remaining(person)


def test_somebody_else_keeps_everything(client, remaining):
    person = Person()
    other = people.application(first_name="Autre", last_name=mark())
    erase(client, person)
    assert list(Application.objects.all()) == [other]


def test_every_model_about_an_application_is_in_the_search():
    """A new model about an application must be added to this test."""
    named = {relation.related_model.__name__ for relation in Application._meta.related_objects}
    assert named == {
        *("Guardian", "Transition", "Document", "Booking", "Wish", "Evaluation"),
        *("Message", "Opening", "InterviewEvent", "Act"),
    }


def test_every_model_with_a_mailbox_is_in_the_search():
    named = {model.__name__ for model in apps.get_models() if has_mailbox(model)}
    assert named == {
        "Application",
        "Guardian",
        "AccessToken",
        "Device",
        "Alert",
        "Guest",
        "Question",
    }


def has_mailbox(model):
    return any(isinstance(field, MailboxField) for field in model._meta.concrete_fields)


def test_phones_are_searched_as_they_are_stored():
    assert re.fullmatch(r"\+336\d{8}", Person().marks["Application.phone"])
