"""The page for the parents of a candidate: who signs what and when, pay, aids, whom to call."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from catalogue.models import LearnerStatus, Programme
from catalogue.sheet.admission import concerns_parents
from catalogue.sheet.fetching import for_sheet
from catalogue.sheet.sheet import Sheet
from catalogue.views.pages import redirect_former_url
from charmilles.pages import public_page


@public_page()
@redirect_former_url
def parents(request, slug):
    """Says of the contract what the law says, and of the aids what the centre's texts say."""
    programme = get_object_or_404(for_sheet(Programme.objects.published()), slug=slug)
    sheet = Sheet(programme, on=timezone.localdate())
    if not concerns_parents(programme):
        raise Http404
    laws = {status.pay_law for status in programme.statuses.all()}
    context = {
        "programme": programme,
        "sheet": sheet,
        "is_apprenticeship": LearnerStatus.Law.APPRENTICESHIP in laws,
    }
    return render(request, "catalogue/parents.html", context)
