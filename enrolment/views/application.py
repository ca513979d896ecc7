"""Pages of an application: the list of them, the tasks of a draft, sending, withdrawing."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.models import Programme
from charmilles.throttle import TooMany
from enrolment import sign_in
from enrolment.applications import drafts, leaving, submission, tasks
from enrolment.applications.answers import hints, summary
from enrolment.forms.tasks import FORMS, WithdrawForm
from enrolment.models import YOUNGEST, Application, Status
from enrolment.views import refused
from enrolment.views.base import BROWSER, ask_to_wait, candidate, form_page, own, show
from enrolment.views.progress import show_progress
from enrolment.workflow import PartGone

TOO_YOUNG = "avant"  # in the address of the page that says to call the centre first


@candidate
@require_safe
def mine(request, mailbox):
    every = Application.objects.of(mailbox).select_related("programme").order_by("-created_at")
    context = {"applications": every, "email": mailbox, "wished": None}
    if not every:
        slug = sign_in.last_destination(request.COOKIES.get(BROWSER, ""))
        context["wished"] = Programme.objects.taking_applications().filter(slug=slug).first()
    return render(request, "enrolment/follow/mine.html", context)


@candidate
@require_safe
def overview(request, mailbox, reference):
    """Shows the tasks of a draft; once it is sent, where it stands."""
    application, today = own(mailbox, reference), timezone.localdate()
    if application.status != Status.DRAFT:
        return show_progress(request, application)
    listed = [
        (task, tasks.state(application, task, today=today))
        for task in tasks.tasks_of(application, today=today)
    ]
    context = {
        "application": application,
        "tasks": listed,
        "done": sum(state == tasks.State.DONE for _, state in listed),
        "next": tasks.next_task(application, today=today),
        "existing": "existant" in request.GET,
        "kept": "garde" in request.GET,
        "lost": refused.find(request),
        "repair": refused.address(request),
    }
    return render(request, "enrolment/draft/tasks.html", context)


@candidate
@form_page
def task(request, mailbox, reference, slug):
    application, today = own(mailbox, reference), timezone.localdate()
    step = tasks.find_step(application, slug, today=today)
    if step is None or step.task not in FORMS:
        raise _not_asked(slug)
    if application.status != Status.DRAFT:
        if request.method == "POST":
            raise drafts.NotADraft
        return redirect("enrolment:dossier", reference)
    if request.method != "POST" and TOO_YOUNG in request.GET:
        context = {"application": application, "youngest": YOUNGEST}
        return render(request, "enrolment/draft/too_young.html", context)
    form = FORMS[step.task](refused.data_for(request), instance=application, today=today)
    try:
        return _answer(request, application, step, form)
    except drafts.TooYoung:
        form.keep(application, now=timezone.now())
        return redirect(reverse("enrolment:task", args=[reference, slug], query={TOO_YOUNG: 1}))


def _not_asked(slug):
    """The answer to a task that this candidate does not have, or no longer."""
    if slug not in {task.slug for task in FORMS}:
        return Http404()
    return PartGone(
        "Cette question ne vous est pas posée",
        "Vos autres réponses en ont décidé : votre dossier donne la liste de vos tâches.",
    )


def _answer(request, application, step, form):
    now = timezone.now()
    if "later" in request.POST:
        form.keep(application, now=now)
        lost = any(form.lost) and refused.keep(request, form, form.lost)
        if lost != "":  # else shown again below: what is lost could not be kept aside
            return _kept(application, lost)
    if request.method != "POST" or not form.is_valid():
        return show(request, form.page, form, application=application, step=step)
    form.apply(application, now=now)
    return _go_on(application, step.task)


def _go_on(application, current):
    """Leads to the next task, without the list in between; to the check when all are done.

    Whoever will come back to this task sees the list, which says so.
    """
    today = timezone.localdate()
    if not tasks.is_done(application, current, today=today):
        return _kept(application)
    following = tasks.next_task(application, today=today, after=current)
    if following is None:
        return redirect("enrolment:check", application.reference)
    return redirect("enrolment:task", application.reference, following.slug)


def _kept(application, lost=None):
    """Leads to the list of tasks, which says what is kept and what could not be."""
    said = {"garde": 1} | ({refused.KEY: lost} if lost else {})
    return redirect(reverse("enrolment:dossier", args=[application.reference], query=said))


@candidate
@form_page
def check(request, mailbox, reference):
    application, today = own(mailbox, reference), timezone.localdate()
    if request.method == "POST":
        try:
            submission.submit(application, now=timezone.now())
        except TooMany as refusal:
            template, seconds = "enrolment/draft/too_many.html", refusal.retry_after
            return ask_to_wait(request, template, seconds=seconds, application=application)
    if application.status != Status.DRAFT or tasks.next_task(application, today=today):
        return redirect("enrolment:dossier", reference)
    context = {
        "application": application,
        "summary": summary(application, today=today),
        "hints": hints(application, today=today),
    }
    return render(request, "enrolment/draft/check.html", context)


@candidate
@form_page
def withdraw(request, mailbox, reference):
    application = own(mailbox, reference)
    form = WithdrawForm(refused.data_for(request))
    if request.method != "POST" or not form.is_valid():
        return show(request, "enrolment/follow/withdraw.html", form, application=application)
    leaving.withdraw(application, reason=form.cleaned_data["reason"], now=timezone.now())
    return redirect("enrolment:mine")
