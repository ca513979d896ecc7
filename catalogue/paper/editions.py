"""Editions: what is published on paper, made once per content, numbered and kept.

`current_edition` is the only writer of Edition and Publication.
"""

import hashlib
import time
import uuid
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue.models import ContentVersion, Edition, Paper, Programme, Publication, Rendering
from catalogue.paper import brochure
from catalogue.sheet.sheet import Sheet, for_sheet

PATIENCE = timedelta(seconds=45)  # how long a visitor waits for somebody else's rendering
ABANDONED = timedelta(seconds=90)  # longer than a rendering may last: its process is dead
PAUSE = 0.1


class Busy(Exception):
    """Somebody else is making this document and has not finished in time."""


def current_edition(programme: Programme, paper: str, *, now: datetime) -> Edition:
    """The edition that says what the page says today, made on the spot if it does not exist.

    One small query when nothing has changed since it was last verified. Raises Busy or
    PrintingFailed; in both cases nothing is stored.
    """
    today, version = timezone.localdate(now), ContentVersion.current()
    latest = latest_publication(programme, paper)
    if latest and (latest.verified_version, latest.verified_on) == (version, today):
        return latest.edition
    draft = said_today(programme, paper, on=today)
    while (moved := ContentVersion.current()) != version:
        # Saved while we were reading: half of what was read may be older than the other half.
        version, draft = moved, said_today(programme, paper, on=today)
    edition = edition_of(draft) or _make_once(draft, now=now)
    _publish(edition, version=version, now=now)
    return edition


def said_today(programme: Programme, paper: str, *, on: date) -> brochure.Draft:
    """What the paper would say if it were printed on that day."""
    whole = for_sheet(Programme.objects.filter(pk=programme.pk)).get()
    return brochure.compose(Sheet(whole, on=on, on_paper=True), paper)


def latest_publication(programme: Programme, paper: str) -> Publication | None:
    """What was last found to be current; it may have been overtaken by a change."""
    shown = Publication.objects.filter(edition__programme=programme, edition__paper=paper)
    return shown.select_related("edition__programme").first()


def edition_of(draft: brochure.Draft) -> Edition | None:
    """The edition that says exactly this, if it was ever made."""
    editions = Edition.objects.select_related("programme")
    return editions.filter(
        programme=draft.sheet.programme, paper=draft.paper, checksum=draft.checksum
    ).first()


def _make_once(draft, *, now: datetime) -> Edition:
    with claim(f"{draft.paper}:{draft.sheet.programme.pk}"):
        try:
            return edition_of(draft) or _make(draft, now=now)
        except IntegrityError:  # our claim was taken for abandoned: the other one's will do
            return edition_of(draft) or _make(draft, now=now)


def _make(draft, *, now: datetime) -> Edition:
    """Draws and stores; the claim makes this process the only one to number this paper."""
    programme, today = draft.sheet.programme, timezone.localdate(now)
    editions = Edition.objects.filter(programme=programme, paper=draft.paper)
    before = editions.first()
    number = before.number + 1 if before else 1
    printed = brochure.draw(draft, number=number, made_on=today)
    edition = Edition(
        programme=programme,
        paper=draft.paper,
        number=number,
        made_on=today,
        checksum=draft.checksum,
        content=draft.content,
        changes=changes(before, draft) if before else None,
        pdf_checksum=hashlib.sha256(printed.pdf).hexdigest(),
        pages=printed.pages,
        size=len(printed.pdf),
    )
    name = f"{draft.paper}-{number}-{draft.checksum[:8]}.pdf"
    edition.pdf.save(name, ContentFile(printed.pdf), save=False)
    edition.save()
    return edition


def _publish(edition: Edition, *, version: int, now: datetime) -> None:
    """Notes that this edition is current; a slower process never undoes a newer finding."""
    verified = {"verified_version": version, "verified_on": timezone.localdate(now)}
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=edition.programme_id)
        latest = latest_publication(edition.programme, edition.paper)
        if latest is None or latest.edition_id != edition.pk:
            if latest is None or latest.verified_version <= version:
                Publication.objects.create(edition=edition, since=now, **verified)
        else:
            Publication.objects.filter(pk=latest.pk).update(**verified)


@contextmanager
def claim(key: str):
    """Holds the right to make one document, across threads, processes and hosts.

    A row in a table rather than a lock: it works the same on SQLite and PostgreSQL, and no
    transaction stays open while the pages are drawn. Raises Busy after PATIENCE.
    """
    token, deadline = uuid.uuid4(), time.monotonic() + PATIENCE.total_seconds()
    while not _take(key, token):
        if time.monotonic() > deadline:
            raise Busy(key)
        time.sleep(PAUSE)
    try:
        yield
    finally:
        Rendering.objects.filter(key=key, token=token).delete()


def _take(key, token):
    now = timezone.now()
    if Rendering.objects.filter(key=key, started_at__gte=now - ABANDONED).exists():
        return False
    Rendering.objects.filter(key=key, started_at__lt=now - ABANDONED).delete()
    try:
        with transaction.atomic():
            Rendering.objects.create(key=key, token=token, started_at=now)
    except IntegrityError:
        return False
    return True


# What changed, in words


def changes(
    before: Edition, after: Edition | brochure.Draft
) -> list[tuple[str, list[str], list[str]]]:
    """(part, lines removed, lines added) for each part that differs, in reading order."""
    old, new = dict(before.content), dict(after.content)
    titles = [*new, *(title for title in old if title not in new)]
    compared = ((title, *_difference(old.get(title, []), new.get(title, []))) for title in titles)
    return [(title, removed, added) for title, removed, added in compared if removed or added]


def _difference(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    removed, added = [], []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            removed += old[a:b]
            added += new[c:d]
    return removed, added


def history(programme: Programme):
    """The brochure's editions, newest first, each with what it changed: a queryset."""
    editions = programme.editions.filter(paper=Paper.BROCHURE).defer("content")
    return editions.prefetch_related("publications")
