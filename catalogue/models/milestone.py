"""What a cohort holds besides its dates: an exam or an end by audience, a share of its places."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst

from catalogue.models.base import NaturalKeyModel, Positioned
from catalogue.models.cohort import Cohort
from catalogue.models.cohort_year import Precision
from catalogue.models.learner_status import LearnerStatus
from charmilles.fields import Line


class Milestone(Positioned):
    """A day that is not the session's own, from the information meeting to the jury or the end.

    It is for all, or for one status.
    """

    class Kind(models.TextChoices):
        INFORMATION = "information", "réunion d’information"
        SELECTION = "selection", "sélection"
        POSITIONING = "positioning", "positionnement"
        ENTRY = "entry", "entrée"
        EXAM = "exam", "examen"
        RESIT = "resit", "rattrapage"
        JURY = "jury", "jury"
        END = "end", "fin de la formation"

    cohort = models.ForeignKey(
        Cohort, models.CASCADE, verbose_name="promotion", related_name="milestones"
    )
    kind = models.CharField("quoi", max_length=11, choices=Kind)
    status = models.ForeignKey(
        LearnerStatus,
        models.PROTECT,
        verbose_name="contrat ou statut",
        null=True,
        blank=True,
        related_name="+",
        help_text="Vide : pour tout le monde, ou pour tous les autres.",
    )
    date = models.DateField("date", null=True, blank=True)
    precision = models.CharField("connue", max_length=5, choices=Precision, default=Precision.DAY)
    note = Line(
        "en toutes lettres",
        max_length=150,
        blank=True,
        help_text="Après la date, ou à sa place : « date nationale, fixée par la préfecture ».",
    )

    natural_key_fields = ("cohort", "kind", "status", "date")

    class Meta(Positioned.Meta):
        verbose_name = "réunion, sélection, entrée, examen, rattrapage, jury ou fin"
        verbose_name_plural = (
            "réunions, sélections, entrées, examens, rattrapages, jurys et fins "
            "(par public, s’ils diffèrent)"
        )
        constraints = [
            models.CheckConstraint(
                condition=Q(date__isnull=False) | ~Q(note=""),
                name="milestone_says_when",
                violation_error_message="Indiquez une date, ou dites-la en toutes lettres.",
            ),
            models.UniqueConstraint(
                fields=["cohort", "kind", "status", "date"],
                condition=Q(status__isnull=False),
                name="milestone_unique_for_a_status",
                violation_error_message="Cette date est déjà saisie pour ce statut.",
            ),
            models.UniqueConstraint(
                fields=["cohort", "kind", "date"],
                condition=Q(status=None),
                name="milestone_unique",
                violation_error_message="Cette date est déjà saisie.",
            ),
        ]

    def __str__(self):
        return f"{capfirst(self.get_kind_display())} {self.note or self.date}"


class Quota(NaturalKeyModel):
    """The share of a cohort's places kept for one status: inside its places, never beside."""

    cohort = models.ForeignKey(
        Cohort, models.CASCADE, verbose_name="promotion", related_name="quotas"
    )
    status = models.ForeignKey(
        LearnerStatus, models.PROTECT, verbose_name="contrat ou statut", related_name="+"
    )
    places = models.PositiveSmallIntegerField("dont places", validators=[MinValueValidator(1)])

    natural_key_fields = ("cohort", "status")

    class Meta:
        verbose_name = "part des places"
        verbose_name_plural = "dont places réservées (comptées dans celles de la promotion)"
        ordering = ["status__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "status"],
                name="quota_unique",
                violation_error_message="La part de ce statut est déjà indiquée.",
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1),
                name="quota_positive",
                violation_error_message="Une part compte au moins une place.",
            ),
        ]

    def __str__(self):
        return f"{self.places} ({self.status.learners})"
