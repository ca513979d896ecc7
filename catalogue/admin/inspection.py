"""Staff pages of the inspector: on each programme, in the list, and for the whole catalogue."""

from collections.abc import Callable
from functools import cache

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from catalogue.context import the_centre
from catalogue.inspection import accepting, scores, table
from catalogue.inspection.findings import ABBREVIATIONS, CENTRE, CERTIFICATION, Finding, Level
from catalogue.inspection.report import Report, Score, inspect, inspect_one
from catalogue.models import Acceptance, Programme
from catalogue.publishing import publish
from charmilles import typography
from charmilles.download import private_download
from charmilles.spreadsheet import MARK


class ReasonForm(forms.Form):
    """Why findings are accepted as they are; the boxes beside them say which."""

    reason = forms.CharField(
        label="Pourquoi",
        max_length=Acceptance._meta.get_field("reason").max_length,
        help_text="Votre nom, la date et cette raison restent à côté du constat. Il revient si "
        "ses faits changent.",
    )


class Inspected:
    """What the page and the list of programmes show of the inspector, and what stops a draft."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("constats/", view(self.inspection), name="catalogue_inspection"),
            path("constats.csv", view(self.inspection_csv), name="catalogue_inspection_csv"),
            path("<int:key>/constats/", view(self.findings), name="catalogue_findings"),
            *super().get_urls(),
        ]

    # Publishing

    def save_model(self, request, obj, form, change):
        """Saves as a draft what asks to become public: its lists are not saved yet."""
        before = Programme.objects.filter(pk=obj.pk).values_list("state", flat=True).first()
        is_asked = obj.state == Programme.State.PUBLISHED and before != obj.state
        request.asked_to_publish = is_asked
        if is_asked:
            obj.state = before or Programme.State.DRAFT
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if request.asked_to_publish:
            blocking = publish(form.instance, on=timezone.localdate())
            if blocking:
                self._tell(request, form.instance, blocking)

    def _tell(self, request, programme, blocking):
        sentences = format_html_join("", "<li>{}</li>", ((one.sentence,) for one in blocking))
        messages.error(
            request,
            format_html(
                "Tout est enregistré, mais la fiche n’est pas publiée : réparez ce qui suit, ou "
                '<a href="{}">acceptez-le</a> avec une raison, puis publiez.<ul>{}</ul>',
                reverse("admin:catalogue_findings", args=[programme.pk]),
                sentences,
            ),
        )

    # On the page and in the list

    @admin.display(description="constats")
    def to_check(self, programme):
        if programme.pk is None:
            return "Enregistrez la fiche pour voir ce qui est à vérifier."
        report = inspect_one(programme, on=timezone.localdate())
        return render_to_string("admin/catalogue/programme/findings.html", _shown(report))

    def get_changelist_instance(self, request):
        """Gives its score to each programme that the page of the list shows."""
        changes = super().get_changelist_instance(request)
        keys = [programme.pk for programme in changes.result_list]
        found = scores.kept.of(keys, on=timezone.localdate())
        for programme in changes.result_list:
            programme.inspected = found.get(programme.pk)
        return changes

    @admin.display(description="constats")
    def score(self, programme):
        address = reverse("admin:catalogue_findings", args=[programme.pk])
        return format_html('<a href="{}">{}</a>', address, score_in_words(programme.inspected))

    # Pages

    def findings(self, request, key):
        """Shows the findings of one programme, and takes those that somebody accepts."""
        programme = get_object_or_404(Programme, pk=key)
        if not self.has_view_permission(request, programme):
            raise PermissionDenied
        report = inspect_one(programme, on=timezone.localdate())
        may_accept = self.has_change_permission(request, programme)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and self._answers(request, report, form, may_accept):
            return redirect("admin:catalogue_findings", key)
        context = _shown(report) | {"form": form if may_accept else None, "programme": programme}
        return self._page(request, "findings", f"Constats : {programme}", context)

    def _answers(self, request, report, form, may_accept) -> bool:
        if not may_accept:
            raise PermissionDenied
        named = {finding.name: finding for finding in report.found}
        if again := named.get(request.POST.get("again")):
            accepting.accept_no_longer(again)
            messages.success(request, "Ce constat n’est plus accepté.")
            return True
        chosen = [named[name] for name in request.POST.getlist("chosen") if name in named]
        if not chosen:
            form.add_error(None, "Cochez au moins un constat.")
        if not form.is_valid():
            return False
        person = request.user.get_full_name() or request.user.get_username()
        reason, on = form.cleaned_data["reason"], timezone.localdate()
        count = accepting.accept(chosen, person=person, reason=reason, on=on)
        messages.success(request, f"Acceptés : {typography.quantity(count, 'constat')}.")
        return True

    def inspection(self, request):
        """Shows how each programme of the catalogue stands today."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        reports = list(inspect(Programme.objects.all(), on=timezone.localdate()))
        context = {"rows": [(report, score_in_words(report.score)) for report in reports]}
        return self._page(request, "inspection", "Constats de tout le catalogue", context)

    def inspection_csv(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        body = MARK + table.lines_of(inspect(Programme.objects.all(), on=today))
        name = f"constats-{today.isoformat()}.csv"
        return private_download(body.encode(), name=name, content_type="text/csv; charset=utf-8")

    def _page(self, request, name, title, context):
        context = {**self.admin_site.each_context(request), "title": title, **context}
        return TemplateResponse(request, f"admin/catalogue/{name}.html", context)


def score_in_words(score: Score | None) -> str:
    """Says « 2 bloquants, 14 avertissements », « rien à signaler »; nothing of a row just gone."""
    if score is None:
        return ""
    counted = zip(score, (Level.BLOCKING.label, Level.WARNING.label), strict=True)
    said = [typography.quantity(count, noun) for count, noun in counted if count]
    return typography.enumeration(said) or "rien à signaler"


def _shown(report: Report) -> dict:
    """Gives a template the findings by part, each with the page that repairs it."""
    of_centre = cache(_of_centre)  # read once, whatever the number of findings
    return {
        "report": report,
        "score": score_in_words(report.score),
        "parts": [
            (part, [(finding, place_of(finding, of_centre)) for finding in own])
            for part, own in report.parts
        ],
    }


def _of_centre() -> str:
    centre = the_centre()
    return _change(centre) if centre.pk else reverse("admin:catalogue_centre_add")


def place_of(finding: Finding, of_centre: Callable[[], str] = _of_centre) -> str:
    """Returns the address of the staff page that repairs a finding."""
    opens = finding.check.opens
    if finding.row is not None:
        return _change(finding.row)
    if opens == CERTIFICATION and finding.programme.certification:
        return _change(finding.programme.certification)
    if opens == CENTRE:
        return of_centre()
    if opens == ABBREVIATIONS:
        return reverse("admin:catalogue_abbreviation_changelist")
    return f"{_change(finding.programme)}#{opens}"


def _change(row) -> str:
    try:
        return reverse(f"admin:catalogue_{row._meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return ""
