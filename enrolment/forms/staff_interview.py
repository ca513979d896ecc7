"""Forms of staff about one interview: choosing a slot for somebody, calling off, who came."""

from itertools import groupby

from django import forms

from enrolment.forms.base import Plain
from enrolment.interviews import appointment
from enrolment.models import Attendance, Transition


class Seen(Plain):
    """`current`: the live interview; refused unless the page it comes from showed the same."""

    # Written by the template, so that a page shown again shows what is true now.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, current, **kwargs):
        super().__init__(*args, **kwargs)
        self.current = current

    def clean(self):
        if self.cleaned_data.get("seen") != (self.current and self.current.pk):
            self.add_error(
                self.visible_fields()[0].name,
                "Cet entretien vient d’être réservé, déplacé ou annulé : rien n’a été changé. "
                "Voyez ce qu’il en est maintenant, puis recommencez si besoin.",
            )


class PlaceForm(Seen):
    """`slots`: those that are free now; a choice that is no longer among them was taken."""

    slot = forms.TypedChoiceField(
        label="Créneau",
        coerce=int,
        error_messages={
            "required": "Choisissez un créneau.",
            "invalid_choice": "Ce créneau vient d’être pris : choisissez-en un autre.",
        },
    )
    # Names the request: sent twice, it books once.
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, slots, **kwargs):
        super().__init__(*args, **kwargs)
        self.slots = {slot.pk: slot for slot in slots}
        days = groupby(slots, key=appointment.day)
        choices = [(day, [(slot.pk, self.label(slot)) for slot in of_day]) for day, of_day in days]
        self.fields["slot"].choices = [("", "Choisir…"), *choices]

    @staticmethod
    def label(slot):
        how = appointment.how(slot)
        return f"{appointment.hour(slot)}, {how[0].lower()}{how[1:]}, {slot.interviewer}"

    @property
    def chosen(self):
        return self.slots[self.cleaned_data["slot"]]


class CallOffForm(Seen):
    reason = forms.CharField(
        label="Motif",
        max_length=Transition._meta.get_field("reason").max_length,
        help_text="Le candidat le lit dans son message.",
        error_messages={"required": "Écrivez le motif : le candidat le lira."},
    )


class AttendanceForm(Plain):
    attendance = forms.ChoiceField(
        label="Cette personne est-elle venue ?",
        choices=[
            (Attendance.ATTENDED, "Oui : le dossier avance"),
            (Attendance.EXCUSED, "Non, elle a prévenu : elle choisit un autre créneau"),
            (Attendance.ABSENT, "Non, sans prévenir : elle choisit un autre créneau"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si cette personne est venue."},
    )
