"""Staff pages of the sections: texts of the centre and of each programme."""

from django.contrib import admin

from catalogue import models
from catalogue.admin.base import TICKED, OnProgrammePage, OwnerFilter, Rows
from charmilles.screens import Screen


class SectionItemRows(Rows):
    model = models.SectionItem


@admin.register(models.Section)
class SectionAdmin(OnProgrammePage, Screen):
    list_display = ["heading", "kind", "origin"]
    list_filter = [OwnerFilter, "kind", "programme"]
    list_select_related = ["programme"]
    search_fields = ["title", "prose", "items__text"]
    formfield_overrides = TICKED
    inlines = [SectionItemRows]
    rows_name = "sections"
    fields = ["programme", "kind", "title", "slug", "position", "statuses", "prose", "closing"]

    @admin.display(description="titre")
    def heading(self, section):
        return section.heading

    @admin.display(description="origine", ordering="programme")
    def origin(self, section):
        return section.programme or "texte du centre"
