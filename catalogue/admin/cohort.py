"""Staff pages of cohorts: their dates, exams and places."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html_join

from catalogue import models
from catalogue.admin.base import NamedCells, OnProgrammePage, Rows, opened
from catalogue.forms import CohortYearForm
from catalogue.sheet.week_words import drawn_years
from charmilles.screens import InlineStack, Screen

NO_WEEKS = "Aucune : « à vérifier », sur la page de la formation, dit ce qui manque."


class CohortYearRows(InlineStack):
    model = models.CohortYear
    form = CohortYearForm
    fields = [
        ("number", "school_year"),
        ("registration_opens", "registration_opens_precision"),
        ("registration_closes", "registration_closes_precision"),
        ("starts", "starts_precision"),
        ("ends", "ends_precision"),
        ("first_week", "hours_a_day"),
    ]


class RhythmExceptionRows(Rows):
    model = models.RhythmException


class MilestoneRows(Rows):
    model = models.Milestone


class Shares(NamedCells):
    """Refuses shares that exceed, together, the places typed above them."""

    def clean(self):
        super().clean()
        kept = [form for form in self.forms if not self._should_delete_form(form)]
        shared = sum(form.cleaned_data.get("places") or 0 for form in kept if form.is_valid())
        places = self.instance.places
        if shared and places is None:
            raise ValidationError("Indiquez d’abord les places : ces parts en font partie.")
        if shared > (places or 0):
            raise ValidationError(f"Ces parts font {shared} places, pour {places} en tout.")


class QuotaRows(Rows):
    model = models.Quota
    formset = Shares


@admin.register(models.Cohort)
class CohortAdmin(OnProgrammePage, Screen):
    list_display = ["name", "kind", "programme", "campus", "places", "current_state"]
    list_filter = ["programme"]
    list_select_related = ["programme", "campus"]
    rows_name = "cohorts"
    readonly_fields = ["counted_weeks"]
    inlines = [CohortYearRows, RhythmExceptionRows, MilestoneRows, QuotaRows]
    fields = [
        *("programme", "kind", "name", "option", "campus", "places"),
        *("entries", "note", "position", "counted_weeks"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("years")

    def get_field_queryset(self, db, db_field, request):
        """Offers the options of the cohort's programme."""
        key = opened(request)
        if db_field.name == "option" and key:
            return models.Option.objects.filter(programme__cohorts=key)
        return super().get_field_queryset(db, db_field, request)

    @admin.display(description="semaines sur la page")
    def counted_weeks(self, cohort):
        """Says what the calendar counts, as it is stored and not as it is typed."""
        years = (
            drawn_years(cohort.programme, [cohort], on=timezone.localdate()) if cohort.pk else {}
        )
        said = ((f"{year.title} : {year.counted}.",) for year in years.get(cohort.pk, []))
        return format_html_join("", "<p>{}</p>", said) or NO_WEEKS

    @admin.display(description="état aujourd’hui")
    def current_state(self, cohort):
        return cohort.state(on=timezone.localdate()).label


@admin.register(models.TrainingBreak)
class TrainingBreakAdmin(Screen):
    list_display = ["label", "starts", "ends", "campus"]
    list_select_related = ["campus"]
