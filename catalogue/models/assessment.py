"""Assessments: when and how a unit or a subject is examined, for whom, and out of what."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from catalogue.models.base import Positioned
from catalogue.models.exam import Subject, Unit
from catalogue.models.learner_status import LearnerStatus
from charmilles.fields import Line, Several


def positive(*names: str) -> Q:
    """Returns the condition that each of these is above zero, or empty."""
    condition = Q()
    for name in names:
        condition &= Q(**{name: None}) | Q(**{f"{name}__gt": 0})
    return condition


class Assessment(Positioned):
    """One way a unit or a subject is examined (évaluation), on two axes: when, and how."""

    class When(models.TextChoices):
        IN_COURSE = "ccf", "CCF"
        FINAL = "ponctuelle", "épreuve ponctuelle"
        CONTINUOUS = "continu", "contrôle continu"

    class How(models.TextChoices):
        WRITTEN = "ecrit", "écrit"
        ORAL = "oral", "oral"
        PRACTICAL = "pratique", "pratique"
        PORTFOLIO = "dossier", "dossier"
        REPORT = "rapport", "rapport"
        THESIS = "memoire", "mémoire"
        PROJECT = "projet", "projet"
        DEFENCE = "soutenance", "soutenance"
        INTERVIEW = "entretien", "entretien"
        QUIZ = "qcm", "QCM"
        PROFESSIONAL = "situation", "mise en situation professionnelle"
        BEFORE_JURY = "jury", "mise en situation devant jury"

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
    when = models.CharField(
        "quand", max_length=10, choices=When, blank=True, help_text="Vide si ce n’est pas dit."
    )
    how = Several(
        "comment",
        max_length=120,
        choices=How,
        blank=True,
        help_text="Plusieurs si une même durée les tient ensemble : écrit et pratique, 3 h.",
    )
    title = Line("intitulé", max_length=150, blank=True, help_text="Pour une sous-épreuve.")
    status = models.ForeignKey(
        LearnerStatus,
        models.PROTECT,
        verbose_name="seulement pour",
        null=True,
        blank=True,
        related_name="+",
        help_text="Si elle dépend du statut : apprentis en CCF, stagiaires en épreuve ponctuelle.",
    )
    is_resit = models.BooleanField(
        "rattrapage",
        default=False,
        help_text="Passée seulement après un échec, ou sous la moyenne : seconde session, épreuve "
        "de contrôle. La page le dit, et elle n’entre dans aucun poids.",
    )
    count = models.PositiveSmallIntegerField(
        "nombre",
        default=1,
        validators=[MinValueValidator(1)],
        help_text="2 pour deux CCF, ou pour les deux parties d’une épreuve de « 2 × 2 h ».",
    )
    minutes = models.PositiveSmallIntegerField(
        "durée (minutes)", null=True, blank=True, help_text="Celle de chaque partie."
    )
    preparation = models.PositiveSmallIntegerField(
        "préparation (minutes)", null=True, blank=True, help_text="Avant l’épreuve, en plus."
    )
    weight = models.DecimalField(
        "poids",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Des poids dont la somme est 100 sont affichés en %.",
    )
    out_of = models.DecimalField("sur", max_digits=6, decimal_places=2, null=True, blank=True)
    pass_mark = models.DecimalField(
        "note exigée", max_digits=6, decimal_places=2, null=True, blank=True
    )
    eliminating_mark = models.DecimalField(
        "note éliminatoire",
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Au-dessous d’elle, le candidat est éliminé.",
    )
    marked_in = Line(
        "comptée en",
        max_length=60,
        blank=True,
        help_text="Si ce ne sont pas des points : « bonnes réponses ».",
    )
    eliminating = Line(
        "condition éliminatoire",
        max_length=150,
        blank=True,
        help_text="En mots, si ce n’est pas une note : « une erreur éliminatoire ».",
    )

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
                condition=~Q(when="") | ~Q(how="") | ~Q(title=""),
                name="assessment_says_something",
                violation_error_message="Dites quand ou comment, ou donnez un intitulé.",
            ),
            models.CheckConstraint(
                condition=Q(count__gt=0),
                name="assessment_happens",
                violation_error_message="Une évaluation a lieu au moins une fois.",
            ),
            models.CheckConstraint(
                condition=positive("weight"),
                name="assessment_weight_positive",
                violation_error_message="Un poids est plus grand que zéro, ou vide.",
            ),
            models.CheckConstraint(
                condition=positive("minutes", "preparation"),
                name="assessment_minutes_positive",
                violation_error_message="Une durée est plus grande que zéro, ou vide.",
            ),
            models.CheckConstraint(
                condition=positive("out_of", "pass_mark", "eliminating_mark"),
                name="assessment_marks_positive",
                violation_error_message="Une note est plus grande que zéro, ou vide.",
            ),
            models.CheckConstraint(
                condition=(Q(out_of=None) | Q(pass_mark=None) | Q(pass_mark__lte=F("out_of")))
                & (Q(out_of=None) | Q(eliminating_mark=None) | Q(eliminating_mark__lte=F("out_of")))
                & (
                    Q(pass_mark=None)
                    | Q(eliminating_mark=None)
                    | Q(eliminating_mark__lte=F("pass_mark"))
                ),
                name="assessment_marks_in_order",
                violation_error_message="La note éliminatoire, la note exigée et le total vont du "
                "plus petit au plus grand.",
            ),
            models.CheckConstraint(
                condition=Q(marked_in="") | Q(out_of__isnull=False) | Q(pass_mark__isnull=False),
                name="assessment_marking_has_a_mark",
                violation_error_message="Donnez le nombre de ce qui est compté.",
            ),
        ]

    def __str__(self):
        chosen = [self.get_when_display(), *(self.How(how).label for how in self.how)]
        return self.title or ", ".join(filter(None, chosen))
