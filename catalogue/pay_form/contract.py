"""Reads what a visitor says of a contract, in the address of the page, to compute its pay.

Nothing typed here is kept: the fields are `free` ones of a public page (charmilles.pages).
"""

import re
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.text import capfirst

from catalogue.figures import pay_law
from catalogue.figures.pay_ages import Age, age_on, born_in, last_day, shift
from catalogue.figures.pay_contract import (
    Contract,
    Extension,
    Kind,
    Previous,
    Reason,
    SameLevel,
    Situation,
)
from catalogue.models import LearnerStatus
from charmilles import typography

MONTH_CHOICES = [("", "Mois"), *MONTHS.items()]
PERCENTS = sorted({percent for year in pay_law.GRID.values() for percent in year.values()})
SAME, OTHER, LICENCE = "meme", "autre", "licence"
FOUR_DIGITS = "Année de naissance : écrivez ses quatre chiffres, comme 2009."
FIRST_YEAR = 2019  # of the grid
AHEAD = 5  # years
LIFE = 80  # years
# What the address may leave out: a programme, or the calendar, says it (pay_defaults).
COMPLETED = ("contrat", "debut_mois", "debut_annee", "duree", "entree")
# What says too much of somebody to be in an address that one shows to others.
PERSONAL = ("handicap", "allocation")


def tick(label, help_text=""):
    return forms.BooleanField(label=label, required=False, help_text=help_text)


def whole(label, least, most, *, sentence=""):
    """Makes a field of a whole number; one sentence says what to write, whatever is wrong."""
    said = sentence or f"{label} : écrivez un nombre de {least} à {most}."
    errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), said)
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        required=False,
        error_messages=errors,
        widget=forms.TextInput({"inputmode": "numeric"}),  # a number box would lose « abc »
    )


class Euros(forms.DecimalField):
    """Reads « 1 900,50 € » as people write it."""

    def to_python(self, value):
        return super().to_python(re.sub(r"[\s€]", "", value) if value else value)


def euros(label, help_text=""):
    said = f"{label} : écrivez un montant en euros, comme 1900 ou 1900,50."
    errors = dict.fromkeys(
        ("invalid", "min_value", "max_value", "max_digits", "max_whole_digits"), said
    )
    errors["max_decimal_places"] = said
    return Euros(
        label=label,
        min_value=0,
        max_value=20_000,
        decimal_places=2,
        required=False,
        localize=True,
        error_messages=errors,
        help_text=help_text,
        widget=forms.TextInput({"inputmode": "decimal"}),
    )


def choice(label, choices, *, sentence="", help_text=""):
    said = sentence or f"{label} : choisissez dans la liste."
    errors = dict.fromkeys(("required", "invalid_choice"), said)
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        error_messages=errors,
        help_text=help_text,
    )


