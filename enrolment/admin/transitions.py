"""Acts of staff on applications, from the list or a page: told, confirmed, then taken back or not.

The first form shows what the act would do; the second, `confirmed`, asks for it.
"""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, ActionForm
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from charmilles import typography
from charmilles.private import page
from enrolment.admin import rights
from enrolment.admin.interviews import show
from enrolment.applications import acts
from enrolment.forms.act import ActForm
from enrolment.models import Act, Transition
from enrolment.workflow import Gone, Refused

SHOWN = timedelta(days=1)  # acts listed on their page
LONGEST_LIST = 200
# What the forms of the list and of a page send, and the confirmation sends again.
SENT_AGAIN = ("action", "verb", ACTION_CHECKBOX_NAME, "select_across", "index")


class ReasonForm(ActionForm):
    """The reason of an act, such as what is missing or why the application is declined."""

    reason = forms.CharField(
        label="Motif (le candidat le lira) :",
        required=False,
        max_length=Transition._meta.get_field("reason").max_length,
    )


def action(name: str):
    """The list action for this verb, first on those who have waited longest."""

    @admin.action(description=Act.Verb(name).label, permissions=["change"])
    def act(modeladmin, request, queryset):
        ticked = queryset.select_related("programme", "cohort")
        return perform(request, name, list(ticked.order_by("status_since", "submitted_at", "pk")))

    act.__name__ = name
    return act


def perform(request, name: str, applications):
    """Shows what the act would do to each; once confirmed, asks for it and shows what waits."""
    now, reason = timezone.now(), request.POST.get("reason", "").strip()
    told = acts.foresee(name, applications, now=now, by=request.user, reason=reason)
    count = sum(not one.refusal for one in told)
    confirmed = "confirmed" in request.POST
    data = request.POST if confirmed else None
    form = ActForm(
        data,
        needs_reason=name in acts.NEEDS_REASON,
        count=count,
        refuses=name == "decline",
        initial={"reason": reason},
    )
    if confirmed and count and form.is_valid():
        return _ask(request, name, applications, reason=form.cleaned_data["reason"], now=now)
    return show(
        request,
        "admin/enrolment/act.html",
        Act.Verb(name).label,
        form=form,
        told=told,
        count=count,
        minutes=settings.UNDO_DELAY // timedelta(minutes=1),
        sent_again=[(key, value) for key in SENT_AGAIN for value in request.POST.getlist(key)],
        back=request.get_full_path(),
    )


def _ask(request, name, applications, *, reason, now):
    asked = []
    for application in applications:
        try:
            asked.append(acts.ask(name, application, now=now, by=request.user, reason=reason))
        except Refused as refusal:
            messages.warning(request, f"{application.full_name}, {application} : {refusal}")
    if asked:
        messages.success(request, _said(name, len(asked)))
    if len(applications) == 1:
        return redirect("admin:enrolment_application_change", applications[0].pk)
    return redirect(f"{reverse('admin:enrolment_acts')}?lot={asked[0].pk if asked else ''}")


def _said(name, count):
    delay = settings.UNDO_DELAY
    when = f"dans {typography.span(delay)}, sauf si vous l’annulez" if delay else "fait"
    files = typography.quantity(count, "dossier")
    return typography.french(f"« {Act.Verb(name).label} », {files} : {when}.")


# The acts that wait, and those of the day


def addresses():
    return [path("actes/", admin.site.admin_view(waiting), name="enrolment_acts")]


@page(rights.CHANGE_APPLICATION, "POST")
def waiting(request):
    """Lists the acts of the day; takes back one, or all those asked for together, or does one."""
    if request.method == "POST":
        return _end(request)
    rows = Act.objects.filter(asked_at__gt=timezone.now() - SHOWN)
    rows = rows.select_related("application__programme", "by", "ended_by")
    one = _one(request.GET.get("lot", ""))
    if one:
        rows = rows.filter(by=one.by_id, asked_at=one.asked_at)
    listed = list(rows.order_by("-asked_at", "pk")[:LONGEST_LIST])
    can_undo_all = one and sum(not act.outcome for act in listed) > 1
    return show(
        request,
        "admin/enrolment/acts.html",
        "Actes demandés ensemble" if one else "Actes demandés depuis hier",
        acts=listed,
        lot=one if can_undo_all else None,
        is_lot=bool(one),
    )


def _one(key):
    return Act.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None


def _end(request):
    verb = next((name for name in ("undo", "undo_all", "do_now") if name in request.POST), "")
    act = _one(request.POST.get(verb, ""))
    if act is None:
        raise Gone("Cet acte n’existe pas, ou plus", "Rien n’a été fait.")
    if verb == "undo_all":
        together = Act.objects.waiting().filter(by=act.by_id, asked_at=act.asked_at)
        for other in together.select_related("application"):
            _try(request, other, acts.undo)
        return redirect(f"{request.path}?lot={act.pk}")
    _try(request, act, acts.undo if verb == "undo" else acts.do_now)
    return redirect("admin:enrolment_application_change", act.application_id)


def _try(request, act, end):
    name = f"« {act.get_verb_display()} », {act.application.full_name}"
    try:
        end(act, now=timezone.now(), by=request.user)
    except Refused as refusal:
        messages.warning(request, f"{name} : {refusal}")
    else:
        messages.success(request, f"{name} : {act.get_outcome_display()}.")
