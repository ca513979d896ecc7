"""Units and subjects: what is taught, for how many hours, and what each counts for."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.functional import cached_property

from catalogue.models.base import NaturalKeyManager, Positioned
from catalogue.models.certification import SkillBlock
from catalogue.models.programme import Option, Programme
from charmilles.fields import Line


class Taught(Positioned):
    """What a unit and a subject have alike: a code, hours, a coefficient, a place in a choice."""

    code = Line("code", max_length=20, blank=True, help_text="E5, U51, UE 3…")
    choice = Line(
        "au choix",
        max_length=80,
        blank=True,
        help_text="Le même mot pour toutes les lignes dont une seule compte : « langue vivante ». "
        "Elles sont affichées ensemble, et les totaux n’en comptent qu’une.",
    )
    hours = models.DecimalField(
        "heures",
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        help_text="0 s’affiche « sans cours ». Vide n’affiche rien : celles d’une unité divisée en "
        "matières sont données par matière.",
    )
    hours_max = models.DecimalField(
        "à (heures)",
        max_digits=6,
        decimal_places=1,
        null=True,
        blank=True,
        help_text="Si elles varient d’une personne à l’autre : de 20 à 40 heures.",
    )
    hours_unpublished = models.BooleanField(
        "heures non publiées",
        default=False,
        help_text="La page le dit, et ne fait plus de total des heures.",
    )
    coefficient = models.DecimalField(
        "coefficient",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Celui de l’unité, ou celui de ses matières : la page en fait alors la somme, "
        "« 9 (8 + 1) ».",
    )

    class Meta(Positioned.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(coefficient=None) | Q(coefficient__gt=0),
                name="%(class)s_coefficient_positive",
                violation_error_message="Un coefficient est plus grand que zéro, ou vide.",
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gte=0),
                name="%(class)s_hours_not_negative",
                violation_error_message="Un nombre d’heures n’est pas négatif.",
            ),
            models.CheckConstraint(
                condition=Q(hours_max=None) | Q(hours__isnull=False, hours_max__gt=F("hours")),
                name="%(class)s_hours_grow",
                violation_error_message="Des heures variables vont du plus petit nombre au plus "
                "grand.",
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours_unpublished=False),
                name="%(class)s_hours_published_or_not",
                violation_error_message="Effacez les heures, ou décochez « heures non publiées ».",
            ),
        ]


class UnitQuerySet(models.QuerySet):
    def with_lists(self):
        """Tells which units have blocks, and hours by period: the others need no query for them."""
        blocks = Unit.blocks.through.objects.filter(unit=OuterRef("pk"))
        periods = SubjectHours.objects.filter(subject__unit=OuterRef("pk"))
        return self.annotate(may_have_blocks=Exists(blocks), may_have_periods=Exists(periods))


class Unit(Taught):
    """A unit of the diploma's rules (unité): an exam, a block or a group of subjects."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="units"
    )
    title = Line("intitulé", max_length=250)
    group = Line(
        "regroupée sous", max_length=100, blank=True, help_text="« 1re année », « Semestre 3 »."
    )
    option = models.ForeignKey(
        Option, models.CASCADE, verbose_name="option", null=True, blank=True, related_name="units"
    )
    blocks = models.ManyToManyField(
        SkillBlock,
        verbose_name="blocs de compétences",
        blank=True,
        related_name="units",
        help_text="Plusieurs si l’épreuve les valide ensemble. La page donne leurs numéros, sauf "
        "si les intitulés de la formation en portent d’autres (« Bloc 1 : … »).",
    )
    ects = models.DecimalField(
        "crédits ECTS", max_digits=5, decimal_places=1, null=True, blank=True
    )
    pass_mark = models.DecimalField(
        "note exigée", max_digits=5, decimal_places=2, null=True, blank=True
    )
    eliminating_mark = models.DecimalField(
        "note éliminatoire",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Au-dessous d’elle, le candidat est éliminé.",
    )
    is_optional = models.BooleanField("facultative", default=False)
    points_above = models.DecimalField(
        "seuls comptent les points au-dessus de",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        default=10,
        help_text="Pour une unité facultative. Vide : la page dit seulement qu’elle l’est.",
    )
    source_wording = Line(
        "évaluation selon la brochure",
        max_length=200,
        blank=True,
        help_text="Les mots de la source quand ils sont ambigus. La formation les garde sous "
        "« à vérifier » tant qu’ils sont ici.",
    )

    may_have_blocks = True  # both set by `with_lists`
    may_have_periods = True

    objects = NaturalKeyManager.from_queryset(UnitQuerySet)()
    natural_key_fields = ("programme", "title", "group")

    class Meta(Taught.Meta):
        verbose_name = "unité ou épreuve"
        verbose_name_plural = "unités et épreuves"
        constraints = [
            *Taught.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ects=None) | Q(ects__gt=0),
                name="unit_ects_positive",
                violation_error_message="Des crédits sont plus grands que zéro, ou vides.",
            ),
            models.CheckConstraint(
                condition=(Q(pass_mark=None) | Q(pass_mark__gt=0))
                & (Q(eliminating_mark=None) | Q(eliminating_mark__gt=0))
                & (Q(points_above=None) | Q(points_above__gte=0)),
                name="unit_marks_positive",
                violation_error_message="Une note est plus grande que zéro, ou vide.",
            ),
            models.CheckConstraint(
                condition=Q(pass_mark=None)
                | Q(eliminating_mark=None)
                | Q(eliminating_mark__lte=F("pass_mark")),
                name="unit_marks_in_order",
                violation_error_message="La note éliminatoire dépasse la note exigée.",
            ),
        ]

    def __str__(self):
        return self.title

    @cached_property
    def taught(self):
        """Lists its subjects; a sheet reads those of all its units at once."""
        return list(self.subjects.all())

    @property
    def covered(self):
        """Lists the skill blocks that it validates."""
        return list(self.blocks.all()) if self.may_have_blocks else []


class Subject(Taught):
    """A subject or a sub-test within a unit (matière, sous-épreuve)."""

    unit = models.ForeignKey(Unit, models.CASCADE, verbose_name="unité", related_name="subjects")
    title = Line("matière", max_length=200)

    natural_key_fields = ("unit", "title")

    class Meta(Taught.Meta):
        verbose_name = "matière"

    def __str__(self):
        return self.title

    @cached_property
    def periods(self):
        """Lists the parts of its hours; a sheet reads those of all its subjects at once."""
        return list(self.split.all()) if self.unit.may_have_periods else []


class SubjectHours(Positioned):
    """The part of a subject's hours that falls in one year or semester."""

    subject = models.ForeignKey(
        Subject, models.CASCADE, verbose_name="matière", related_name="split"
    )
    period = Line("période", max_length=40, help_text="1re année, semestre 3…")
    hours = models.DecimalField(
        "heures", max_digits=6, decimal_places=1, help_text="0 s’affiche « sans cours »."
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
                condition=Q(hours__gte=0),
                name="subject_hours_split_not_negative",
                violation_error_message="Un nombre d’heures n’est pas négatif.",
            ),
        ]

    def __str__(self):
        return f"{self.period} : {self.hours} h"
