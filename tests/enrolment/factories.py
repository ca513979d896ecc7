"""Candidates and staff for the tests: what a test says nothing of is filled in plausibly."""

from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType

from enrolment.models import Application, Status
from tests import factories

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))

_serial = count(1)


def cohort(*, places=None, **fields):
    return factories.cohort(factories.programme(), places=places, **fields)


def application(*, status=Status.SUBMITTED, since=NOW, **fields):
    """A complete file, of a person who applies once; with `cohort`, for its programme."""
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
    """A member of staff with these rights on applications: « view », « change »…"""
    defaults = {"username": f"personnel-{next(_serial)}", "is_staff": True}
    user = User.objects.create_user(**defaults | fields)
    kind = ContentType.objects.get_for_model(Application)
    for right in rights:
        code = right if "_" in right else f"{right}_application"
        permission, _ = Permission.objects.get_or_create(content_type=kind, codename=code)
        user.user_permissions.add(permission)
    return user
