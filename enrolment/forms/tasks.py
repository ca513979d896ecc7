"""What is asked of a candidate, one small form for each task of the application.

Only what the training needs is asked (code du travail, article L6353-9). A form reads and checks
the answers, then has them written: `apply` for « Continuer », `keep` for « Terminer plus tard ».
"""

from django import forms
from django.conf import settings

from charmilles import typography
from enrolment.applications import drafts, tasks
from enrolment.applications.answers import entry_level
from enrolment.forms.base import Plain
from enrolment.forms.dates import DatePartsField
from enrolment.forms.guardians import GuardiansForm
from enrolment.forms.learner_status import ContractForm, StatusForm
from enrolment.forms.task import TaskForm
from enrolment.forms.words import NameField, Paragraphs, PhoneField
from enrolment.models import YOUNGEST, Application, age

BORN_WITH_CONTRACT = " Elle décide du salaire et de qui signe le contrat."
BORN = " Elle dit si un représentant légal signe votre inscription avec vous."


class IdentityForm(TaskForm):
    birth_date = DatePartsField(
        label="Votre date de naissance",
        help_text="Par exemple 27 mars 2009.",
        error_messages={"required": "Indiquez votre date de naissance."},
    )
    phone = PhoneField(
        label="Votre téléphone",
        help_text="Pour convenir d’un entretien, ou si un courriel n’arrive pas.",
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
        error_messages={"required": "Indiquez votre téléphone."},
    )

    class Meta:
        model = Application
        fields = ["first_name", "last_name", "birth_date", "phone"]
        field_classes = {"first_name": NameField, "last_name": NameField}
        labels = {"first_name": "Prénom", "last_name": "Nom"}
        widgets = {
            "first_name": forms.TextInput(
                attrs={"autocomplete": "given-name", "spellcheck": "false"}
            ),
            "last_name": forms.TextInput(
                attrs={"autocomplete": "family-name", "spellcheck": "false"}
            ),
        }
        error_messages = {
            "first_name": {"required": "Indiquez votre prénom."},
            "last_name": {"required": "Indiquez votre nom."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["first_name"].required = self.fields["last_name"].required = True
        born = self.fields["birth_date"]
        born.help_text += BORN_WITH_CONTRACT if self.instance.may_sign_contract() else BORN

    def clean_birth_date(self):
        born = self.cleaned_data["birth_date"]
        if born >= self.today:
            raise forms.ValidationError("La date de naissance doit être dans le passé.")
        if age(born, on=self.today) > 99:
            raise forms.ValidationError("Vérifiez l’année de naissance.")
        return born

    def keep(self, application, *, now):
        """Keeps the other answers of somebody too young to go on alone."""
        self.full_clean()
        if drafts.is_too_young(self.cleaned_data.get("birth_date"), today=self.today):
            self.add_error("birth_date", f"Avant {YOUNGEST} ans, appelez d’abord le centre.")
        drafts.save(application, self.answers, now=now)


KEPT_IN_CONTACT = typography.span(settings.RETENTION["closed_with_consent"])
FINISHED = {
    "label": "Avez-vous terminé cette partie ?",
    "choices": [("oui", "Oui"), ("non", "Non, j’y reviendrai")],
    "coerce": lambda value: value == "oui",
    "widget": forms.RadioSelect,
    "error_messages": {"required": "Dites si vous avez terminé cette partie."},
}


class SchoolingForm(TaskForm):
    ends = ("schooling_finished",)

    situation = forms.ChoiceField(
        label="En ce moment, vous êtes…",
        choices=Application.Situation,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites où vous en êtes en ce moment."},
    )
    last_class = forms.CharField(
        label="Votre classe, ou la dernière que vous avez suivie",
        max_length=120,
        help_text="Par exemple : seconde générale, terminale professionnelle, 2e année de CAP.",
        error_messages={"required": "Indiquez votre classe, ou la dernière suivie."},
    )
    diploma = forms.ChoiceField(
        label="Votre diplôme le plus élevé",
        choices=Application.Diploma,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez votre diplôme le plus élevé."},
    )

    schooling_finished = forms.TypedChoiceField(**FINISHED)

    class Meta:
        model = Application
        fields = ["situation", "last_class", "diploma", "schooling_finished"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        finished = self.instance.diploma and self.instance.schooling_finished
        self.initial["schooling_finished"] = "oui" if finished else None
        if self.data.get("schooling_finished") == "non":
            for field in self.fields.values():
                field.required = False

    @property
    def note(self):
        """The level that the programme asks for, said before the diploma is declared."""
        return entry_level(self.instance)


class MotivationForm(TaskForm):
    ends = ("motivation_finished",)

    motivation_finished = forms.TypedChoiceField(**FINISHED)

    class Meta:
        model = Application
        fields = ["why", "strengths", "rhythm", "motivation_finished"]
        labels = {
            "why": "Pourquoi cette formation ?",
            "strengths": "Qu’avez-vous déjà fait qui s’en rapproche ?",
            "rhythm": "Comment voyez-vous l’alternance ?",
        }
        help_texts = {
            "why": "Un métier vu de près, quelqu’un qui l’exerce, une matière que vous aimez… "
            "Quelques phrases suffisent.",
            "strengths": "Un stage, un job d’été, une association, de l’aide à la maison…",
            "rhythm": "Travailler et étudier : ce qui vous attire, ce qui vous inquiète.",
        }
        error_messages = {
            "why": {"required": "Écrivez au moins une phrase, ou choisissez « j’y reviendrai »."}
        }
        widgets = {name: Paragraphs(attrs={"rows": 6}) for name in ("why", "strengths", "rhythm")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.motivation_finished:
            self.initial["motivation_finished"] = "oui"
        else:
            self.initial.pop("motivation_finished", None)
        if not self.instance.may_sign_contract():
            self.fields.pop("rhythm")
        stops = "later" in self.data or self.data.get("motivation_finished") == "non"
        self.fields["why"].required = not stops

    def clean(self):
        cleaned = super().clean()
        if "later" in self.data:
            cleaned["motivation_finished"] = bool(
                cleaned.get("motivation_finished") and cleaned.get("why")
            )
        return cleaned


class DisabilityForm(TaskForm):
    wants_call = forms.TypedChoiceField(
        label="Souhaitez-vous que le référent handicap vous appelle ?",
        choices=[("oui", "Oui, j’aimerais être appelé"), ("non", "Non")],
        coerce=lambda value: value == "oui",
        widget=forms.RadioSelect,
        help_text="Ne dites pas pourquoi : vous en parlerez ensemble. Seule cette personne voit "
        "votre réponse, et elle ne compte pas dans la décision.",
        error_messages={"required": "Répondez oui ou non."},
    )

    class Meta:
        model = Application
        fields = ["wants_call"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["wants_call"] = {True: "oui", False: "non"}.get(self.instance.wants_call)


class ConsentForm(TaskForm):
    agrees = forms.BooleanField(
        label="J’ai lu ce que le centre fait de mes réponses, et je suis d’accord pour envoyer "
        "mon dossier.",
        error_messages={"required": "Cochez cette case pour pouvoir envoyer votre dossier."},
    )

    class Meta:
        model = Application
        fields = ["keeps_contact"]
        labels = {"keeps_contact": f"Le centre peut me recontacter pendant {KEPT_IN_CONTACT}."}

    field_order = ["agrees", "keeps_contact"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["agrees"] = bool(self.instance.consent_version)

    def apply(self, application, *, now):
        drafts.agree(application, keeps_contact=self.cleaned_data["keeps_contact"], now=now)

    def keep(self, application, *, now):
        """Keeps nothing without the agreement itself."""
        if self.is_valid():
            super().keep(application, now=now)

    @property
    def lost(self):
        return [dict(self.errors) if self.cleaned_data.get("keeps_contact") else {}]


FORMS = {
    tasks.IDENTITY: IdentityForm,
    tasks.GUARDIANS: GuardiansForm,
    tasks.SCHOOLING: SchoolingForm,
    tasks.CONTRACT: ContractForm,
    tasks.STATUS: StatusForm,
    tasks.MOTIVATION: MotivationForm,
    tasks.DISABILITY: DisabilityForm,
    tasks.CONSENT: ConsentForm,
}


class WithdrawForm(Plain):
    reason = forms.CharField(
        label="Pourquoi ?",
        required=False,
        max_length=500,
        widget=Paragraphs(attrs={"rows": 3}),
    )
