"""Certifications: the diploma or title a programme leads to, with its register entry."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from catalogue.models.base import Named, NaturalKeyModel, Positioned, known
from catalogue.models.centre import SIRET
from catalogue.models.codes import BlockCode, Code, RegisterCode, RomeCodes
from charmilles import typography
from charmilles.fields import Line


class Level(models.IntegerChoices):
    """Levels of the French qualifications framework of 2019 (code du travail, art. D6113-19)."""

    THREE = 3, "niveau 3"
    FOUR = 4, "niveau 4"
    FIVE = 5, "niveau 5"
    SIX = 6, "niveau 6"
    SEVEN = 7, "niveau 7"
    EIGHT = 8, "niveau 8"

    @property
    def diploma(self):
        """Names the diplomas of this level."""
        return ("CAP", "Bac", "Bac +2", "Bac +3", "Bac +5", "Bac +8")[self - Level.THREE]

    @property
    def equivalent(self):
        """Compares this level with that of known diplomas."""
        return f"Niveau {'du ' if self <= Level.FOUR else ''}{self.diploma}"


class Certification(Named, NaturalKeyModel):
    """A diploma, title or certificate, as the national register describes it."""

    class Kind(models.TextChoices):
        CAP = "cap", "CAP"
        BAC_PRO = "bac-pro", "Bac professionnel"
        BTS = "bts", "BTS"
        BUT = "but", "BUT"
        VOCATIONAL_TITLE = "titre-pro", "Titre professionnel"
        LICENCE = "licence", "Licence"
        VOCATIONAL_LICENCE = "licence-pro", "Licence professionnelle"
        BACHELOR = "bachelor", "Bachelor"
        ENGINEER = "ingenieur", "Diplôme d’ingénieur"
        MASTER = "master", "Master"
        MASTERE = "mastere", "Mastère"
        CQP = "cqp", "CQP"
        STATE_DIPLOMA = "de", "Diplôme d’État"
        ATTESTATION = "attestation", "Attestation"
        OTHER = "autre", "Autre certification"

    # What each kind is in law; a kind that is not here is a « Certification ».
    FAMILIES = {
        Kind.CAP: "Diplôme",
        Kind.BAC_PRO: "Diplôme",
        Kind.BTS: "Diplôme",
        Kind.BUT: "Diplôme",
        Kind.LICENCE: "Diplôme",
        Kind.VOCATIONAL_LICENCE: "Diplôme",
        Kind.ENGINEER: "Diplôme",
        Kind.MASTER: "Diplôme",
        Kind.STATE_DIPLOMA: "Diplôme",
        Kind.VOCATIONAL_TITLE: "Titre",
        Kind.ATTESTATION: "Attestation",
    }

    slug = models.SlugField("nom court", unique=True)
    kind = models.CharField("type", max_length=12, choices=Kind)
    kind_wording = Line(
        "type, en vos mots",
        max_length=80,
        blank=True,
        help_text="« Brevet professionnel », « CAP agricole » : écrit à la place du type.",
    )
    title = Line(
        "intitulé officiel", max_length=255, help_text="Exactement celui du registre national."
    )
    acronym = Line(
        "sigle", max_length=30, blank=True, help_text="Dans les mentions, après l’intitulé."
    )
    level = models.PositiveSmallIntegerField(
        "niveau",
        choices=Level,
        null=True,
        blank=True,
        help_text="Laissez vide si la certification n’a pas de niveau.",
    )
    level_wording = Line(
        "niveau, en vos mots",
        max_length=80,
        blank=True,
        help_text="« Grade de licence » : écrit à la place de la comparaison avec un diplôme.",
    )
    register_code = RegisterCode(
        "code RNCP ou RS", max_length=12, blank=True, help_text="RNCP34606, RS5765."
    )
    nsf_code = Code("code NSF", max_length=5, blank=True)
    diploma_code = Code(
        "code diplôme (CFD)",
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^[0-9A-Z]{8}$", "Le code diplôme comporte 8 caractères.")],
    )
    formacode = Code(
        "FORMACODE",
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{5}$", "Un FORMACODE comporte 5 chiffres.")],
    )
    rome_codes = RomeCodes(
        "codes ROME",
        max_length=200,
        blank=True,
        help_text="Les métiers de la fiche nationale : M1602, M1607. On les cherche aussi.",
    )
    certifier = Line("certificateur", max_length=200, blank=True)
    certifier_siret = Code("SIRET du certificateur", max_length=14, blank=True, validators=[SIRET])
    effective_on = models.DateField("date d’effet", null=True, blank=True)
    registered_until = models.DateField(
        "fin d’enregistrement",
        null=True,
        blank=True,
        help_text="Après cette date, aucune nouvelle promotion ne peut préparer ce titre.",
    )
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="remplacée par", null=True, blank=True
    )
    valid_months = models.PositiveSmallIntegerField(
        "valable (mois)",
        null=True,
        blank=True,
        help_text="Si ce que l’on obtient a une fin : 24 affiche « valable 2 ans ».",
    )
    renewal = Line(
        "renouvellement",
        max_length=200,
        blank=True,
        help_text="« Recyclage de 7 h avant la fin ». Affiché après la durée de validité.",
    )
    vae_access = models.BooleanField(
        "accessible par la VAE",
        null=True,
        blank=True,
        help_text="D’après la fiche de France compétences, « voies d’accès ». Vide n’affiche rien.",
    )
    statement = models.TextField(
        "mention publiée par le centre",
        blank=True,
        help_text="La phrase que le centre écrit sur ses fiches. Elle est affichée telle quelle, "
        "à côté des champs ci-dessus : vérifiez qu’elle dit la même chose.",
    )

    slug_from = ("kind", "title")
    natural_key_fields = ("slug",)

    class Meta:
        verbose_name = "certification"
        ordering = ["level", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["register_code"],
                condition=~Q(register_code=""),
                name="certification_register_code_unique",
                violation_error_message="Une certification porte déjà ce code.",
            ),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__range=(3, 8)),
                name="certification_level_known",
                violation_error_message="Le niveau va de 3 à 8.",
            ),
            models.CheckConstraint(
                condition=Q(effective_on=None)
                | Q(registered_until=None)
                | Q(registered_until__gt=F("effective_on")),
                name="certification_ends_after_effect",
                violation_error_message="La fin d’enregistrement précède la date d’effet.",
            ),
            models.CheckConstraint(
                condition=known("valid_months") | Q(valid_months=None, renewal=""),
                name="certification_validity_is_a_length",
                violation_error_message="Une validité est un nombre de mois, plus grand que zéro. "
                "Un renouvellement se dit à côté d’elle.",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("pk")),
                name="certification_not_its_own_successor",
                violation_error_message="Une certification ne se remplace pas elle-même.",
            ),
        ]

    def __str__(self):
        return f"{self.kind_wording or self.get_kind_display()} {self.title}"

    @property
    def distinction(self):
        """Says what tells it from another of the same name: its entry, and until when."""
        end = self.registered_until and typography.known_date(self.registered_until, "month")
        return ", ".join(filter(None, [self.register_code, end and f"jusqu’en {end}"]))

    @property
    def family(self):
        """Says what it is in law: « Diplôme », « Titre », « Attestation » or « Certification »."""
        return self.FAMILIES.get(self.kind, "Certification")

    @property
    def demonstrative(self):
        """Says « ce diplôme », « cette certification »."""
        this = "ce" if self.family in ("Diplôme", "Titre") else "cette"
        return f"{this} {self.family.lower()}"

    @property
    def kind_name(self):
        """Names its kind to the public; an unnamed one is a « Certification »."""
        if self.kind_wording:
            return self.kind_wording
        return self.family if self.kind == self.Kind.OTHER else self.get_kind_display()

    @property
    def short_name(self):
        """Gives « BTS », or its title where its kind says no more than « Attestation »."""
        return self.title if self.kind_name == self.family else self.kind_name

    @property
    def level_name(self):
        """Names its level to the public: « niveau 4 », or what staff write where it has none."""
        return self.get_level_display() if self.level else self.level_wording

    @property
    def official_title(self):
        """Gives the registered title, after the name of the diploma when the law has one.

        A trade name, such as « Mastère », is not part of it.
        """
        named = self.family in ("Diplôme", "Titre") or self.kind == self.Kind.CQP
        return f"{self.kind_name} {self.title}" if named else self.title

    @property
    def level_meaning(self):
        """Says « Bac +2 » of a diploma that is one, « Niveau Bac +2 » of any other."""
        if self.level_wording or self.level is None:
            return self.level_wording
        level = Level(self.level)
        has_own_name = self.kind == self.Kind.STATE_DIPLOMA or self.kind_wording
        is_one = self.family == "Diplôme" and not has_own_name
        return level.diploma if is_one else level.equivalent

    def is_registered(self, *, on):
        """Tells whether new learners may still prepare it; True when no end date is known."""
        return self.registered_until is None or on <= self.registered_until

    @property
    def register_url(self):
        """Returns the URL of its entry in the national register, or "" without a code."""
        register = "rs" if self.register_code.startswith("RS") else "rncp"
        number = self.register_code.lstrip("RNCPS")
        return number and f"https://www.francecompetences.fr/recherche/{register}/{number}/"


class SkillBlock(Positioned):
    """A skill block of the register entry (bloc de compétences), known by code, not position."""

    certification = models.ForeignKey(
        Certification, models.CASCADE, verbose_name="certification", related_name="blocks"
    )
    code = BlockCode(
        "code",
        max_length=40,
        blank=True,
        help_text="RNCP34606BC02. Le numéro d’un bloc change d’une fiche à la suivante.",
    )
    title = Line("intitulé", max_length=500)

    natural_key_fields = ("certification", "title")

    class Meta(Positioned.Meta):
        verbose_name = "bloc de compétences"
        verbose_name_plural = "blocs de compétences"
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="skill_block_code_unique",
                violation_error_message="Un bloc porte déjà ce code.",
            )
        ]

    def __str__(self):
        return f"{self.code} {self.title}".strip()
