"""Writes the access log: who read which application."""

from datetime import datetime
from itertools import islice

from django.db import models

from enrolment.models import Application, Opening

BATCH = 500  # entries written at once


def note_opening(application: Application, what: str, *, now: datetime, by=None) -> Opening:
    """Notes that somebody read an application or a part of it: « Dossier », « Document : CV ».

    `by` is the member of staff, None when candidates read their own application.
    """
    max_length = Opening._meta.get_field("what").max_length
    return Opening.objects.create(application=application, what=what[:max_length], at=now, by=by)


def note_openings(
    applications: models.QuerySet, what: str, *, now: datetime, by
) -> models.QuerySet[Opening]:
    """Notes that somebody read all these applications at once; returns the entries, in this order.

    It never holds more than a batch in memory. The caller has a transaction open.
    """
    keys = applications.values_list("pk", flat=True).iterator(chunk_size=BATCH)
    while batch := list(islice(keys, BATCH)):
        Opening.objects.bulk_create(
            Opening(application_id=key, what=what, at=now, by=by) for key in batch
        )
    return Opening.objects.filter(what=what, at=now, by=by).order_by("pk")
