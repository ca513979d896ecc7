"""Pages and files of the papers: current brochure, employers' sheet, earlier editions."""

import logging
from datetime import timedelta

from django.core.paginator import Paginator
from django.core.validators import slug_re
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.models import Edition, Paper, Programme
from catalogue.paper.booklet import MOST, current_booklet
from catalogue.paper.brochure import FILES, file_name
from catalogue.paper.editions import Busy, changes, current_edition, edition_of, history, said_today
from catalogue.views.pages import at_its_address
from charmilles.download import serve
from charmilles.pdf.printing import PrintingFailed
from charmilles.throttle import TooMany, hit, visitor

logger = logging.getLogger(__name__)
LISTED = 20  # editions on a page of their list
BOOKLETS = {"limit": 60, "period": timedelta(minutes=10)}  # each choice of programmes is a drawing


@require_safe
@at_its_address
def brochure(request, slug):
    return _current(request, slug, Paper.BROCHURE)


@require_safe
@at_its_address
def employers(request, slug):
    return _current(request, slug, Paper.EMPLOYERS)


def _current(request, slug, paper):
    programme = get_object_or_404(Programme.objects.published(), slug=slug)
    try:
        edition = current_edition(programme, paper, now=timezone.now())
    except (Busy, PrintingFailed):
        return _unavailable(request, programme)
    return _file(request, edition.pdf, file_name(edition), edition.pdf_checksum)


def _file(request, stored, name, checksum):
    """The stored file; one that has gone from the disk is our fault, and said as such."""
    try:
        return serve(request, stored, name=name, checksum=checksum, content_type="application/pdf")
    except FileNotFoundError:
        logger.exception("PDF absent du stockage : %s", stored.name)
        return _unavailable(request, None)


def _unavailable(request, programme, *, status=503, wait=60):
    """A page that says it, rather than a broken file; the same content is on the web page."""
    response = render(
        request, "catalogue/paper_unavailable.html", {"programme": programme}, status=status
    )
    response["Retry-After"] = str(wait)
    return response


@require_safe
@at_its_address
def editions(request, slug):
    programme = get_object_or_404(Programme.objects.published(), slug=slug)
    page = Paginator(history(programme), LISTED).get_page(request.GET.get("page"))
    return render(request, "catalogue/editions.html", {"programme": programme, "editions": page})


@require_safe
@at_its_address
def edition(request, slug, number):
    """What the QR code of a paper leads to: is this edition still the current one?"""
    held = get_object_or_404(_public_editions(slug), number=number)
    if not held.programme.is_published:
        context = {"programme": held.programme, "held": held}
        return render(request, "catalogue/edition_withdrawn.html", context, status=410)
    draft = said_today(held.programme, Paper.BROCHURE, on=timezone.localdate())
    context = {
        "programme": held.programme,
        "held": held,
        "is_current": held.checksum == draft.checksum,
        "changes": changes(held, draft),
        "current": edition_of(draft),
    }
    return render(request, "catalogue/edition.html", context)


@require_safe
@at_its_address
def short_edition(request, slug, number):
    if not Programme.objects.filter(slug=slug).exists():
        raise Http404
    return redirect("catalogue:edition", slug, number)


def _public_editions(slug):
    """Kept for ever, even when the programme is withdrawn: they prove what was public."""
    found = Edition.objects.select_related("programme__successor")
    found = found.filter(programme__slug=slug, paper=Paper.BROCHURE)
    return found.exclude(programme__state=Programme.State.DRAFT)


@require_safe
@at_its_address
def edition_pdf(request, slug, number):
    edition = get_object_or_404(_public_editions(slug), number=number)
    return _file(request, edition.pdf, file_name(edition), edition.pdf_checksum)


@require_safe
def booklet(request):
    """The brochures asked for by `f`, in that order; the whole catalogue without any."""
    slugs = list(dict.fromkeys(request.GET.getlist("f")))
    if not all(map(slug_re.match, slugs)):
        raise Http404
    published = Programme.objects.published().order_by("domain__position", "short_name")
    if slugs:
        published = published.filter(slug__in=slugs[: MOST + 1])
    programmes = list(published[: MOST + 1])
    if len(programmes) > MOST:
        return render(request, "catalogue/booklet_too_long.html", {"most": MOST}, status=400)
    if not programmes or len(programmes) < len(slugs):
        raise Http404
    try:
        hit("booklet", visitor(request), now=timezone.now(), **BOOKLETS)
    except TooMany as refusal:
        return _unavailable(request, None, status=429, wait=refusal.retry_after)
    programmes.sort(key=lambda p: slugs.index(p.slug) if slugs else 0)
    try:
        made = current_booklet(programmes, now=timezone.now())
    except (Busy, PrintingFailed):
        return _unavailable(request, None)
    name = f"{FILES}_livret_{timezone.localdate():%Y-%m}.pdf"
    return _file(request, made.pdf, name, made.pdf_checksum)
