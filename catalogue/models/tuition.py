"""Tuition: what the training costs, or a fee beside it, for whom, and who pays it."""

from django.db import models
from django.db.models import F, Q
from django.utils.text import capfirst

from catalogue.models.base import Positioned, known, or_zero
from catalogue.models.centre import Campus
from catalogue.models.certification import SkillBlock
from catalogue.models.learner_status import LearnerStatus
from catalogue.models.programme import Option, Programme
from charmilles import typography
from charmilles.fields import Line, Several


class Tuition(Positioned):
    """A price or a fee for one public; rows without an amount are sentences."""

    class Payer(models.TextChoices):
        LEARNER = "learner", "l’apprenant"
        EMPLOYER = "employer", "l’employeur ou son financeur"
        OPCO = "opco", "l’OPCO de l’entreprise"
        CPF = "cpf", "le compte personnel de formation (CPF)"
        REGION = "region", "la Région"
        EMPLOYMENT_SERVICE = "france_travail", "France Travail"
        TRANSITIONS = "transitions", "Transitions Pro"
        FUNDER = "funder", "un autre financeur"

    class Kind(models.TextChoices):
        TUITION = "tuition", "coût de la formation"
        FEE = "fee", "frais obligatoires en plus"
        APPLICATION = "application", "frais de dossier ou d’inscription"
        OPTIONAL = "optional", "frais facultatifs (repas, hébergement…)"
        DEPOSIT = "deposit", "caution, rendue à la fin"

    class Qualifier(models.TextChoices):
        FIXED = "fixed", "prix fixe"
        FROM = "from", "à partir de"
        UP_TO = "up_to", "au plus"
        ON_AVERAGE = "average", "en moyenne"
        QUOTE = "quote", "sur devis"
        PARTICIPANT = "participant", "par participant"
        GROUP = "group", "par groupe"

    class Tax(models.TextChoices):
        EXCLUDED = "excluded", "HT"
        INCLUDED = "included", "TTC"
        NONE = "none", "net de taxe"

    class Period(models.TextChoices):
        YEAR = "year", "par année"
        TOTAL = "total", "pour toute la formation"
        MONTH = "month", "par mois"
        WEEK = "week", "par semaine"
        DAY = "day", "par jour"
        HOUR = "hour", "par heure"
        MEAL = "meal", "par repas"
        NIGHT = "night", "par nuit"

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="tuitions"
    )
    kind = models.CharField(
        "nature",
        max_length=11,
        choices=Kind,
        default=Kind.TUITION,
        help_text="Des frais ne sont jamais présentés comme le coût de la formation. Des frais "
        "d’inscription de 0 € affichent « Aucun frais d’inscription ».",
    )
    name = Line(
        "nom des frais",
        max_length=120,
        blank=True,
        help_text="« Contribution vie étudiante », « Frais d’examen ». Vide : leur nature.",
    )
    step = Line(
        "étape",
        max_length=80,
        blank=True,
        help_text="Si ce prix est celui d’une étape de la formation : les mêmes mots que dans les "
        "durées.",
    )
    status = models.ForeignKey(
        LearnerStatus,
        models.PROTECT,
        verbose_name="pour ce contrat ou statut",
        null=True,
        blank=True,
        related_name="+",
        help_text="Vide, sans « pour qui » : pour tout le monde.",
    )
    audience = Line(
        "pour qui",
        max_length=120,
        blank=True,
        help_text="Seulement si aucun statut ne le dit : « Pour les entreprises ».",
    )
    option = models.ForeignKey(
        Option,
        models.CASCADE,
        verbose_name="option",
        null=True,
        blank=True,
        related_name="tuitions",
        help_text="Si ce prix est celui d’une seule option.",
    )
    campus = models.ForeignKey(
        Campus,
        models.PROTECT,
        verbose_name="site",
        null=True,
        blank=True,
        related_name="+",
        help_text="Si ce prix est celui d’un seul site.",
    )
    block = models.ForeignKey(
        SkillBlock,
        models.PROTECT,
        verbose_name="bloc de compétences",
        null=True,
        blank=True,
        related_name="+",
        help_text="Si ce prix est celui d’un seul bloc, suivi sans le reste.",
    )
    amount = models.DecimalField(
        "montant (€)",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="0 affiche « 0 € ». Vide : seuls les mots sont affichés.",
    )
    qualifier = models.CharField(
        "ce montant est",
        max_length=11,
        choices=Qualifier,
        default=Qualifier.FIXED,
        help_text="« Le coût est de » n’est écrit que d’un prix fixe. Sur devis : sans montant.",
    )
    group_min = models.PositiveSmallIntegerField("groupe de", null=True, blank=True)
    group_max = models.PositiveSmallIntegerField("à (personnes)", null=True, blank=True)
    tax = models.CharField("taxe", max_length=8, choices=Tax, blank=True)
    period = models.CharField("période", max_length=5, choices=Period, blank=True)
    year = models.PositiveSmallIntegerField(
        "année", null=True, blank=True, help_text="Si le prix change d’une année à l’autre."
    )
    payers = Several(
        "qui paie",
        max_length=100,
        choices=Payer,
        blank=True,
        help_text="Écrit après le montant. Plusieurs si c’est l’un ou l’autre.",
    )
    text = models.TextField("explication", blank=True)
    refund = Line(
        "remboursement",
        max_length=150,
        blank=True,
        help_text="« remboursés si la candidature est refusée ».",
    )
    is_detail = models.BooleanField(
        "précision de la ligne précédente", default=False, help_text="Affichée en retrait."
    )

    natural_key_fields = (
        *("programme", "kind", "name", "step", "status", "audience", "option", "campus"),
        *("block", "year", "qualifier", "group_min", "payers"),
    )

    class Meta(Positioned.Meta):
        verbose_name = "tarif"
        constraints = [
            models.UniqueConstraint(
                "programme",
                "kind",
                "name",
                "step",
                or_zero("status"),
                "audience",
                or_zero("option"),
                or_zero("campus"),
                or_zero("block"),
                or_zero("year"),
                "qualifier",
                or_zero("group_min"),
                "payers",
                condition=Q(amount__isnull=False),
                name="tuition_unique",
                violation_error_message="Ce prix est déjà saisi pour ce public : corrigez l’autre "
                "ligne, ou dites ce qui les distingue (étape, option, site, bloc, année, payeur).",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="tuition_amount_not_negative",
                violation_error_message="Un tarif n’est pas négatif.",
            ),
            models.CheckConstraint(
                condition=~Q(amount__gt=0) | ~Q(period="") | Q(kind__in=["application", "deposit"]),
                name="tuition_amount_has_a_period",
                violation_error_message="Dites si ce montant vaut par année, par jour, par repas… "
                "ou en tout.",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | ~Q(text="") | Q(qualifier="quote"),
                name="tuition_says_something",
                violation_error_message="Indiquez un montant ou une explication, ou choisissez "
                "« sur devis ».",
            ),
            models.CheckConstraint(
                condition=~Q(qualifier="quote") | Q(amount=None),
                name="tuition_on_quote_has_no_amount",
                violation_error_message="Sur devis, il n’y a pas de montant : videz-le, ou "
                "choisissez « à partir de ».",
            ),
            models.CheckConstraint(
                condition=Q(name="") | ~Q(kind="tuition"),
                name="tuition_name_is_that_of_a_fee",
                violation_error_message="Seuls des frais ont un nom : changez la nature, ou videz "
                "le nom.",
            ),
            models.CheckConstraint(
                condition=Q(status=None) | Q(audience=""),
                name="tuition_public_is_said_once",
                violation_error_message="Choisissez un statut ou écrivez pour qui, pas les deux.",
            ),
            models.CheckConstraint(
                condition=Q(group_min=None, group_max=None)
                | Q(qualifier="group") & known("group_min") & Q(group_max__gte=F("group_min"))
                | Q(qualifier="group", group_max=None) & known("group_min"),
                name="tuition_group_grows",
                violation_error_message="La taille d’un groupe demande un prix « par groupe », et "
                "va du plus petit nombre au plus grand.",
            ),
        ]

    def __str__(self):
        return ", ".join(filter(None, [capfirst(self.get_kind_display()), self.public]))

    @property
    def is_application_fee(self):
        return self.kind == self.Kind.APPLICATION

    @property
    def is_tuition(self):
        return self.kind == self.Kind.TUITION

    @property
    def public(self):
        """Names whom the price is for: « apprentis », « Pour les entreprises, option B »."""
        return self.named()

    def named(self, *, with_status: bool = True, with_step: bool = True) -> str:
        """Names the public and the part of the training, save what goes unsaid."""
        status = self.status.learners if self.status and with_status else ""
        step = self.step if with_step else ""
        block = f"bloc « {self.block.title} » seul" if self.block else ""
        parts = (step, status, self.audience, self.option, block, self.campus)
        return ", ".join(str(part) for part in parts if part)

    @property
    def payment(self):
        """Says who pays, when it is known: « Payé par l’OPCO de l’entreprise ou la Région ».

        What is free for the learner is paid for by others.
        """
        is_free = self.amount == 0
        payers = [payer for payer in self.payers if not (is_free and payer == self.Payer.LEARNER)]
        names = [self.Payer(payer).label for payer in payers]
        if len(names) > 1:  # the others are those who finance an employer
            names = [name.removesuffix(" ou son financeur") for name in names]
        verb = "Pris en charge" if is_free else "Payé"
        return f"{verb} par {typography.enumeration(names, 'ou')}" if names else ""

    @property
    def concerns_learners(self):
        """Tells whether learners pay it, or read that it is free, or what a seat costs."""
        is_seat = self.qualifier == self.Qualifier.PARTICIPANT and not self.payers
        is_free = self.is_tuition and self.amount == 0 and self.Payer.EMPLOYER not in self.payers
        return self._is_paid_by_learners or bool((is_seat or is_free) and not self.audience)

    @property
    def _is_paid_by_learners(self):
        """Fees that name no payer are theirs."""
        return self.Payer.LEARNER in self.payers or not (self.payers or self.is_tuition)

    @property
    def concerns_employers(self):
        """Tells whether an employer pays it, or reads what it pays for an apprentice."""
        if {self.Payer.EMPLOYER, self.Payer.OPCO} & set(self.payers):
            return True
        if self._is_paid_by_learners:
            return False
        return self.status.is_contract if self.status else not self.payers
