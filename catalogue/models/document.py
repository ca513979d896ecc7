"""Documents that a visitor downloads, of one programme or of the whole centre."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify

from catalogue.models.base import NaturalKeyManager, Positioned
from catalogue.models.learner_status import LearnerStatus
from catalogue.models.pdf import PublicPdf
from catalogue.models.programme import Programme
from charmilles.fields import Line


class PublicDocumentManager(NaturalKeyManager):
    def public(self):
        """Selects those that anybody may read: the centre's, and those of published programmes."""
        published = Q(programme__state=Programme.State.PUBLISHED)
        return self.filter(published | Q(programme=None))


class PublicDocument(Positioned, PublicPdf):
    """A PDF with its title and its date.

    Without a programme it is the centre's: it is offered by the programmes with one of its learner
    statuses (by all if it has none), unless they have a document on the same subject.
    """

    class Kind(models.TextChoices):
        RULES = "rules", "Règlement intérieur"
        SYLLABUS = "syllabus", "Programme détaillé"
        TRAINERS = "trainers", "Liste des formateurs et leurs titres"
        TIMETABLE = "timetable", "Emploi du temps"
        TERMS = "terms", "Conditions générales"
        OTHER = "other", "Autre document"

    programme = models.ForeignKey(
        Programme,
        models.CASCADE,
        verbose_name="formation",
        related_name="documents",
        null=True,
        blank=True,
        help_text="Vide : document du centre, proposé par toutes les formations concernées.",
    )
    kind = models.CharField(
        "sujet",
        max_length=10,
        choices=Kind,
        help_text="Un document de la formation remplace celui du centre sur le même sujet.",
    )
    title = Line(
        "titre affiché", max_length=120, blank=True, help_text="Vide : le sujet ci-dessus."
    )
    statuses = models.ManyToManyField(
        LearnerStatus,
        verbose_name="seulement pour ces contrats",
        blank=True,
        help_text="Aucun coché : pour tous. Ne compte que pour un document du centre.",
    )
    updated_on = models.DateField(
        "à jour au",
        help_text="Le jour où il s’applique, ou celui de sa mise à jour. La page en dit le mois.",
    )

    objects = PublicDocumentManager()
    natural_key_fields = ("programme", "kind", "title")

    class Meta(Positioned.Meta):
        verbose_name = "document à télécharger"
        verbose_name_plural = "documents à télécharger"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "title"],
                condition=Q(programme__isnull=False),
                name="document_unique_in_programme",
                violation_error_message="Cette formation a déjà ce document : changez son fichier.",
            ),
            models.UniqueConstraint(
                fields=["kind", "title"],
                condition=Q(programme=None),
                name="document_unique_in_centre",
                violation_error_message="Le centre a déjà ce document : changez son fichier.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="other") | ~Q(title=""),
                name="document_other_has_a_title",
                violation_error_message="Donnez un titre à ce document.",
            ),
        ]

    def __str__(self):
        return self.heading

    @property
    def heading(self):
        return self.title or self.get_kind_display()

    @property
    def subject(self):
        """Tells which documents replace each other: two « autres » do if they have one title."""
        return (self.kind, self.title if self.kind == self.Kind.OTHER else "")

    @property
    def is_public(self):
        return self.programme is None or self.programme.is_published

    @property
    def slug(self):
        return slugify(self.heading) or "document"

    def get_absolute_url(self):
        return reverse("catalogue:document", args=[self.pk, self.slug])