class PayForm(forms.Form):
    """A contract as visitors know it; `contract` makes what the engine needs."""

    whose = "vos"  # birthdays, in the answer

    mois = choice("Mois de naissance", MONTH_CHOICES, sentence="Choisissez un mois de naissance.")
    annee = whole("Année de naissance", 1900, 2100, sentence=FOUR_DIGITS)
    age = whole("Âge au début du contrat", 10, LIFE)
    avant = whole("Mois avant la tranche d’âge suivante", 1, 61)

    contrat = choice("Contrat", [(law.value, capfirst(law.label)) for law in LearnerStatus.Law])
    debut_mois = choice("Mois du début", MONTH_CHOICES)
    debut_annee = whole("Année du début", FIRST_YEAR, 2100)
    duree = whole("Durée du contrat, en mois", 1, 60)

    debut_jour = whole("Jour du début", 1, 31)
    entree = choice(
        "Année du cycle à l’entrée",
        [(1, "1re année"), (2, "2e année"), (3, "3e année")],
        help_text="2e pour un contrat de deux ans dans un cycle de trois.",
    )
    diplome = choice(
        "Diplôme préparé", [("", "Autre diplôme ou titre"), (LICENCE, "Licence professionnelle")]
    )
    qualifie = tick(
        "J’ai un bac pro, ou un titre ou diplôme professionnel de ce niveau ou plus",
        "Pour le contrat de professionnalisation. Un bac technologique ne compte pas ici : la loi "
        "ne le nomme pas, l’employeur peut le compter.",
    )
    minimum = euros("Minimum de la convention collective, brut par mois", "Compte dès 21 ans.")
    ancien = tick("Contrat signé avant le 1er mars 2025")
    precedent = choice(
        "Diplôme obtenu par un contrat d’apprentissage, avant celui-ci",
        [("", "Non"), (SAME, "Oui, chez le même employeur"), (OTHER, "Oui, chez un autre")],
    )
    taux = choice(
        "Taux de sa dernière année",
        [
            ("", "Je ne sais pas"),
            *((str(percent), f"{typography.percent(percent)} du SMIC") for percent in PERCENTS),
        ],
    )
    recu = euros("Salaire brut de sa dernière année", "Par mois, chez le même employeur.")
    niveau = choice(
        "Diplôme du même niveau déjà obtenu, en rapport direct",
        [("", "Non"), (1, "Oui, en 1 an"), (2, "Oui, en 2 ans"), (3, "Oui, en 3 ans")],
        help_text="Pour un contrat d’un an au plus : 15 points de plus.",
    )
    prolongation = whole("Prolongation, en mois", 1, 12)
    motif = choice(
        "Motif de la prolongation",
        [(Reason.FAILURE.value, "Échec à l’examen"), (Reason.DISABILITY.value, "Handicap")],
    )
    college = tick("J’ai 15 ans et j’ai fini le collège")
    superieur = tick("Je prépare un diplôme supérieur, moins d’un an après un contrat")
    rupture = tick("Mon contrat a été rompu sans que j’en sois la cause, depuis moins d’un an")
    handicap = tick("Je suis reconnu travailleur handicapé")
    entreprise = tick("Le diplôme est nécessaire à mon projet d’entreprise")
    sportif = tick("Je suis sportif de haut niveau")
    demandeur = tick("Je suis demandeur d’emploi")
    allocation = tick("Je touche le RSA, l’ASS ou l’AAH")

    def __init__(self, data=None, *, initial, on: date):
        """Completes what the address does not say with what is known of the programme."""
        given = data if data is None else {name: str(v) for name, v in initial.items()} | data
        super().__init__(given, initial=initial)
        self.on = on
        asked = ("age",) if self.is_shared else ("mois", "annee")
        for name in (*asked, *COMPLETED):
            self.fields[name].required = True

    @property
    def is_shared(self):
        """Tells whether the address says an age rather than a date of birth."""
        return "age" in self.data and "annee" not in self.data

    def clean_annee(self):
        year = self.cleaned_data["annee"]
        if year and not self.on.year - LIFE <= year <= self.on.year:
            raise ValidationError(FOUR_DIGITS)
        return year

    def clean_debut_annee(self):
        year = self.cleaned_data["debut_annee"]
        if year and year > self.on.year + AHEAD:
            raise ValidationError(f"Année du début : {self.on.year + AHEAD} au plus tard.")
        return year

    @property
    def contract(self) -> Contract:
        """Makes the contract of a valid form."""
        said, starts = self.cleaned_data, self._starts()
        ends = last_day(starts, said["duree"])
        return Contract(
            age=self._age(starts),
            starts=starts,
            ends=ends,
            kind=Kind(said["contrat"]),
            concluded=date(2025, 2, 28) if said["ancien"] else None,
            situations=frozenset(one for one in Situation if said[one.value]),
            conventional=said["minimum"] or Decimal(0),
            entry_year=int(said["entree"]),
            is_vocational_licence=said["diplome"] == LICENCE,
            previous=self._previous(),
            same_level=SameLevel(years_done=int(said["niveau"])) if said["niveau"] else None,
            extension=self._extension(ends),
            is_qualified=said["qualifie"],
        )

    def _starts(self):
        said = self.cleaned_data
        month = date(said["debut_annee"], int(said["debut_mois"]), 1)
        day = min(said["debut_jour"] or 1, (shift(month, 1) - month).days)
        return month.replace(day=day)

    def _age(self, starts):
        said = self.cleaned_data
        if self.is_shared:
            return Age(said["age"], said["avant"])
        return age_on(starts, birth=born_in(said["annee"], int(said["mois"])))

    def _previous(self):
        said = self.cleaned_data
        if not said["precedent"]:
            return None
        return Previous(
            same_employer=said["precedent"] == SAME,
            diploma_obtained=True,
            percent=Decimal(said["taux"] or 0),
            received=said["recu"] or Decimal(0),
        )

    def _extension(self, ends):
        said = self.cleaned_data
        if not said["prolongation"]:
            return None
        reason = Reason(said["motif"] or Reason.FAILURE)
        return Extension(until=shift(ends, said["prolongation"]), reason=reason)

    # How it is shown

    @property
    def more(self):
        """Lists the fields that are folded: those that most people leave as they are."""
        names = list(self.fields)
        return [self[name] for name in ["contrat", *names[names.index("duree") :]]]

    @property
    def has_more(self):
        """Tells whether a folded field has something to read: an error."""
        return any(field.errors for field in self.more)

    # What others may see

    @property
    def may_be_shared(self):
        return not any(self.cleaned_data[name] for name in PERSONAL)

    def shared(self, age: Age) -> dict[str, str]:
        """Returns the parameters that compute the same without a date of birth."""
        hidden = {"mois", "annee", "age", "avant"}
        typed = {name: value for name, value in self.data.items() if name in self.fields}
        said = {name: value for name, value in typed.items() if value and name not in hidden}
        before = {"avant": str(age.months_to_next)} if age.months_to_next else {}
        return {"age": str(age.years), **before, **said}


FREE = tuple(PayForm.base_fields)
