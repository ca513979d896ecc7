"""Asks for the contract or the status that a candidate wishes for, and for the company."""

from django import forms

from enrolment.forms.task import TaskForm
from enrolment.forms.words import CompanyField
from enrolment.models import Application

NO_COMPANY = {"search": "", "company": ""}


class StatusForm(TaskForm):
    """Asks which of the programme's contracts or statuses the candidate wishes for."""

    unknown: list[tuple[str, str]] = []

    learner_status = forms.TypedChoiceField(
        label="Quel statut souhaitez-vous ?",
        widget=forms.RadioSelect,
        empty_value=None,
        help_text="En cas de doute, choisissez le plus probable : le centre le vérifie avec vous.",
        error_messages={"required": "Choisissez un statut."},
    )

    class Meta:
        model = Application
        fields = ["learner_status"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = {status.code: status for status in self.instance.statuses_offered}
        names = [(code, status.name) for code, status in self.offered.items()]
        field = self.fields["learner_status"]
        field.choices, field.coerce = [*names, *self.unknown], self.offered.get
        wished = self.instance.learner_status
        self.initial["learner_status"] = wished.code if wished else None


class ContractForm(StatusForm):
    unknown = [("inconnu", "Je ne sais pas encore")]

    search = forms.ChoiceField(
        label="Avez-vous une entreprise ?",
        choices=Application.Search,
        widget=forms.RadioSelect,
        help_text="On peut candidater sans entreprise : le centre aide à en trouver une.",
        error_messages={"required": "Dites où en est votre recherche d’entreprise."},
    )

    class Meta:
        model = Application
        fields = ["learner_status", "search", "company"]
        labels = {"company": "Si oui, laquelle ?"}
        field_classes = {"company": CompanyField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["learner_status"]
        field.label, field.help_text = "Quel contrat souhaitez-vous ?", ""
        field.error_messages["required"] = "Choisissez un contrat, ou « Je ne sais pas encore »."
        if self.instance.search and not self.instance.learner_status:
            self.initial["learner_status"] = "inconnu"
        chosen = self.offered.get(self.data.get("learner_status", ""))
        if chosen and not chosen.is_contract:
            self.fields["search"].required = False

    def clean(self):
        """Drops the company of whoever wishes for no contract."""
        cleaned = super().clean()
        status = cleaned.get("learner_status")
        return cleaned if status is None or status.is_contract else cleaned | NO_COMPANY
