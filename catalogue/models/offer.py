"""Tuition, contacts and next steps of a programme."""

from django.db import models
from django.db.models import Q

from catalogue.models.base import Positioned
from catalogue.models.centre import Contact
from catalogue.models.programme import Programme
from charmilles.fields import Line


class Tuition(Positioned):
    """The price for one audience, who pays it, and how it is funded."""

    class Payer(models.TextChoices):
        LEARNER = "learner", "l’apprenant"
        EMPLOYER = "employer", "l’employeur ou son financeur"
        OPCO = "opco", "l’OPCO de l’entreprise"
        REGION = "region", "la Région"
        FUNDER = "funder", "un autre financeur"

    class Kind(models.TextChoices):
        TUITION = "tuition", "coût de la formation"
        FEE = "fee", "frais en plus (dossier, examen, matériel…)"

    class Period(models.TextChoices):
        YEAR = "year", "par année"
        TOTAL = "total", "pour toute la formation"
        HOUR = "hour", "par heure"

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="tuitions"
    )
    audience = Line("pour qui", max_length=120, help_text="Pour les entreprises.")
    kind = models.CharField(
        "nature",
        max_length=7,
        choices=Kind,
        default=Kind.TUITION,
        help_text="Des frais ne sont jamais présentés comme le coût de la formation.",
    )
    payer = models.CharField(
        "qui paie", max_length=10, choices=Payer, blank=True, help_text="Écrit après le montant."
    )
    amount = models.DecimalField(
        "montant (€)",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="0 affiche « 0 € ». Vide : seul le texte est affiché.",
    )
    is_minimum = models.BooleanField(
        "à partir de", default=False, help_text="Le montant est le plus bas : « à partir de »."
    )
    period = models.CharField("période", max_length=5, choices=Period, blank=True)
    year = models.PositiveSmallIntegerField(
        "année", null=True, blank=True, help_text="Si le prix change d’une année à l’autre."
    )
    text = models.TextField("explication", blank=True)
    is_detail = models.BooleanField(
        "précision de la ligne précédente", default=False, help_text="Affichée en retrait."
    )

    natural_key_fields = ("programme", "audience", "year")

    class Meta(Positioned.Meta):
        verbose_name = "tarif"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="tuition_amount_not_negative",
                violation_error_message="Un tarif n’est pas négatif.",
            ),
            models.CheckConstraint(
                condition=~Q(amount__gt=0) | ~Q(period=""),
                name="tuition_amount_has_a_period",
                violation_error_message="Dites si ce montant vaut par année, par heure ou en tout.",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | ~Q(text=""),
                name="tuition_says_something",
                violation_error_message="Indiquez un montant ou une explication.",
            ),
        ]

    def __str__(self):
        return self.audience

    @property
    def is_fee(self):
        return self.kind == self.Kind.FEE

    @property
    def payment(self):
        """Says who pays, when it is known: « Payé par l’employeur ou son financeur »."""
        return f"Payé par {self.get_payer_display()}" if self.payer else ""


class ProgrammeContact(Positioned):
    """The role of a contact in a programme."""

    class Role(models.TextChoices):
        LEAD = "lead", "responsable de la formation"
        DISABILITY = "disability", "référent handicap"
        MOBILITY = "mobility", "référent mobilité"
        COMPANIES = "companies", "relations avec les entreprises"
        ADMISSIONS = "admissions", "admissions"
        OTHER = "other", "autre"

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="contacts"
    )
    contact = models.ForeignKey(Contact, models.PROTECT, verbose_name="contact", related_name="+")
    role = models.CharField("rôle", max_length=10, choices=Role)
    title = Line(
        "titre affiché",
        max_length=120,
        blank=True,
        help_text="« Référente handicap ». Vide : le rôle ci-contre.",
    )

    natural_key_fields = ("programme", "contact", "role")

    class Meta(Positioned.Meta):
        verbose_name = "contact de la formation"
        verbose_name_plural = "contacts de la formation"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "contact", "role"],
                name="programme_contact_unique",
                violation_error_message="Ce contact a déjà ce rôle.",
            )
        ]

    def __str__(self):
        return f"{self.label} : {self.contact}"

    @property
    def label(self):
        return self.title or self.get_role_display().capitalize()


class FollowOn(Positioned):
    """A possible next step after the programme, in the catalogue or elsewhere."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="follow_ons"
    )
    target = models.ForeignKey(
        Programme,
        models.SET_NULL,
        verbose_name="formation du catalogue",
        null=True,
        blank=True,
        related_name="+",
    )
    title = Line(
        "titre affiché", max_length=200, blank=True, help_text="Vide : le nom de la formation."
    )
    note = Line("précision", max_length=200, blank=True)

    natural_key_fields = ("programme", "target", "title")

    class Meta(Positioned.Meta):
        verbose_name = "suite de parcours"
        verbose_name_plural = "suites de parcours"
        constraints = [
            models.CheckConstraint(
                condition=Q(target__isnull=False) | ~Q(title=""),
                name="follow_on_names_something",
                violation_error_message="Choisissez une formation ou écrivez un titre.",
            )
        ]

    def __str__(self):
        return self.title or str(self.target)
