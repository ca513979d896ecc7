"""The years of a cohort: registration and training dates, each as precisely as it is known."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from catalogue.models.base import NaturalKeyModel
from charmilles.fields import Line


class Precision(models.TextChoices):
    """How precisely a date is known.

    A month or year is stored as its first day (beginnings) or its last day (ends), so that
    comparing it with a day does not need the precision.
    """

    DAY = "day", "au jour près"
    MONTH = "month", "au mois près"
    YEAR = "year", "à l’année près"


class CohortYear(NaturalKeyModel):
    """One school year of a cohort; each date has its precision."""

    cohort = models.ForeignKey(
        "catalogue.Cohort", models.CASCADE, verbose_name="promotion", related_name="years"
    )
    number = models.PositiveSmallIntegerField("année", default=1, validators=[MinValueValidator(1)])
    school_year = Line("année scolaire", max_length=20, blank=True)
    registration_opens = models.DateField(
        "ouverture des inscriptions",
        null=True,
        blank=True,
        help_text="Mois seul connu : le premier jour du mois, et « au mois près ».",
    )
    registration_opens_precision = models.CharField(
        "connue", max_length=5, choices=Precision, default=Precision.DAY
    )
    registration_closes = models.DateField(
        "clôture des inscriptions",
        null=True,
        blank=True,
        help_text="Vide : les inscriptions restent ouvertes jusqu’à la rentrée.",
    )
    registration_closes_precision = models.CharField(
        "connue", max_length=5, choices=Precision, default=Precision.DAY
    )
    starts = models.DateField("début", null=True, blank=True)
    starts_precision = models.CharField(
        "connu", max_length=5, choices=Precision, default=Precision.DAY
    )
    ends = models.DateField(
        "fin",
        null=True,
        blank=True,
        help_text="Mois seul connu : le dernier jour du mois, et « au mois près ».",
    )
    ends_precision = models.CharField(
        "connue", max_length=5, choices=Precision, default=Precision.DAY
    )
    first_week = models.PositiveSmallIntegerField(
        "commence à la semaine",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Du rythme de la formation : 1 si la première semaine de cours est celle de sa "
        "première ligne, 2 si c’est la suivante… Vide : la page ne montre aucun calendrier.",
    )
    hours_a_day = models.DecimalField(
        "heures d’un jour au centre",
        max_digits=3,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.1"))],
        help_text="7 pour des semaines de 35 heures. Pour comparer aux heures annoncées.",
    )

    natural_key_fields = ("cohort", "number")

    class Meta:
        verbose_name = "année de promotion"
        verbose_name_plural = "années de promotion"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "number"],
                name="cohort_year_unique",
                violation_error_message="Cette année de la promotion existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="cohort_year_counts_from_one",
                violation_error_message="La première année porte le numéro 1.",
            ),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")),
                name="cohort_year_ends_after_start",
                violation_error_message="La fin de l’année précède son début.",
            ),
            models.CheckConstraint(
                condition=Q(registration_opens=None)
                | Q(registration_closes=None)
                | Q(registration_closes__gte=F("registration_opens")),
                name="cohort_year_registration_closes_after_opening",
                violation_error_message="La clôture des inscriptions précède leur ouverture.",
            ),
            models.CheckConstraint(
                condition=Q(first_week=None) | Q(first_week__gte=1),
                name="cohort_year_weeks_count_from_one",
                violation_error_message="La première semaine du rythme porte le numéro 1.",
            ),
            models.CheckConstraint(
                condition=Q(hours_a_day=None) | Q(hours_a_day__gt=0, hours_a_day__lte=10),
                name="cohort_year_hours_a_day",
                violation_error_message="Un jour au centre dure au plus dix heures.",
            ),
        ]

    def __str__(self):
        return self.school_year or f"année {self.number}"
