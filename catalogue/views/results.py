"""The published results of a programme, for a spreadsheet."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from catalogue.models import Programme
from catalogue.paper.brochure import FILE_PREFIX
from catalogue.sheet.fetching import for_sheet
from catalogue.sheet.results import results
from catalogue.sheet.results_rows import rows
from catalogue.views.pages import redirect_former_url
from charmilles.pages import public_page
from charmilles.spreadsheet import MARK, lines


@public_page()
@redirect_former_url
def results_csv(request, slug):
    """Gives what the page shows: what is hidden there is hidden here."""
    programme = get_object_or_404(for_sheet(Programme.objects.published()), slug=slug)
    table = results(programme)
    if table is None:
        raise Http404
    name = f"{FILE_PREFIX}_{programme.slug}_resultats.csv"
    return HttpResponse(
        MARK + lines(rows(programme, table)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
