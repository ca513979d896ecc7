"""Staff pages of the sections: texts of the centre and of each programme."""

from django.contrib import admin

from catalogue import models
from catalogue.admin.base import TICKED, OnProgrammePage, Rows
from charmilles.screens import Screen


class SectionItemRows(Rows):
    model = models.SectionItem


class OwnerFilter(admin.SimpleListFilter):
    """Lists the centre first: a programme's texts are usually opened from its own page."""

    title = "origine"
    parameter_name = "origine"

    def lookups(self, request, model_admin):
        return [("centre", "textes du centre"), ("formation", "textes d’une formation")]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(programme__isnull=self.value() == "centre")


@admin.register(models.Section)
class SectionAdmin(OnProgrammePage, Screen):
    list_display = ["heading", "kind", "origin"]
    list_filter = [OwnerFilter, "kind", "programme"]
    list_select_related = ["programme"]
    search_fields = ["title", "prose", "items__text"]
    formfield_overrides = TICKED
    inlines = [SectionItemRows]
    fields = ["programme", "kind", "title", "slug", "position", "statuses", "prose", "closing"]

    @admin.display(description="titre")
    def heading(self, section):
        return section.heading

    @admin.display(description="origine", ordering="programme")
    def origin(self, section):
        return section.programme or "texte du centre"
