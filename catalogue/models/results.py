"""Published results: indicators, and their values for each programme."""

from datetime import date
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import DateField, F, Q
from django.db.models.functions import Coalesce

from catalogue.models.base import Named, NaturalKeyModel, Positioned, known, or_zero
from catalogue.models.centre import Campus
from catalogue.models.certification import SkillBlock
from catalogue.models.programme import Option, Programme
from charmilles import typography
from charmilles.fields import Line


class Indicator(Named, Positioned):
    """A rate the centre publishes, with its definition (code du travail, article L6111-8)."""

    class Kind(models.TextChoices):
        """The rates that L6111-8 makes public for a centre of apprentices, and any other."""

        SUCCESS = "obtention", "taux d’obtention du diplôme ou du titre"
        FURTHER_STUDY = "poursuite", "taux de poursuite d’études"
        DROPOUT = "interruption", "taux d’interruption en cours de formation"
        EMPLOYMENT = "insertion", "taux d’insertion professionnelle des sortants"
        ADDED_VALUE = "valeur-ajoutee", "valeur ajoutée de l’établissement"
        BROKEN_CONTRACTS = "rupture", "taux de rupture des contrats d’apprentissage"
        OTHER = "autre", "autre que ceux de la loi"

    code = models.SlugField("code", unique=True)
    label = Line("intitulé", max_length=150)
    kind = models.CharField(
        "taux de la loi",
        max_length=20,
        choices=Kind,
        blank=True,
        help_text="Parmi ceux que demande l’article L6111-8 du code du travail : la page met en "
        "avant le taux d’obtention, et dit ceux que le centre ne donne pas. Vide pour un seul des "
        "intitulés de la formation, elle ne dit rien de ce qui manque.",
    )
    group = Line(
        "sous le titre", max_length=150, blank=True, help_text="Ligne de titre du tableau."
    )
    definition = models.TextField("définition", blank=True)
    source = Line("source", max_length=200, blank=True)

    slug_from = ("label",)
    slug_field = "code"
    natural_key_fields = ("code",)

    class Meta(Positioned.Meta):
        verbose_name = "indicateur"

    def __str__(self):
        return self.label


class Outcome(NaturalKeyModel):
    """A percentage, which may be 0 %, or the reason why there is none."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="outcomes"
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name="indicateur", related_name="outcomes"
    )
    year = models.PositiveSmallIntegerField("année")
    period = Line(
        "libellé de la période",
        max_length=40,
        blank=True,
        help_text="« Promotion 2021-2023 ». Vide : l’année.",
    )
    entered_on = models.DateField(
        "entrée de",
        null=True,
        blank=True,
        help_text="Si le taux est celui d’une seule entrée : son premier jour. La colonne "
        "s’appelle alors « Entrée de septembre 2024 ».",
    )
    option = models.ForeignKey(
        Option,
        models.CASCADE,
        verbose_name="option",
        null=True,
        blank=True,
        related_name="outcomes",
        help_text="Si le taux est celui d’une seule option.",
    )
    block = models.ForeignKey(
        SkillBlock,
        models.PROTECT,
        verbose_name="bloc de compétences",
        null=True,
        blank=True,
        related_name="+",
        help_text="Si le taux est celui d’un seul bloc.",
    )
    campus = models.ForeignKey(
        Campus,
        models.PROTECT,
        verbose_name="site",
        null=True,
        blank=True,
        related_name="+",
        help_text="Si le taux est celui d’un seul site.",
    )
    value = models.DecimalField(
        "taux (%)",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    numerator = models.PositiveIntegerField("nombre de cas", null=True, blank=True)
    denominator = models.PositiveIntegerField("sur un total de", null=True, blank=True)
    missing_reason = Line(
        "pourquoi il n’y a pas de taux",
        max_length=150,
        blank=True,
        help_text="« Pas encore mesuré (enquête en mars 2027) ».",
    )

    natural_key_fields = (
        *("programme", "indicator", "year", "period"),
        *("entered_on", "option", "block", "campus"),
    )

    class Meta:
        verbose_name = "résultat"
        ordering = ["year", "period"]
        constraints = [
            models.UniqueConstraint(
                "programme",
                "indicator",
                "year",
                "period",
                Coalesce("entered_on", date.min, output_field=DateField()),
                or_zero("option"),
                or_zero("block"),
                or_zero("campus"),
                name="outcome_unique",
                violation_error_message="Ce résultat est déjà saisi pour cette période : dites son "
                "option, son bloc, son site ou son entrée, ou corrigez l’autre.",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, missing_reason="")
                | (Q(value=None) & ~Q(missing_reason="")),
                name="outcome_value_or_reason",
                violation_error_message="Donnez un taux, ou la raison de son absence.",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__range=(0, 100)),
                name="outcome_value_is_a_percentage",
                violation_error_message="Un taux va de 0 à 100 %%.",
            ),
            models.CheckConstraint(
                condition=Q(numerator=None) | known("denominator"),
                name="outcome_cases_have_a_total",
                violation_error_message="Un nombre de cas demande un total plus grand que zéro.",
            ),
            models.CheckConstraint(
                condition=Q(numerator=None)
                | Q(denominator=None)
                | Q(numerator__lte=F("denominator")),
                name="outcome_cases_within_total",
                violation_error_message="Le nombre de cas dépasse le total.",
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.period_label}"

    @property
    def period_label(self):
        """Names its column: the words of staff, else its intake, else its year."""
        if self.period or self.entered_on is None:
            return self.period or str(self.year)
        return f"Entrée de {typography.known_date(self.entered_on, 'month')}"

    @property
    def part(self):
        """Names the option, the block or the campus it is about; "" for the whole training."""
        return " – ".join(str(row) for row in (self.option, self.block, self.campus) if row)

    @property
    def agrees_with_its_cases(self):
        """Tells whether the rate is that of its cases, rounded as it is written."""
        if None in (self.value, self.numerator, self.denominator):
            return True
        exact = Decimal(100 * self.numerator) / self.denominator
        rounding = Decimal("0.5") if self.value == self.value.to_integral() else Decimal("0.05")
        return abs(self.value - exact) <= rounding
