"""« Où puis-je entrer ? » and « Puis-je candidater ? »: answers to a form in the address."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from catalogue.finding import comparison
from catalogue.finding.entry import where
from catalogue.finding.entry_form import FREE, KEPT, EntryForm
from catalogue.finding.index import current
from catalogue.finding.results import person
from catalogue.models import Domain, LearnerStatus, Programme
from catalogue.sheet import pathways
from catalogue.sheet.action import action, early_url
from catalogue.sheet.advice import Asked, advise, asks, question
from catalogue.sheet.entry import REQUIREMENTS
from catalogue.sheet.fetching import for_sheet
from catalogue.sheet.sheet import Sheet
from catalogue.views.pages import WHOLE, redirect_former_url
from charmilles.pages import public_page


def _read(request, form_of):
    """Returns the form of an address, and the address of the same without what it does not know.

    An age and a month are not kept: an address with one of them is answered as it is.
    """
    known = form_of(None).known(request.GET.dict())
    typed = {name: request.GET[name] for name in FREE if request.GET.get(name)}
    form = form_of(known | typed if known or typed else None)
    is_clean = bool(typed) or known == request.GET.dict()
    return form, "" if is_clean else reverse(
        request.resolver_match.view_name, kwargs=request.resolver_match.kwargs, query=known or None
    )


def _shown(request, template, form, context):
    errors = [(form[name], said[0]) for name, said in form.errors.items()]
    context |= {"form": form, "errors": errors, "person": person()}
    return render(request, template, context, status=422 if errors else 200)


@public_page(*KEPT, free=FREE)
def where_to_enter(request):
    """Lists the programmes by their answer to one diploma, age, contract and month."""
    index = current(request.stamp)
    domains = Domain.objects.with_programmes() if len(index.listed) > WHOLE else []
    statuses = LearnerStatus.objects.filter(programme__state=Programme.State.PUBLISHED).distinct()

    def form_of(data):
        return EntryForm(data, on=index.on, statuses=statuses, domains=domains)

    form, cleaned = _read(request, form_of)
    if cleaned:
        return redirect(cleaned)
    found = None
    if form.is_bound and form.is_valid():
        found = where(index, form.asked, form.cleaned_data.get("domaine", ""))
    return _shown(request, "catalogue/where_to_enter.html", form, {"found": found})


@public_page("avec", "contrat", free=FREE)
@redirect_former_url
def can_apply(request, slug):
    """Answers for one programme."""
    public = for_sheet(Programme.objects.published()).prefetch_related(REQUIREMENTS)
    programme = get_object_or_404(public, slug=slug)
    today = timezone.localdate()
    questions = {"statuses": list(programme.statuses.all()), "needed": asks(programme)}
    form, cleaned = _read(request, lambda data: EntryForm(data, on=today, **questions))
    if cleaned:
        return redirect(cleaned)
    sheet = Sheet(programme, on=today)
    context = {
        "programme": programme,
        "sheet": sheet,
        "question": question(programme),
        "advice": _advice(programme, form, today),
        "action": action(sheet),
        "early_url": early_url(sheet),
    }
    return _shown(request, "catalogue/can_apply.html", form, context)


def _advice(programme, form, today):
    if form.is_bound:
        return advise(programme, form.asked, on=today) if form.is_valid() else None
    return advise(programme, Asked(), on=today) if form.needs_nothing else None


@public_page()
@redirect_former_url
def pathway(request, slug):
    """Draws what leads to a programme, where it leads, and the other ways to the same."""
    programme = get_object_or_404(for_sheet(Programme.objects.published()), slug=slug)
    sheet = Sheet(programme, on=timezone.localdate())
    before, after = pathways.before(programme), pathways.after(programme)
    if not (before or after or sheet.sisters):
        raise Http404
    context = {
        "programme": programme,
        "sheet": sheet,
        "question": question(programme),
        "before": before,
        "after": after,
        "compare_url": comparison.address([programme, *(other for other, _ in sheet.sisters)]),
    }
    return render(request, "catalogue/pathway.html", context)
