from functools import wraps

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from catalogue.context import the_centre
from catalogue.exchange import structured_data
from catalogue.finding import comparison
from catalogue.finding.asked import Asked
from catalogue.finding.facets import HELD, NAMES
from catalogue.finding.home import Home
from catalogue.finding.index import current
from catalogue.finding.results import Results, person
from catalogue.models import Admission, Domain, Programme, QualityCertificate
from catalogue.paper.editions import with_brochure
from catalogue.renaming import present_address
from catalogue.sheet.action import action, early_url
from catalogue.sheet.admission import LAST_STEPS, concerns_parents
from catalogue.sheet.advice import question
from catalogue.sheet.cards import by_domain, count_brief
from catalogue.sheet.fetching import for_sheet
from catalogue.sheet.opening import alert_url
from catalogue.sheet.sheet import Sheet
from charmilles.addresses import absolute_url
from charmilles.pages import public_page

CARDS = 24  # the most that one page shows of a domain, or of the open programmes
SHARED = "Contenu, rythme, coût, dates et inscription de chaque formation."  # with a link to a list
WHOLE = 60  # programmes that the list shows without folding them by domain


def redirect_former_url(view):
    """Redirects a former URL of a programme to its present one."""

    @wraps(view)
    def wrapped(request, slug, **kwargs):
        try:
            return view(request, slug, **kwargs)
        except Http404:
            present = present_address(slug)
            if present is None:
                raise
            name = request.resolver_match.view_name
            kwargs["slug"] = present
            return redirect(reverse(name, kwargs=kwargs, query=request.GET), permanent=True)

    return wrapped


def page_asked(request, rows, size):
    """Returns the page of the list that the address names, or None for a number that is not one.

    The view then redirects: each address that it answers is kept in memory.
    """
    asked = request.GET.get("page")
    page = Paginator(rows, size).get_page(asked)
    return page if asked in (None, str(page.number)) else None


@public_page()
def home(request):
    home = Home(current(request.stamp))
    context = {
        "home": home,
        "domains": Domain.objects.with_programmes(),
        "certificate": QualityCertificate.objects.valid(on=home.on),
        "diplomas": HELD.values(),
        "final_when": LAST_STEPS[Admission.EITHER].when,
        "meetings": _meetings(on=home.on),
    }
    return render(request, "catalogue/home.html", context)


@public_page("tri", "page", several=NAMES, free=("q",))
def programmes(request):
    """Answers a search and its criteria; without any, a small catalogue whole, by domains.

    A wrong value is left out, never an error: without a search, by a redirect to the address of
    what is shown, since each address that it answers is kept in memory.
    """
    index = current(request.stamp)
    results = Results(index, Asked.read(request.GET, index.sets))
    if results.asked.is_whole:
        return _whole(request, results)
    page = page_asked(request, results.places, CARDS)
    if page is None or not (request.GET.get("q") or _is_in_order(request, results.asked)):
        return redirect(results.asked.address)
    cards = results.cards(page.object_list)
    context = {
        "results": results,
        "page": page,
        "cards": cards,
        "brief": count_brief(cards),
        "canonical": _address_of(results.asked, page),
        "share_text": SHARED,
        "structured_data": structured_data.of_cards(cards, first=page.start_index()),
    }
    if not results.count:
        context["person"] = person()
    return render(request, "catalogue/found.html", context)


def _address_of(asked, page):
    """Returns the one address of a page of the list; "" of a search, which nobody should index."""
    if asked.text:
        return ""
    number = f"{'&' if '?' in asked.address else '?'}page={page.number}" if page.number > 1 else ""
    return f"{settings.SITE_URL}{asked.address}{number}"


def _is_in_order(request, asked):
    """Tells whether the address says what is shown, each value once, in the order of the page."""
    given = {name: values for name, values in request.GET.lists() if name != "page"}
    return given == asked.lists


def _whole(request, results):
    if request.GET and not request.GET.get("q"):
        return redirect("catalogue:programmes")
    is_large = results.total > WHOLE
    published = [] if is_large else list(Programme.objects.published().for_cards())
    domains = by_domain(published, on=results.index.on)
    listed = [card for _, cards in domains for card in cards]
    context = {
        "results": results,
        "folded": Domain.objects.with_programmes() if is_large else [],
        "domains": domains,
        "share_text": SHARED,
        "brief": count_brief(listed),
        "structured_data": structured_data.of_cards(listed),
    }
    return render(request, "catalogue/programmes.html", context)


@public_page()
@redirect_former_url
def programme(request, slug):
    requested = get_object_or_404(with_brochure(for_sheet(Programme.objects.all())), slug=slug)
    if requested.state == Programme.State.WITHDRAWN:
        return render(request, "catalogue/withdrawn.html", {"programme": requested}, status=410)
    if requested.state != Programme.State.PUBLISHED:
        raise Http404
    sheet, centre = Sheet(requested, on=timezone.localdate()), the_centre()
    context = {
        "centre": centre,
        "programme": requested,
        "sheet": sheet,
        "share_text": requested.promise or requested.title,
        "picture": absolute_url("catalogue:picture", slug),
        "structured_data": structured_data.of_programme(sheet, centre),
        "action": action(sheet),
        "early_url": early_url(sheet),
        "beforehand": _beforehand(requested),
        "for_parents": concerns_parents(requested),
        "meetings": _meetings(requested, on=sheet.on),
        "question": question(requested),
        "alert_url": alert_url(requested, sheet.intake),
        "compare_url": comparison.address([requested, *(other for other, _ in sheet.sisters)]),
    }
    return render(request, "catalogue/programme.html", context)


def _beforehand(programme):
    """What awaits whoever applies on this site."""
    about = import_string(settings.BEFOREHAND)
    return programme.takes_applications and about(programme, today=timezone.localdate())


def _meetings(*programme, on):
    """The open days, meetings and visits to come, all or those about a programme."""
    return import_string(settings.MEETINGS)(*programme, on=on)


@public_page()
def accessibility(request):
    return render(request, "catalogue/accessibility.html")


@public_page()
def legal_notice(request):
    context = {
        "missing": the_centre().missing,
        "certificate": QualityCertificate.objects.valid(on=timezone.localdate()),
    }
    return render(request, "catalogue/legal_notice.html", context)


@public_page()
def privacy(request):
    context = {
        "keep": settings.RETENTION,
        "warning": settings.ERASURE_WARNING,
        "session_life": settings.SESSION_LIFE,
        "fewest": settings.RESULTS_THRESHOLD,
    }
    return render(request, "catalogue/privacy.html", context)
