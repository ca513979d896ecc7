"""Pages, papers, exports and letters show dates and times in the time zone of Paris.

Everything happens at half past midnight, when UTC is still the day before: a page that shows an
instant as it is stored shows the wrong day.
"""

import html
import io
import re
import subprocess
import zipfile
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import User
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from charmilles import typography
from enrolment.interviews import bookings
from enrolment.mails import applications, outbox, privacy
from enrolment.models import Slot, Status
from enrolment.views.base import DEVICE
from tests.support import enrolment_factories as factories
from tests.support.private_addresses import MINE, OWN, World, staff_pages

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
NIGHTS = [
    datetime(2027, 1, 12, 0, 30, tzinfo=PARIS),
    datetime(2026, 7, 14, 0, 30, tzinfo=PARIS),
]
A_WEEK = timedelta(days=7)


@pytest.fixture(params=NIGHTS, ids=["hiver", "été"])
def night(request):
    with time_machine.travel(request.param, tick=False):
        yield request.param


@pytest.fixture
def world(night):
    made = World()
    for name in ("message", "lostmail", "messagetext", "kind", "document", "slot", "interviewer"):
        getattr(made, name)
    to_book = made.applications[Status.TO_BOOK]
    factories.guardian(application=to_book, email="paule@exemple.test")
    move_to_the_night(night)
    # Otherwise the day before would be a right answer.
    Slot.objects.update(bookable_until=models.F("starts"))
    made.free_slot.refresh_from_db()
    booked = bookings.book(to_book, made.free_slot, now=night)
    again = factories.application(status=Status.TO_BOOK, email="owner@exemple.test", since=night)
    made.applications[Status.TO_BOOK] = again
    factories.slot(programme=again.programme, starts=night + A_WEEK)
    write_letters(made, booked, night)
    return made


def move_to_the_night(night):
    """Moves what the factories date from NOW, in the morning, to half past midnight."""
    for model in apps.get_app_config("enrolment").get_models(include_auto_created=True):
        for row in model.objects.all() if not model._meta.proxy else ():
            if instants := dict(moved(row, night)):
                model.objects.filter(pk=row.pk).update(**instants)


def moved(row, night):
    for field in row._meta.concrete_fields:
        value = getattr(row, field.name) if isinstance(field, models.DateTimeField) else None
        if value and abs(value - factories.NOW) < timedelta(days=40):
            yield field.name, night + (value - factories.NOW)


def write_letters(world, booked, night):
    application = world.applications[Status.SUBMITTED]
    applications.status_changed(booked.application, due=night)
    privacy.staff_erased(application, status="submitted", slot=booked.slot, now=night)
    privacy.draft_warning(world.applications[Status.DRAFT], erased_on=timezone.localdate(night))
    outbox.write()


def readings(world):
    """Yields (where, text) for everything that somebody reads."""
    owner, staff = Client(), Client()
    owner.cookies[DEVICE] = world.owner
    staff.force_login(User.objects.create_superuser("direction"))
    own = [(str(row), world.path(row)) for row in OWN if "get" in row.methods]
    for name, path in [(MINE, reverse(MINE)), *own]:
        yield name, text_of(owner.get(path))
    for page in staff_pages():
        args = [getattr(world, name) for name in page.args]
        yield str(page), text_of(staff.get(reverse(page.name, args=args)))
    day = {"jour": (timezone.localdate() + A_WEEK).isoformat()}
    for name in ("admin:enrolment_day", "admin:enrolment_day_pdf"):
        yield name, text_of(staff.get(reverse(name), day))
    yield "export", text_of(export(staff, world))
    for mail in Email.objects.all():
        yield mail.subject, f"{mail.subject} {mail.message} {mail.html_message}"


def export(staff, world):
    chosen = [application.pk for application in world.applications.values()]
    data = {"action": "export_table", "_selected_action": chosen}
    return staff.post(reverse("admin:enrolment_application_changelist"), data)


def text_of(response):
    content = b"".join(response)
    kind = response.headers.get("Content-Type", "")
    if kind == "application/pdf":
        command = ["pdftotext", "-", "-"]
        content = subprocess.run(command, input=content, capture_output=True, check=False).stdout
    elif kind == "application/zip":
        content = zipfile.ZipFile(io.BytesIO(content)).read("donnees.json")
    return html.unescape(content.decode(errors="replace"))


def written(day: date) -> set[str]:
    return {typography.day(day), f"{day:%d/%m/%Y}"}


def wrong(night):
    """Lists the texts that only a clock in UTC would give: the day before, and the hour."""
    instant = night.astimezone(UTC)
    days_before = [instant.date() + timedelta(days=n) for n in (0, 7)]
    hours = {f"{instant:%H:%M}", f"{instant.hour} h {instant.minute}"}
    return {plain(text) for day in days_before for text in written(day)} | hours


def plain(text):
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " "))


def faults(world, night):
    said = [(where, plain(text)) for where, text in readings(world)]
    return {(where, bad) for where, text in said for bad in wrong(night) if bad in text}


def test_no_page_shows_an_hour_in_utc(world, night):
    assert faults(world, night) == set()


def test_pages_show_the_hour_of_paris(world, night):
    """The pages read do show times, or the other test would prove nothing."""
    shown = [where for where, text in readings(world) if "0 h 30" in plain(text)]
    assert len(shown) > 10


def test_control_of_hours_in_utc(world, night, monkeypatch):
    """Without typography.local, the day before is everywhere."""
    monkeypatch.setattr(typography, "local", utc)
    assert len(faults(world, night)) > 10


def utc(value):
    return value.astimezone(UTC) if isinstance(value, datetime) else value
