"""Enrolment rows for the tests; fields that a test does not give have plausible values."""

import hashlib
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db.models import F
from post_office.models import STATUS, Email

from enrolment.mails import letter
from enrolment.models import (
    AccessToken,
    Alert,
    Application,
    Availability,
    Document,
    DocumentKind,
    Guest,
    Interviewer,
    Meeting,
    Mode,
    Question,
    Slot,
    Status,
)
from tests.support import catalogue_factories as factories

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))

# The answers of a minor to every task but documents and guardians.
COMPLETE = {
    "situation": "lycee",
    "last_class": "Seconde",
    "diploma": "brevet",
    "schooling_finished": True,
    "birth_date": date(2012, 3, 27),
    "search": "cherche",
    "why": "Parce que.",
    "motivation_finished": True,
    "wants_call": False,
    "consent_version": "2026-11",
    "consented_at": NOW,
}

_serial = count(1)


def cohort(*, places=None, **fields):
    return factories.cohort(factories.programme(), places=places, **fields)


def application(*, status=Status.SUBMITTED, since=NOW, **fields):
    """Makes an application, each time of another person; with `cohort`, for its programme."""
    if fields.get("cohort"):
        fields.setdefault("programme", fields["cohort"].programme)
    elif "programme" not in fields:
        fields["programme"] = factories.programme()
    defaults = {
        "status": status,
        "status_since": since,
        "created_at": since,
        "saved_at": since,
        "due_at": since + timedelta(days=3) if status == Status.OFFERED else None,
        "submitted_at": None if status == Status.DRAFT else since,
        "email": f"candidat-{next(_serial)}@exemple.test",
        "first_name": "Inès",
        "last_name": "Morel",
        "birth_date": date(2008, 3, 27),
        "phone": "+33612345678",
    }
    return Application.objects.create(**defaults | fields)


def guardian(*, application, **fields):
    defaults = {
        "rank": 1,
        "first_name": "Paule",
        "last_name": "Morel",
        "relation": "mère",
        "phone": "+33612345679",
    }
    return application.guardians.create(**defaults | fields)


def transition(*, application, **fields):
    defaults = {"before": Status.DRAFT, "after": Status.SUBMITTED, "at": NOW}
    return application.transitions.create(**defaults | fields)


def staff(*, rights=(), **fields):
    """Makes a member of staff with these rights on applications: « view », « change »…"""
    defaults = {"username": f"personnel-{next(_serial)}", "is_staff": True}
    user = User.objects.create_user(**defaults | fields)
    kind = ContentType.objects.get_for_model(Application)
    for right in rights:
        code = right if "_" in right else f"{right}_application"
        permission, _ = Permission.objects.get_or_create(content_type=kind, codename=code)
        user.user_permissions.add(permission)
    return user


# Documents


def document_kind(*, programmes=(), **fields):
    """Makes a kind required of everybody, for every programme, unless `fields` say otherwise."""
    defaults = {"title": f"Document {next(_serial)}", "why": "Pour étudier la candidature."}
    kind = DocumentKind.objects.create(**defaults | fields)
    kind.programmes.set(programmes)
    return kind


def document(*, application, content=b"%PDF-1.7", **fields):
    """Makes a document sent, with its file on disk; none for « not concerned »."""
    defaults = {"state": Document.State.SENT, "sent_at": NOW, "name": "bulletins.pdf"}
    needed = {} if "kind" in fields else {"kind": document_kind()}
    made = Document(application=application, **defaults | needed | fields)
    if made.state != Document.State.NOT_CONCERNED:
        made.content_type = made.content_type or "application/pdf"
        made.size, made.pages = made.size or len(content), made.pages or 1
        made.sha256 = made.sha256 or hashlib.sha256(content).hexdigest()
        made.file.save(made.name, ContentFile(content), save=False)
    made.save()
    return made


# Mails


def lost_mail(*, to="accueil@exemple.test"):
    """Makes a mail of no application that could not be sent."""
    action = ("Voir", "https://exemple.test/")
    options = {"programme": None, "facts": [], "action": action, "answered": False}
    lost = letter.queue(to, "staff_erased", **options)
    Email.objects.filter(pk=lost.pk).update(status=STATUS.failed, number_of_retries=48)
    return lost


