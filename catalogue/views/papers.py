"""Pages and files of the papers: brochure, employers' sheet, editions, booklet."""

import logging
from datetime import timedelta

from django.core.validators import slug_re
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.models import Edition, Paper, Programme
from catalogue.paper.booklet import MOST_BROCHURES, current_booklet
from catalogue.paper.brochure import FILE_PREFIX, file_name
from catalogue.paper.editions import Busy, changes, current_edition, edition_of, history, said_today
from catalogue.views.pages import page_asked, redirect_former_url
from charmilles.download import serve
from charmilles.pages import public_page
from charmilles.pdf.printing import PrintingFailed
from charmilles.throttle import TooMany, hit, visitor

logger = logging.getLogger(__name__)
LISTED = 20  # editions per page of their list
BOOKLETS = {"limit": 60, "period": timedelta(minutes=10)}  # each selection is a PDF to draw


@require_safe
@redirect_former_url
def brochure(request, slug):
    return _current(request, slug, Paper.BROCHURE)


@require_safe
@redirect_former_url
def employers(request, slug):
    return _current(request, slug, Paper.EMPLOYERS)


def _current(request, slug, paper):
    programme = get_object_or_404(Programme.objects.published(), slug=slug)
    try:
        current = current_edition(programme, paper, now=timezone.now())
    except (Busy, PrintingFailed):
        return unavailable(request, programme)
    return stored_pdf(request, current.pdf, file_name(current), current.pdf_checksum)


def stored_pdf(request, stored, name, checksum):
    """Serves the stored file; if it is missing from the disk, logs it and answers 503."""
    try:
        return serve(request, stored, name=name, checksum=checksum, content_type="application/pdf")
    except FileNotFoundError:
        logger.exception("PDF absent du stockage : %s", stored.name)
        return unavailable(request, None)


def unavailable(request, programme, *, status=503, wait=60):
    """Says on a web page that the PDF is not ready, and after how many seconds to retry."""
    response = render(
        request, "catalogue/paper_unavailable.html", {"programme": programme}, status=status
    )
    response["Retry-After"] = str(wait)
    return response


@public_page("page")
@redirect_former_url
def editions(request, slug):
    programme = get_object_or_404(Programme.objects.published(), slug=slug)
    page = page_asked(request, history(programme), LISTED)
    if page is None:
        return redirect(request.path)
    return render(request, "catalogue/editions.html", {"programme": programme, "editions": page})


@public_page()
@redirect_former_url
def edition(request, slug, number):
    """Says whether an edition is still current, to whoever scanned the QR code of a brochure."""
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
@redirect_former_url
def short_edition(request, slug, number):
    if not Programme.objects.filter(slug=slug).exists():
        raise Http404
    return redirect("catalogue:edition", slug, number)


def _public_editions(slug):
    """Returns the brochure's editions, which prove what was public, even once withdrawn."""
    brochures = Edition.objects.select_related("programme__successor")
    brochures = brochures.filter(programme__slug=slug, paper=Paper.BROCHURE)
    return brochures.exclude(programme__state=Programme.State.DRAFT)


@require_safe
@redirect_former_url
def edition_pdf(request, slug, number):
    held = get_object_or_404(_public_editions(slug), number=number)
    return stored_pdf(request, held.pdf, file_name(held), held.pdf_checksum)


@require_safe
def booklet(request):
    """Serves the brochures named by `f`, in that order, or the whole catalogue without `f`."""
    slugs = list(dict.fromkeys(request.GET.getlist("f")))
    if not all(map(slug_re.match, slugs)):
        raise Http404
    published = Programme.objects.published().order_by("domain__position", "short_name")
    if slugs:
        published = published.filter(slug__in=slugs[: MOST_BROCHURES + 1])
    programmes = list(published[: MOST_BROCHURES + 1])
    if len(programmes) > MOST_BROCHURES:
        return render(
            request, "catalogue/booklet_too_long.html", {"most": MOST_BROCHURES}, status=400
        )
    if not programmes or len(programmes) < len(slugs):
        raise Http404
    try:
        hit("booklet", visitor(request), now=timezone.now(), **BOOKLETS)
    except TooMany as refusal:
        return unavailable(request, None, status=429, wait=refusal.retry_after)
    programmes.sort(key=lambda p: slugs.index(p.slug) if slugs else 0)
    try:
        made = current_booklet(programmes, now=timezone.now())
    except (Busy, PrintingFailed):
        return unavailable(request, None)
    name = f"{FILE_PREFIX}_livret_{timezone.localdate():%Y-%m}.pdf"
    return stored_pdf(request, made.pdf, name, made.pdf_checksum)
