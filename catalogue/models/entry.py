"""What one must have to enter a programme: diploma, age, licence, language… one row each."""

from django.db import models
from django.db.models import F, Q

from catalogue.models.base import NaturalKeyManager, Positioned, known
from catalogue.models.learner_status import LearnerStatus
from catalogue.models.programme import Option, Programme
from charmilles.fields import Line


class EntryLevel(models.IntegerChoices):
    """The schooling completed before entry, on the scale of the certifications, plus « la 3e »."""

    NONE = 0, "sans condition de diplôme"
    THIRD_FORM = 2, "après la 3e"
    CAP = 3, "après un CAP ou une seconde"
    BAC = 4, "après le bac"
    BAC_2 = 5, "après un bac +2"
    BAC_3 = 6, "après un bac +3"
    BAC_5 = 7, "après un bac +5"

    @property
    def held(self):
        """Names what one holds at this level, in a list of conditions."""
        return _HELD[self]


_HELD = {
    EntryLevel.NONE: "aucun diplôme exigé",
    EntryLevel.THIRD_FORM: "classe de 3e terminée",
    EntryLevel.CAP: "CAP ou classe de seconde au moins",
    EntryLevel.BAC: "bac au moins",
    EntryLevel.BAC_2: "bac +2 au moins",
    EntryLevel.BAC_3: "bac +3 au moins",
    EntryLevel.BAC_5: "bac +5 au moins",
}


class EntryRequirementQuerySet(models.QuerySet):
    def by_level(self):
        """Lists the diplomas required of everybody: first, without experience, the lowest."""
        of_all = self.filter(status=None, option=None, audience="")
        diplomas = of_all.filter(is_advised=False, level__isnull=False)
        return diplomas.order_by(F("experience_months").asc(nulls_first=True), "level")

    def besides_levels(self):
        """Selects what is required besides a level of everybody, and may keep some from entering.

        Motivation is heard at the interview, and what is due for the exam comes later.
        """
        alone = {"experience_months": None, "age_min": None, "age_max": None, "name": ""}
        diplomas = Q(kind="diploma", **alone)
        heard = Q(kind="motivation") | Q(moment="exam")
        required = self.filter(is_advised=False)
        return required.exclude(heard).exclude(diplomas, status=None, option=None, audience="")

    def usual_level(self) -> EntryLevel | None:
        """Returns the lowest level that suffices for everybody, None when no row tells it."""
        level = self.by_level().values_list("level", flat=True).first()
        return None if level is None else EntryLevel(level)


