"""How long a programme is: for everybody or by audience, and the hours of each year."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from catalogue.models.base import NaturalKeyModel, Positioned, known
from catalogue.models.learner_status import LearnerStatus
from catalogue.models.programme import Programme
from charmilles.fields import Line


class Duration(Positioned):
    """The length of the training, for everybody or for one audience."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="durations"
    )
    audience = Line("pour qui", max_length=100, blank=True, help_text="Vide : pour tout le monde.")
    status = models.ForeignKey(
        LearnerStatus,
        models.SET_NULL,
        verbose_name="contrat ou statut",
        null=True,
        blank=True,
        related_name="+",
        help_text="Si cette durée est celle d’un seul contrat : sa paie montre ces années-là.",
    )
    months_min = models.PositiveSmallIntegerField("mois", null=True, blank=True)
    months_max = models.PositiveSmallIntegerField(
        "à (mois)", null=True, blank=True, help_text="Pour une durée variable : 9 à 12 mois."
    )
    hours = models.PositiveIntegerField("heures en centre", null=True, blank=True)

    natural_key_fields = ("programme", "audience")

    class Meta(Positioned.Meta):
        verbose_name = "durée"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "audience"],
                name="duration_unique_per_audience",
                violation_error_message="Ce public a déjà une durée.",
            ),
            models.CheckConstraint(
                condition=Q(months_max=None)
                | Q(months_min__isnull=False, months_max__gt=F("months_min")),
                name="duration_range_grows",
                violation_error_message="Une durée variable va du plus court au plus long.",
            ),
            models.CheckConstraint(
                condition=known("months_min") | known("hours"),
                name="duration_says_something",
                violation_error_message="Indiquez des mois ou des heures, plus grands que zéro.",
            ),
        ]

    def __str__(self):
        return self.audience or "pour tous"


class YearHours(NaturalKeyModel):
    """Hours in the centre during one year of the training, if the centre publishes them."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="year_hours"
    )
    year = models.PositiveSmallIntegerField("année", validators=[MinValueValidator(1)])
    hours = models.PositiveIntegerField("heures en centre")

    natural_key_fields = ("programme", "year")

    class Meta:
        verbose_name = "heures d’une année"
        verbose_name_plural = "heures par année"
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "year"],
                name="year_hours_unique",
                violation_error_message="Cette année a déjà ses heures.",
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0),
                name="year_hours_positive",
                violation_error_message="Un nombre d’heures est plus grand que zéro.",
            ),
        ]

    def __str__(self):
        return f"année {self.year} : {self.hours} h"
