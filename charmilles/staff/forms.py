"""The forms of the staff's sign-in, and what each of them counts as a failure."""

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils import timezone

from charmilles.mailbox import AddressField
from charmilles.staff import attempts, register
from charmilles.staff.sign_in import origin


class SignInForm(AdminAuthenticationForm):
    """Name and password. Raises TooMany, past the limits of `attempts`."""

    def clean(self):
        name, password = (self.cleaned_data.get(key) for key in ("username", "password"))
        if not (name and password):
            return super().clean()
        now, limits = timezone.now(), attempts.of_password(name, origin(self.request, name))
        attempts.count(limits, now=now)
        attempts.slow_down(name, now=now)
        try:
            cleaned = super().clean()
        except ValidationError:
            register.note_refusal(name, now=now)
            raise
        attempts.forgive(limits)
        attempts.forgive_name(name)
        return cleaned


def code_box(label, hint):
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Écrivez le code."},
    )


class CodeForm(forms.Form):
    code = code_box(
        "Code",
        "Les six chiffres que montre votre application, ou un de vos codes de secours.",
    )


class SetUpForm(forms.Form):
    code = code_box("Code", "Les six chiffres que l’application montre maintenant.")


class ReplaceForm(SetUpForm):
    """Somebody who already has a second factor proves again who they are before replacing it."""

    password = forms.CharField(
        label="Votre mot de passe",
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Écrivez votre mot de passe."},
    )
    field_order = ["password", "code"]


class ForgottenForm(forms.Form):
    email = AddressField(
        label="Adresse électronique",
        help_text="Celle de votre compte.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Écrivez l’adresse électronique de votre compte.",
            "invalid": "Cette adresse n’est pas complète : écrivez-la comme nom@exemple.fr.",
        },
    )


class NewPasswordForm(SetPasswordForm):
    """Django's own, with the questions as the site writes them."""

    def __init__(self, user, *args, **kwargs):
        super().__init__(user, *args, **kwargs)
        first, second = self.fields["new_password1"], self.fields["new_password2"]
        first.label, second.label = "Nouveau mot de passe", "Le même, une seconde fois"
        first.help_text = "Au moins 12 caractères : plusieurs mots sans rapport conviennent bien."
        second.help_text = ""
