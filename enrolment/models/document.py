"""Documents of an application: those that staff ask for, and those that the candidate sent.

Only `applications/documents.py` writes `Document`. A file is written once, under a random name, and
never changed: a replacement is a new row, and the replaced document stays as it was sent.
"""

import secrets

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q

from catalogue.models import Programme
from charmilles.fields import Line
from enrolment.models.application import Application


def private_storage():
    """Gives the storage of private files, which the web server does not serve.

    It is a function so that migrations contain no path.
    """
    return storages["private"]


def random_name(document, name):
    """Gives a path that reveals nothing about the candidate; `Document.name` keeps their name."""
    return f"documents/{secrets.token_hex(16)}"


class DocumentKindQuerySet(models.QuerySet):
    def required_by(self, programme):
        """Selects the documents that this programme requires, of all candidates or some."""
        of_programme = Q(programmes=None) | Q(programmes=programme)
        return self.filter(of_programme, is_asked=True, need=DocumentKind.Need.REQUIRED)

    def get_by_natural_key(self, title):
        return self.get(title=title)


class DocumentKind(models.Model):
    """A document that staff ask for, and which candidates must send it."""

    class Need(models.TextChoices):
        REQUIRED = "required", "obligatoire pour envoyer le dossier"
        OPTIONAL = "optional", "facultatif"
        LATER = "later", "à fournir plus tard, après l’envoi"

    class Condition(models.TextChoices):
        ALWAYS = "always", "à tous"
        MINOR = "minor", "à qui sera mineur au début de la formation"
        COMPANY = "company", "à qui a trouvé une entreprise"
        TRAINEE = "trainee", "à qui ne signe pas de contrat (stagiaire, élève…)"
        DIPLOMA = "diploma", "à qui a déjà un diplôme"
        ABROAD = "abroad", "à qui a un diplôme obtenu à l’étranger"

    title = Line("document", max_length=120, unique=True)
    why = Line(
        "pourquoi",
        max_length=300,
        help_text="En une phrase, lue par le candidat. Ne demandez que ce qui sert à étudier la "
        "candidature (article L6353-9 du code du travail).",
    )
    example = Line(
        "exemple",
        max_length=200,
        blank=True,
        help_text="« Les bulletins de cette année et de l’an dernier. »",
    )
    need = models.CharField("quand", max_length=8, choices=Need, default=Need.REQUIRED)
    condition = models.CharField(
        "demandé", max_length=8, choices=Condition, default=Condition.ALWAYS
    )
    programmes = models.ManyToManyField(
        Programme,
        verbose_name="formations",
        blank=True,
        related_name="+",
        help_text="Aucune cochée : toutes.",
    )
    is_asked = models.BooleanField(
        "demandé aujourd’hui",
        default=True,
        help_text="Décochez plutôt que de supprimer : les dossiers déjà reçus le gardent.",
    )
    position = models.PositiveSmallIntegerField("ordre", default=0)

    objects = DocumentKindQuerySet.as_manager()

    class Meta:
        verbose_name = "document demandé"
        verbose_name_plural = "documents demandés"
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.title,)


class DocumentQuerySet(models.QuerySet):
    def current(self):
        """Selects the latest document of each kind."""
        return self.filter(replaced_at=None)

    def to_read(self):
        """Selects the documents that staff have neither accepted nor refused yet."""
        return self.current().filter(state=Document.State.SENT)


class Document(models.Model):
    """A candidate's answer to one requested document: a file, or « not concerned »."""

    class State(models.TextChoices):
        SENT = "sent", "Reçu, pas encore lu"
        ACCEPTED = "accepted", "Accepté"
        TO_REPLACE = "to_replace", "À remplacer"
        NOT_CONCERNED = "not_concerned", "Non concerné"

    application = models.ForeignKey(Application, models.CASCADE, related_name="documents")
    kind = models.ForeignKey(
        DocumentKind, models.PROTECT, verbose_name="document", related_name="+"
    )
    state = models.CharField("état", max_length=13, choices=State, default=State.SENT)
    reason = Line("motif", max_length=300, blank=True)
    file = models.FileField(
        "fichier", storage=private_storage, upload_to=random_name, max_length=60, blank=True
    )
    name = Line("nom donné par le candidat", max_length=120, blank=True)
    content_type = Line("type", max_length=20, blank=True)
    size = models.PositiveIntegerField("octets", default=0)
    pages = models.PositiveSmallIntegerField("pages", default=0)
    sha256 = Line("empreinte", max_length=64, blank=True)
    sent_at = models.DateTimeField("reçu le")
    decided_at = models.DateTimeField("lu le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="lu par",
        null=True,
        blank=True,
        related_name="+",
    )
    replaced_at = models.DateTimeField("remplacé le", null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document"
        ordering = ["kind__position", "kind_id", "-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind"],
                condition=Q(replaced_at=None),
                name="document_one_of_a_kind",
                violation_error_message="Ce document est déjà dans le dossier.",
            ),
            models.CheckConstraint(
                condition=Q(state="not_concerned", file="", size=0, sha256="")
                | (~Q(state="not_concerned") & ~Q(file="") & Q(size__gt=0) & ~Q(sha256="")),
                name="document_has_a_file",
                violation_error_message="Un document envoyé a un fichier.",
            ),
            models.CheckConstraint(
                condition=~Q(state="to_replace") | ~Q(reason=""),
                name="document_to_replace_has_a_reason",
                violation_error_message="Dites au candidat pourquoi remplacer ce document.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("sent", "not_concerned"), decided_at=None)
                | Q(state__in=("accepted", "to_replace"), decided_at__isnull=False),
                name="document_decision_has_a_date",
                violation_error_message="Un document lu a une date de lecture.",
            ),
        ]

    def __str__(self):
        return self.kind.title
