"""Letters sent about an application, and the texts that staff have rewritten."""

from django.db import models
from post_office.models import STATUS, Email

from charmilles.fields import Line
from enrolment.models.alert import Alert
from enrolment.models.application import Application


class LostMailQuerySet(models.QuerySet):
    def stuck(self):
        """Selects the failed mails of no application: those that tell staff of an erasure.

        Not those of « Me prévenir », whose addresses staff never read.
        """
        messages = Message.objects.filter(email=models.OuterRef("pk"))
        alerts = Alert.objects.filter(mail=models.OuterRef("pk"))
        return self.filter(~models.Exists(messages), ~models.Exists(alerts), status=STATUS.failed)


class LostMail(Email):
    """A mail that could not be sent and belongs to no application, for a list in the admin."""

    objects = LostMailQuerySet.as_manager()

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = "courriel non parti, hors dossier"
        verbose_name_plural = "courriels non partis, hors dossier"
        ordering = ["-created"]


class MessageText(models.Model):
    """The text of one letter, as staff rewrote it; the built-in text is used without a row.

    `mails/texts.py` lists the letters and the variables that each one may contain.
    """

    name = Line("message", max_length=40, unique=True)
    subject = Line("objet", max_length=150)
    body = models.TextField("texte", max_length=4000)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    class Meta:
        verbose_name = "texte de courriel"
        verbose_name_plural = "textes des courriels"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Message(models.Model):
    """A letter sent about an application.

    Its text is in the mail queue, and is deleted before the application is.
    """

    class Audience(models.TextChoices):
        CANDIDATE = "candidate", "au candidat"
        GUARDIAN = "guardian", "au représentant"
        STAFF = "staff", "au centre"

    application = models.ForeignKey(Application, models.CASCADE, related_name="messages")
    name = Line("message", max_length=40)
    audience = models.CharField("adressé", max_length=9, choices=Audience)
    subject = Line("objet", max_length=200)
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
