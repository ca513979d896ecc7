"""Coefficients that the rules of a diploma give (règlement d’examen), to compare a sheet with."""

from django.db import models
from django.db.models import Q

from catalogue.models.base import Positioned
from catalogue.models.certification import Certification
from charmilles.fields import Line


class ExamRule(Positioned):
    """The coefficient of one compulsory unit, as the order that creates the diploma gives it."""

    certification = models.ForeignKey(
        Certification, models.CASCADE, verbose_name="certification", related_name="exam_rules"
    )
    code = Line("unité", max_length=20, help_text="E31, U51 : comme dans l’arrêté.")
    coefficient = models.DecimalField("coefficient", max_digits=5, decimal_places=2)
    source = Line(
        "texte", max_length=200, help_text="L’arrêté et sa date : les constats le citent."
    )

    natural_key_fields = ("certification", "code")

    class Meta(Positioned.Meta):
        verbose_name = "coefficient du règlement"
        verbose_name_plural = "coefficients du règlement d’examen"
        constraints = [
            models.UniqueConstraint(
                fields=["certification", "code"],
                name="exam_rule_unique",
                violation_error_message="Cette unité a déjà son coefficient.",
            ),
            models.CheckConstraint(
                condition=Q(coefficient__gt=0),
                name="exam_rule_coefficient_positive",
                violation_error_message="Un coefficient est plus grand que zéro.",
            ),
        ]

    def __str__(self):
        return f"{self.code} : {self.coefficient}"
