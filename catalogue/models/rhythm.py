"""The weeks of a programme: which days are in the centre, and how weeks follow each other."""

from django.db import models
from django.db.models import Q

from catalogue.models.base import Positioned
from catalogue.models.learner_status import LearnerStatus
from catalogue.models.programme import Programme

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")


class RhythmPlace(models.TextChoices):
    """Where a day of training is; any other day is a day in the company, or free."""

    CENTRE = "centre", "au centre"
    REMOTE = "remote", "à distance"


def _weekday(name):
    return models.CharField(name, max_length=6, choices=RhythmPlace, blank=True)


class RhythmStep(Positioned):
    """Some weeks, or months, that are alike. The steps of a programme repeat, in their order.

    « Une semaine du lundi au mercredi, une semaine lundi et mardi » is two steps of one week;
    « une semaine au centre, deux en entreprise » two steps too, the second without any day.
    """

    class Unit(models.TextChoices):
        WEEK = "week", "semaine(s)"
        MONTH = "month", "mois"

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="rhythm_steps"
    )
    status = models.ForeignKey(
        LearnerStatus,
        models.CASCADE,
        verbose_name="contrat ou statut",
        null=True,
        blank=True,
        related_name="+",
        help_text="Si ce rythme est celui d’un seul contrat. Vide : de tous les autres.",
    )
    is_start = models.BooleanField(
        "au début seulement", default=False, help_text="Ne se répète pas : une rentrée au centre."
    )
    count = models.PositiveSmallIntegerField("nombre", default=1)
    unit = models.CharField("de", max_length=5, choices=Unit, default=Unit.WEEK)
    monday = _weekday("lundi")
    tuesday = _weekday("mardi")
    wednesday = _weekday("mercredi")
    thursday = _weekday("jeudi")
    friday = _weekday("vendredi")
    saturday = _weekday("samedi")
    days = models.PositiveSmallIntegerField(
        "jours par semaine",
        null=True,
        blank=True,
        help_text="Au centre, si l’on ne sait pas lesquels : laissez alors les jours vides.",
    )

    natural_key_fields = ("programme", "position")

    class Meta(Positioned.Meta):
        verbose_name = "temps du rythme"
        verbose_name_plural = "rythme, semaine par semaine"
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gt=0),
                name="rhythm_step_lasts",
                violation_error_message="Un temps du rythme dure une semaine ou un mois, au moins.",
            ),
            models.CheckConstraint(
                condition=Q(days=None)
                | Q(days__isnull=False, days__range=(1, len(DAYS)), **dict.fromkeys(DAYS, "")),
                name="rhythm_step_days_named_or_counted",
                violation_error_message="Choisissez les jours, ou écrivez leur nombre (de 1 à 6) : "
                "pas les deux.",
            ),
        ]

    def __str__(self):
        return f"{self.count} {self.get_unit_display()}"

    @property
    def centre_days(self):
        """Numbers the days in the centre, from 1 on Monday."""
        return self._days_at(RhythmPlace.CENTRE)

    @property
    def remote_days(self):
        return self._days_at(RhythmPlace.REMOTE)

    def _days_at(self, place):
        return tuple(n for n, day in enumerate(DAYS, 1) if getattr(self, day) == place)
