"""The form of « Me prévenir »: an e-mail address, protected from robots as that of sign-in."""

from django import forms

from charmilles.mailbox import AddressField
from enrolment.forms.sign_in import EmailForm


class AlertForm(EmailForm):
    email = AddressField(
        label="Votre adresse électronique",
        help_text="Nous y envoyons un lien, pour vérifier qu’elle est à vous.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": "Indiquez votre adresse électronique."},
    )
