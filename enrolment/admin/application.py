"""Staff pages of applications: read one, then act on it from its page or from the list.

No answer of a candidate is edited here. Each action calls the function of `review` of that name.
"""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from charmilles.screens import FixedRows
from enrolment import search, workflow
from enrolment.admin import rights, transitions
from enrolment.admin.privacy import RecapMixin, export_table
from enrolment.admin.rows import (
    ActRows,
    DocumentRows,
    GuardianRows,
    MessageRows,
    OpeningRows,
    TransitionRows,
)
from enrolment.applications import acts, places
from enrolment.models import Act, Application, Document, Status
from enrolment.privacy import access_log

ASIDE = (
    "son adresse est, écrite autrement, celle d’un dossier plus ancien. Vérifiez au téléphone qui "
    "l’a envoyé, puis gardez l’un des deux."
)


class ActorFilter(admin.SimpleListFilter):
    title = "à qui d’agir"
    parameter_name = "main"

    def lookups(self, request, model_admin):
        return [
            (workflow.Actor.CENTRE.value, "à traiter"),
            (workflow.Actor.CANDIDATE.value, "en attente du candidat"),
        ]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        expected = [one for one, actor in workflow.NEXT_ACTOR.items() if actor == self.value()]
        return queryset.exclude(Act.objects.wait()).filter(status__in=expected)


class StatusFilter(admin.ChoicesFieldListFilter):
    """Leaves out « pas encore envoyée »: staff never see a draft."""

    def choices(self, changelist):
        everything, _draft, *received = super().choices(changelist)
        return [everything, *received]


class LateFilter(admin.SimpleListFilter):
    title = "délai"
    parameter_name = "delai"

    def lookups(self, request, model_admin):
        return [("passe", "dépassé"), ("court", "en cours")]

    def queryset(self, request, queryset):
        now = timezone.now()
        wanted = {"passe": {"due_at__lte": now}, "court": {"due_at__gt": now}}.get(self.value())
        return queryset.filter(**wanted) if wanted else queryset


class DocumentsFilter(admin.SimpleListFilter):
    """Leaves out closed applications: nobody has to read their documents any more."""

    title = "documents"
    parameter_name = "documents"

    def lookups(self, request, model_admin):
        return [("lire", "à lire")]

    def queryset(self, request, queryset):
        if self.value() != "lire":
            return queryset
        to_read = Document.objects.to_read().filter(application=OuterRef("pk"))
        return queryset.going_on().filter(Exists(to_read))


class MailboxFilter(admin.SimpleListFilter):
    """Finds those whose address turned out to be that of an older one (migration 0010)."""

    title = "adresse"
    parameter_name = "adresse"

    def lookups(self, request, model_admin):
        return [("partagee", "partagée avec un autre dossier")]

    def queryset(self, request, queryset):
        return queryset.set_aside() if self.value() == "partagee" else queryset


@admin.register(Application)
class ApplicationAdmin(RecapMixin, FixedRows):
    list_display = [
        "reference",
        "full_name",
        "programme",
        "cohort",
        "status",
        "who_acts",
        "status_since",
        "due_at",
    ]
    list_select_related = ["programme", "cohort"]
    search_fields = ["reference"]  # shows the box; `search` does the rest
    search_help_text = "Nom, téléphone, adresse ou référence ; du candidat ou d’un représentant"
    inlines = [GuardianRows, DocumentRows, TransitionRows, ActRows, MessageRows, OpeningRows]
    under_a_right = {
        "wants_call": rights.VIEW_DISABILITY,
        "access_needs": rights.VIEW_DISABILITY,
    }
    list_filter = [
        ActorFilter,
        DocumentsFilter,
        LateFilter,
        "programme",
        ("status", StatusFilter),
        MailboxFilter,
        "wants_call",
    ]
    action_form = transitions.ReasonForm
    actions = [*(transitions.action(name) for name in acts.VERBS), export_table]

    fieldsets = [
        (
            "Suivi",
            {
                "fields": [
                    ("reference", "submitted_at"),
                    ("programme", "cohort"),
                    ("status", "status_since", "who_acts"),
                    ("due_at", "rank", "passed_at"),
                ],
            },
        ),
        (
            "Identité et contact",
            {
                "fields": [
                    ("first_name", "last_name"),
                    "birth_date",
                    ("phone", "email"),
                    "others_of_address",
                ]
            },
        ),
        ("Parcours", {"fields": ["situation", "last_class", "diploma"]}),
        ("Contrat et entreprise", {"fields": ["learner_status", "search", "company"]}),
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
        return super().get_queryset(request).received().annotate(has_waiting_act=Act.objects.wait())

    def get_urls(self):
        return [*transitions.addresses(), *super().get_urls()]

    def get_search_results(self, request, queryset, search_term):
        return search.matching(queryset, search_term) if search_term else queryset, False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Shows an application read-only, notes it in the access log, and runs its buttons."""
        application = self.get_object(request, object_id)
        if application is None or not self.has_view_permission(request, application):
            return super().change_view(request, object_id, form_url, extra_context)
        may_act = super().has_change_permission(request)
        if may_act and request.POST.get("verb") in acts.VERBS:
            return transitions.perform(request, request.POST["verb"], [application])
        if request.method == "GET":
            access_log.note_opening(application, "Dossier", now=timezone.now(), by=request.user)
        shown = self._acts(application) if may_act else {}
        return super().change_view(request, object_id, form_url, shown | (extra_context or {}))

    def _acts(self, application):
        """Gives the act that waits, which can be taken back, else those that are possible."""
        act = acts.waiting(application)
        if act:
            return {"act": act}
        return {"verbs": acts.possible(application)}

    def may_see_disability(self, request):
        return request.user.has_perm(rights.VIEW_DISABILITY)

    def has_change_permission(self, request, obj=None):
        """Allows the actions of the list; the page of an application stays read-only."""
        return obj is None and super().has_change_permission(request)

    @admin.display(description="nom", ordering="last_name")
    def full_name(self, application):
        return application.full_name

    @admin.display(description="à qui d’agir")
    def who_acts(self, application):
        if application.has_waiting_act:
            return "un acte attend"
        return workflow.NEXT_ACTOR[Status(application.status)].label

    @admin.display(description="rang sur la liste d’attente")
    def rank(self, application):
        return places.rank(application) or "—"

    @admin.display(description="autres dossiers de cette adresse")
    def others_of_address(self, application):
        """Links the other applications; says when this one no longer opens to the candidate."""
        others = Application.objects.received().written_to(application.address)
        links = format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            (
                (reverse("admin:enrolment_application_change", args=[other.pk]), other)
                for other in others.exclude(pk=application.pk)
            ),
        )
        if application.mailbox == application.address:
            return links or "—"
        return format_html("{} Ce dossier ne s’ouvre plus en ligne : {}", links, ASIDE)
