"""Staff page of the national results: a file of the open data is given, and its rows are shown."""

from django import forms
from django.contrib import admin
from django.utils import timezone

from catalogue.exchange import inserjeunes
from catalogue.models import NationalResult
from charmilles.screens import Screen

LARGEST = 20_000_000  # bytes; the file of all the centres of France is of three millions


class InserJeunesForm(forms.ModelForm):
    """Takes over the rows of a file that are about our centres."""

    file = forms.FileField(
        label="fichier CSV",
        help_text="Sur data.education.gouv.fr, le jeu « InserJeunes, apprentissage, par centre de "
        "formation d’apprentis » : onglet Export, CSV. Seules les lignes de votre code UAI sont "
        "gardées.",
    )

    class Meta:
        model = NationalResult
        fields: list[str] = []

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("Ce fichier est trop grand : 20 Mo au plus.")
        return file

    def clean(self):
        """Reads the file here, so that its faults are told beside it."""
        cleaned = super().clean()
        if file := cleaned.get("file"):
            try:
                self.rows = inserjeunes.ours_among(file.read())
            except inserjeunes.WrongFile as error:
                self.add_error("file", str(error))
        return cleaned

    def save(self, commit=True):
        """Stores all the rows; the page then shows the last one."""
        self.instance = inserjeunes.store(self.rows, on=timezone.localdate())[-1]
        return self.instance

    def save_m2m(self):
        """Has nothing to save: a row has no list."""


@admin.register(NationalResult)
class NationalResultAdmin(Screen):
    list_display = ["uai", "period", "employed_6", "studies", "interrupted", "imported_on"]
    list_filter = ["uai"]
    readonly_fields = [
        *("uai", "period", "studies", "interrupted"),
        *("employed_6", "employed_12", "employed_18", "employed_24"),
        *("added_value_6", "imported_on"),
    ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            return InserJeunesForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request, obj=None):
        return ["file"] if obj is None else self.readonly_fields

    def get_readonly_fields(self, request, obj=None):
        return [] if obj is None else self.readonly_fields
