"""The form of « Me prévenir »: an e-mail address, protected from robots as that of sign-in."""

from datetime import datetime

from enrolment.forms.sign_in import EmailForm

HELP = "Nous y envoyons un lien, pour vérifier qu’elle est à vous."


class AlertForm(EmailForm):
    def __init__(self, data=None, *, now: datetime):
        super().__init__(data, now=now)
        self.fields["email"].help_text = HELP
