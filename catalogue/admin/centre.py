"""Staff pages of the centre: legal facts, notices, campuses, contacts, abbreviations, synonyms."""

from django.contrib import admin
from django.utils import timezone

from catalogue import models
from catalogue.admin.base import HTTPS, PDF
from charmilles.screens import InlineStack, Screen


class QualityCertificateRows(InlineStack):
    model = models.QualityCertificate
    formfield_overrides = PDF
    fields = [
        "number",
        "issuer",
        ("starts", "ends"),
        ("covers_training", "covers_skills", "covers_experience", "covers_apprenticeship"),
        "pdf",
    ]


@admin.register(models.Centre)
class CentreAdmin(Screen):
    formfield_overrides = HTTPS
    inlines = [QualityCertificateRows]
    readonly_fields = ["certificate"]
    fieldsets = [
        (None, {"fields": ["name", "headline", "tagline", "website"]}),
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
        (
            "Échange avec les bases de l’offre de formation (LHÉO)",
            {
                "fields": ["formacode_version", "public_code"],
                "description": "Demandés par l’export de la page « Données ouvertes », avec la "
                "raison sociale, le SIRET, le numéro de déclaration d’activité et l’adresse du "
                "siège. Un export à qui l’un d’eux manque le dit et n’invente rien.",
            },
        ),
        ("Accessibilité du site", {"fields": ["accessibility_status"]}),
        (
            "Certification qualité",
            {
                "fields": ["certificate"],
                "description": "Le certificat, plus bas, est affiché sur l’accueil, dans les "
                "mentions légales et sur la couverture du livret, tant qu’il est valable ; jamais "
                "sur la page ou la brochure d’une formation, ce que sa charte d’usage interdit.",
            },
        ),
    ]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not models.Centre.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="aujourd’hui")
    def certificate(self, centre):
        today, rows = timezone.localdate(), models.QualityCertificate.objects
        valid = rows.valid(on=today)
        shown = f"Affiché : certificat n° {valid}." if valid else "Aucun certificat n’est affiché."
        return f"{shown} {rows.warning(on=today)}".strip()


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


@admin.register(models.Synonym)
class SynonymAdmin(Screen):
    list_display = ["said", "meant"]
    search_fields = ["said", "meant"]
