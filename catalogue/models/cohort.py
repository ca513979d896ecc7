"""Cohorts (promotions, sessions…): their registration and training dates, their state on a day."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.module_loading import import_string

from catalogue.models.base import NaturalKeyManager, Positioned, or_zero
from catalogue.models.centre import Campus
from catalogue.models.cohort_year import CohortYear
from catalogue.models.programme import Option, Programme
from charmilles.fields import Line

FEW_PLACES = 3


class CohortState(models.TextChoices):
    """The state of a cohort, computed and never stored; the most useful to visitors first."""

    OPEN = "open", "Inscriptions ouvertes"
    FEW_PLACES = "few_places", "Dernières places"
    NOT_YET_OPEN = "not_yet_open", "Inscriptions à venir"
    FULL = "full", "Complet"
    ON_DEMAND = "on_demand", "À la demande"
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
        all_year = Q(kind=Cohort.Kind.ALL_YEAR)
        opens_by_itself = all_year | Q(kind=Cohort.Kind.SESSION, starts__isnull=False)
        begun = Q(opens__lte=on) | Q(opens=None) & opens_by_itself
        goes_on = Q(closes__gte=on) | Q(closes=None) & (
            all_year | Q(starts=None) | Q(starts__gt=on)
        )
        return (
            self.counted()
            .annotate(
                opens=Subquery(first.values("registration_opens")),
                closes=Subquery(first.values("registration_closes")),
                starts=Subquery(first.values("starts")),
                ends=Subquery(last.values("ends")),
            )
            .exclude(kind=Cohort.Kind.ON_DEMAND)
            .filter(all_year | Exists(years), begun & goes_on)
            .filter(Q(ends=None) | Q(ends__gte=on))
            .filter(Q(places=None) | Q(taken__lt=F("places")))
        )


class Cohort(Positioned):
    """One intake of a programme: over school years, for some days, on demand or all year."""

    class Kind(models.TextChoices):
        SCHOOL = "school", "promotion, sur une ou plusieurs années scolaires"
        SESSION = "session", "session datée, de quelques jours ou semaines"
        ON_DEMAND = "on_demand", "à la demande, sans date"
        ALL_YEAR = "all_year", "entrées toute l’année"

        @property
        def noun(self):
            return "promotion" if self == self.SCHOOL else "session"

        @property
        def start(self):
            """Names its first day; these words are all feminine."""
            return {"school": "rentrée", "all_year": "entrée"}.get(self, self.noun)

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="cohorts"
    )
    kind = models.CharField(
        "forme",
        max_length=9,
        choices=Kind,
        default=Kind.SCHOOL,
        help_text="Décide des mots de la page : promotion et rentrée, session, entrée. Une session "
        "sans date d’ouverture prend les inscriptions jusqu’à son premier jour.",
    )
    name = Line("nom", max_length=60, help_text="2024-2026, mars 2027, ou « entrées permanentes ».")
    campus = models.ForeignKey(
        Campus,
        models.SET_NULL,
        verbose_name="site",
        null=True,
        blank=True,
        help_text="Seulement si les dates diffèrent d’un site à l’autre.",
    )
    option = models.ForeignKey(
        Option,
        models.RESTRICT,
        verbose_name="option",
        null=True,
        blank=True,
        related_name="cohorts",
        help_text="Seulement si elle est celle d’une seule option : « Recyclage ».",
    )
    places = models.PositiveSmallIntegerField("places", null=True, blank=True)
    entries = Line(
        "rythme des entrées",
        max_length=100,
        blank=True,
        help_text="Seulement pour des entrées toute l’année : « le premier lundi de chaque mois ».",
    )
    note = Line("précision", max_length=200, blank=True)
    taken = 0  # promised places, set by `counted()`

    objects = NaturalKeyManager.from_queryset(CohortQuerySet)()
    natural_key_fields = ("programme", "name", "campus", "option")

    class Meta(Positioned.Meta):
        verbose_name = "promotion ou session"
        verbose_name_plural = "promotions et sessions"
        constraints = [
            models.UniqueConstraint(
                "programme",
                "name",
                or_zero("campus"),
                or_zero("option"),
                name="cohort_unique",
                violation_error_message="Cette promotion existe déjà : changez son nom, ou dites "
                "son site ou son option.",
            ),
            models.CheckConstraint(
                condition=Q(entries="") | Q(kind="all_year"),
                name="cohort_entries_are_all_year",
                violation_error_message="Un rythme des entrées demande la forme « entrées toute "
                "l’année ».",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def first_year(self):
        """Returns the year in which learners enter; a cohort may start in the second year."""
        return min(self.years.all(), key=_number, default=None)

    @property
    def is_school(self):
        return self.kind == self.Kind.SCHOOL

    @property
    def noun(self):
        return self.Kind(self.kind).noun

    @property
    def full_name(self):
        """Names it with its option, unless its name says it: « mars 2027, Recyclage »."""
        option = self.option.name if self.option else ""
        is_said = option.lower() in self.name.lower()
        return self.name if is_said else f"{self.name}, {option}"

    @property
    def title(self):
        """Names it in a sentence: « promotion 2024-2026 », « session de mars », « entrées… »."""
        noun = "" if self.kind == self.Kind.ALL_YEAR else self.noun
        if self.kind == self.Kind.ON_DEMAND:
            noun = "à la demande :"
        is_said = self.name.lower().startswith(noun.removesuffix(" :"))
        return self.full_name if is_said else f"{noun} {self.full_name}"

    def state(self, *, on):
        """Returns the state of the cohort on that day."""
        if self.kind == self.Kind.ON_DEMAND:
            return CohortState.ON_DEMAND
        first, last = self.first_year, max(self.years.all(), key=_number, default=None)
        if first is None:
            is_open = self.kind == self.Kind.ALL_YEAR
            return self._state_by_places() if is_open else CohortState.UNDATED
        if last.ends and last.ends < on:
            return CohortState.OVER
        if self._registration_is_open(first, on):
            return self._state_by_places()
        if first.starts and first.starts <= on:
            return CohortState.UNDER_WAY
        return self._state_before_the_start(first, on)

    def _registration_is_open(self, first, on):
        opens, closes = first.registration_opens, first.registration_closes
        all_year = self.kind == self.Kind.ALL_YEAR
        by_itself = all_year or (self.kind == self.Kind.SESSION and first.starts is not None)
        begun = opens <= on if opens else by_itself
        if closes:
            return begun and on <= closes
        return begun and (all_year or first.starts is None or on < first.starts)

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


class Intake(NamedTuple):
    """A cohort and its state on one day."""

    cohort: Cohort
    state: CohortState

    @property
    def year(self):
        return self.cohort.first_year


def intakes(cohorts, *, on):
    """Lists the cohorts with their state that day: best state first, then nearest start.

    Of those to come, one whose registration has a date comes before one that has none.
    """

    def usefulness(intake):
        starts = intake.year.starts if intake.year else None
        distance = abs(((starts or date.max) - on).days)
        is_vague = intake.state == CohortState.NOT_YET_OPEN and not intake.year.registration_opens
        return list(CohortState).index(intake.state), is_vague, distance

    return sorted((Intake(c, c.state(on=on)) for c in cohorts), key=usefulness)
