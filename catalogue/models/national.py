"""Results that the State publishes of a whole centre (InserJeunes), all diplomas together."""

from django.core.validators import RegexValidator
from django.db import models

from catalogue.models.base import NaturalKeyModel
from catalogue.models.centre import UAI
from charmilles.fields import Line

PERIOD = RegexValidator(
    r"^cumul \d{4}-\d{4}$", "La période s’écrit comme dans le fichier : « cumul 2023-2024 »."
)


def _rate(name):
    return models.DecimalField(name, max_digits=5, decimal_places=1, null=True, blank=True)


class NationalResult(NaturalKeyModel):
    """One row of the open data « InserJeunes, apprentissage, par CFA », kept as it was published.

    The rates are percentages of the apprentices of the centre in two years together; an absent one
    is not published, because fewer than twenty people were counted. The rates of employment are
    those of the leavers only: they do not add up with that of further studies.
    """

    uai = Line("code UAI", max_length=8, validators=[UAI])
    period = Line("période", max_length=20, validators=[PERIOD])
    studies = _rate("poursuite d’études (%)")
    interrupted = _rate("contrats interrompus (%)")
    employed_6 = _rate("en emploi à 6 mois (%)")
    employed_12 = _rate("en emploi à 12 mois (%)")
    employed_18 = _rate("en emploi à 18 mois (%)")
    employed_24 = _rate("en emploi à 24 mois (%)")
    added_value_6 = _rate("valeur ajoutée sur l’emploi à 6 mois (points)")
    imported_on = models.DateField("repris le")

    natural_key_fields = ("uai", "period")

    class Meta:
        verbose_name = "résultats InserJeunes"
        verbose_name_plural = "résultats InserJeunes"
        ordering = ["uai", "-period"]
        constraints = [
            models.UniqueConstraint(
                fields=["uai", "period"],
                name="national_result_unique",
                violation_error_message="Les résultats de cette période sont déjà repris.",
            )
        ]

    def __str__(self):
        return f"InserJeunes, {self.uai}, {self.period}"
