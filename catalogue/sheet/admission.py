"""Words the last step of an admission: a contract with a company, or the centre's word.

The page, the papers, the application and its letters all take these words, so that none of them
speaks of a contract to learners who sign none.
"""

from typing import NamedTuple

from catalogue.models import Admission, Programme


class LastStep(NamedTuple):
    lead: str  # a step of the brochure: in bold, then the rest of the line
    rest: str
    when: str  # ends « L’admission est définitive … »
    to_come: str  # a line of the steps still to come
    done: str  # the same, once past
    signed: str  # « Votre contrat sera signé », by a minor's representative too
    signs: bool  # whether some learners sign a contract with a company

    @property
    def sentence(self):
        """Says when an admission is final, and offers help where a company is needed."""
        search = " Vous cherchez encore une entreprise ? Le centre peut vous aider."
        return f"Votre admission est définitive {self.when}.{search if self.signs else ''}"


LAST_STEPS = {
    Admission.CONTRACT: LastStep(
        lead="Contrat signé",
        rest="avec une entreprise : admission définitive, s’il reste des places.",
        when="quand un contrat avec une entreprise est signé",
        to_come="La signature du contrat avec l’entreprise : l’admission est définitive",
        done="Contrat signé, admission définitive",
        signed="votre contrat sera signé",
        signs=True,
    ),
    Admission.EITHER: LastStep(
        lead="Contrat signé",
        rest="ou, sans contrat, accord du centre : admission, s’il reste des places.",
        when="quand un contrat avec une entreprise est signé ou, sans contrat, quand le centre la "
        "confirme",
        to_come="La signature du contrat avec l’entreprise ou, sans contrat, la confirmation du "
        "centre : l’admission est définitive",
        done="Admission définitive",
        signed="votre contrat ou votre inscription sera signé",
        signs=True,
    ),
    Admission.CENTRE: LastStep(
        lead="Réponse du centre",
        rest="après l’entretien : admission, s’il reste des places.",
        when="quand le centre la confirme",
        to_come="La confirmation du centre : l’admission est définitive",
        done="Admission définitive",
        signed="votre inscription sera signée",
        signs=False,
    ),
}


def last_step(programme: Programme) -> LastStep:
    return LAST_STEPS[programme.admission]


def concerns_parents(programme: Programme) -> bool:
    """Tells whether minors may come: by an application, or by a contract whose pay is the law's."""
    return programme.takes_applications or any(one.pay_law for one in programme.statuses.all())
