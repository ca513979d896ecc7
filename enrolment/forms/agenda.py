"""Forms of staff about the agenda. The help beside each field is their manual."""

from itertools import combinations

from django import forms
from django.contrib.admin.widgets import AdminTimeWidget, AdminURLFieldWidget
from django.forms.models import BaseInlineFormSet

from enrolment.interviews.availability import clash
from enrolment.models import Availability, Closure, Interviewer

# What says when somebody receives: the fields that two availabilities are compared by.
HOURS = ("weekday", "starts", "ends", "weeks", "since", "until")


class AvailabilityForm(forms.ModelForm):
    link = forms.URLField(
        label="Lien de la visio",
        required=False,
        assume_scheme="https",
        help_text="Pour une visio : l’adresse complète, que le candidat reçoit.",
        widget=AdminURLFieldWidget,
        error_messages={"invalid": "Écrivez l’adresse complète, qui commence par https://."},
    )

    class Meta:
        model = Availability
        fields = [
            "interviewer",
            "programmes",
            "weekday",
            "starts",
            "ends",
            "weeks",
            "since",
            "until",
            "mode",
            "campus",
            "room",
            "link",
            "length",
            "gap",
            "capacity",
            "notice_hours",
            "horizon_days",
        ]
        widgets = {
            "programmes": forms.CheckboxSelectMultiple,
            "starts": AdminTimeWidget(format="%H:%M"),
            "ends": AdminTimeWidget(format="%H:%M"),
        }
        help_texts = {
            "programmes": "Les candidats de ces formations, et eux seuls, voient ces créneaux.",
            "starts": "L’heure du premier entretien, comme à la pendule : l’heure d’été et l’heure "
            "d’hiver sont comptées toutes seules.",
            "ends": "Le dernier entretien finit au plus tard à cette heure. Une heure qui précède "
            "la première est celle du lendemain.",
            "weeks": "Par le numéro de la semaine dans l’année, pour qui est au centre une semaine "
            "sur deux.",
            "since": "Aucun créneau avant ce jour.",
            "until": "Vide : sans fin. Après ce jour, il n’y a plus de créneau.",
            "campus": "Pour un entretien sur place : le candidat reçoit l’adresse.",
            "room": "Le candidat le lit dans sa confirmation.",
            "length": "D’un entretien.",
            "gap": "Entre la fin d’un entretien et le début du suivant.",
            "capacity": "Plus d’un : entretien de groupe.",
            "notice_hours": "Le candidat ne peut plus choisir un créneau qui commence plus tôt. "
            "Vous le pouvez jusqu’au dernier moment.",
            "horizon_days": "Les créneaux apparaissent ce nombre de jours à l’avance.",
        }
        error_messages = {
            "programmes": {"required": "Cochez au moins une formation."},
            "weekday": {"required": "Choisissez le jour de la semaine."},
            "starts": {"required": "Indiquez l’heure du premier entretien, par exemple 09:00."},
            "ends": {"required": "Indiquez l’heure de fin, par exemple 12:00."},
            "since": {"required": "Indiquez le premier jour."},
        }

    @property
    def hours(self):
        """An availability with the hours that were typed; None when one is missing."""
        typed = getattr(self, "cleaned_data", {})
        if (
            typed.get("DELETE")
            or not set(HOURS) <= typed.keys()
            or typed["starts"] == typed["ends"]
        ):
            return None
        return Availability(**{name: typed[name] for name in HOURS})


class OneAvailabilityForm(AvailabilityForm):
    """On a page of its own: compared with what is known of the same person."""

    def clean(self):
        cleaned = super().clean()
        if self.hours and cleaned.get("interviewer"):
            others = cleaned["interviewer"].availabilities.exclude(pk=self.instance.pk)
            for other in others:
                if clash(self.hours, other):
                    self.add_error("starts", overlap(other))
                    break
        return cleaned


class AvailabilityRows(BaseInlineFormSet):
    """On the page of a person: all their hours are there, and compared with one another."""

    def clean(self):
        super().clean()
        filled = [(form, hours) for form in self.forms if (hours := form.hours)]
        for (_, one), (form, other) in combinations(filled, 2):
            if clash(one, other):
                form.add_error("starts", overlap(one))


def overlap(other):
    hours = f"{other.starts:%H:%M} à {other.ends:%H:%M}"
    return (
        f"Cette personne reçoit déjà le {other.get_weekday_display()} de {hours} : changez "
        "l’heure, le jour, les semaines ou les dates de l’une des deux."
    )


class ClosureForm(forms.ModelForm):
    class Meta:
        model = Closure
        fields = ["starts_on", "ends_on", "label", "interviewer"]
        help_texts = {
            "starts_on": "Premier jour sans entretien. Les jours fériés sont connus : inutile de "
            "les saisir.",
            "ends_on": "Dernier jour, compris.",
            "label": "Par exemple : congés de printemps.",
            "interviewer": "Vide : tout le centre.",
        }
        error_messages = {
            "starts_on": {"required": "Indiquez le premier jour."},
            "ends_on": {"required": "Indiquez le dernier jour."},
            "label": {"required": "Écrivez le motif en quelques mots."},
        }


class ClosingForm(forms.Form):
    """Which days close, and why: read by the candidates."""

    first = forms.DateField(
        label="Premier jour",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Indiquez le jour à fermer."},
    )
    last = forms.DateField(
        label="Dernier jour, compris",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Vide : un seul jour.",
    )
    interviewer = forms.ModelChoiceField(
        Interviewer.objects.filter(is_active=True),
        label="Qui ne reçoit pas",
        required=False,
        empty_label="Tout le centre",
    )
    label = forms.CharField(
        label="Motif",
        max_length=Closure._meta.get_field("label").max_length,
        help_text="Les candidats le lisent. Rien de personnel : « absence imprévue » suffit.",
        error_messages={"required": "Écrivez le motif : les candidats le liront."},
    )

    def __init__(self, *args, today, **kwargs):
        self.today = today
        super().__init__(*args, label_suffix="", **kwargs)

    def clean_first(self):
        first = self.cleaned_data["first"]
        if first < self.today:
            raise forms.ValidationError("Ce jour est passé : indiquez aujourd’hui ou plus tard.")
        return first

    def clean_last(self):
        first = self.cleaned_data.get("first")
        last = self.cleaned_data["last"] or first
        if first and last < first:
            raise forms.ValidationError("Indiquez un jour qui suit le premier, ou rien.")
        return last
