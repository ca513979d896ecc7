"""Editions: the papers of a programme that were published, and when."""

from django.db import models

from catalogue.models.programme import Programme
from charmilles import typography
from charmilles.fields import Line


class Paper(models.TextChoices):
    """A printable document made from a programme's sheet."""

    BROCHURE = "brochure", "Brochure"
    EMPLOYERS = "entreprises", "Fiche pour les entreprises"


def _pdf_path(edition, filename):
    return f"editions/{edition.programme.slug}/{filename}"


class Edition(models.Model):
    """A numbered PDF that is kept. The same content never makes a second one."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, verbose_name="formation", related_name="editions"
    )
    paper = models.CharField("document", max_length=12, choices=Paper)
    number = models.PositiveIntegerField("numéro")
    made_on = models.DateField("date")
    checksum = Line("empreinte du contenu", max_length=64)
    content = models.JSONField("contenu", help_text="Les lignes imprimées, partie par partie.")
    changes = models.JSONField(
        "changements",
        null=True,
        blank=True,
        help_text="Partie, lignes retirées, lignes ajoutées depuis l’édition d’avant. Vide pour "
        "la première.",
    )
    pdf = models.FileField("PDF", upload_to=_pdf_path)
    pdf_checksum = Line("empreinte du PDF", max_length=64)
    pages = models.PositiveSmallIntegerField("pages")
    size = models.PositiveIntegerField("octets")

    class Meta:
        verbose_name = "édition"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "paper", "number"],
                name="edition_number_unique",
                violation_error_message="Ce numéro d’édition est déjà pris.",
            ),
            models.UniqueConstraint(
                fields=["programme", "paper", "checksum"],
                name="edition_content_unique",
                violation_error_message="Ce contenu a déjà son édition.",
            ),
        ]

    def __str__(self):
        return f"{self.programme}, {self.get_paper_display()} n° {self.number}"


class Publication(models.Model):
    """Notes when an edition became current, to prove what was public on a given day.

    An edition has several rows when its content was replaced and then came back.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="publications")
    since = models.DateTimeField("depuis")
    verified_version = models.PositiveBigIntegerField("vérifiée à la version")
    verified_on = models.DateField("vérifiée le")

    class Meta:
        verbose_name = "publication"
        ordering = ["-since", "-pk"]

    def __str__(self):
        return f"{self.edition} depuis le {typography.numeric(self.since)}"


class Rendering(models.Model):
    """Notes that a process is making a document, so that no other one starts it."""

    key = Line(max_length=150, unique=True)
    token = models.UUIDField()
    started_at = models.DateTimeField()

    def __str__(self):
        return self.key


class Booklet(models.Model):
    """A stored PDF of several brochures; `checksum` stands for the editions it contains."""

    checksum = Line("empreinte", max_length=64, unique=True)
    pdf = models.FileField("PDF", upload_to="livrets")
    pdf_checksum = Line("empreinte du PDF", max_length=64)
    size = models.PositiveIntegerField("octets")
    asked_at = models.DateTimeField("demandé le")

    class Meta:
        verbose_name = "livret"
        ordering = ["-asked_at"]

    def __str__(self):
        return self.checksum[:12]


class FormerAddress(models.Model):
    """A slug that a public programme had; old links and printed QR codes still use it."""

    slug = models.SlugField("ancienne adresse", unique=True)
    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="former_addresses"
    )

    class Meta:
        verbose_name = "ancienne adresse"
        verbose_name_plural = "anciennes adresses"

    def __str__(self):
        return self.slug
