"""Registers: changes of status, access log, erased applications, files to delete."""

from django.conf import settings
from django.db import models

from catalogue.models import Cohort, Programme
from charmilles import typography
from charmilles.fields import Line
from enrolment.models.application import Application, Status


class Transition(models.Model):
    """An entry in the history of an application: its status before and after, who, when, why.

    Joining a cohort is also an entry, with the same status before and after.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="transitions")
    before = models.CharField("de", max_length=20, choices=Status)
    after = models.CharField("à", max_length=20, choices=Status)
    at = models.DateTimeField("le")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="par",
        null=True,
        blank=True,
        related_name="+",
        help_text="Vide : le candidat, ou le site lui-même.",
    )
    reason = Line("motif", max_length=500, blank=True)

    class Meta:
        verbose_name = "étape"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_before_display()} → {self.get_after_display()}"


class Opening(models.Model):
    """An entry of the access log: somebody read an application or one of its documents."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="openings")
    what = Line("ouvert", max_length=160)
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
        return f"{self.what}, {typography.numeric(self.at)}"


class Erasure(models.Model):
    """A record of an erased application, with only what statistics need."""

    class Cause(models.TextChoices):
        ASKED = "asked", "à la demande de la personne"
        EXPIRED = "expired", "durée de conservation écoulée"
        ABANDONED = "abandoned", "brouillon abandonné"

    programme = models.ForeignKey(
        Programme, models.SET_NULL, verbose_name="formation", null=True, related_name="+"
    )
    cohort = models.ForeignKey(
        Cohort, models.SET_NULL, verbose_name="promotion", null=True, related_name="+"
    )
    status = models.CharField("état", max_length=20, choices=Status)
    cause = models.CharField("cause", max_length=9, choices=Cause)
    on = models.DateField("le")

    class Meta:
        verbose_name = "dossier effacé"
        verbose_name_plural = "dossiers effacés"
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"dossier effacé le {typography.numeric(self.on)}"


class Unlisted(models.Model):
    """An erased application that the list kept for restores does not name yet; gone once it does.

    It is written with the erasure: a crash, or a list that cannot be written, forgets nobody.
    """

    reference = Line("référence", max_length=12)
    cause = models.CharField("cause", max_length=9, choices=Erasure.Cause)
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "effacement à inscrire"
        verbose_name_plural = "effacements à inscrire"
        ordering = ["pk"]

    def __str__(self):
        return f"effacement du {typography.numeric(self.at)}"


class ErasureRound(models.Model):
    """When the site last erased what is old, was held from it, and was let go on by a person.

    There is one row: see `privacy/caution.py`.
    """

    ran_at = models.DateTimeField("dernier passage", null=True, blank=True)
    held_at = models.DateTimeField("retenu le", null=True, blank=True)
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)

    class Meta:
        verbose_name = "passage des effacements"
        verbose_name_plural = "passages des effacements"
        ordering = ["pk"]

    def __str__(self):
        return "dernier passage des effacements"


class Leftover(models.Model):
    """A private file to delete because its row is gone; survives a crash before the deletion."""

    name = Line("fichier", max_length=255, unique=True)

    class Meta:
        verbose_name = "fichier à supprimer"
        verbose_name_plural = "fichiers à supprimer"
        ordering = ["pk"]

    def __str__(self):
        return self.name
