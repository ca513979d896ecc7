"""Pages of a candidate's file. They translate requests into acts; `dossier` decides."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from enrolment.applications import drafts as file
from enrolment.applications import leaving, tasks
from enrolment.applications.answers import entry_level, hints, summary
from enrolment.forms import tasks as forms
from enrolment.models import Application, Status
from enrolment.views.base import candidate, form_page, own, show
from enrolment.views.progress import show_follow

FORMS = {
    tasks.IDENTITY: forms.IdentityForm,
    tasks.SCHOOLING: forms.SchoolingForm,
    tasks.CONTRACT: forms.ContractForm,
    tasks.MOTIVATION: forms.MotivationForm,
    tasks.DISABILITY: forms.DisabilityForm,
    tasks.CONSENT: forms.ConsentForm,
}


@candidate
@require_http_methods(["GET", "HEAD"])
def mine(request, email):
    files = Application.objects.of(email).select_related("programme").order_by("-created_at")
    return render(request, "enrolment/mine.html", {"files": files, "email": email})


@candidate
@require_http_methods(["GET", "HEAD"])
def dossier(request, email, reference):
    application, today = own(email, reference), timezone.localdate()
    if application.status != Status.DRAFT:
        return show_follow(request, application)
    tasks = [
        (t, tasks.is_done(application, t, today=today))
        for t in tasks.tasks(application, today=today)
    ]
    context = {
        "application": application,
        "tasks": tasks,
        "done": sum(done for _, done in tasks),
        "next": tasks.next_task(application, today=today),
        "existing": "existant" in request.GET,
        "kept": "garde" in request.GET,
    }
    return render(request, "enrolment/tasks.html", context)


@candidate
@form_page
def task(request, email, reference, slug):
    application, today = own(email, reference), timezone.localdate()
    found = next((t for t in tasks.tasks(application, today=today) if t.slug == slug), None)
    if found is None:
        raise Http404
    if application.status != Status.DRAFT:
        return redirect("enrolment:dossier", reference)
    try:
        return _fill(request, application, found, today)
    except file.NotADraft:
        return redirect("enrolment:dossier", reference)


def _fill(request, application, found, today):
    if found is tasks.GUARDIANS:
        return _fill_guardians(request, application, found)
    form = FORMS[found](request.POST or None, instance=application, today=today)
    if "later" in request.POST:
        return _keep(application, form)
    if request.method != "POST" or not form.is_valid():
        asks_level = found is tasks.SCHOOLING and application.programme.entry_level
        note = entry_level(application) if asks_level else ""
        context = {"application": application, "task": found, "note": note}
        return show(request, "enrolment/task.html", form, **context)
    if getattr(form, "too_young", False):
        return render(request, "enrolment/too_young.html", {"application": application})
    if found is tasks.CONSENT:
        keeps = form.cleaned_data["keeps_contact"]
        file.agree(application, keeps_contact=keeps, now=timezone.now())
    else:
        values = {name: form.cleaned_data[name] for name in form.Meta.fields}
        file.save(application, values, now=timezone.now())
    return _go_on(request, application)


def _keep(application, form):
    """« Terminer plus tard »: what can be kept is, and nothing is asked again before the stop.

    An answer that was emptied is emptied, if it could be; one that is wrong stays as it was.
    """
    if form.is_valid() or not isinstance(form, forms.ConsentForm):
        right = {n: form.cleaned_data[n] for n in form.Meta.fields if n in form.cleaned_data}
        if getattr(form, "too_young", False):
            right.pop("birth_date")
        if form.errors:
            right = {name: value for name, value in right.items() if name not in forms.ENDS}
        file.save(application, right, now=timezone.now())
    return _stop(application)


def _stop(application):
    address = reverse("enrolment:dossier", args=[application.reference], query={"garde": 1})
    return redirect(address)


def _fill_guardians(request, application, found):
    """The first representative is required; the second one as soon as a box is filled."""
    known = [*application.guardians.all(), None, None][:2]
    posted = request.POST or None
    first, second = (
        forms.GuardianForm(
            posted,
            instance=person,
            prefix=f"p{rank}",
            empty_permitted=rank == 2,
            use_required_attribute=False,
        )
        for rank, person in enumerate(known, start=1)
    )
    if "later" in request.POST:
        people = [form.person for form in (first, second) if form.person]
        if people:
            file.save_guardians(application, people, now=timezone.now())
        return _stop(application)
    context = {"application": application, "task": found, "forms": [first, second]}
    if posted is None or not (first.is_valid() & second.is_valid()):  # both say what is wrong
        return show(request, "enrolment/guardians.html", first, others=[second], **context)
    people = [form.person for form in (first, second) if form.person]
    file.save_guardians(application, people, now=timezone.now())
    return _go_on(request, application)


def _go_on(request, application):
    """To the check when one came from it, else to the next task, without the list in between."""
    following = tasks.next_task(application, today=timezone.localdate())
    if following is None:
        return redirect("enrolment:check", application.reference)
    return redirect("enrolment:task", application.reference, following.slug)


@candidate
@form_page
def check(request, email, reference):
    application, today = own(email, reference), timezone.localdate()
    if application.status == Status.DRAFT and tasks.next_task(application, today=today):
        return redirect("enrolment:dossier", reference)
    if request.method == "POST":
        file.submit(application, now=timezone.now())
    if application.status != Status.DRAFT:
        return redirect("enrolment:dossier", reference)
    context = {
        "application": application,
        "summary": summary(application, today=today),
        "hints": hints(application, today=today),
    }
    return render(request, "enrolment/check.html", context)


@candidate
@form_page
def withdraw(request, email, reference):
    application = own(email, reference)
    form = forms.WithdrawForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return show(request, "enrolment/withdraw.html", form, application=application)
    leaving.withdraw(application, reason=form.cleaned_data["reason"], now=timezone.now())
    return redirect("enrolment:mine")
