"""The forms to book an interview: how, when, and the needs for it to be accessible."""

from django import forms

from enrolment.forms.base import Plain
from enrolment.forms.words import Paragraphs

LARGEST = 2**63 - 1  # a larger number makes the database raise an error
LONGEST = 500  # characters of what makes an interview accessible
CHOOSE = "Choisissez un créneau dans la liste."


class ModeForm(Plain):
    mode = forms.ChoiceField(
        label="Comment voulez-vous nous rencontrer ?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une façon de nous rencontrer.",
            "invalid_choice": "Cette façon n’a plus de créneau libre : choisissez dans la liste.",
        },
    )

    def __init__(self, *args, ways, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = ways


class SlotForm(Plain):
    """Reads which slot was chosen; the template shows the slots as buttons."""

    creneau = forms.IntegerField(
        label="Votre créneau",
        min_value=1,
        max_value=LARGEST,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), CHOOSE),
    )


class CheckForm(Plain):
    creneau = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)


class NeedsForm(CheckForm):
    access_needs = forms.CharField(
        label="De quoi avez-vous besoin pour que cet entretien vous soit accessible ?",
        required=False,
        max_length=LONGEST,
        help_text="Par exemple : un accès en fauteuil, plus de temps, quelqu’un qui vous "
        "accompagne. Seul le référent handicap lit ce que vous écrivez ici ; la personne qui vous "
        "reçoit sait seulement qu’il y a un besoin. Ne dites pas pourquoi.",
        widget=Paragraphs(attrs={"rows": 3}),
        error_messages={
            "max_length": f"Écrivez moins de {LONGEST} caractères : l’essentiel suffit."
        },
    )
