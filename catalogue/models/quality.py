"""The centre's Qualiopi certificates: what they cover, and for how long."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from catalogue.models.base import NaturalKeyManager
from catalogue.models.centre import Centre
from catalogue.models.pdf import PublicPdf
from charmilles import typography
from charmilles.fields import Line

SOON = timedelta(days=92)  # three months
# Word for word what must go with the mark (règlement d’usage de la marque Qualiopi).
MENTION = (
    "La certification qualité a été délivrée au titre de la ou des catégories d’actions suivantes :"
)


class QualityCertificateManager(NaturalKeyManager):
    def valid(self, *, on: date):
        """Returns the certificate to show that day, or None: of two, the one that lasts longer."""
        return self.filter(starts__lte=on, ends__gte=on).order_by("ends", "pk").last()

    def warning(self, *, on: date) -> str:
        """Says that the last certificate ends soon or has ended; empty otherwise."""
        last = self.order_by("ends", "pk").last()
        return last.warning(on=on) if last else ""


class QualityCertificate(PublicPdf):
    """A certificate as its body has delivered it; a renewal is a row more."""

    centre = models.ForeignKey(
        Centre, models.CASCADE, verbose_name="centre", related_name="certificates"
    )
    number = Line("numéro", max_length=50, unique=True)
    issuer = Line("organisme certificateur", max_length=150)
    # The categories of actions, as the law names them (code du travail, article L6313-1).
    covers_training = models.BooleanField("actions de formation", default=False)
    covers_skills = models.BooleanField("bilans de compétences", default=False)
    covers_experience = models.BooleanField(
        "actions permettant de faire valider les acquis de l’expérience", default=False
    )
    covers_apprenticeship = models.BooleanField(
        "actions de formation par apprentissage", default=False
    )
    starts = models.DateField("valable du")
    ends = models.DateField(
        "au", help_text="Dernier jour inclus. Le lendemain, le certificat n’est plus affiché."
    )

    objects = QualityCertificateManager()
    natural_key_fields = ("number",)

    class Meta:
        verbose_name = "certificat Qualiopi"
        verbose_name_plural = "certificats Qualiopi"
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="quality_certificate_ends_after_start",
                violation_error_message="Le dernier jour suit le premier.",
            ),
            models.CheckConstraint(
                condition=Q(covers_training=True)
                | Q(covers_skills=True)
                | Q(covers_experience=True)
                | Q(covers_apprenticeship=True),
                name="quality_certificate_covers_something",
                violation_error_message="Cochez au moins une catégorie d’actions.",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def mention(self):
        """The official sentence with the categories that this certificate names."""
        covered = [
            str(field.verbose_name)
            for field in self._meta.concrete_fields
            if field.name.startswith("covers_") and getattr(self, field.name)
        ]
        return f"{MENTION} {', '.join(covered)}."

    @property
    def is_public(self):
        return True  # while it is valid: the page of the file looks at the day

    def get_absolute_url(self):
        return reverse("catalogue:quality_certificate", args=[self.pk])

    def warning(self, *, on: date) -> str:
        last_day = typography.day(self.ends)
        if self.ends < on:
            return f"Le certificat Qualiopi a pris fin le {last_day} : il n’est plus affiché."
        if self.ends <= on + SOON:
            return f"Le certificat Qualiopi prend fin le {last_day}. Ajoutez ici le suivant."
        return ""
