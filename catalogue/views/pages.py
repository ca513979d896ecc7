from functools import wraps

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from catalogue.context import the_centre
from catalogue.models import Programme
from catalogue.paper.editions import with_brochure
from catalogue.renaming import present_address
from catalogue.sheet.action import action
from catalogue.sheet.cards import by_domain, open_cards
from catalogue.sheet.sheet import Sheet, for_sheet
from charmilles.pages import public_page


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
            return redirect(name, permanent=True, slug=present, **kwargs)

    return wrapped


@public_page()
def home(request):
    today = timezone.localdate()
    programmes = list(Programme.objects.published().for_cards())
    context = {
        "open_cards": open_cards(programmes, on=today),
        "domains": by_domain(programmes, on=today),
    }
    return render(request, "catalogue/home.html", context)


@public_page()
def programmes(request):
    published = list(Programme.objects.published().for_cards())
    context = {"domains": by_domain(published, on=timezone.localdate()), "count": len(published)}
    return render(request, "catalogue/programmes.html", context)


@public_page()
@redirect_former_url
def programme(request, slug):
    requested = get_object_or_404(with_brochure(for_sheet(Programme.objects.all())), slug=slug)
    if requested.state == Programme.State.WITHDRAWN:
        return render(request, "catalogue/withdrawn.html", {"programme": requested}, status=410)
    if requested.state != Programme.State.PUBLISHED:
        raise Http404
    sheet = Sheet(requested, on=timezone.localdate())
    context = {"programme": requested, "sheet": sheet, "action": action(sheet)}
    return render(request, "catalogue/programme.html", context)


@public_page()
def accessibility(request):
    return render(request, "catalogue/accessibility.html")


@public_page()
def legal_notice(request):
    return render(request, "catalogue/legal_notice.html", {"missing": the_centre().missing})


@public_page()
def privacy(request):
    context = {
        "keep": settings.RETENTION,
        "warning": settings.ERASURE_WARNING,
        "session_life": settings.SESSION_LIFE,
    }
    return render(request, "catalogue/privacy.html", context)
