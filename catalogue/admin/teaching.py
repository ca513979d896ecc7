"""Staff pages of units and subjects."""

from django.contrib import admin
from django.db.models import Q

from catalogue import models
from catalogue.admin.base import (
    TICKED,
    FoldedStack,
    HiddenFromIndex,
    OnProgrammePage,
    Rows,
    opened,
)
from charmilles.screens import Screen


class SubjectRows(Rows):
    model = models.Subject
    fields = [
        *("position", "code", "title", "hours", "hours_max", "hours_unpublished"),
        *("coefficient", "choice"),
    ]
    show_change_link = True
    verbose_name_plural = "matières (le lien « Modifier » ouvre leurs évaluations)"


class AssessmentRows(FoldedStack):
    """How a unit or a subject is examined: too many fields for the row of a table."""

    model = models.Assessment
    fields = [
        ("position", "title", "status"),
        ("when", "is_resit", "how"),
        ("count", "minutes", "preparation", "weight"),
        ("out_of", "marked_in", "pass_mark", "eliminating_mark"),
        "eliminating",
    ]


class UnitAssessmentRows(AssessmentRows):
    verbose_name_plural = "évaluations de l’unité entière"


@admin.register(models.Unit)
class UnitAdmin(HiddenFromIndex, OnProgrammePage, Screen):
    list_display = ["title", "programme", "hours", "coefficient"]
    list_filter = ["programme"]
    list_select_related = ["programme"]
    rows_name = "units"
    inlines = [SubjectRows, UnitAssessmentRows]
    formfield_overrides = TICKED
    fieldsets = [
        (None, {"fields": ["programme", "position", "title", "code", "group", "option", "choice"]}),
        (
            "Chiffres",
            {"fields": [("hours", "hours_max", "hours_unpublished"), "coefficient", "ects"]},
        ),
        (
            "Ce qui compte",
            {"fields": [("is_optional", "points_above"), ("pass_mark", "eliminating_mark")]},
        ),
        ("Blocs de compétences", {"fields": ["blocks"]}),
        ("À vérifier", {"fields": ["source_wording"]}),
    ]

    def get_field_queryset(self, db, db_field, request):
        """Offers the options of the unit's programme, and the blocks of its certification."""
        rows = super().get_field_queryset(db, db_field, request)
        key = opened(request)
        match db_field.name:
            case "option" if key:
                return models.Option.objects.filter(programme__units=key)
            case "blocks" if key:
                own = Q(certification__programmes__units=key) | Q(units=key)
                return models.SkillBlock.objects.filter(own).distinct()
        return rows


class SubjectHoursRows(Rows):
    model = models.SubjectHours


@admin.register(models.Subject)
class SubjectAdmin(HiddenFromIndex, OnProgrammePage, Screen):
    list_display = ["title", "unit", "hours", "coefficient"]
    list_select_related = ["unit"]
    inlines = [SubjectHoursRows, AssessmentRows]
    rows_name = "subjects"

    def programme_of(self, obj):
        return obj.unit.programme

    def parent_of(self, obj):
        return obj.unit
