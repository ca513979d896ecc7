"""Guardians: the legal representatives of candidates who are minors."""

from django.db import models
from django.db.models import Q
from phonenumber_field.modelfields import PhoneNumberField

from charmilles.fields import Line
from charmilles.mailbox import MailboxField
from enrolment.models.application import Application


class Guardian(models.Model):
    """A legal representative of a candidate who is a minor when training starts."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="guardians")
    rank = models.PositiveSmallIntegerField("ordre", choices=[(1, "premier"), (2, "second")])
    first_name = Line("prénom", max_length=80)
    last_name = Line("nom", max_length=80)
    relation = Line("lien avec vous", max_length=60)
    phone = PhoneNumberField("téléphone")
    email = models.EmailField("adresse électronique", blank=True)
    mailbox = MailboxField(blank=True)

    class Meta:
        verbose_name = "représentant légal"
        verbose_name_plural = "représentants légaux"
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "rank"],
                name="guardian_rank_unique",
                violation_error_message="Ce représentant est déjà indiqué.",
            ),
            models.CheckConstraint(
                condition=Q(rank__in=(1, 2)),
                name="guardian_at_most_two",
                violation_error_message="Un ou deux représentants, pas plus.",
            ),
        ]

    def __str__(self):
        return f"{self.first_name} {self.last_name}"
