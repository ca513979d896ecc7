"""Makes the editions of the papers: one per content, numbered and kept for ever.

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
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from catalogue.models import ContentVersion, Edition, Paper, Programme, Publication, Rendering
from catalogue.paper import brochure
from catalogue.sheet.fetching import for_sheet
from catalogue.sheet.sheet import Sheet

PATIENCE = timedelta(seconds=45)  # how long to wait for a drawing that another process makes
ABANDONED = timedelta(seconds=90)  # no drawing lasts this long: its process has died
PAUSE = 0.1  # seconds between two tries


class Busy(Exception):
    """Another process is making this document and has not finished in time."""


def current_edition(programme: Programme, paper: str, *, now: datetime) -> Edition:
    """Returns the edition that matches today's page, making it if it does not exist.

    Takes two small queries if nothing has changed since the last check. Raises Busy or
    PrintingFailed; in both cases nothing is stored.
    """
    today, version = timezone.localdate(now), ContentVersion.current()
    latest = latest_publication(programme, paper)
    if latest and (latest.verified_version, latest.verified_on) == (version, today):
        return latest.edition
    draft = said_today(programme, paper, on=today)
    while (moved := ContentVersion.current()) != version:
        # The content was saved while we read it: the draft may mix old and new rows.
        version, draft = moved, said_today(programme, paper, on=today)
    edition = edition_of(draft) or _make_once(draft, now=now)
    _publish(edition, version=version, now=now)
    return edition


def said_today(programme: Programme, paper: str, *, on: date) -> brochure.Draft:
    """Composes the paper as it would be printed on that day."""
    whole = for_sheet(Programme.objects.filter(pk=programme.pk)).get()
    return brochure.compose(Sheet(whole, on=on, on_paper=True), paper)


def latest_publication(programme: Programme, paper: str) -> Publication | None:
    """Returns the latest publication; the content may have changed since it was verified."""
    publications = Publication.objects.filter(edition__programme=programme, edition__paper=paper)
    return publications.select_related("edition__programme").first()


def with_brochure(programmes):
    """Adds `brochure`, what the link to it announces: the pages and size of the latest one."""
    latest = Publication.objects.filter(
        edition__programme=OuterRef("pk"), edition__paper=Paper.BROCHURE
    )
    announced = JSONObject(pages="edition__pages", size="edition__size")
    return programmes.annotate(brochure=Subquery(latest.values_list(announced)[:1]))


def edition_of(draft: brochure.Draft) -> Edition | None:
    """Returns the edition with exactly this content, or None."""
    editions = Edition.objects.select_related("programme")
    return editions.filter(
        programme=draft.sheet.programme, paper=draft.paper, checksum=draft.checksum
    ).first()


def _make_once(draft, *, now: datetime) -> Edition:
    with claim(f"{draft.paper}:{draft.sheet.programme.pk}"):
        try:
            return edition_of(draft) or _make(draft, now=now)
        except IntegrityError:  # our claim expired and another process made the edition
            return edition_of(draft) or _make(draft, now=now)


def _make(draft, *, now: datetime) -> Edition:
    """Draws and stores the next edition; the caller's claim keeps its number free."""
    programme, today = draft.sheet.programme, timezone.localdate(now)
    editions = Edition.objects.filter(programme=programme, paper=draft.paper)
    previous = editions.first()
    number = previous.number + 1 if previous else 1
    printed = brochure.draw(draft, number=number, made_on=today)
    edition = Edition(
        programme=programme,
        paper=draft.paper,
        number=number,
        made_on=today,
        checksum=draft.checksum,
        content=draft.content,
        changes=changes(previous, draft) if previous else None,
        pdf_checksum=hashlib.sha256(printed.pdf).hexdigest(),
        pages=printed.pages,
        size=len(printed.pdf),
    )
    name = f"{draft.paper}-{number}-{draft.checksum[:8]}.pdf"
    edition.pdf.save(name, ContentFile(printed.pdf), save=False)
    with transaction.atomic():  # with the number of the pages, which name it
        edition.save()
    return edition


def _publish(edition: Edition, *, version: int, now: datetime) -> None:
    """Records that the edition is current, unless another was verified at a later version."""
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
    """Lets only one thread, process or host at a time make the document named `key`.

    Uses a row in a table rather than a lock: it works the same on SQLite and PostgreSQL, and no
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


# Differences between editions


def changes(
    before: Edition, after: Edition | brochure.Draft
) -> list[tuple[str, list[str], list[str]]]:
    """Lists (part, lines removed, lines added) for each part that differs, in reading order."""
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
    """Returns the queryset of the brochure's editions, newest first, with their changes."""
    editions = programme.editions.filter(paper=Paper.BROCHURE).defer("content")
    return editions.prefetch_related("publications")
