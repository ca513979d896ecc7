"""Staff pages of programmes and of learner statuses."""

from django.conf import settings
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.module_loading import import_string

from catalogue import models
from catalogue.admin.base import (
    TICKED,
    FoldedRows,
    FoldedStack,
    OfThisProgramme,
    OnProgrammePage,
)
from catalogue.admin.entry import (
    ChannelRows,
    DurationRows,
    EntryRequirementRows,
    RhythmStepRows,
    StatusLimitRows,
    YearHoursRows,
)
from catalogue.admin.inspection import Inspected
from catalogue.models import intakes
from catalogue.sheet.fetching import for_sheet
from catalogue.sheet.sheet import Sheet
from charmilles.screens import Screen

UNSAVED = "Enregistrez la fiche pour le voir."


@admin.register(models.LearnerStatus)
class StatusAdmin(Screen):
    list_display = ["name", "code", "learner", "is_contract", "pay_law", "position"]


class OptionRows(FoldedRows):
    model = models.Option
    fields = ["position", "name", "is_open", "certification", "text"]


class TuitionRows(OfThisProgramme, FoldedStack):
    model = models.Tuition
    fields = [
        ("position", "kind", "name"),
        ("status", "audience", "step"),
        ("option", "block", "campus"),
        ("amount", "qualifier", "tax"),
        ("group_min", "group_max"),
        ("period", "year"),
        "payers",
        "text",
        ("refund", "is_detail"),
    ]


class SectionRows(FoldedRows):
    model = models.Section
    fields = ["position", "kind", "title"]
    show_change_link = True
    verbose_name_plural = "textes de la fiche (le lien « Modifier » ouvre le texte et sa liste)"


class DocumentRows(FoldedRows):
    model = models.PublicDocument
    fields = ["position", "kind", "title", "pdf", "updated_on"]
    verbose_name_plural = "documents à télécharger, propres à cette formation"


class UnitRows(FoldedRows):
    model = models.Unit
    fields = ["position", "title", "hours", "coefficient", "is_optional"]
    show_change_link = True
    verbose_name_plural = "contenu et examens (le lien « Modifier » ouvre les matières)"


class CohortRows(OfThisProgramme, FoldedRows):
    model = models.Cohort
    fields = ["position", "kind", "name", "option", "campus", "places", "entries"]
    show_change_link = True
    verbose_name_plural = "promotions et sessions (le lien « Modifier » ouvre les dates)"


class OutcomeRows(OfThisProgramme, FoldedRows):
    model = models.Outcome


class ProgrammeContactRows(FoldedRows):
    model = models.ProgrammeContact


class FollowOnRows(FoldedRows):
    model = models.FollowOn
    fk_name = "programme"


