"""What staff may do to applications, from the list or a page: the functions of `review`."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.utils import timezone

from enrolment import workflow
from enrolment.applications import review
from enrolment.models import CLOSED, Application, Transition

VERBS = {
    verb.__name__: (verb, label)
    for verb, label in (
        (review.ask_documents, "Demander des documents"),
        (review.documents_complete, "Documents complets"),
        (review.invite, "Inviter à un entretien"),
        (review.interviewed, "Entretien passé"),
        (review.meet_again, "Proposer un second entretien"),
        (review.admit_conditionally, "Déclarer admissible (admission à confirmer)"),
        (review.put_on_waiting_list, "Mettre sur liste d’attente (prochaine place libre)"),
        (review.offer_place, "Proposer une place libre"),
        (review.accept_place, "Accepter la place, à la demande du candidat"),
        (review.let_place_pass, "Passer la place à la personne suivante"),
        (review.sign, "Confirmer l’admission (contrat signé, s’il en faut un)"),
        (review.decline, "Refuser la candidature"),
        (review.withdraw, "Retirer, à la demande du candidat"),
        (review.reopen, "Rouvrir le dossier"),
        (review.attach_to_next, "Rattacher à la promotion ouverte"),
    )
}


class ReasonForm(ActionForm):
    """The reason of an action, such as what is missing or why the application is declined."""

    reason = forms.CharField(
        label="Motif (le candidat le lira) :",
        required=False,
        max_length=Transition._meta.get_field("reason").max_length,
    )


def possible(application: Application) -> list[tuple[str, str]]:
    """(verb, label) of the actions that the status of this application allows."""
    return [
        (name, label)
        for name, (_, label) in VERBS.items()
        if application.status in workflow.ALLOWED.get(name, ((), ""))[0]
        or (name == "attach_to_next" and _waits_for_an_intake(application))
    ]


def _waits_for_an_intake(application):
    return application.cohort_id is None and application.status not in CLOSED


def perform(request, name: str, files) -> bool:
    """Calls this verb on each application, shows the results, returns whether none was refused."""
    verb, label = VERBS[name]
    refused, offered = [], []
    reason = request.POST.get("reason", "").strip()
    for application in files:
        try:
            others = verb(application, now=timezone.now(), by=request.user, reason=reason)
        except workflow.NotDone as refusal:
            refused.append(f"{application} : {refusal}")
        else:
            offered += others or []
    _report(request, label, done=len(files) - len(refused), refused=refused)
    for application in offered:
        messages.info(request, f"La place libérée est proposée à {application}.")
    return not refused


def action(name: str):
    """The list action that performs this verb, first on those who have waited longest."""

    @admin.action(description=VERBS[name][1], permissions=["change"])
    def act(modeladmin, request, queryset):
        perform(request, name, queryset.order_by("status_since", "submitted_at", "pk"))

    act.__name__ = name
    return act


def _report(request, label, *, done, refused):
    if done:
        messages.success(request, f"« {label} » : {_count_applications(done)}.")
    if refused:
        counted = f"« {label} » refusé pour {_count_applications(len(refused))}."
        messages.warning(request, " ".join([counted, *refused]))


def _count_applications(count):
    return "1 dossier" if count == 1 else f"{count} dossiers"
