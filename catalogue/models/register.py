"""What France compétences says of a certification, as it was read in one of its files."""

from django.db import models
from django.db.models import Q

from catalogue.models.base import NaturalKeyModel
from catalogue.models.certification import Certification, Level
from catalogue.models.codes import RegisterCode, RomeCodes
from charmilles.fields import Line


class RegisterEntry(NaturalKeyModel):
    """An entry of the national register (fiche), kept as it was read until a later file.

    Its fields have the names of those of `Certification`: staff compare the two, then take over
    what they choose to. It changes nothing by itself.
    """

    code = RegisterCode("code RNCP ou RS", max_length=12, unique=True)
    kind = models.CharField("type", max_length=12, choices=Certification.Kind)
    title = Line("intitulé", max_length=255)
    level = models.PositiveSmallIntegerField("niveau", choices=Level, null=True, blank=True)
    certifier = models.TextField("certificateurs", blank=True)
    certifier_siret = Line("SIRET du certificateur", max_length=14, blank=True)
    effective_on = models.DateField("date d’effet", null=True, blank=True)
    registered_until = models.DateField("fin d’enregistrement", null=True, blank=True)
    is_active = models.BooleanField("active")
    replaced_by = Line("remplacée par", max_length=200, blank=True)
    nsf_code = Line("code NSF", max_length=5, blank=True)
    formacode = Line("FORMACODE", max_length=5, blank=True)
    rome_codes = RomeCodes("codes ROME", max_length=200, blank=True)
    vae_access = models.BooleanField("accessible par la VAE", null=True, blank=True)
    blocks = models.JSONField("blocs de compétences", default=list, blank=True)  # [code, title]
    read_on = models.DateField("lue le")

    natural_key_fields = ("code",)

    class Meta:
        verbose_name = "fiche de France compétences"
        verbose_name_plural = "fiches de France compétences"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__range=(3, 8)),
                name="register_entry_level_known",
                violation_error_message="Le niveau va de 3 à 8.",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    @property
    def successors(self) -> list[str]:
        """Lists the codes of the entries that replace it."""
        return self.replaced_by.split(", ") if self.replaced_by else []
