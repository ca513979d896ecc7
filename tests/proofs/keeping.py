"""Applications with their files, and what is known of them before and after a restore (R5)."""

import hashlib
import secrets
from itertools import count

FILES = 12


def fill():
    """Makes applications, each with a file."""
    from tests.support import enrolment_factories as candidates

    programme = candidates.cohort().programme
    candidates.document_kind()
    for _ in range(FILES):
        send(programme)


def send(programme):
    from enrolment.models import DocumentKind
    from tests.support import enrolment_factories as candidates

    someone = f"{secrets.token_hex(8)}@exemple.test"  # two processes number theirs alike
    application = candidates.application(programme=programme, email=someone)
    content, kind = secrets.token_bytes(2_000), DocumentKind.objects.first()
    candidates.document(application=application, content=content, kind=kind)
    return application


def send_one():
    """Sends one more, for the only programme; returns its reference."""
    from django.db import transaction

    from catalogue.models import Programme

    with transaction.atomic():
        return send(Programme.objects.get()).reference


def nothing():
    return None


def empty():
    """Drops every table."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.close()
        open(connection.settings_dict["NAME"], "wb").close()
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def send_for_ever():
    """Goes on sending applications, each with its file, until it is killed."""
    for _ in count():
        send_one()


def facts():
    """Returns the number of applications, and whether each file is what its row says."""
    from enrolment.models import Application, Document

    rows = [(row.sha256, row.file) for row in Document.objects.order_by("pk")]
    return {
        "applications": Application.objects.count(),
        "sums": [expected for expected, _ in rows],
        "files": [hashlib.sha256(file.read()).hexdigest() for _, file in rows],
    }


def back_up():
    from django.utils import timezone

    from charmilles import backups

    return str(backups.take(now=timezone.now(), say=lambda words: None))


def erase(reference, cause="asked"):
    from django.utils import timezone

    from enrolment.models import Application
    from enrolment.privacy import erasure

    application = Application.objects.get(reference=reference)
    erasure.erase(application, cause=cause, now=timezone.now())


def restore(archive, overwrite, identity=None):
    """Restores it; returns what it refuses, in words."""
    from pathlib import Path

    from django.utils import timezone

    from charmilles import backups

    try:
        backups.restore(
            Path(archive),
            identity=Path(identity) if identity else None,
            overwrite=overwrite,
            now=timezone.now(),
            say=lambda words: None,
        )
    except backups.Refused as refusal:
        return str(refusal)


def erasures():
    """Returns the cause and the day of each erasure that is counted."""
    from enrolment.models import Erasure

    return [[cause, str(on)] for cause, on in Erasure.objects.values_list("cause", "on")]


def last_practice():
    from charmilles import backups

    return str(backups.last_practice() or "")


def references():
    from enrolment.models import Application

    return list(Application.objects.values_list("reference", flat=True))


if __name__ == "__main__":
    import django

    django.setup()
    send_for_ever()