def alert(*, confirmed=True, **fields):
    """Makes a request to be told of an opening, each time of another person, confirmed or not."""
    defaults = {
        "email": f"curieux-{next(_serial)}@exemple.test",
        "asked_at": NOW,
        "confirmed_at": NOW if confirmed else None,
    }
    needed = {} if "programme" in fields else {"programme": factories.programme()}
    return Alert.objects.create(**defaults | needed | fields)


def meeting(**fields):
    """Makes an open day in ten days, on site."""
    starts = fields.pop("starts", NOW + timedelta(days=10))
    defaults = {"kind": "open_day", "starts": starts, "ends": starts + timedelta(hours=3)}
    needed = {} if {"campus", "link"} & fields.keys() else {"campus": factories.campus()}
    programmes = fields.pop("programmes", [])
    made = Meeting.objects.create(**defaults | needed | fields)
    made.programmes.set(programmes)
    return made


def guest(*, confirmed=True, seated=True, **fields):
    """Makes somebody registered to a meeting, each time another person."""
    defaults = {
        "email": f"visite-{next(_serial)}@exemple.test",
        "name": "Noé Petit",
        "asked_at": NOW,
        "confirmed_at": NOW if confirmed else None,
        "seated_at": NOW if confirmed and seated else None,
    }
    needed = {} if "meeting" in fields else {"meeting": meeting()}
    made = Guest.objects.create(**defaults | needed | fields)
    if made.seated_at:
        Meeting.objects.filter(pk=made.meeting_id).update(taken=F("taken") + 1)
    return made


def question(*, received=True, **fields):
    """Makes a question, each time of another person, received by the centre or not yet."""
    defaults = {
        "email": f"demande-{next(_serial)}@exemple.test",
        "text": "Y a-t-il un internat ?",
        "asked_at": NOW,
        "received_at": NOW if received else None,
    }
    return Question.objects.create(**defaults | fields)


def refused_code(*, email="inconnue@exemple.test", attempts=1, next_try_at=NOW):
    """Makes a request to sign in whose mail the server refused."""
    return AccessToken.objects.create(
        email=email, browser_hash="b", asked_at=NOW, attempts=attempts, next_try_at=next_try_at
    )


# Interviews


def interviewer(**fields):
    defaults = {"name": "Ada Vidal", "email": f"entretiens-{next(_serial)}@tilleuls.test"}
    return Interviewer.objects.create(**defaults | fields)


def slot(*, programme, starts=NOW + timedelta(days=7), minutes=30, **fields):
    """Makes an open slot a week after NOW, on site unless `fields` say otherwise."""
    defaults = {
        "starts": starts,
        "ends": starts + timedelta(minutes=minutes),
        "bookable_until": starts - timedelta(hours=24),
        "mode": Mode.ON_SITE,
    }
    needed = {}
    if "interviewer" not in fields:
        needed["interviewer"] = interviewer()
    if fields.get("mode", Mode.ON_SITE) == Mode.ON_SITE and "campus" not in fields:
        needed["campus"] = factories.campus()
    made = Slot.objects.create(**defaults | needed | fields)
    made.programmes.add(programme)
    return made


def booking(*, application=None, slot=None, **fields):
    """Makes a live booking, and counts it in its slot."""
    application = application or globals()["application"](status=Status.BOOKED)
    slot = slot or globals()["slot"](programme=application.programme)
    defaults = {"booked_at": NOW}
    Slot.objects.filter(pk=slot.pk).update(taken=slot.taken + 1)
    return application.bookings.create(slot=slot, **defaults | fields)


HOURS = {  # an availability, as its form sends it
    "weekday": "0",
    "starts": "09:00",
    "ends": "11:00",
    "weeks": "all",
    "since": "01/11/2026",
    "mode": "phone",
}


def availability(*, programmes=None, **fields):
    """Makes an availability: Mondays, nine to eleven, half an hour each, by phone."""
    defaults = {
        "weekday": Availability.Weekday.MONDAY,
        "starts": time(9),
        "ends": time(11),
        "since": date(2026, 1, 1),
        "mode": Mode.PHONE,
    }
    needed = {} if "interviewer" in fields else {"interviewer": interviewer()}
    made = Availability.objects.create(**defaults | needed | fields)
    made.programmes.set([factories.programme()] if programmes is None else programmes)
    return made
