"""The two forms to sign in: the e-mail address, then the code."""

from django import forms

from charmilles import typography
from charmilles.fields import one_address
from enrolment.forms.base import EMAIL, Plain
from enrolment.sign_in import CODE_LIFE


class EmailForm(Plain):
    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        validators=[one_address],
        help_text="Nous y envoyons un code : c’est votre clé, il n’y a pas de mot de passe.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": "Indiquez votre adresse électronique.", "invalid": EMAIL},
    )
    # A hidden trap: only robots fill it in.
    site = forms.CharField(required=False, widget=forms.HiddenInput)


class CodeForm(Plain):
    code = forms.CharField(
        label="Le code reçu par courriel",
        max_length=20,
        help_text=f"Six chiffres, valables {typography.span(CODE_LIFE)}.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": "Écrivez les six chiffres reçus par courriel."},
    )
