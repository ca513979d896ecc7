"""The form of a question, protected from robots, and that of its answer."""

from datetime import datetime

from django import forms

from enrolment.forms.sign_in import EmailForm
from enrolment.forms.words import Paragraphs
from enrolment.models import Question
from enrolment.questions import ANSWERED


class QuestionForm(EmailForm):
    field_order = ["text", "email"]
    text = forms.CharField(
        label="Votre question",
        max_length=2000,
        widget=Paragraphs(attrs={"rows": 6}),
        error_messages={"required": "Écrivez votre question."},
    )

    def __init__(self, data=None, *, now: datetime, email: str = ""):
        super().__init__(data, now=now, email=email)
        self.fields["email"].help_text = "La réponse y arrivera."


class AnswerForm(forms.ModelForm):
    answer = forms.CharField(
        label="Votre réponse",
        max_length=4000,
        widget=Paragraphs(attrs={"rows": 10}),
        help_text="Elle part aussitôt par courriel, sous la question.",
        error_messages={"required": "Écrivez votre réponse."},
    )

    class Meta:
        model = Question
        fields = ["answer"]

    def clean(self):
        """Keeps what is typed on the page when somebody else has answered meanwhile."""
        if not Question.objects.waiting().filter(pk=self.instance.pk).exists():
            raise forms.ValidationError(ANSWERED)
