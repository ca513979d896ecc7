"""What we wrote to whom about a file, and the words that staff prefer to ours."""

from django.db import models
from post_office.models import STATUS, Email

from enrolment.models.application import Application


class LostMailQuerySet(models.QuerySet):
    def stuck(self):
        """Tried until the end, and in no file: a code that somebody may be waiting for."""
        noted = Message.objects.filter(email=models.OuterRef("pk"))
        return self.filter(~models.Exists(noted), status=STATUS.failed)

    def useful(self, *, now):
        """A code that is no longer valid is of no use to anybody."""
        return self.exclude(expires_at__lte=now)


class LostMail(Email):
    """A mail that could not leave and that no file shows. Who may read messages may see that."""

    objects = LostMailQuerySet.as_manager()

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = "courriel non parti, hors dossier"
        verbose_name_plural = "courriels non partis, hors dossier"
        ordering = ["-created"]


class MessageText(models.Model):
    """The words of one message, as staff rewrote them; without a row, those of the site.

    `mail.py` knows which messages exist and which variables each one may quote.
    """

    name = models.CharField("message", max_length=40, unique=True)
    subject = models.CharField("objet", max_length=150)
    body = models.TextField("texte", max_length=4000)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    class Meta:
        verbose_name = "texte de courriel"
        verbose_name_plural = "textes des courriels"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Message(models.Model):
    """A mail about a file. Its text lives in the queue, which forgets before the file does."""

    class Audience(models.TextChoices):
        CANDIDATE = "candidate", "au candidat"
        GUARDIAN = "guardian", "au représentant"
        STAFF = "staff", "au centre"

    application = models.ForeignKey(Application, models.CASCADE, related_name="messages")
    name = models.CharField("message", max_length=40)
    audience = models.CharField("adressé", max_length=9, choices=Audience)
    subject = models.CharField("objet", max_length=200)
    at = models.DateTimeField("écrit le", auto_now_add=True)
    email = models.OneToOneField(
        Email, models.SET_NULL, verbose_name="courriel", null=True, related_name="+"
    )

    class Meta:
        verbose_name = "message envoyé"
        verbose_name_plural = "messages envoyés"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.subject
