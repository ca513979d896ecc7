"""How long a programme is: for everybody, by audience or by option, and the hours of each year."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from catalogue.models.base import NaturalKeyModel, Positioned, known, or_zero
from catalogue.models.learner_status import LearnerStatus
from catalogue.models.programme import Option, Programme
from charmilles.fields import Line


def _quantity(name, **options):
    """Makes the field of a number of hours, days, weeks… to the tenth."""
    return models.DecimalField(name, max_digits=6, decimal_places=1, **options)


def _unknown_or_positive(field):
    return models.CheckConstraint(
        condition=Q(**{field: None}) | Q(**{f"{field}__gt": 0}),
        name=f"duration_{field}_positive",
        violation_error_message="Un nombre d’heures est plus grand que zéro, ou vide.",
    )


class Duration(Positioned):
    """The length of the training, for everybody, for one audience or for one option."""

    class Unit(models.TextChoices):
        HOUR = "hour", "heures"
        DAY = "day", "jours"
        WEEK = "week", "semaines"
        MONTH = "month", "mois"
        YEAR = "year", "ans"

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="durations"
    )
    step = Line(
        "étape",
        max_length=80,
        blank=True,
        help_text="Si la formation se suit en étapes, l’une après l’autre : « Évaluation "
        "préalable », « Parcours de formation ». La liste et la carte en font la somme.",
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
    option = models.ForeignKey(
        Option,
        models.CASCADE,
        verbose_name="option",
        null=True,
        blank=True,
        related_name="durations",
        help_text="Si cette durée est celle d’une seule option.",
    )
    amount = _quantity("durée", null=True, blank=True, help_text="2, 2,5, 24…")
    amount_max = _quantity(
        "à", null=True, blank=True, help_text="Pour une durée variable : de 8 à 10 mois."
    )
    unit = models.CharField("en", max_length=5, choices=Unit, blank=True)
    depends_on = Line(
        "selon",
        max_length=120,
        blank=True,
        help_text="« le positionnement » : ce dont dépend une durée variable.",
    )
    away = _quantity(
        "dont en entreprise ou en stage",
        null=True,
        blank=True,
        help_text="Dans la même unité : 22, pour 44 semaines dont 22 en stage.",
    )
    hours = _quantity("heures en centre", null=True, blank=True)
    hours_away = _quantity("heures en entreprise ou en stage", null=True, blank=True)

    natural_key_fields = ("programme", "step", "audience", "status", "option")

    class Meta(Positioned.Meta):
        verbose_name = "durée"
        constraints = [
            models.UniqueConstraint(
                "programme",
                "step",
                "audience",
                or_zero("status"),
                or_zero("option"),
                name="duration_unique_per_audience",
                violation_error_message="Ce public a déjà une durée : complétez sa ligne.",
            ),
            models.CheckConstraint(
                condition=Q(amount=None, unit="") | known("amount") & ~Q(unit=""),
                name="duration_amount_has_a_unit",
                violation_error_message="Une durée demande un nombre plus grand que zéro et son "
                "unité : heures, jours, semaines, mois ou ans.",
            ),
            models.CheckConstraint(
                condition=Q(amount_max=None) | Q(amount__isnull=False, amount_max__gt=F("amount")),
                name="duration_range_grows",
                violation_error_message="Une durée variable va du plus court au plus long.",
            ),
            models.CheckConstraint(
                condition=Q(away=None)
                | known("away") & Q(amount__isnull=False, amount__gt=F("away")),
                name="duration_away_is_a_part",
                violation_error_message="La part en entreprise ou en stage est plus courte que la "
                "durée entière, et dans la même unité.",
            ),
            _unknown_or_positive("hours"),
            _unknown_or_positive("hours_away"),
            models.CheckConstraint(
                condition=Q(amount__isnull=False)
                | Q(hours__isnull=False)
                | Q(hours_away__isnull=False)
                | ~Q(depends_on=""),
                name="duration_says_something",
                violation_error_message="Indiquez une durée, des heures, ou ce dont elle dépend.",
            ),
        ]

    def __str__(self):
        return ", ".join(filter(None, [self.step, self.audience])) or "pour tous"

    def clean(self):
        if self.option and self.option.programme_id != self.programme_id:
            raise ValidationError({"option": "Choisissez une option de cette formation."})


class YearHours(NaturalKeyModel):
    """Hours in the centre during one year of the training, if the centre publishes them."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="year_hours"
    )
    year = models.PositiveSmallIntegerField(
        "année", validators=[MinValueValidator(1)], help_text="L’année du cycle."
    )
    hours = _quantity("heures en centre", validators=[MinValueValidator(Decimal("0.1"))])

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
