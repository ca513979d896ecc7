"""The page « Et si… »: marks typed in the address, the average and what is missing to pass."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from catalogue.marks_form import FREE, MarksForm
from catalogue.models import Programme
from catalogue.sheet.fetching import for_sheet
from catalogue.sheet.marks_answer import MarksAnswer
from catalogue.sheet.sheet import Sheet
from catalogue.views.pages import redirect_former_url
from charmilles.pages import public_page


@public_page("option", free=FREE)
@redirect_former_url
def marks(request, slug):
    """Answers a form in the address; what is typed in it is not kept (`charmilles.pages`)."""
    programme = get_object_or_404(for_sheet(Programme.objects.published()), slug=slug)
    exams = _computed(programme)
    typed = {name: value for name, value in request.GET.items() if name in FREE}
    chosen = _chosen(request.GET.get("option"), exams)
    if chosen is None and not typed:
        return redirect("catalogue:marks", slug)
    weights = exams[chosen or 0]
    form = MarksForm(typed or None, exam=weights.exam)
    context = {
        "programme": programme,
        "weights": weights,
        "options": [(str(place), one.option) for place, one in enumerate(exams, start=1)],
        "chosen": str((chosen or 0) + 1),
        "form": form,
        "errors": [(form[name], said[0]) for name, said in form.errors.items()],
        "answer": MarksAnswer(weights.exam, form.answer) if form.is_valid() else None,
    }
    return render(request, "catalogue/marks.html", context, status=422 if form.errors else 200)


def _computed(programme):
    """Lists the exams of a programme whose marks make an average; 404 without any."""
    exams = Sheet(programme, on=timezone.localdate()).weights
    if not exams:
        raise Http404
    return exams


def _chosen(asked, exams):
    """Returns the place of the exam asked for, from 0, the first by default; None for no exam."""
    places = {str(place + 1): place for place in range(len(exams))} if len(exams) > 1 else {}
    return 0 if asked is None else places.get(asked)
