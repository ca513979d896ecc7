"""Staff forms for one interview: choose a slot, cancel, note whether the candidate came."""

from itertools import groupby

from django import forms

from enrolment.forms.base import Plain
from enrolment.interviews.appointment import Appointment
from enrolment.models import Attendance, Transition


class Seen(Plain):
    """Refuses the form if the booking has changed since the page was shown.

    `current` is the live booking, if any.
    """

    # The template writes the value itself, so that a form shown again has the current booking.
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
    """Asks to choose one of `slots`, those free now. Another choice means it was just taken."""

    slot = forms.TypedChoiceField(
        label="Créneau",
        coerce=int,
        error_messages={
            "required": "Choisissez un créneau.",
            "invalid_choice": "Ce créneau vient d’être pris : choisissez-en un autre.",
        },
    )

    def __init__(self, *args, slots, **kwargs):
        super().__init__(*args, **kwargs)
        self.slots = {slot.pk: slot for slot in slots}
        days = groupby(slots, key=lambda slot: Appointment(slot).day)
        choices = [(day, [(slot.pk, self.label(slot)) for slot in of_day]) for day, of_day in days]
        self.fields["slot"].choices = [("", "Choisir…"), *choices]

    @staticmethod
    def label(slot):
        appointment = Appointment(slot)
        return f"{appointment.hour}, {appointment.how_within}, {slot.interviewer}"

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
