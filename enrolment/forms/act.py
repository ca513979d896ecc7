"""What confirms an act of staff: its reason, and the number of files when many are refused."""

from django import forms

from enrolment.forms.base import Plain
from enrolment.models import Act, Transition


class ActForm(Plain):
    reason = forms.CharField(
        label="Motif",
        required=False,
        max_length=Transition._meta.get_field("reason").max_length,
        help_text="La personne le lira dans son courriel.",
        error_messages={"required": Act.NO_REASON},
    )
    number = forms.IntegerField(
        label="Combien de candidatures refusez-vous ?",
        help_text="Tapez ce nombre pour confirmer.",
        error_messages={"required": "Tapez le nombre de candidatures refusées."},
    )

    def __init__(self, *args, needs_reason: bool, count: int, refuses: bool, **kwargs):
        """`count`: how many applications the act would be done to; `refuses`: it refuses them."""
        super().__init__(*args, **kwargs)
        self.count = count
        self.fields["reason"].required = needs_reason
        if not refuses or count < 2:
            del self.fields["number"]

    def clean_number(self):
        if self.cleaned_data["number"] != self.count:
            raise forms.ValidationError(f"Ce nombre n’est pas celui de la liste : {self.count}.")
        return self.count
