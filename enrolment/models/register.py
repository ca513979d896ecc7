"""Who opened what, and what was erased: the registers that privacy asks for."""

from django.conf import settings
from django.db import models

from catalogue.models import Programme
from enrolment.models.application import Application, Status


class Opening(models.Model):
    """Somebody has read a file, or one of its documents."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="openings")
    what = models.CharField("ouvert", max_length=160)
    at = models.DateTimeField("le")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="par",
        null=True,
        blank=True,
        related_name="+",
        help_text="Vide : le candidat lui-même.",
    )

    class Meta:
        verbose_name = "consultation"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"], name="opening_at")]

    def __str__(self):
        return f"{self.what}, {self.at:%d/%m/%Y %H:%M}"


class Erasure(models.Model):
    """A file that is no more: only what a count needs."""

    class Cause(models.TextChoices):
        ASKED = "asked", "à la demande de la personne"
        EXPIRED = "expired", "durée de conservation écoulée"
        ABANDONED = "abandoned", "brouillon abandonné"

    programme = models.ForeignKey(
        Programme, models.SET_NULL, verbose_name="formation", null=True, related_name="+"
    )
    status = models.CharField("état", max_length=20, choices=Status)
    cause = models.CharField("cause", max_length=9, choices=Cause)
    on = models.DateField("le")

    class Meta:
        verbose_name = "dossier effacé"
        verbose_name_plural = "dossiers effacés"
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"dossier effacé le {self.on:%d/%m/%Y}"


class Leftover(models.Model):
    """A private file whose row is gone: to be deleted, even if the process dies before."""

    name = models.CharField("fichier", max_length=255, unique=True)

    class Meta:
        verbose_name = "fichier à supprimer"
        verbose_name_plural = "fichiers à supprimer"
        ordering = ["pk"]

    def __str__(self):
        return self.name
