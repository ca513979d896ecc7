"""The form to send a document."""

from django import forms

from enrolment.forms.base import Plain
from enrolment.uploads.check import ACCEPT


class DocumentForm(Plain):
    file = forms.FileField(
        label="Choisissez un fichier, ou prenez une photo",
        allow_empty_file=True,  # uploads/check.py refuses it with advice
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
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
