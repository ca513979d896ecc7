"""Units, subjects and assessments: what is taught and how it is examined."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from catalogue.models.base import Positioned
from catalogue.models.certification import SkillBlock
from catalogue.models.programme import Option, Programme
from charmilles.fields import Line


class Unit(Positioned):
    """A unit of the diploma's rules (unité): an exam, a block or a group of subjects."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="units"
    )
    title = Line("intitulé", max_length=250)
    code = Line("code", max_length=20, blank=True, help_text="E1, U21, UE 3…")
    group = Line(
        "regroupée sous", max_length=100, blank=True, help_text="« 1re année », « Semestre 3 »."
    )
    option = models.ForeignKey(
        Option, models.CASCADE, verbose_name="option", null=True, blank=True, related_name="units"
    )
    block = models.ForeignKey(
        SkillBlock, models.SET_NULL, verbose_name="bloc de compétences", null=True, blank=True
    )
    hours = models.DecimalField(
        "heures",
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        help_text="Seulement si l’unité n’est pas divisée en matières.",
    )
    coefficient = models.DecimalField(
        "coefficient", max_digits=5, decimal_places=2, null=True, blank=True
    )
    ects = models.DecimalField(
        "crédits ECTS", max_digits=5, decimal_places=1, null=True, blank=True
    )
    is_optional = models.BooleanField(
        "facultative", default=False, help_text="Seuls les points au-dessus de 10 comptent."
    )
    source_wording = Line(
        "évaluation selon la brochure",
        max_length=200,
        blank=True,
        help_text="Les mots de la source quand ils sont ambigus. Gardés pour preuve.",
    )

    natural_key_fields = ("programme", "title", "group")

    class Meta(Positioned.Meta):
        verbose_name = "unité ou épreuve"
        verbose_name_plural = "unités et épreuves"
        constraints = [
            models.CheckConstraint(
                condition=Q(coefficient=None) | Q(coefficient__gt=0),
                name="unit_coefficient_positive",
                violation_error_message="Un coefficient est plus grand que zéro, ou vide.",
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gt=0),
                name="unit_hours_positive",
                violation_error_message="Un nombre d’heures est plus grand que zéro, ou vide.",
            ),
            models.CheckConstraint(
                condition=Q(ects=None) | Q(ects__gt=0),
                name="unit_ects_positive",
                violation_error_message="Des crédits sont plus grands que zéro, ou vides.",
            ),
        ]

    def __str__(self):
        return self.title

    @cached_property
    def taught(self):
        """Lists its subjects; a sheet reads those of all its units at once."""
        return list(self.subjects.all())


class Subject(Positioned):
    """A subject within a unit (matière)."""

    unit = models.ForeignKey(Unit, models.CASCADE, verbose_name="unité", related_name="subjects")
    title = Line("matière", max_length=200)
    hours = models.DecimalField("heures", max_digits=6, decimal_places=1, null=True, blank=True)
    coefficient = models.DecimalField(
        "coefficient",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Seulement s’il n’est pas donné pour l’unité entière.",
    )

    natural_key_fields = ("unit", "title")

    class Meta(Positioned.Meta):
        verbose_name = "matière"
        constraints = [
            models.CheckConstraint(
                condition=Q(coefficient=None) | Q(coefficient__gt=0),
                name="subject_coefficient_positive",
                violation_error_message="Un coefficient est plus grand que zéro, ou vide.",
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gt=0),
                name="subject_hours_positive",
                violation_error_message="Un nombre d’heures est plus grand que zéro, ou vide.",
            ),
        ]

    def __str__(self):
        return self.title

    @cached_property
    def periods(self):
        """Lists the parts of its hours; a sheet reads those of all its subjects at once."""
        return list(self.split.all())


class SubjectHours(Positioned):
    """The part of a subject's hours that falls in one year or semester."""

    subject = models.ForeignKey(
        Subject, models.CASCADE, verbose_name="matière", related_name="split"
    )
    period = Line("période", max_length=40, help_text="1re année, semestre 3…")
    hours = models.DecimalField(
        "heures", max_digits=6, decimal_places=1, validators=[MinValueValidator(Decimal("0.1"))]
    )

    natural_key_fields = ("subject", "period")

    class Meta(Positioned.Meta):
        verbose_name = "heures d’une période"
        verbose_name_plural = "heures par période"
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "period"],
                name="subject_hours_unique_per_period",
                violation_error_message="Cette période est déjà indiquée.",
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0),
                name="subject_hours_split_positive",
                violation_error_message="Un nombre d’heures est plus grand que zéro.",
            ),
        ]

    def __str__(self):
        return f"{self.period} : {self.hours} h"


class Assessment(Positioned):
    """One way a unit or a subject is examined (épreuve, CCF, dossier…)."""

    class Mode(models.TextChoices):
        IN_COURSE = "ccf", "CCF"
        WRITTEN = "ecrit", "Écrit"
        ORAL = "oral", "Oral"
        PRACTICAL = "pratique", "Pratique"
        PORTFOLIO = "dossier", "Dossier"
        THESIS = "memoire", "Mémoire"
        CONTINUOUS = "continu", "Contrôle continu"
        PROJECT = "projet", "Projet"
        PROFESSIONAL = "jury", "Mise en situation devant jury"

    unit = models.ForeignKey(
        Unit,
        models.CASCADE,
        verbose_name="unité",
        null=True,
        blank=True,
        related_name="assessments",
    )
    subject = models.ForeignKey(
        Subject,
        models.CASCADE,
        verbose_name="matière",
        null=True,
        blank=True,
        related_name="assessments",
    )
    mode = models.CharField("forme", max_length=10, choices=Mode)
    count = models.PositiveSmallIntegerField("nombre", default=1, validators=[MinValueValidator(1)])
    title = Line("intitulé", max_length=150, blank=True, help_text="Pour une sous-épreuve.")
    weight = models.DecimalField("poids", max_digits=5, decimal_places=2, null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("durée (minutes)", null=True, blank=True)

    natural_key_fields = ("unit", "subject", "position")

    class Meta(Positioned.Meta):
        verbose_name = "évaluation"
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None, subject__isnull=False) | Q(unit__isnull=False, subject=None),
                name="assessment_of_unit_or_subject",
                violation_error_message="Une évaluation porte sur une unité ou sur une matière.",
            ),
            models.CheckConstraint(
                condition=Q(count__gt=0),
                name="assessment_happens",
                violation_error_message="Une évaluation a lieu au moins une fois.",
            ),
            models.CheckConstraint(
                condition=Q(weight=None) | Q(weight__gt=0),
                name="assessment_weight_positive",
                violation_error_message="Un poids est plus grand que zéro, ou vide.",
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gt=0),
                name="assessment_minutes_positive",
                violation_error_message="Une durée est plus grande que zéro, ou vide.",
            ),
        ]

    def __str__(self):
        return self.get_mode_display()
