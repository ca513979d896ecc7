"""The staff form to rewrite the text of a message."""

from django import forms

from enrolment.forms.words import Paragraphs
from enrolment.mails import texts
from enrolment.models import MessageText


class TextForm(forms.ModelForm):
    class Meta:
        model = MessageText
        fields = ["subject", "body"]
        widgets = {
            "subject": forms.TextInput(attrs={"class": "vTextField"}),
            "body": Paragraphs(attrs={"class": "vLargeTextField", "rows": 14}),
        }
        error_messages = {
            "subject": {"required": "Écrivez l’objet du message."},
            "body": {"required": "Écrivez le texte du message."},
        }
        help_texts = {
            "subject": "Sur une ligne. Ce qui s’est passé d’abord, puis la formation et la "
            "référence.",
            "body": "Une ligne vide sépare deux paragraphes. Le premier dit ce qui s’est passé. "
            "Le site ajoute lui-même la référence, les dates, le lien vers le dossier et la "
            "personne à appeler.",
        }

    def __init__(self, *args, name, **kwargs):
        self.name = name
        super().__init__(*args, **kwargs)

    def clean_subject(self):
        return self._checked("subject")

    def clean_body(self):
        return self._checked("body")

    def _checked(self, field):
        written = self.cleaned_data[field]
        try:
            texts.check(self.name, written)
        except texts.Unknown as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return written

    @property
    def text(self):
        return texts.Text(self.cleaned_data["subject"], self.cleaned_data["body"])
