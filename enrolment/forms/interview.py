"""What is asked to choose an interview: how, when, and what makes it accessible."""

from django import forms

from enrolment.forms.base import Plain

LARGEST = 2**63 - 1  # a database refuses a longer number with a crash
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
    """The tiles are drawn by the page; this reads which one was pressed."""

    creneau = forms.IntegerField(
        label="Votre créneau",
        min_value=1,
        max_value=LARGEST,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), CHOOSE),
    )


class CheckForm(Plain):
    creneau = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)
    # Made with the page: pressed twice, the button books once.
    cle = forms.CharField(max_length=64, widget=forms.HiddenInput)


class NeedsForm(CheckForm):
    access_needs = forms.CharField(
        label="De quoi avez-vous besoin pour que cet entretien vous soit accessible ?",
        required=False,
        max_length=500,
        help_text="Par exemple : un accès en fauteuil, plus de temps, quelqu’un qui vous "
        "accompagne. Seul le référent handicap lit ce que vous écrivez ici ; la personne qui vous "
        "reçoit sait seulement qu’il y a un besoin. Ne dites pas pourquoi.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Écrivez moins de 500 caractères : l’essentiel suffit."},
    )
