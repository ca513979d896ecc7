"""Staff pages to evaluate an interview: the criteria, the evaluation grid, the decision."""

from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from charmilles.private import page
from charmilles.screens import Screen
from enrolment.admin import rights
from enrolment.admin.interviews import received, sent, show
from enrolment.applications import evaluations
from enrolment.forms.evaluation import DecisionForm, EvaluationForm, SecondOpinionForm
from enrolment.models import Criterion
from enrolment.privacy import access_log
from enrolment.workflow import Refused


@admin.register(Criterion)
class CriterionAdmin(Screen):
    list_display = ["label", "hint", "is_used", "position"]
    fieldsets = [
        (
            None,
            {
                "fields": ["label", "hint", "programmes", "is_used", "position"],
                "description": "Ce que l’on regarde pendant l’entretien, et rien d’autre : un "
                "critère a un lien avec la formation (article L6353-9 du code du travail). Un "
                "critère qui ne sert plus se décoche ; les évaluations passées le gardent.",
            },
        )
    ]

    def get_urls(self):
        pages = [
            ("grille/<int:pk>/", grid, "evaluation"),
            ("decision/<int:pk>/<str:advice>/", decide, "decision"),
        ]
        own = [
            path(route, admin.site.admin_view(view), name=f"enrolment_{name}")
            for route, view, name in pages
        ]
        return [*own, *super().get_urls()]

    def has_delete_permission(self, request, obj=None):
        """Refuses: past evaluations still need their criteria."""
        return False


@page(rights.CHANGE_APPLICATION, "POST")
def grid(request, pk):
    """Shows the evaluation, and the form that this person may fill in, if any."""
    now, application = timezone.now(), received(pk)
    known = evaluations.current(application)
    form, verb = writing(request, application, known)
    if request.method == "POST":
        if form is None:
            messages.error(request, "Cette évaluation ne change plus.")
            return redirect("admin:enrolment_evaluation", pk)
        if form.is_valid() and written(request, form, verb, application, now):
            return redirect("admin:enrolment_evaluation", pk)
    else:
        access_log.note_opening(application, "Évaluation", now=now, by=request.user)
    return show(
        request,
        "admin/enrolment/evaluation.html",
        f"Évaluation : {application.full_name}",
        form=form,
        application=application,
        is_second=verb == evaluations.second_opinion,
        known=known,
        marks=known.marks.select_related("criterion") if known else [],
        decisions=evaluations.Advice if known and evaluations.is_due(application) else [],
    )


def writing(request, application, known):
    """Returns (form, function that saves it), or (None, None) if this person may only read."""
    if not evaluations.is_due(application):
        return None, None
    if evaluations.may_evaluate(known, by=request.user):
        criteria = evaluations.criteria(application.programme)
        initial = EvaluationForm.filled(known)
        form = EvaluationForm(sent(request), criteria=criteria, initial=initial)
        return form, evaluations.evaluate
    if evaluations.may_second(known, by=request.user):
        initial = SecondOpinionForm.filled(known)
        return SecondOpinionForm(sent(request), initial=initial), evaluations.second_opinion
    return None, None


def written(request, form, verb, application, now):
    try:
        verb(application, **form.answers, by=request.user, now=now)
    except Refused as refusal:
        form.add_error("comment", str(refusal))
        return False
    messages.success(request, "Évaluation enregistrée.")
    return True


@page(rights.CHANGE_APPLICATION, "POST")
def decide(request, pk, advice):
    """Shows the consequence of a decision, then takes the decision on POST."""
    if advice not in evaluations.Advice:
        raise Http404
    application, chosen = received(pk), evaluations.Advice(advice)
    form = DecisionForm(sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            evaluations.decide(
                application, chosen, reason=reason, by=request.user, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(
                request,
                f"{application.full_name} : décision notée. Elle s’annule encore ci-dessous.",
            )
            return redirect("admin:enrolment_application_change", pk)
    return show(
        request,
        "admin/enrolment/decision.html",
        f"{chosen.label} : {application.full_name}",
        form=form,
        application=application,
        chosen=chosen,
        consequence=CONSEQUENCES[chosen],
    )


CONSEQUENCES = {
    evaluations.Advice.ADMIT: "Une place de la promotion est prise, l’admission reste à confirmer. "
    "Le candidat reçoit un courriel qui lui dit quoi faire.",
    evaluations.Advice.WAIT: "Le candidat reçoit un courriel avec son rang. Une place qui se "
    "libère lui est proposée à son tour.",
    evaluations.Advice.DECLINE: "Le dossier se ferme. Le candidat reçoit un courriel avec le "
    "motif, que vous écrivez ici.",
    evaluations.Advice.MEET_AGAIN: "Le candidat reçoit un courriel et choisit un second créneau. "
    "L’évaluation d’aujourd’hui sera remplacée par celle du second entretien.",
}
