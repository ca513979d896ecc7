"""Findings of the inspector that somebody accepts as they are, with a reason."""

from django.db import models
from django.db.models import Q

from catalogue.models.base import NaturalKeyModel
from catalogue.models.programme import Programme
from charmilles.fields import Line


class Acceptance(NaturalKeyModel):
    """One finding about one programme that a named person accepts, until its facts change."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="acceptances"
    )
    code = Line("contrôle", max_length=12)
    fingerprint = Line("empreinte des faits", max_length=16)
    sentence = models.TextField("ce qui est accepté")
    person = Line("accepté par", max_length=150)
    reason = Line("pourquoi", max_length=300)
    accepted_on = models.DateField("le")

    natural_key_fields = ("programme", "code", "fingerprint")

    class Meta:
        verbose_name = "constat accepté"
        verbose_name_plural = "constats acceptés"
        ordering = ["programme", "code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code", "fingerprint"],
                name="acceptance_unique",
                violation_error_message="Ce constat est déjà accepté.",
            ),
            models.CheckConstraint(
                condition=~Q(person="") & ~Q(reason=""),
                name="acceptance_says_who_and_why",
                violation_error_message="Dites qui accepte ce constat, et pourquoi.",
            ),
        ]

    def __str__(self):
        return f"{self.programme}, {self.code} : accepté par {self.person}"
