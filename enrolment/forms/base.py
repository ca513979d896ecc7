"""What every form of a candidate shares: sentences, and labels without a colon."""

from django import forms

PHONE = "Écrivez un numéro à dix chiffres, par exemple 06 12 34 56 78."
EMAIL = "Écrivez une adresse complète, par exemple prenom.nom@exemple.fr."


def one_address(value):
    """Refuses what the rules of mail allow and a mail queue would cut in two."""
    if set(value) & set('",;'):
        raise forms.ValidationError(EMAIL)


class Plain(forms.Form):
    """Labels without a colon, and our own attributes instead of the browser's checks."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
