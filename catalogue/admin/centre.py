"""Staff pages of the centre: legal facts, notices, campuses, contacts, abbreviations."""

from django.contrib import admin

from catalogue import models
from catalogue.admin.base import HTTPS
from charmilles.screens import Screen


@admin.register(models.Centre)
class CentreAdmin(Screen):
    formfield_overrides = HTTPS
    fieldsets = [
        (None, {"fields": ["name", "tagline", "website"]}),
        (
            "Identité légale",
            {
                "fields": [
                    "legal_name",
                    "siret",
                    "activity_number",
                    "uai",
                    "head_office",
                    "publication_director",
                    "host",
                ],
                "description": "Affichée dans les mentions légales. Laissez vide ce que vous ne "
                "savez pas : la page dira que ce n’est pas encore renseigné.",
            },
        ),
        (
            "Joindre le centre",
            {"fields": ["phone", "email", "opening_hours", "data_protection_contact"]},
        ),
        ("Accessibilité du site", {"fields": ["accessibility_status"]}),
    ]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not models.Centre.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(models.Notice)
class NoticeAdmin(Screen):
    list_display = ["text", "starts", "ends", "is_demo"]
    prepopulated_fields = {"slug": ["text"]}


@admin.register(models.Campus)
class CampusAdmin(Screen):
    list_display = ["name", "street", "postal_code", "city"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(models.Body)
class BodyAdmin(Screen):
    list_display = ["name", "siret", "uai"]
    formfield_overrides = HTTPS
    prepopulated_fields = {"slug": ["name"]}


@admin.register(models.Contact)
class ContactAdmin(Screen):
    list_display = ["name", "phone", "email", "hours"]
    search_fields = ["name", "email"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(models.Abbreviation)
class AbbreviationAdmin(Screen):
    list_display = ["short", "expansion"]
    search_fields = ["short", "expansion"]
