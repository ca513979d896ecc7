"""What a learner status has of its own in one programme: a shorter contract, a restriction."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from catalogue.models.base import NaturalKeyModel, known
from catalogue.models.learner_status import LearnerStatus
from catalogue.models.programme import Programme
from charmilles.fields import Line


class StatusLimit(NaturalKeyModel):
    """A restriction of one status: « contrat de professionnalisation : 12 mois au plus »."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="status_limits"
    )
    status = models.ForeignKey(
        LearnerStatus, models.CASCADE, verbose_name="contrat ou statut", related_name="+"
    )
    months_max = models.PositiveSmallIntegerField(
        "mois, au plus",
        null=True,
        blank=True,
        help_text="La paie affichée pour ce contrat s’arrête là.",
    )
    entry_year = models.PositiveSmallIntegerField(
        "année du cycle à l’entrée",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Si ce contrat entre plus tard que les autres : 2 pour des apprentis à partir de "
        "la 2e année. Il est payé dès son début comme cette année-là.",
    )
    text = Line("restriction", max_length=150, blank=True, help_text="En 2e année seulement.")

    natural_key_fields = ("programme", "status")

    class Meta:
        verbose_name = "restriction d’un contrat ou statut"
        verbose_name_plural = "restrictions d’un contrat ou statut"
        ordering = ["status__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "status"],
                name="status_limit_unique",
                violation_error_message="Ce contrat a déjà sa restriction ici : complétez-la.",
            ),
            models.CheckConstraint(
                condition=known("months_max")
                | Q(months_max=None) & (known("entry_year") | ~Q(text="")),
                name="status_limit_says_something",
                violation_error_message="Indiquez un nombre de mois, plus grand que zéro, une "
                "année d’entrée ou quelques mots.",
            ),
            models.CheckConstraint(
                condition=Q(entry_year=None) | known("entry_year"),
                name="status_limit_year_counts_from_one",
                violation_error_message="La première année du cycle porte le numéro 1.",
            ),
        ]

    def __str__(self):
        return str(self.status)
