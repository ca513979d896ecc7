"""The form to send a document."""

from django import forms

from enrolment.forms.base import Plain
from enrolment.uploads.check import ACCEPT


class Files(forms.FileInput):
    """A box that takes several files: the pages of one document."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name)


class FilesField(forms.FileField):
    """Gives the list of the files, in the order in which the browser sends them."""

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(file, initial) for file in data or [None]]


class DocumentForm(Plain):
    file = FilesField(
        label="Choisissez un ou plusieurs fichiers, ou prenez des photos",
        allow_empty_file=True,  # uploads/check.py refuses it with advice
        widget=Files(attrs={"accept": ACCEPT, "multiple": True}),
        error_messages={
            "required": "Choisissez d’abord un fichier.",
            "invalid": "Choisissez à nouveau le fichier : l’envoi n’est pas arrivé en entier.",
        },
    )

    def refuse(self, sentence):
        """Shows this sentence as the only error of the file field."""
        self.full_clean()
        self.errors.pop("file", None)
        self.add_error("file", sentence)
