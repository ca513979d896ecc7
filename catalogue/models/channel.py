"""Where one applies when it is not by the online application of this site (voie d’inscription)."""

from django.db import models
from django.db.models import Q

from catalogue.models.base import Positioned, or_zero
from catalogue.models.learner_status import LearnerStatus
from catalogue.models.programme import Programme
from charmilles.fields import Line


class ApplicationChannel(Positioned):
    """Another way to apply, for everybody or for one status: Parcoursup, a form of the region…"""

    class Kind(models.TextChoices):
        PARCOURSUP = "parcoursup", "Parcoursup"
        AFFELNET = "affelnet", "Affelnet"
        MON_MASTER = "mon-master", "Mon Master"
        CPF = "cpf", "Mon Compte Formation"
        FRANCE_TRAVAIL = "france-travail", "France Travail"
        CENTRE = "centre", "le centre"
        OTHER = "other", "une autre voie"

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="channels"
    )
    status = models.ForeignKey(
        LearnerStatus,
        models.PROTECT,
        verbose_name="pour ce contrat ou statut",
        null=True,
        blank=True,
        related_name="+",
        help_text="Vide : pour tout le monde.",
    )
    kind = models.CharField("par", max_length=14, choices=Kind)
    url = models.URLField(
        "adresse de la page",
        blank=True,
        help_text="La page de cette formation là-bas.",
    )
    note = Line(
        "précision",
        max_length=150,
        blank=True,
        help_text="« Vœux de janvier à mars », « par téléphone ». D’une autre voie : laquelle.",
    )

    natural_key_fields = ("programme", "kind", "status", "note")

    class Meta(Positioned.Meta):
        verbose_name = "voie d’inscription"
        verbose_name_plural = "voies d’inscription, en plus ou à la place du dossier en ligne"
        constraints = [
            models.UniqueConstraint(
                "programme",
                "kind",
                or_zero("status"),
                "note",
                name="application_channel_unique",
                violation_error_message="Cette voie est déjà saisie pour ce statut.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="other") | ~Q(note=""),
                name="application_channel_is_named",
                violation_error_message="Une autre voie se nomme dans la précision : « dossier de "
                "la Région ».",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """Names the way to the public; another way has the words of staff for a name."""
        return self.note if self.kind == self.Kind.OTHER else self.get_kind_display()

    @property
    def detail(self):
        return "" if self.kind == self.Kind.OTHER else self.note

    @property
    def replaces_the_form(self):
        """Tells whether it stands for the online application: what one pays with does not."""
        return self.kind not in (self.Kind.CPF, self.Kind.FRANCE_TRAVAIL)
