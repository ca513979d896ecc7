"""PDF files that staff put on the site for everybody to download."""

import secrets
from functools import partial
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.fields.files import FieldFile

from catalogue.models.base import NaturalKeyManager, NaturalKeyModel
from charmilles import typography

HEADER = b"%PDF-"
NOT_A_PDF = (
    "Ce fichier n’est pas un PDF. Ouvrez-le, « Fichier », « Exporter » ou « Imprimer », « PDF », "
    "puis choisissez le PDF obtenu."
)
TOO_HEAVY = (
    f"Ce PDF pèse plus de {typography.megabytes(settings.UPLOAD_SIZE)}, ce qui est long à recevoir "
    "sur un téléphone. Enregistrez-le en qualité plus basse."
)


def random_name(row, name):
    """Gives a path that no other file has had: a file never changes under its name."""
    return f"documents/{secrets.token_hex(16)}.pdf"


def is_a_pdf(file):
    """Refuses a new file by its weight or its first bytes, whatever its name and its type say."""
    if file._committed:
        return
    if file.size > settings.UPLOAD_SIZE:
        raise ValidationError(TOO_HEAVY)
    file.seek(0)
    first = file.read(len(HEADER))
    file.seek(0)
    if first != HEADER:
        raise ValidationError(NOT_A_PDF)


class PublicFile(FieldFile):
    """A file whose address is that of our page, for the staff site that links to it."""

    @property
    def url(self):
        return self.instance.get_absolute_url() if self.instance.is_public else ""


class PdfField(models.FileField):
    attr_class = PublicFile
    default_validators = [is_a_pdf]

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, kwargs


class PublicPdf(NaturalKeyModel):
    """A row with a PDF. The file leaves the disk with its row, or when another one replaces it."""

    pdf = PdfField("fichier PDF", upload_to=random_name)
    size = models.PositiveIntegerField("octets", editable=False, default=0)

    objects = NaturalKeyManager()

    class Meta:
        abstract = True

    @property
    def version(self):
        """Names the content of the file, for browsers that have it already."""
        return PurePath(self.pdf.name).stem

    def save(self, *args, **kwargs):
        with transaction.atomic():
            same = type(self).objects.select_for_update().filter(pk=self.pk)
            before = list(same.values_list("pdf", flat=True))
            if not self.pdf._committed:
                self.size = self.pdf.size
            super().save(*args, **kwargs)
            delete_on_commit(self.pdf.storage, [name for name in before if name != self.pdf.name])


def delete_on_commit(storage, names):
    """Deletes these files once no row names them for good."""
    for name in filter(None, names):
        transaction.on_commit(partial(storage.delete, name), robust=True)
