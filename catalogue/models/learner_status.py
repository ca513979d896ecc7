"""Learner statuses: they decide the contract, the pay and the texts that apply."""

from django.db import models

from catalogue.models.base import Positioned
from charmilles.fields import Line


class LearnerStatus(Positioned):
    """The status of a learner: apprentice, trainee, pupil… (statut)."""

    code = models.SlugField("code", unique=True)
    name = Line("nom", max_length=80, help_text="Contrat d’apprentissage.")
    learner = Line(
        "nom de l’apprenant", max_length=40, blank=True, help_text="apprenti, stagiaire, élève…"
    )

    natural_key_fields = ("code",)

    class Meta(Positioned.Meta):
        verbose_name = "contrat ou statut"
        verbose_name_plural = "contrats et statuts"

    def __str__(self):
        return self.name
