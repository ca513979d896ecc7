"""Staff pages of applications: read the file, then act on it from the list.

Nothing is typed into a file here. Each action calls the verb of `review` of the same name.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.utils import timezone

from enrolment import places, review, workflow
from enrolment.models import Application, Guardian, Status, Transition

DISABILITY = "enrolment.view_disability"


class Shown(admin.TabularInline):
    """Rows to read, for whoever may read the file."""

    extra = 0
    can_delete = False

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class GuardianRows(Shown):
    model = Guardian
    fields = ["first_name", "last_name", "relation", "phone", "email"]


class TransitionRows(Shown):
    model = Transition
    fields = ["at", "before", "after", "by", "reason"]
    verbose_name_plural = "journal du dossier"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


class HandFilter(admin.SimpleListFilter):
    title = "à qui d’agir"
    parameter_name = "main"

    def lookups(self, request, model_admin):
        return [
            (workflow.Hand.CENTRE.value, "à traiter"),
            (workflow.Hand.CANDIDATE.value, "en attente du candidat"),
        ]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(
            status__in=[status for status, hand in workflow.HAND.items() if hand == self.value()]
        )


class StatusFilter(admin.ChoicesFieldListFilter):
    """Without « pas encore envoyée »: staff never see a draft."""

    def choices(self, changelist):
        everything, _draft, *received = super().choices(changelist)
        return [everything, *received]


class ReasonForm(ActionForm):
    """Beside the actions: what is missing, or why not."""

    reason = forms.CharField(
        label="Motif (le candidat le lira) :",
        required=False,
        max_length=Transition._meta.get_field("reason").max_length,
    )


def action(verb, label):
    """An action that calls this verb on each file, oldest step first, and counts."""

    @admin.action(description=label, permissions=["change"])
    def act(modeladmin, request, queryset):
        refused, offered = [], []
        files = queryset.order_by("status_since", "submitted_at", "pk")
        reason = request.POST.get("reason", "").strip()
        for application in files:
            try:
                following = verb(application, now=timezone.now(), by=request.user, reason=reason)
            except workflow.Refused as refusal:
                refused.append(f"{application} : {refusal}")
            else:
                offered += following or []
        report(request, label, done=len(files) - len(refused), refused=refused)
        for person in offered:
            messages.info(request, f"La place libérée est proposée à {person}.")

    act.__name__ = verb.__name__
    return act


def report(request, label, *, done, refused):
    if done:
        messages.success(request, f"« {label} » : {_files(done)}.")
    if refused:
        counted = f"« {label} » refusé pour {_files(len(refused))}."
        messages.warning(request, " ".join([counted, *refused]))


def _files(count):
    return "1 dossier" if count == 1 else f"{count} dossiers"


@admin.register(Application)
class ApplicationAdmin(admin.ModelAdmin):
    list_display = [
        "reference",
        "full_name",
        "programme",
        "cohort",
        "status",
        "who_acts",
        "status_since",
    ]
    list_select_related = ["programme", "cohort"]
    search_fields = ["reference", "first_name", "last_name", "email"]
    search_help_text = "Référence, nom ou adresse électronique"
    inlines = [GuardianRows, TransitionRows]
    action_form = ReasonForm
    actions = [
        action(review.ask_documents, "Demander des documents"),
        action(review.documents_complete, "Documents complets"),
        action(review.invite, "Inviter à un entretien"),
        action(review.interviewed, "Entretien passé"),
        action(review.meet_again, "Proposer un second entretien"),
        action(review.admit_conditionally, "Admettre, sous réserve du contrat"),
        action(review.put_on_waiting_list, "Mettre sur liste d’attente (prochaine place libre)"),
        action(review.offer_place, "Proposer une place libre"),
        action(review.accept_place, "Accepter la place, à la demande du candidat"),
        action(review.let_place_pass, "Passer la place à la personne suivante"),
        action(review.sign, "Contrat signé"),
        action(review.decline, "Refuser la candidature"),
        action(review.withdraw, "Retirer, à la demande du candidat"),
        action(review.reopen, "Rouvrir le dossier"),
    ]

    fieldsets = [
        (
            "Suivi",
            {
                "fields": [
                    ("reference", "submitted_at"),
                    ("programme", "cohort"),
                    ("status", "status_since", "who_acts", "rank"),
                ],
                "description": "Pour faire avancer ce dossier, cochez-le dans la liste et "
                "choisissez une action.",
            },
        ),
        (
            "Identité et contact",
            {"fields": [("first_name", "last_name"), "birth_date", ("phone", "email")]},
        ),
        ("Parcours", {"fields": ["situation", "last_class", "diploma"]}),
        ("Contrat et entreprise", {"fields": ["contract", "search", "company"]}),
        ("Motivation", {"fields": ["why", "strengths", "rhythm"]}),
        (
            "Situation de handicap",
            {
                "fields": ["wants_call"],
                "description": "Réservé au référent handicap. Ne compte pas dans la décision.",
            },
        ),
        ("Accord", {"fields": [("consent_version", "consented_at"), "keeps_contact"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).received()

    def get_fieldsets(self, request, obj=None):
        shown = self.may_see_disability(request)
        return [part for part in self.fieldsets if shown or "wants_call" not in part[1]["fields"]]

    def get_list_filter(self, request):
        own = ["wants_call"] if self.may_see_disability(request) else []
        return [HandFilter, "programme", ("status", StatusFilter), *own]

    def lookup_allowed(self, lookup, value, request):
        """Filtering on an answer by the address of the list would be reading it."""
        if lookup.split("__")[0] == "wants_call" and not self.may_see_disability(request):
            return False
        return super().lookup_allowed(lookup, value, request)

    def may_see_disability(self, request):
        return request.user.has_perm(DISABILITY)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """On the list, where it opens the actions; never on the page of a file."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="nom", ordering="last_name")
    def full_name(self, application):
        return application.full_name

    @admin.display(description="à qui d’agir")
    def who_acts(self, application):
        return workflow.HAND[Status(application.status)].label

    @admin.display(description="rang sur la liste d’attente")
    def rank(self, application):
        return places.rank(application)