@admin.register(models.Programme)
class ProgrammeAdmin(Inspected, OnProgrammePage, Screen):
    list_display = [
        *("short_name", "domain", "certification", "state", "next_intake", "to_tell"),
        *("score", "updated_on", "desk"),
    ]
    list_filter = ["state", "domain"]
    list_per_page = 50  # each is inspected
    list_select_related = ["domain", "certification"]
    search_fields = ["short_name", "title"]
    prepopulated_fields = {"slug": ["short_name"]}
    formfield_overrides = TICKED
    readonly_fields = [
        "to_check",
        "to_tell",
        "inherited_texts",
        "inherited_documents",
    ]
    inlines = [
        DurationRows,
        YearHoursRows,
        StatusLimitRows,
        RhythmStepRows,
        EntryRequirementRows,
        ChannelRows,
        SectionRows,
        DocumentRows,
        FollowOnRows,
        OptionRows,
        UnitRows,
        CohortRows,
        TuitionRows,
        OutcomeRows,
        ProgrammeContactRows,
    ]
    fieldsets = [
        (
            "Publication",
            {
                "fields": [
                    *("to_check", "short_name", "slug", "state", "successor", "to_tell"),
                    "updated_on",
                ],
                "description": "« À prévenir » : combien de personnes attendent l’ouverture. "
                "Chacune reçoit un seul courriel : quand les inscriptions ouvrent, ou quand la "
                "fiche est retirée, avec celle qui la remplace.",
            },
        ),
        (
            "En tête de page",
            {"fields": ["domain", "title", "promise", "certification", "attestation"]},
        ),
        (
            "Carte d’identité",
            {
                "fields": [
                    "statuses",
                    "contract_text",
                    "individual_path",
                    "rhythm",
                    "rhythm_note",
                    "campuses",
                    "carrier",
                    "places",
                    "takes_applications",
                    "answer_days",
                    "results_status",
                ],
                "description": "Ce qu’un candidat lit en premier. Les durées, les tarifs et les "
                "dates sont plus bas.",
            },
        ),
        (
            "Entrée",
            {"fields": [("entry_year", "cycle_years"), "languages", "remote_share"]},
        ),
        (
            "Heures",
            {
                "fields": ["hours_note"],
                "description": "Les heures annoncées sont celles des durées ; celles des années et "
                "des matières sont plus bas.",
            },
        ),
        (
            "Textes repris du centre",
            {
                "fields": ["inherited_texts"],
                "description": "Ils sont écrits une fois pour toutes les formations. Pour les "
                "remplacer ici, ajoutez ci-dessous un texte sur le même sujet.",
            },
        ),
        (
            "Documents à télécharger",
            {
                "fields": ["inherited_documents"],
                "description": "Ceux du centre sont déposés une fois, dans « Documents à "
                "télécharger ». Un document de cette formation, plus bas, remplace celui du "
                "centre sur le même sujet.",
            },
        ),
    ]

    def get_queryset(self, request):
        """Adds `people_to_tell`, by a setting, because the catalogue does not import enrolment."""
        people = import_string(settings.PEOPLE_TO_TELL)()
        return super().get_queryset(request).with_cohorts().annotate(people_to_tell=people)

    def get_changeform_initial_data(self, request):
        """Ticks the only campus of the centre, when there is one alone."""
        campuses = list(models.Campus.objects.values_list("pk", flat=True)[:2])
        return {"campuses": campuses if len(campuses) == 1 else []} | (
            super().get_changeform_initial_data(request)
        )

    def programme_of(self, obj):
        return obj

    def has_delete_permission(self, request, obj=None):
        """Allows deleting drafts only; others are withdrawn, so that their links still work."""
        if obj is not None and obj.state != models.Programme.State.DRAFT:
            return False
        return super().has_delete_permission(request, obj)

    def get_actions(self, request):
        """Removes the bulk deletion: programmes are deleted one at a time."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.display(description="prochaine promotion")
    def next_intake(self, programme):
        intake = next(iter(intakes(programme.cohorts.all(), on=timezone.localdate())), None)
        return f"{intake.cohort} : {intake.state.label}" if intake else None

    @admin.display(description="fiche de travail")
    def desk(self, programme):
        """Leads to the page where the programme is written part by part."""
        address = reverse("admin:catalogue_desk", args=[programme.pk])
        return format_html('<a href="{}">Ouvrir</a>', address)

    @admin.display(description="à prévenir", ordering="people_to_tell")
    def to_tell(self, programme):
        return getattr(programme, "people_to_tell", 0)

    @admin.display(description="affichés sur cette fiche")
    def inherited_texts(self, programme):
        if programme.pk is None:
            return UNSAVED
        by_kind = _sheet(programme).sections.values()
        shown = [section for sections in by_kind for section in sections]
        inherited = [section for section in shown if section.programme_id is None]
        return format_html_join("", '<p><a href="{}">{}</a></p>', map(_link, inherited)) or None

    @admin.display(description="repris du centre")
    def inherited_documents(self, programme):
        if programme.pk is None:
            return UNSAVED
        inherited = [row for row in _sheet(programme).documents if row.programme_id is None]
        return format_html_join("", '<p><a href="{}">{}</a></p>', map(_link, inherited)) or None


def _sheet(programme):
    """Reads the sheet once for the fields of a page, as it is stored and not as it is typed."""
    if not hasattr(programme, "_sheet"):
        stored = for_sheet(models.Programme.objects.filter(pk=programme.pk)).get()
        programme._sheet = Sheet(stored, on=timezone.localdate())
    return programme._sheet


def _link(row):
    """The staff page of a text or of a document of the centre, and its title."""
    return reverse(f"admin:catalogue_{row._meta.model_name}_change", args=[row.pk]), row.heading
