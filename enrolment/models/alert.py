"""People who asked to be told, once, when enrolment of a programme opens (« Me prévenir »)."""

from django.db import models
from django.db.models import Q
from post_office.models import Email

from catalogue.models import Programme
from charmilles import typography
from charmilles.linked import Linked, LinkedQuerySet
from charmilles.mailbox import MailboxField


class AlertQuerySet(LinkedQuerySet):
    def waiting(self):
        """Selects the confirmed requests that have not had their mail yet."""
        return self.filter(told_at=None).exclude(confirmed_at=None)


class Alert(Linked):
    """A request to be told when enrolment opens. It counts once confirmed from the mailbox itself.

    It is told once, or of the withdrawal of the programme, then erased with its mail as soon as
    that one has left: no address stays in the queue either.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, verbose_name="formation", related_name="+"
    )
    email = models.EmailField("adresse électronique")
    mailbox = MailboxField()
    asked_at = models.DateTimeField("demandé le")
    confirmed_at = models.DateTimeField("confirmé le", null=True)
    told_at = models.DateTimeField("prévenu le", null=True)
    mail = models.OneToOneField(
        Email, models.SET_NULL, verbose_name="courriel", null=True, related_name="+"
    )

    link_salt = "enrolment.alert"

    objects = AlertQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = "demande à être prévenu"
        verbose_name_plural = "demandes à être prévenu"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "mailbox"],
                condition=Q(told_at=None),
                name="alert_once_for_a_programme",
                violation_error_message="Cette adresse sera déjà prévenue.",
            ),
            models.CheckConstraint(
                condition=Q(told_at=None) | Q(confirmed_at__isnull=False),
                name="alert_told_once_confirmed",
                violation_error_message="Seule une adresse confirmée est prévenue.",
            ),
        ]

    def __str__(self):
        return f"demande du {typography.numeric(self.asked_at)}"
