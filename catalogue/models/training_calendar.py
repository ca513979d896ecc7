"""What departs from the rhythm of a programme on some days: no training at all, or elsewhere."""

from django.db import models
from django.db.models import F, Q

from catalogue.models.base import NaturalKeyModel
from catalogue.models.centre import Campus
from catalogue.models.cohort import Cohort
from charmilles import typography
from charmilles.fields import Line


class TrainingBreak(NaturalKeyModel):
    """Days without any training: school holidays, or a closure of the centre.

    Days without interviews are another thing, which `enrolment.models.agenda.Closure` holds.
    """

    starts = models.DateField("premier jour")
    ends = models.DateField("dernier jour")
    label = Line("nom", max_length=80, help_text="« Vacances de Noël », « Fermeture annuelle ».")
    campus = models.ForeignKey(
        Campus,
        models.CASCADE,
        verbose_name="site",
        null=True,
        blank=True,
        related_name="+",
        help_text="Vide : tous les sites.",
    )

    natural_key_fields = ("label", "starts", "campus")

    class Meta:
        verbose_name = "vacances ou fermeture"
        verbose_name_plural = "vacances et fermetures (jours sans cours)"
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="training_break_ends_after_start",
                violation_error_message="Le dernier jour précède le premier.",
            )
        ]

    def __str__(self):
        first, last = typography.numeric(self.starts), typography.numeric(self.ends)
        return f"{self.label}, du {first} au {last}"


class RhythmException(NaturalKeyModel):
    """Days of one cohort that are not where its rhythm puts them; of two, the later start wins."""

    class Place(models.TextChoices):
        CENTRE = "centre", "au centre"
        COMPANY = "company", "en entreprise, ou hors du centre"

    cohort = models.ForeignKey(
        Cohort, models.CASCADE, verbose_name="promotion", related_name="rhythm_exceptions"
    )
    starts = models.DateField("premier jour")
    ends = models.DateField("dernier jour")
    place = models.CharField("ces jours sont", max_length=7, choices=Place, default=Place.CENTRE)
    label = Line("pourquoi", max_length=80, help_text="« Examens blancs », « Salon » : affiché.")

    natural_key_fields = ("cohort", "starts")

    class Meta:
        verbose_name = "exception au rythme"
        verbose_name_plural = "exceptions au rythme"
        ordering = ["starts", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "starts"],
                name="rhythm_exception_unique",
                violation_error_message="Une exception commence déjà ce jour-là.",
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="rhythm_exception_ends_after_start",
                violation_error_message="Le dernier jour précède le premier.",
            ),
        ]

    def __str__(self):
        return self.label
