"""Pay tables as the centre publishes them, and the minimum wage they refer to.

The centre writes the percentages; `catalogue.figures.pay` computes the amounts.
"""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from catalogue.models.base import NaturalKeyManager, NaturalKeyModel, Positioned, known
from catalogue.models.learner_status import LearnerStatus
from charmilles import typography
from charmilles.fields import Line


class MinimumWage(NaturalKeyModel):
    """The gross hourly minimum wage (SMIC) from a date on."""

    effective_on = models.DateField("depuis le", unique=True)
    hourly = models.DecimalField(
        "taux horaire brut (€)", max_digits=5, decimal_places=2, validators=[MinValueValidator(0)]
    )
    source = Line("texte", max_length=200, help_text="Décret ou arrêté, et sa date.")

    natural_key_fields = ("effective_on",)

    class MinimumWageManager(NaturalKeyManager):
        def in_force(self, *, on):
            """Returns the wage that applies on that day, or None before the first known one."""
            return self.filter(effective_on__lte=on).order_by("-effective_on").first()

    objects = MinimumWageManager()

    class Meta:
        verbose_name = "SMIC"
        verbose_name_plural = "SMIC"
        ordering = ["-effective_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hourly__gt=0),
                name="minimum_wage_positive",
                violation_error_message="Un salaire est plus grand que zéro.",
            )
        ]

    def __str__(self):
        return f"{self.hourly} € depuis le {typography.numeric(self.effective_on)}"


class PayScale(Positioned):
    """A published pay table, for the programmes with one learner status."""

    status = models.OneToOneField(
        LearnerStatus, models.PROTECT, verbose_name="contrat", related_name="pay_scale"
    )
    corner = Line(
        "titre de la première colonne", max_length=100, help_text="Année d’exécution du contrat."
    )
    intro = models.TextField("avant le tableau", blank=True)
    note = models.TextField(
        "note du tableau", blank=True, help_text="Appelée par l’astérisque des cases marquées."
    )

    natural_key_fields = ("status",)

    class Meta(Positioned.Meta):
        verbose_name = "grille de rémunération"
        verbose_name_plural = "grilles de rémunération"

    def __str__(self):
        return f"Grille : {self.status}"


class PayBracket(Positioned):
    """A column of a pay table: an age."""

    scale = models.ForeignKey(
        PayScale, models.CASCADE, verbose_name="grille", related_name="brackets"
    )
    label = Line("intitulé", max_length=80)
    age_max = models.PositiveSmallIntegerField(
        "dernier âge",
        null=True,
        blank=True,
        help_text="17 pour « moins de 18 ans » : une formation où l’on n’entre qu’à 18 ans ne "
        "montre pas cette colonne. Vide, elle est toujours affichée.",
    )

    natural_key_fields = ("scale", "label")

    class Meta(Positioned.Meta):
        verbose_name = "colonne (âge)"
        verbose_name_plural = "colonnes (âges)"

    def __str__(self):
        return self.label


class PayRow(Positioned):
    """A row of a pay table: a year of the contract, or a diploma already held."""

    scale = models.ForeignKey(PayScale, models.CASCADE, verbose_name="grille", related_name="rows")
    label = Line("intitulé", max_length=150)
    year = models.PositiveSmallIntegerField(
        "année de contrat",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="1 pour la 1re année, 2 pour la 2e : une formation ne montre que les années de "
        "son contrat. Vide si la ligne n’est pas une année : elle est toujours affichée.",
    )

    natural_key_fields = ("scale", "label")

    class Meta(Positioned.Meta):
        verbose_name = "ligne"
        constraints = [
            models.CheckConstraint(
                condition=Q(year=None) | Q(year__gte=1),
                name="pay_row_year_counts_from_one",
                violation_error_message="La première année porte le numéro 1.",
            )
        ]

    def __str__(self):
        return self.label


class PayRate(NaturalKeyModel):
    """A cell of a pay table: a share of the minimum wage, or a sentence."""

    row = models.ForeignKey(PayRow, models.CASCADE, verbose_name="ligne", related_name="rates")
    bracket = models.ForeignKey(
        PayBracket, models.CASCADE, verbose_name="colonne", related_name="rates"
    )
    percent = models.DecimalField(
        "% du SMIC", max_digits=5, decimal_places=2, null=True, blank=True
    )
    text = Line("ou une phrase", max_length=150, blank=True)
    is_marked = models.BooleanField("astérisque", default=False)

    natural_key_fields = ("row", "bracket")

    class PayRateManager(NaturalKeyManager):
        def of(self, statuses):
            """Reads the cells of the tables for these statuses, in one query and no order."""
            rates = self.filter(row__scale__status__in=statuses, bracket__scale=F("row__scale"))
            return rates.select_related("row__scale__status", "bracket").order_by()

    objects = PayRateManager()

    class Meta:
        verbose_name = "case"
        ordering = ["bracket__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["row", "bracket"],
                name="pay_rate_unique",
                violation_error_message="Cette case est déjà remplie.",
            ),
            models.CheckConstraint(
                condition=(known("percent") & Q(text="")) | (Q(percent=None) & ~Q(text="")),
                name="pay_rate_percent_or_text",
                violation_error_message="Une case contient un pourcentage, ou une phrase.",
            ),
        ]

    def __str__(self):
        return f"{self.row}, {self.bracket}"
