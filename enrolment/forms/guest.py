"""The form to come to a meeting: a name and an e-mail address, protected from robots."""

from datetime import datetime

from django import forms

from enrolment.forms.alert import HELP
from enrolment.forms.sign_in import EmailForm
from enrolment.forms.words import NameField


class GuestForm(EmailForm):
    field_order = ["name", "email"]
    name = NameField(
        label="Votre prénom et votre nom",
        help_text="Pour vous accueillir ce jour-là.",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Écrivez votre prénom et votre nom."},
    )

    def __init__(self, data=None, *, now: datetime):
        super().__init__(data, now=now)
        self.fields["email"].help_text = HELP
