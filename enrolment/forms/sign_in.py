"""The two forms to sign in: the e-mail address, then the code."""

from datetime import datetime, timedelta

from django import forms
from django.core import signing

from charmilles import typography
from charmilles.mailbox import AddressField
from enrolment.forms.base import Plain
from enrolment.sign_in import CODE_LIFE

SHOWN = "enrolment.forms.shown"  # salt of the signed time at which a page was shown
AT_LEAST, AT_MOST = timedelta(seconds=3), timedelta(hours=24)
TOO_FAST = "La page a été renvoyée trop vite pour être lue. Appuyez de nouveau sur le bouton."
TOO_LATE = "Cette page était ouverte depuis longtemps. Appuyez de nouveau sur le bouton."


class EmailForm(Plain):
    """Asks for an e-mail address. Robots fill the hidden box, or answer before anybody could read.

    The page carries the signed time at which it was shown.
    """

    email = AddressField(
        label="Votre adresse électronique",
        help_text="Nous y envoyons un code : c’est votre clé, il n’y a pas de mot de passe.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": "Indiquez votre adresse électronique."},
    )
    # A hidden trap: only robots fill it in.
    site = forms.CharField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, now: datetime, email: str = ""):
        self.now = now
        shown = signing.dumps(now.timestamp(), salt=SHOWN)
        super().__init__(data, initial={"shown": shown, "email": email})

    def clean(self):
        ago = self._shown_ago()
        if ago is None or ago > AT_MOST:
            self._ask_again(TOO_LATE)
        elif ago < AT_LEAST:
            self._ask_again(TOO_FAST)

    @property
    def corrected(self):
        """A page asked again has the time at which it is shown again."""
        return {"shown": self.initial["shown"]}

    def _ask_again(self, why):
        """Says why, unless the address is wrong: one thing to repair at a time."""
        if not self.has_error("email"):
            self.add_error("email", why)

    def _shown_ago(self):
        """Returns how long ago the page was shown; None for a time that we did not sign."""
        try:
            shown = signing.loads(self.cleaned_data.get("shown", ""), salt=SHOWN)
        except signing.BadSignature:
            return None
        return self.now - datetime.fromtimestamp(shown, tz=self.now.tzinfo)


class CodeForm(Plain):
    code = forms.CharField(
        label="Le code reçu par courriel",
        max_length=20,
        help_text=f"Il est valable {typography.span(CODE_LIFE)}.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": "Écrivez les chiffres reçus par courriel."},
    )
