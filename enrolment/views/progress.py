"""Pages of an application that was sent: its progress, and the answer to a place offered."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from catalogue.sheet.admission import last_step
from enrolment.applications import review
from enrolment.applications.progress import Progress
from enrolment.models import Status
from enrolment.views.base import candidate, form_page, own
from enrolment.workflow import NEXT_STEP


def show_progress(request, application):
    context = {
        "application": application,
        "progress": Progress(application, timezone.now()),
        "action": _action(application),
        "existing": "existant" in request.GET,
    }
    return render(request, "enrolment/follow/progress.html", context)


def _action(application):
    label, page = NEXT_STEP.get(application.status, ("", ""))
    return page and (label, reverse(page, args=[application.reference]))


@candidate
@form_page
def place(request, mailbox, reference):
    """Shows the place offered to the candidate, and accepts it on POST."""
    application = own(mailbox, reference)
    if request.method == "POST":
        return _answer(application, review.accept_place)
    if application.status != Status.OFFERED:
        return redirect("enrolment:dossier", reference)
    context = {"application": application, "last_step": last_step(application.programme)}
    return render(request, "enrolment/follow/place.html", context)


@candidate
@require_POST
def pass_place(request, mailbox, reference):
    return _answer(own(mailbox, reference), review.let_place_pass)


def _answer(application, verb):
    verb(application, now=timezone.now())
    return redirect("enrolment:dossier", application.reference)
