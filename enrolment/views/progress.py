"""Pages of a file that was sent: where it stands, and the answer to a place proposed."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrolment.applications import review
from enrolment.applications.progress import Follow
from enrolment.models import Status
from enrolment.views.base import candidate, form_page, own
from enrolment.workflow import Refused

# What the candidate may do now: the words of the button, and the page.
ACTIONS = {
    Status.WAITING_DOCUMENTS: ("Envoyer mes documents", "enrolment:documents"),
    Status.TO_BOOK: ("Choisir un jour pour l’entretien", "enrolment:interview"),
    Status.BOOKED: ("Voir, déplacer ou annuler mon entretien", "enrolment:interview"),
    Status.OFFERED: ("Répondre à cette proposition", "enrolment:place"),
}


def show_follow(request, application):
    context = {
        "application": application,
        "follow": Follow(application, timezone.now()),
        "action": _action(application),
        "existing": "existant" in request.GET,
    }
    return render(request, "enrolment/follow.html", context)


def _action(application):
    words, page = ACTIONS.get(application.status, ("", ""))
    return page and (words, reverse(page, args=[application.reference]))


@candidate
@form_page
def place(request, email, reference):
    """The place that waits for an answer; the button takes it."""
    application = own(email, reference)
    if request.method == "POST":
        return _answer(request, application, review.accept_place)
    if application.status != Status.OFFERED:
        return redirect("enrolment:dossier", reference)
    return render(request, "enrolment/place.html", {"application": application})


@candidate
@require_POST
def pass_place(request, email, reference):
    return _answer(request, own(email, reference), review.let_place_pass)


def _answer(request, application, verb):
    """Answered twice, or already lost: the file says where it stands."""
    if application.status == Status.OFFERED:
        try:
            verb(application, now=timezone.now())
        except Refused as refusal:
            context = {"application": application, "refusal": str(refusal)}
            return render(request, "enrolment/place_gone.html", context, status=409)
    return redirect("enrolment:dossier", application.reference)
