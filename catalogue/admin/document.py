"""Staff pages of the documents to download, of the centre and of each programme."""

from django.contrib import admin

from catalogue import models
from catalogue.admin.base import PDF, TICKED, OwnerFilter
from charmilles.screens import Screen


@admin.register(models.PublicDocument)
class PublicDocumentAdmin(Screen):
    list_display = ["heading", "kind", "origin", "updated_on"]
    list_filter = [OwnerFilter, "kind", "programme"]
    list_select_related = ["programme"]
    search_fields = ["title"]
    formfield_overrides = TICKED | PDF
    fields = ["programme", "kind", "title", "pdf", "updated_on", "position", "statuses"]

    @admin.display(description="titre")
    def heading(self, document):
        return document.heading

    @admin.display(description="origine", ordering="programme")
    def origin(self, document):
        return document.programme or "document du centre"

    def view_on_site(self, document):
        return document.get_absolute_url() if document.is_public else None
