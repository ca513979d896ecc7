"""Makes the booklet (livret): a cover, a table of contents, then the current brochures.

The stored brochures are used as they are; only the first pages are drawn. Their structure trees
are joined too (`binding.py`), so that screen readers read the booklet as well as each brochure.
"""

import hashlib
import io
from datetime import datetime

import pikepdf
from django.conf import settings
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import timezone

from catalogue.context import the_centre
from catalogue.models import Booklet, Edition, Paper, Programme, QualityCertificate
from catalogue.paper.brochure import STYLES
from catalogue.paper.editions import claim, current_edition
from charmilles.pdf.binding import append
from charmilles.pdf.printing import Printed, print_pdf

MOST_BROCHURES = 60  # brochures in one booklet
KEPT = 50  # stored booklets; the least recently asked for is deleted first
LAYOUT = 1
JUMP = "https://livret.invalid/"  # a page of the booklet, until `_aim_links` replaces it


def current_booklet(programmes: list[Programme], *, now: datetime) -> Booklet:
    """Returns the booklet of these programmes, in this order; the same editions make it once.

    Raises Busy or PrintingFailed.
    """
    editions = [current_edition(p, Paper.BROCHURE, now=now) for p in programmes]
    certificate = QualityCertificate.objects.valid(on=timezone.localdate(now))
    checksum = _checksum(editions, certificate)
    booklet = _stored_booklet(checksum, now)
    if booklet:
        return booklet
    with claim(f"booklet:{checksum}"):
        return _stored_booklet(checksum, now) or _make(editions, certificate, checksum, now)


def _checksum(editions: list[Edition], certificate: QualityCertificate | None) -> str:
    parts = [str(LAYOUT), the_centre().name, *(edition.pdf_checksum for edition in editions)]
    parts += [certificate.mention, str(certificate.ends)] if certificate else []
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _stored_booklet(checksum: str, now: datetime) -> Booklet | None:
    """Returns the stored booklet, if any, after noting that it was asked for now."""
    Booklet.objects.filter(checksum=checksum).update(asked_at=now)
    return Booklet.objects.filter(checksum=checksum).first()


def _make(editions, certificate, checksum: str, now: datetime) -> Booklet:
    front = _front(editions, certificate, made_on=max(edition.made_on for edition in editions))
    data = _bind(front, editions, identifier=bytes.fromhex(checksum)[:16])
    booklet = Booklet(
        checksum=checksum,
        pdf_checksum=hashlib.sha256(data).hexdigest(),
        size=len(data),
        asked_at=now,
    )
    booklet.pdf.save(f"{checksum}.pdf", ContentFile(data), save=False)
    booklet.save()
    _forget_oldest()
    return booklet


def _forget_oldest():
    for booklet in Booklet.objects.order_by("-asked_at")[KEPT:]:
        booklet.pdf.delete(save=False)
        booklet.delete()


def _front(editions: list[Edition], certificate, *, made_on) -> Printed:
    """Draws cover and contents until their own length agrees with the page numbers they list."""
    length = 0
    for _ in range(3):
        entries, page = [], length + 1
        for edition in editions:
            entries.append((edition, page))
            page += edition.pages
        context = {
            "entries": entries,
            "centre": the_centre(),
            "certificate": certificate,
            "made_on": made_on,
            "jump": JUMP,
            "site": settings.SITE_URL.split("://")[1],
        }
        html = render_to_string("catalogue/papers/livret.html", context)
        front = print_pdf(html, STYLES)
        if front.pages == length:
            break
        length = front.pages
    return front


def _bind(front: Printed, editions: list[Edition], *, identifier: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(front.pdf)) as bound:
        outline = []
        for edition in editions:
            page = len(bound.pages)
            with edition.pdf.open() as stored, pikepdf.open(stored) as part:
                append(bound, part)
            outline.append(pikepdf.OutlineItem(edition.programme.short_name, page, "Fit"))
        with bound.open_outline() as contents:
            contents.root.extend(outline)
        for page in bound.pages[: front.pages]:
            _aim_links(bound, page.obj)
        bound.trailer.ID = pikepdf.Array([pikepdf.String(identifier), pikepdf.String(identifier)])
        out = io.BytesIO()
        bound.save(out, static_id=False, deterministic_id=True)
    return out.getvalue()


def _aim_links(bound: pikepdf.Pdf, page) -> None:
    """Turns the JUMP links of the contents into links to pages of the booklet."""
    for annotation in page.get("/Annots", []):
        url = str(annotation.get("/A", {}).get("/URI", ""))
        if url.startswith(JUMP):
            number = int(url.removeprefix(JUMP))
            del annotation["/A"]
            annotation.Dest = pikepdf.Array([bound.pages[number - 1].obj, pikepdf.Name.Fit])
            annotation.Contents = f"Page {number}"
