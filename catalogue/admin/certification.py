"""Staff pages of domains and certifications."""

from django.contrib import admin

from catalogue import models
from catalogue.admin.base import Rows, opened
from charmilles.screens import Screen


@admin.register(models.Domain)
class DomainAdmin(Screen):
    list_display = ["name", "summary", "position"]
    prepopulated_fields = {"slug": ["name"]}


class SkillBlockRows(Rows):
    model = models.SkillBlock


class RelatedRows(Rows):
    model = models.RelatedCertification
    fk_name = "certification"
    fields = ["position", "kind", "other", "title", "blocks", "note"]

    def get_field_queryset(self, db, db_field, request):
        """Offers the blocks of this certification."""
        if db_field.name == "blocks":
            return models.SkillBlock.objects.filter(certification=opened(request))
        return super().get_field_queryset(db, db_field, request)


class ExamRuleRows(Rows):
    model = models.ExamRule


@admin.register(models.Certification)
class CertificationAdmin(Screen):
    list_display = ["title", "kind", "level", "register_code", "registered_until"]
    list_filter = ["kind", "level"]
    search_fields = ["title", "acronym", "register_code"]
    prepopulated_fields = {"slug": ["kind", "title"]}
    inlines = [SkillBlockRows, RelatedRows, ExamRuleRows]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("kind", "kind_wording"),
                    "title",
                    "acronym",
                    "slug",
                    ("level", "level_wording"),
                    ("valid_months", "renewal"),
                    "vae_access",
                    "statement",
                ]
            },
        ),
        (
            "Registre national",
            {
                "fields": [
                    "register_code",
                    "effective_on",
                    "registered_until",
                    "replaced_by",
                    "certifier",
                    "certifier_siret",
                ],
                "description": "À reprendre d’un fichier de France compétences, dans "
                "« Fiches de France compétences », ou à recopier de la fiche.",
            },
        ),
        ("Autres codes", {"fields": ["nsf_code", "diploma_code", "formacode", "rome_codes"]}),
    ]
