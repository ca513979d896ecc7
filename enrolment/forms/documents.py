"""The one question about a document: the file."""

from django import forms

from enrolment.forms.base import Plain


class DocumentForm(Plain):
    file = forms.FileField(
        label="Choisissez un fichier, ou prenez une photo",
        allow_empty_file=True,  # upload.py says how to repair it
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}),
        error_messages={
            "required": "Choisissez d’abord un fichier.",
            "invalid": "Choisissez à nouveau le fichier : l’envoi n’est pas arrivé en entier.",
        },
    )

    def refuse(self, sentence):
        """Shows this instead of what the form itself would say."""
        self.full_clean()
        self.errors.pop("file", None)
        self.add_error("file", sentence)
