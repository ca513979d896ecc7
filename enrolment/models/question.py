"""Questions that visitors ask the centre, and what it answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from post_office.models import Email

from catalogue.models import Programme
from charmilles import typography
from charmilles.linked import Linked, LinkedQuerySet
from charmilles.mailbox import MailboxField


class QuestionQuerySet(LinkedQuerySet):
    def received(self):
        """Selects those that reached the centre: their author proved the address."""
        return self.exclude(received_at=None)

    def waiting(self):
        return self.received().filter(answered_at=None)


class Question(Linked):
    """A question, which the centre reads once its author has proved the address.

    It is erased some time after its answer, or by its author, with all its mails.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, verbose_name="formation", null=True, related_name="+"
    )
    email = models.EmailField("adresse électronique")
    mailbox = MailboxField()
    text = models.TextField("question", max_length=2000)
    asked_at = models.DateTimeField("écrite le")
    received_at = models.DateTimeField("reçue le", null=True)
    answer = models.TextField("réponse", max_length=4000, blank=True)
    answered_at = models.DateTimeField("répondue le", null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="répondue par",
        null=True,
        related_name="+",
    )
    mails = models.ManyToManyField(Email, verbose_name="courriels", related_name="+")

    link_salt = "enrolment.question"

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "question"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(received_at__isnull=False) & ~Q(answer=""),
                name="question_answered_in_words",
                violation_error_message="Écrivez la réponse à une question reçue.",
            ),
        ]

    def __str__(self):
        return f"question du {typography.numeric(self.asked_at)}"
