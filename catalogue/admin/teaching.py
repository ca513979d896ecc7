"""Staff pages of units and subjects."""

from django.contrib import admin
from django.db.models import Q

from catalogue import models
from catalogue.admin.base import HiddenFromIndex, OnProgrammePage, Rows
from charmilles.screens import Screen


class SubjectRows(Rows):
    model = models.Subject
    show_change_link = True
    verbose_name_plural = "matières (le lien « Modifier » ouvre leurs évaluations)"


class UnitAssessmentRows(Rows):
    model = models.Assessment
    exclude = ["subject"]
    verbose_name_plural = "évaluations de l’unité entière"


@admin.register(models.Unit)
class UnitAdmin(HiddenFromIndex, OnProgrammePage, Screen):
    list_display = ["title", "programme", "hours", "coefficient"]
    list_filter = ["programme"]
    list_select_related = ["programme"]
    rows_name = "units"
    inlines = [SubjectRows, UnitAssessmentRows]
    fieldsets = [
        (None, {"fields": ["programme", "position", "title", "code", "group", "option", "block"]}),
        ("Chiffres", {"fields": ["hours", "coefficient", "ects", "is_optional"]}),
        ("Preuve", {"fields": ["source_wording"]}),
    ]

    def get_field_queryset(self, db, db_field, request):
        """Offers the options of the unit's programme, and the blocks of its certification."""
        rows = super().get_field_queryset(db, db_field, request)
        key = request.resolver_match.kwargs.get("object_id", "")
        match db_field.name:
            case "option" if key.isdecimal():
                return models.Option.objects.filter(programme__units=key)
            case "block" if key.isdecimal():
                own = Q(certification__programmes__units=key) | Q(unit=key)
                return models.SkillBlock.objects.filter(own).distinct()
        return rows


class SubjectHoursRows(Rows):
    model = models.SubjectHours


class SubjectAssessmentRows(Rows):
    model = models.Assessment
    exclude = ["unit"]


@admin.register(models.Subject)
class SubjectAdmin(HiddenFromIndex, OnProgrammePage, Screen):
    list_display = ["title", "unit", "hours", "coefficient"]
    list_select_related = ["unit"]
    inlines = [SubjectHoursRows, SubjectAssessmentRows]
    rows_name = "subjects"

    def programme_of(self, obj):
        return obj.unit.programme

    def parent_of(self, obj):
        return obj.unit
