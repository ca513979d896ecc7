"""The page that compares up to four programmes, chosen by its address."""

from operator import attrgetter

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone

from catalogue.finding import comparison
from catalogue.sheet.opening import alert_url
from catalogue.sheet.sheet import Sheet
from charmilles.pages import public_page


@public_page(several=("f",))
def compare(request):
    """Redirects an address that names what is not shown: each one that it answers is kept."""
    asked = request.GET.getlist("f")
    programmes = comparison.chosen(asked)
    if [one.slug for one in programmes] != asked:
        return redirect(comparison.address(programmes))
    sheets = [Sheet(one, on=timezone.localdate()) for one in programmes]
    context = {
        "columns": [(one, comparison.without(one, programmes)) for one in programmes],
        "alerts": [
            (sheet.programme, url)
            for sheet in sheets
            if (url := alert_url(sheet.programme, sheet.intake))
        ],
        "lines": comparison.lines(sheets) if len(sheets) > 1 else [],
        "most": comparison.MOST,
        "canonical": _address_for_all_orders(programmes),
    }
    return render(request, "catalogue/compare.html", context)


def _address_for_all_orders(programmes):
    """Returns the one address that search engines keep of a comparison, whatever its order."""
    return settings.SITE_URL + comparison.address(sorted(programmes, key=attrgetter("slug")))
