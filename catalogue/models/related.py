"""Certifications that come with another one, or that it is worth."""

from django.db import models
from django.db.models import F, Q

from catalogue.models.base import Positioned
from catalogue.models.certification import Certification, SkillBlock
from charmilles.fields import Line


class RelatedCertification(Positioned):
    """Another certification that comes with this one, or that it is worth (certification liée)."""

    class Kind(models.TextChoices):
        INTERMEDIATE = "intermediate", "Certification intermédiaire"
        CONFERRED = "conferred", "Titre aussi délivré"
        EQUIVALENT = "equivalent", "Équivalence"
        BLOCKS = "blocks", "Équivalence de blocs"

    certification = models.ForeignKey(
        Certification, models.CASCADE, verbose_name="certification", related_name="related"
    )
    kind = models.CharField("lien", max_length=12, choices=Kind)
    other = models.ForeignKey(
        Certification,
        models.CASCADE,
        verbose_name="certification liée",
        null=True,
        blank=True,
        related_name="+",
    )
    title = Line(
        "ou son intitulé",
        max_length=255,
        blank=True,
        help_text="Si elle n’est pas dans la liste des certifications.",
    )
    blocks = models.ManyToManyField(
        SkillBlock,
        verbose_name="blocs concernés",
        blank=True,
        related_name="+",
        help_text="Vide : la certification entière.",
    )
    note = Line("précision", max_length=200, blank=True)

    natural_key_fields = ("certification", "kind", "other", "title")

    class Meta(Positioned.Meta):
        verbose_name = "certification liée"
        verbose_name_plural = "certifications liées"
        constraints = [
            models.CheckConstraint(
                condition=Q(other__isnull=False, title="") | Q(other=None) & ~Q(title=""),
                name="related_certification_names_one",
                violation_error_message="Choisissez une certification ou écrivez son intitulé, "
                "l’un des deux.",
            ),
            models.CheckConstraint(
                condition=Q(other=None) | ~Q(other=F("certification")),
                name="related_certification_is_another",
                violation_error_message="Une certification n’est pas liée à elle-même.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} : {self.name}"

    @property
    def name(self):
        return self.other.official_title if self.other else self.title
