"""Reads what an employer says of a contract and of the company, to compute what it costs."""

from catalogue.figures import pay_law
from catalogue.figures.aids import BACCALAUREATE, SMALL, Employer
from catalogue.pay_form.contract import PayForm, choice, tick, whole

SIZES = [("petite", f"Moins de {SMALL} salariés"), ("grande", f"{SMALL} salariés et plus")]
LEVELS = [
    (3, "CAP ou moins (niveau 3)"),
    (4, "Bac (niveau 4)"),
    (5, "Bac + 2 (niveau 5)"),
    (6, "Bac + 3 à bac + 5 (niveaux 6 et 7)"),
]
SHOWN = ("age", "avant", "debut_mois", "debut_annee", "duree", "taille", "niveau_prepare")
MORE = ("contrat", "entree", "qualifie", "minimum", "handicap", "demandeur")


class EmployerForm(PayForm):
    """The same contract, of somebody of whom one knows the age."""

    age = whole("Âge de l’alternant au début du contrat", 10, 80)
    avant = whole("Mois avant ses 18, 21 ou 26 ans", 1, 61)
    taille = choice("Taille de l’entreprise", SIZES)
    niveau_prepare = choice("Diplôme préparé", LEVELS)
    qualifie = tick("L’alternant a un bac pro, ou un diplôme professionnel de ce niveau ou plus")
    handicap = tick("L’alternant est reconnu travailleur handicapé")
    demandeur = tick("L’alternant est demandeur d’emploi")

    is_shared = True
    whose = "ses"

    @property
    def shown(self):
        return [self[name] for name in SHOWN]

    @property
    def more(self):
        return [self[name] for name in MORE]

    @property
    def stays_at_one_age(self):
        """Tells whether the next birthday that raises the pay is left out, for want of a month."""
        return self.cleaned_data["age"] < pay_law.ADULT_AGE and not self.cleaned_data["avant"]

    @property
    def employer(self) -> Employer:
        said = self.cleaned_data
        return Employer(
            is_large=said["taille"] == "grande",
            level=int(said["niveau_prepare"] or BACCALAUREATE),
            for_disabled=said["handicap"],
        )


FREE = tuple(EmployerForm.base_fields)
