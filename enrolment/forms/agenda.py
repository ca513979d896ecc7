"""Staff forms for the agenda. The help texts are the manual."""

from itertools import combinations

from django import forms
from django.contrib.admin.widgets import AdminTimeWidget, AdminURLFieldWidget

from charmilles import formsets, typography
from enrolment.forms.base import Plain
from enrolment.interviews.availability import overlap
from enrolment.models import Availability, Closure, Interviewer

# The fields that tell whether two availabilities overlap.
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
        """The hours typed, as an unsaved availability. None if one is missing or wrong."""
        typed = getattr(self, "cleaned_data", {})
        if (
            typed.get("DELETE")
            or not set(HOURS) <= typed.keys()
            or typed["starts"] == typed["ends"]
        ):
            return None
        return Availability(**{name: typed[name] for name in HOURS})


class OneAvailabilityForm(AvailabilityForm):
    """An availability on its own page, checked against the saved ones of the same interviewer."""

    def clean(self):
        cleaned = super().clean()
        if self.hours and cleaned.get("interviewer"):
            others = cleaned["interviewer"].availabilities.exclude(pk=self.instance.pk)
            for other in others:
                if overlap(self.hours, other):
                    self.add_error("starts", overlap_sentence(other))
                    break
        return cleaned


class AvailabilityRows(formsets.Rows):
    """All the availabilities of an interviewer on one page, checked against each other."""

    def clean(self):
        super().clean()
        filled = [(form, hours) for form in self.forms if (hours := form.hours)]
        for (_, earlier), (form, later) in combinations(filled, 2):
            if overlap(earlier, later):
                form.add_error("starts", overlap_sentence(earlier))


def overlap_sentence(other):
    hours = f"{typography.clock(other.starts)} à {typography.clock(other.ends)}"
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


class ClosingForm(Plain):
    """Asks which days to close, and why: candidates read the reason."""

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
        super().__init__(*args, **kwargs)

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
