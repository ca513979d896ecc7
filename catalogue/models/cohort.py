"""Cohorts (promotions): their registration and training dates, and their state on a day."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.module_loading import import_string

from catalogue.models.base import NaturalKeyManager, NaturalKeyModel, Positioned
from catalogue.models.centre import Campus
from catalogue.models.programme import Programme
from charmilles.fields import Line

FEW_PLACES = 3


class Precision(models.TextChoices):
    """How precisely a date is known.

    A month or year is stored as its first day (beginnings) or its last day (ends), so that
    comparing it with a day does not need the precision.
    """

    DAY = "day", "au jour près"
    MONTH = "month", "au mois près"
    YEAR = "year", "à l’année près"


class CohortState(models.TextChoices):
    """The state of a cohort, computed and never stored; the most useful to visitors first."""

    OPEN = "open", "Inscriptions ouvertes"
    FEW_PLACES = "few_places", "Dernières places"
    NOT_YET_OPEN = "not_yet_open", "Inscriptions à venir"
    FULL = "full", "Complet"
    CLOSED = "closed", "Inscriptions closes"
    UNDATED = "undated", "Dates non publiées"
    UNDER_WAY = "under_way", "En cours"
    OVER = "over", "Terminée"

    @property
    def takes_applications(self):
        return self in {self.OPEN, self.FEW_PLACES}

    @property
    def lets_apply(self):
        """Tells whether one may apply: for a place, or for the waiting list of a full cohort."""
        return self.takes_applications or self == self.FULL

    @property
    def is_past(self):
        """Tells whether the training has begun, and registration ended, or is over."""
        return self in {self.UNDER_WAY, self.OVER}


class CohortQuerySet(models.QuerySet):
    def counted(self):
        """Adds `taken`, the number of promised places.

        A setting names what counts them, because the catalogue does not import applications.
        """
        return self.annotate(taken=import_string(settings.PLACES_TAKEN)())

    def taking_applications(self, *, on):
        """Selects the cohorts whose state that day takes applications; adds their first day.

        It says in SQL what `Cohort.state` says of one cohort, to choose a few among thousands.
        """
        years = CohortYear.objects.filter(cohort=OuterRef("pk"))
        first, last = years.order_by("number")[:1], years.order_by("-number")[:1]
        opens_as_from = Q(opens__lte=on) | Q(opens=None, continuous_entry=True)
        goes_on = Q(closes__gte=on) | Q(closes=None) & (
            Q(continuous_entry=True) | Q(starts=None) | Q(starts__gt=on)
        )
        return (
            self.counted()
            .annotate(
                opens=Subquery(first.values("registration_opens")),
                closes=Subquery(first.values("registration_closes")),
                starts=Subquery(first.values("starts")),
                ends=Subquery(last.values("ends")),
            )
            .filter(Exists(years), opens_as_from & goes_on)
            .filter(Q(ends=None) | Q(ends__gte=on))
            .filter(Q(places=None) | Q(taken__lt=F("places")))
        )


class Cohort(Positioned):
    """One intake of a programme, over one or several school years."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="cohorts"
    )
    name = Line("nom", max_length=60, help_text="2024-2026, ou « entrées permanentes ».")
    campus = models.ForeignKey(
        Campus,
        models.SET_NULL,
        verbose_name="site",
        null=True,
        blank=True,
        help_text="Seulement si les dates diffèrent d’un site à l’autre.",
    )
    places = models.PositiveSmallIntegerField("places", null=True, blank=True)
    continuous_entry = models.BooleanField("entrées toute l’année", default=False)
    note = Line("précision", max_length=200, blank=True)
    taken = 0  # promised places, set by `counted()`

    objects = NaturalKeyManager.from_queryset(CohortQuerySet)()
    natural_key_fields = ("programme", "name", "campus")

    class Meta(Positioned.Meta):
        verbose_name = "promotion"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name", "campus"],
                condition=Q(campus__isnull=False),
                name="cohort_unique_on_campus",
                violation_error_message="Cette promotion existe déjà sur ce site.",
            ),
            models.UniqueConstraint(
                fields=["programme", "name"],
                condition=Q(campus=None),
                name="cohort_unique",
                violation_error_message="Cette promotion existe déjà.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def first_year(self):
        """Returns the year in which learners enter; a cohort may start in the second year."""
        return min(self.years.all(), key=_number, default=None)

    def state(self, *, on):
        """Returns the state of the cohort on that day."""
        first, last = self.first_year, max(self.years.all(), key=_number, default=None)
        if first is None:
            return CohortState.UNDATED
        if last.ends and last.ends < on:
            return CohortState.OVER
        if self._registration_is_open(first, on):
            return self._state_by_places()
        if first.starts and first.starts <= on:
            return CohortState.UNDER_WAY
        return self._state_before_the_start(first, on)

    def _registration_is_open(self, first, on):
        opens, closes = first.registration_opens, first.registration_closes
        begun = opens <= on if opens else self.continuous_entry
        if closes:
            return begun and on <= closes
        return begun and (self.continuous_entry or first.starts is None or on < first.starts)

    def _state_before_the_start(self, first, on):
        opens, closes = first.registration_opens, first.registration_closes
        if closes and closes < on:
            return CohortState.CLOSED
        if opens is None and closes is None and first.starts is None:
            return CohortState.UNDATED
        return CohortState.NOT_YET_OPEN if opens is None or on < opens else CohortState.CLOSED

    def _state_by_places(self):
        if self.places is None or self.places - self.taken > FEW_PLACES:
            return CohortState.OPEN
        return CohortState.FEW_PLACES if self.taken < self.places else CohortState.FULL


def _number(year):
    return year.number


class CohortYear(NaturalKeyModel):
    """One school year of a cohort; each date has its precision."""

    cohort = models.ForeignKey(
        Cohort, models.CASCADE, verbose_name="promotion", related_name="years"
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
        ]

    def __str__(self):
        return self.school_year or f"année {self.number}"


class Intake(NamedTuple):
    """A cohort and its state on one day."""

    cohort: Cohort
    state: CohortState

    @property
    def year(self):
        return self.cohort.first_year


def intakes(cohorts, *, on):
    """Lists the cohorts with their state that day: best state first, then nearest start."""

    def usefulness(intake):
        starts = intake.year.starts if intake.year else None
        distance = abs(((starts or date.max) - on).days)
        return list(CohortState).index(intake.state), distance

    return sorted((Intake(c, c.state(on=on)) for c in cohorts), key=usefulness)
