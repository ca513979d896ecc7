"""The legal representatives of a minor: one or two people, on one page."""

from datetime import date, datetime

from django import forms
from django.conf import settings

from catalogue.sheet.admission import last_step
from charmilles import typography
from charmilles.mailbox import AddressField, canonical
from enrolment.applications import drafts
from enrolment.forms.elsewhere import SeenForm
from enrolment.forms.words import NameField, PhoneField
from enrolment.models import Application, Guardian

EARLY = (
    f"Un contrat peut commencer jusqu’à {typography.span(settings.SIGNED_BEFORE)} avant le début "
    "de la formation. Vous aurez sans doute moins de dix-huit ans à sa signature"
)
AT_START = "Vous aurez moins de dix-huit ans au début de la formation"
OWN_ADDRESS = (
    "C’est votre adresse : les courriels vous y arrivent déjà. Écrivez la sienne, ou laissez vide."
)
OWN_PHONE = (
    "C’est aussi votre numéro. S’il est bien le sien, appuyez de nouveau sur le bouton ; sinon, "
    "écrivez le sien."
)


class GuardianForm(SeenForm):
    phone = PhoneField(
        label="Téléphone",
        error_messages={"required": "Indiquez son téléphone."},
    )

    email = AddressField(
        label="Adresse électronique",
        required=False,
        help_text="Pour recevoir une copie des courriels importants.",
    )

    # Set once the page has said that the number is the candidate's too.
    told = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Guardian
        fields = ["first_name", "last_name", "relation", "phone", "email"]
        field_classes = dict.fromkeys(["first_name", "last_name", "relation"], NameField)
        labels = {
            "first_name": "Prénom",
            "last_name": "Nom",
            "relation": "Lien avec vous",
        }
        help_texts = {
            "relation": "Mère, père, tutrice, tuteur…",
        }
        error_messages = {
            "first_name": {"required": "Indiquez son prénom."},
            "last_name": {"required": "Indiquez son nom."},
            "relation": {"required": "Indiquez qui est cette personne pour vous."},
        }

    def __init__(self, *args, candidate: Application, **kwargs):
        super().__init__(*args, **kwargs)
        self.candidate = candidate

    def clean_email(self):
        email = self.cleaned_data["email"]
        if email and canonical(email) == self.candidate.mailbox:
            raise forms.ValidationError(OWN_ADDRESS)
        return email

    def clean(self):
        """Notices the candidate's own number, once: a family may have one phone."""
        phone = self.cleaned_data.get("phone")
        is_own = phone and phone == self.candidate.phone and phone != self.instance.phone
        if is_own and not self.data.get(self.add_prefix("told")):
            self.add_error("phone", OWN_PHONE)
            self.to_correct[self.add_prefix("told")] = "1"
        return super().clean()

    def has_changed(self):
        """Whether a box is filled: somebody unchanged is still named, somebody emptied no more.

        Somebody named in another tab is not lost either.
        """
        return self.is_filled or bool(self.changed_elsewhere)

    @property
    def is_filled(self):
        return any(self[name].data for name in self._meta.fields)

    @property
    def person(self):
        """What was typed when it is right, else what was known; None for nobody."""
        names = self._meta.fields
        if self.is_valid():
            return {name: self.cleaned_data[name] for name in names} if self.is_filled else None
        return {name: self.initial[name] for name in names} if self.instance.pk else None


class GuardiansForm:
    """One or two representatives: the first is required, the second as soon as a box is filled.

    It takes `today` like the form of any task, and has no use for it.
    """

    page = "enrolment/draft/guardians.html"

    def __init__(self, data=None, *, instance: Application, today: date):
        self.signed = last_step(instance.programme).signed
        self.reason = EARLY if instance.may_sign_contract() else AT_START
        known = [*instance.guardians.all(), None, None][:2]
        self.parts = [
            GuardianForm(
                data,
                instance=guardian,
                candidate=instance,
                prefix=f"p{rank}",
                empty_permitted=rank == 2,
                use_required_attribute=False,
            )
            for rank, guardian in enumerate(known, start=1)
        ]

    def is_valid(self):
        return all(part.is_valid() for part in self.parts)

    @property
    def lost(self):
        """Somebody half named is not kept: what is missing is an error too."""
        return [dict(part.errors) if part.has_changed() else {} for part in self.parts]

    @property
    def people(self):
        return [part.person for part in self.parts if part.person]

    def apply(self, application: Application, *, now: datetime) -> None:
        drafts.save_guardians(application, self.people, now=now)

    def keep(self, application: Application, *, now: datetime) -> None:
        """Keeps who is rightly named; nobody named changes nothing."""
        if self.people:
            drafts.save_guardians(application, self.people, now=now)
