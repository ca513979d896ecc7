"""What the site counted of the applications to a cohort, once its registration has ended."""

from django.db import models
from django.db.models import F, Q

from catalogue.models.base import NaturalKeyModel
from catalogue.models.cohort import Cohort


class ApplicationFigures(NaturalKeyModel):
    """Numbers of one cohort, without a person; the catalogue knows no application.

    A regular duty of the site writes them (`enrolment.applications.figures`).
    """

    cohort = models.OneToOneField(
        Cohort, models.CASCADE, verbose_name="promotion", related_name="figures"
    )
    applications = models.PositiveIntegerField("candidatures reçues")
    admitted = models.PositiveIntegerField("admis")
    answer_days = models.PositiveIntegerField(
        "jours avant la première réponse (médiane)", null=True, blank=True
    )
    counted_on = models.DateField("compté le")

    natural_key_fields = ("cohort",)

    class Meta:
        verbose_name = "chiffres des candidatures"
        verbose_name_plural = "chiffres des candidatures"
        constraints = [
            models.CheckConstraint(
                condition=Q(admitted__lte=F("applications")),
                name="figures_admit_those_who_applied",
                violation_error_message="Il y a plus d’admis que de candidatures.",
            )
        ]

    def __str__(self):
        return f"{self.cohort} : {self.applications} candidatures"
