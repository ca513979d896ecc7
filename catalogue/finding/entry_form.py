"""Reads what visitors say of themselves to know where they may enter.

The diploma, the contract and the domain have few values, in addresses that are kept. The age and
the month are free ones of a public page (charmilles.pages): nobody keeps them.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django import forms

from catalogue.figures.pay_ages import shift
from catalogue.finding.facets import HELD
from catalogue.finding.text import FORMER_LEVELS
from catalogue.models import Domain, EntryLevel, LearnerStatus
from catalogue.sheet.advice import Asked
from charmilles import typography

KEPT = ("avec", "contrat", "domaine")
FREE = ("age", "debut")
MONTHS = 24  # ahead
FORMER = {level: roman.upper() for roman, level in FORMER_LEVELS.items()}
AGE = "Votre âge : écrivez un nombre de 10 à 99, ou laissez vide."


def _named(level: EntryLevel, label: str) -> str:
    """Adds the number of a level, and the one it had before 2019, which older diplomas print."""
    known = level in FORMER
    return f"{label} (niveau {level.value}, autrefois {FORMER[level]})" if known else label


DIPLOMAS = [(value, _named(level, label)) for level, (value, label) in HELD.items()]
LEVELS = {value: level for level, (value, _) in HELD.items()}


def _choice(label, choices, *, first, required=False, help_text=""):
    said = f"{label} : choisissez dans la liste."
    return forms.ChoiceField(
        label=label,
        choices=[("", first), *((value, typography.french(name)) for value, name in choices)],
        required=required,
        error_messages=dict.fromkeys(("required", "invalid_choice"), said),
        help_text=help_text,
    )


class EntryForm(forms.Form):
    """What one has, one's age, the contract sought, and from when one is free."""

    def __init__(
        self,
        data=None,
        *,
        on: date,
        statuses: Iterable[LearnerStatus] = (),
        domains: Iterable[Domain] = (),
        needed: Collection[str] = ("level", "age"),
    ):
        super().__init__(data)
        self.statuses = {status.code: status for status in statuses}
        if "level" in needed:
            self.fields["avec"] = _choice(
                "Ce que j’ai aujourd’hui", DIPLOMAS, first="Choisissez", required=True
            )
        if "age" in needed:
            self.fields["age"] = _age()
        if len(self.statuses) > 1:
            names = [(code, status.name) for code, status in self.statuses.items()]
            self.fields["contrat"] = _choice("Contrat ou statut", names, first="Peu importe")
        self.fields["debut"] = _choice(
            "Je peux commencer à partir de", _months(on), first="Dès que possible"
        )
        if places := [(domain.slug, domain.name) for domain in domains]:
            self.fields["domaine"] = _choice("Domaine", places, first="Tous")

    def known(self, given: dict[str, str]) -> dict[str, str]:
        """Keeps of an address the choices that this form offers, in the order of the form."""
        return {
            name: given[name]
            for name, field in self.fields.items()
            if name in KEPT and given.get(name) and field.valid_value(given[name])
        }

    @property
    def needs_nothing(self):
        """Tells whether there is an answer before anything is asked."""
        return "avec" not in self.fields

    @property
    def asked(self) -> Asked:
        said = self.cleaned_data
        return Asked(
            level=LEVELS.get(said.get("avec")),
            age=said.get("age"),
            status=self.statuses.get(said.get("contrat")),
            since=date.fromisoformat(f"{said['debut']}-01") if said["debut"] else None,
        )


def _age():
    return forms.IntegerField(
        label="Mon âge, le premier jour de la formation",
        min_value=10,
        max_value=99,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), AGE),
        help_text="Il n’est gardé nulle part.",
        widget=forms.TextInput({"inputmode": "numeric", "size": 4, "autocomplete": "off"}),
    )


def _months(on):
    ahead = (shift(on.replace(day=1), months) for months in range(1, MONTHS + 1))
    return [(f"{month:%Y-%m}", typography.known_date(month, "month")) for month in ahead]
