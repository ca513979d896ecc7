"""Says at which ages the law lets one start a work-study contract, and what it asks at the others.

Code du travail, in its state of 27 March 2026 (domain notes, 5.7 and 5.11). Standard library only.
"""

from catalogue.figures import pay_law as law
from catalogue.figures.entry import Answer
from catalogue.figures.pay_law import Rule

Judged = tuple[Answer, Rule]

USUAL = Rule("L6222-1", f"de {law.YOUNGEST} à {law.OLDEST} ans, sauf exceptions")
AFTER_COLLEGE = Rule("L6222-1", "à 15 ans, le collège fini (la classe de troisième)")
TOO_YOUNG = Rule("L6222-1", "16 ans, ou 15 ans le collège fini")
NO_LIMIT = (
    "reconnaissance de travailleur handicapé, création ou reprise d’une entreprise pour laquelle "
    "ce diplôme est nécessaire, sport de haut niveau"
)
LATER = Rule(
    "L6222-2 et D6222-1",
    f"après {law.OLDEST} ans, l’un de ces cas : diplôme supérieur à celui d’un contrat "
    "d’apprentissage fini depuis moins d’un an, contrat rompu depuis moins d’un an sans que "
    f"l’apprenti en soit la cause ou pour une inaptitude temporaire, {NO_LIMIT}",
)
LATE = Rule("L6222-2", f"après {law.OLDEST_WITH_LIMIT} ans, l’un de ces cas : {NO_LIMIT}")

USUAL_PRO = Rule("L6325-1", f"de {law.YOUNGEST_PRO} à {law.OLDEST_PRO} ans")
TOO_YOUNG_PRO = Rule("L6325-1", f"{law.YOUNGEST_PRO} ans au moins")
ADULT_PRO = Rule(
    "L6325-1",
    f"après {law.OLDEST_PRO} ans, être demandeur d’emploi, toucher le RSA, l’ASS ou l’AAH, ou "
    "sortir d’un contrat aidé",
)
USUAL_OR_ADULT = Rule("L6325-1", f"{USUAL_PRO.sentence} ; {ADULT_PRO.sentence}")


def apprenticeship(age: int | None, *, has_finished_college: bool) -> Judged:
    """Judges an age on the first day of a contract of apprenticeship; None is not said."""
    if age is None:
        return Answer.IF, USUAL
    if age < law.YOUNGEST_AFTER_COLLEGE:
        return Answer.NO, TOO_YOUNG
    if age < law.YOUNGEST:
        return (Answer.YES if has_finished_college else Answer.IF), AFTER_COLLEGE
    if age <= law.OLDEST:
        return Answer.YES, USUAL
    return Answer.IF, LATER if age <= law.OLDEST_WITH_LIMIT else LATE


def professionalisation(age: int | None) -> Judged:
    """Judges an age on the first day of a contract of professionalisation; None is not said."""
    if age is None:
        return Answer.IF, USUAL_OR_ADULT
    if age < law.YOUNGEST_PRO:
        return Answer.NO, TOO_YOUNG_PRO
    if age <= law.OLDEST_PRO:
        return Answer.YES, USUAL_PRO
    return Answer.IF, ADULT_PRO
