"""Synonyms: what people type for what the catalogue says."""

from django.db import models
from django.db.models import F, Q

from catalogue.models.base import NaturalKeyModel
from charmilles.fields import Line


class Synonym(NaturalKeyModel):
    """Two ways to say a thing: whoever searches for one finds the programmes of the other too."""

    said = Line(
        "on tape",
        max_length=60,
        help_text="« vendeur », « RH », « bac pro gestion-administration » : un mot ou plusieurs. "
        "Accents, pluriels et fautes de frappe sont déjà compris.",
    )
    meant = Line(
        "on cherche aussi",
        max_length=60,
        help_text="« vente », « ressources humaines » : les mots d’un titre, d’un métier visé ou "
        "d’un domaine. La ligne vaut dans les deux sens.",
    )

    natural_key_fields = ("said", "meant")

    class Meta:
        verbose_name = "synonyme"
        ordering = ["said", "meant"]
        constraints = [
            models.UniqueConstraint(
                fields=["said", "meant"],
                name="synonym_unique",
                violation_error_message="Ce synonyme est déjà dans la liste.",
            ),
            models.CheckConstraint(
                condition=~Q(said=F("meant")),
                name="synonym_of_something_else",
                violation_error_message="Un synonyme dit la même chose avec d’autres mots.",
            ),
            models.CheckConstraint(
                condition=~Q(said="") & ~Q(meant=""),
                name="synonym_says_two_things",
                violation_error_message="Un synonyme a deux côtés : écrivez un mot de chaque côté.",
            ),
        ]

    def __str__(self):
        return f"{self.said} = {self.meant}"