class EntryRequirement(Positioned):
    """One condition of entry; its parts (a diploma, and a year of experience) apply together.

    Rows of the same group and public are alternatives, of which one suffices. Groups, and rows
    without a group, all apply.
    """

    class Kind(models.TextChoices):
        DIPLOMA = "diploma", "diplôme ou niveau"
        AGE = "age", "âge"
        EXPERIENCE = "experience", "expérience"
        LICENCE = "licence", "permis"
        LANGUAGE = "language", "langue"
        TEST = "test", "test ou concours"
        MEDICAL = "medical", "santé (certificat, vaccination)"
        LEGAL = "legal", "casier judiciaire, carte professionnelle…"
        MOTIVATION = "motivation", "motivation"
        OTHER = "other", "autre"

    class Moment(models.TextChoices):
        APPLICATION = "application", "à la candidature"
        FIRST_DAY = "first_day", "avant le premier jour"
        EXAM = "exam", "avant l’examen"

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="entry_requirements"
    )
    group = models.PositiveSmallIntegerField(
        "au choix",
        null=True,
        blank=True,
        help_text="Le même numéro sur plusieurs lignes : une seule suffit. Vide : la condition "
        "est demandée à tous.",
    )
    status = models.ForeignKey(
        LearnerStatus,
        models.PROTECT,
        verbose_name="pour ce contrat ou statut",
        null=True,
        blank=True,
        related_name="+",
        help_text="Vide : demandé à tout le monde.",
    )
    audience = Line(
        "pour qui",
        max_length=100,
        blank=True,
        help_text="Seulement si aucun statut ne le dit : « Titulaires d’un autre CAP », comme dans "
        "les durées.",
    )
    option = models.ForeignKey(
        Option,
        models.CASCADE,
        verbose_name="pour cette option",
        null=True,
        blank=True,
        related_name="+",
    )
    is_advised = models.BooleanField("conseillé, pas obligatoire", default=False)
    kind = models.CharField("nature", max_length=10, choices=Kind)
    level = models.PositiveSmallIntegerField(
        "niveau de diplôme",
        choices=EntryLevel,
        null=True,
        blank=True,
        help_text="Le plus bas qui suffit. Sur les cartes : « Accessible après le bac ».",
    )
    name = Line(
        "quoi",
        max_length=150,
        blank=True,
        help_text="Bac général, permis B, anglais, certificat médical, carte professionnelle… "
        "Pour une expérience : dans la vente.",
    )
    age_min = models.PositiveSmallIntegerField("âge, au moins", null=True, blank=True)
    age_max = models.PositiveSmallIntegerField("âge, au plus", null=True, blank=True)
    experience_months = models.PositiveSmallIntegerField(
        "mois d’expérience",
        null=True,
        blank=True,
        help_text="À côté d’un diplôme : l’un et l’autre sont demandés.",
    )
    threshold = Line(
        "seuil", max_length=80, blank=True, help_text="Niveau B2 ; 10 sur 20 ; 32 réponses sur 40."
    )
    proof = Line("preuve", max_length=150, blank=True, help_text="TOEIC ou IELTS.")
    valid_months = models.PositiveSmallIntegerField(
        "de moins de (mois)", null=True, blank=True, help_text="24 affiche « de moins de 2 ans »."
    )
    exemption = Line(
        "dispense",
        max_length=150,
        blank=True,
        help_text="Qui n’en a pas besoin : « langue maternelle », affiché « sauf … ».",
    )
    moment = models.CharField("à fournir", max_length=11, choices=Moment, blank=True)
    text = Line(
        "dit avec ces mots",
        max_length=300,
        blank=True,
        help_text="Remplace la phrase que le site fait des cases ci-dessus.",
    )
    in_words = models.BooleanField(
        "déjà dit dans le texte « Prérequis »",
        default=False,
        help_text="La page ne répète pas cette ligne. Elle sert aux cartes, aux listes et au "
        "dossier de candidature.",
    )

    objects = NaturalKeyManager.from_queryset(EntryRequirementQuerySet)()
    natural_key_fields = ("programme", "position")

    class Meta(Positioned.Meta):
        verbose_name = "condition d’entrée"
        verbose_name_plural = "conditions d’entrée"
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="")
                | ~Q(text="")
                | Q(level__isnull=False)
                | Q(age_min__isnull=False)
                | Q(age_max__isnull=False)
                | Q(experience_months__isnull=False),
                name="entry_says_something",
                violation_error_message="Dites ce qui est demandé : un niveau, un âge, une durée "
                "d’expérience, ou quelques mots.",
            ),
            models.CheckConstraint(
                condition=Q(status=None) | Q(audience=""),
                name="entry_public_is_said_once",
                violation_error_message="Choisissez un statut ou écrivez pour qui, pas les deux.",
            ),
            models.CheckConstraint(
                condition=Q(level=None) | Q(kind="diploma", level__in=EntryLevel.values),
                name="entry_level_is_of_a_diploma",
                violation_error_message="Un niveau se choisit dans la liste, sur une ligne de "
                "nature « diplôme ou niveau ».",
            ),
            models.CheckConstraint(
                condition=~Q(kind="age") | Q(age_min__isnull=False) | Q(age_max__isnull=False),
                name="entry_age_is_a_number",
                violation_error_message="Une condition d’âge demande un âge, au moins ou au plus.",
            ),
            models.CheckConstraint(
                condition=(Q(age_min=None) | known("age_min"))
                & (Q(age_max=None) | known("age_max"))
                & (Q(age_min=None) | Q(age_max=None) | Q(age_max__gte=F("age_min"))),
                name="entry_ages_grow",
                violation_error_message="L’âge au moins dépasse l’âge au plus : échangez-les.",
            ),
            models.CheckConstraint(
                condition=(Q(experience_months=None) | known("experience_months"))
                & (Q(valid_months=None) | known("valid_months")),
                name="entry_months_positive",
                violation_error_message="Un nombre de mois est plus grand que zéro, ou vide.",
            ),
        ]

    def __str__(self):
        return self.text or self.name or self.get_kind_display()

    @property
    def public(self):
        """Names whom it is asked of: « apprentis », « apprentis, option B »; "" for everybody."""
        who = (
            self.status and self.status.learners,
            self.audience,
            self.option and self.option.name,
        )
        return ", ".join(filter(None, who))
