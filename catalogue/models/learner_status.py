"""Learner statuses: they decide the contract, the pay and the texts that apply."""

from collections.abc import Iterable
from enum import Enum

from django.db import models
from django.db.models import Q

from catalogue.models.base import Named, Positioned
from catalogue.models.centre import PUBLIC_CODE
from charmilles.fields import Line


class LearnerStatus(Named, Positioned):
    """The status of a learner: apprentice, trainee, pupil… (statut)."""

    class Law(models.TextChoices):
        APPRENTICESHIP = "apprentissage", "contrat d’apprentissage"
        PROFESSIONALISATION = "professionnalisation", "contrat de professionnalisation"

    code = models.SlugField("code", unique=True)
    name = Line("nom", max_length=80, help_text="Contrat d’apprentissage.")
    learner = Line(
        "nom de l’apprenant", max_length=40, blank=True, help_text="apprenti, stagiaire, élève…"
    )

    is_contract = models.BooleanField(
        "contrat avec un employeur",
        default=False,
        help_text="Cochée, l’admission est définitive quand ce contrat est signé. Sinon, quand le "
        "centre la confirme : stagiaire, élève, étudiant…",
    )

    pay_law = models.CharField(
        "contrat, au sens de la loi",
        max_length=20,
        choices=Law,
        blank=True,
        help_text="La page « Combien je gagne ? » en calcule la paie mois par mois. Vide : aucune "
        "loi n’en fixe la paie.",
    )

    public_code = Line(
        "code du public (FORMACODE)",
        max_length=5,
        blank=True,
        validators=[PUBLIC_CODE],
        help_text="Pour l’export LHÉO. Vide : celui du centre.",
    )

    slug_from = ("name",)
    slug_field = "code"
    natural_key_fields = ("code",)

    class Meta(Positioned.Meta):
        verbose_name = "contrat ou statut"
        verbose_name_plural = "contrats et statuts"
        constraints = [
            models.CheckConstraint(
                condition=Q(pay_law="") | Q(is_contract=True),
                name="learner_status_pay_needs_a_contract",
                violation_error_message="La loi fixe la paie d’un contrat avec un employeur : "
                "cochez-le.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_apprenticeship(self):
        return self.pay_law == self.Law.APPRENTICESHIP

    @property
    def learners(self):
        """Names those who have it: « apprentis », « candidats à la VAE »; else the status."""
        noun, _, rest = self.learner.partition(" ")
        if not noun:
            return self.name
        plural = noun if noun[-1] in "sx" else f"{noun}s"
        return f"{plural} {rest}".strip()


class Admission(Enum):
    """What makes an admission to a programme final."""

    CONTRACT = "contract"  # a contract with an employer, for everybody
    EITHER = "either"  # that contract, or the centre's word for those without one
    CENTRE = "centre"  # the centre's word

    @classmethod
    def of(cls, statuses: Iterable[LearnerStatus]) -> "Admission":
        """Without a known status, it is the centre's word: true whatever the contract."""
        kinds = {status.is_contract for status in statuses}
        if len(kinds) == 2:
            return cls.EITHER
        return cls.CONTRACT if kinds == {True} else cls.CENTRE
