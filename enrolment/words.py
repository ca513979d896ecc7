"""A file told back to its author: what was answered, and what happens now."""

from datetime import date

from charmilles import typography
from enrolment import documents, dossier
from enrolment.models import Application, Document, Status

EXPECTATIONS = {
    Status.SUBMITTED: "Le centre lit votre dossier. Vous n’avez rien à faire : vous recevrez un "
    "courriel à chaque étape.",
    Status.WAITING_DOCUMENTS: "Le centre attend des documents de votre part. Le courriel reçu dit "
    "lesquels.",
    Status.TO_BOOK: "Votre dossier est retenu : le centre va convenir avec vous d’un entretien de "
    "motivation.",
    Status.BOOKED: "Votre entretien est prévu. Préparez deux ou trois questions sur le métier.",
    Status.INTERVIEWED: "L’entretien est passé. Le centre vous donnera sa réponse par courriel.",
    Status.ADMISSIBLE: "Vous êtes admissible. Votre place est définitive quand le contrat avec une "
    "entreprise est signé.",
    Status.WAITING_LIST: "La promotion est complète. Si une place se libère, le centre vous "
    "appelle dans l’ordre de la liste.",
    Status.OFFERED: "Une place s’est libérée pour vous. Acceptez-la avant la date indiquée : sans "
    "réponse, elle sera proposée à la personne suivante.",
    Status.ADMITTED: "Vous êtes admis. Bienvenue !",
    Status.DECLINED: "Votre candidature n’a pas été retenue. La personne qui suit la formation "
    "peut vous dire pourquoi et vous conseiller.",
    Status.WITHDRAWN: "Vous avez retiré cette candidature. Vous pouvez en commencer une autre.",
}


def summary(application: Application, *, today: date) -> list[tuple[str, str, list]]:
    """(title, slug, [(question, answer)]) for each task, in its order; a blank answer is empty."""
    return [
        (task.title, task.slug, _answers(application, task, today))
        for task in dossier.tasks(application, today=today)
    ]


def _answers(application, task, today):
    if task is dossier.DOCUMENTS:
        asked = documents.asked(application, today=today)
        return [(kind.title, document_state(document)) for kind, document in asked]
    return _ANSWERS[task.slug](application)


def document_state(document) -> str:
    """What became of a document, as a line to read; blank when nothing was sent."""
    if document is None:
        return ""
    if document.application.status == Status.DRAFT and document.state == Document.State.SENT:
        return document.name
    return " · ".join(filter(None, [document.name, document.get_state_display()]))


def _identity(a):
    return [
        ("Prénom et nom", a.full_name),
        ("Date de naissance", typography.day(a.birth_date) if a.birth_date else ""),
        ("Téléphone", typography.phone(a.phone) if a.phone else ""),
        ("Adresse électronique", a.email),
    ]


def _guardians(a):
    answers = []
    for person in a.guardians.all():
        reach = " · ".join(filter(None, [typography.phone(person.phone), person.email]))
        answers += [(person.relation, f"{person}, {reach}")]
    return answers


def _schooling(a):
    return [
        ("En ce moment", a.get_situation_display()),
        ("Classe", a.last_class),
        ("Diplôme le plus élevé", a.get_diploma_display()),
    ]


def _contract(a):
    return [
        ("Contrat", a.get_contract_display()),
        ("Entreprise", a.get_search_display()),
        ("Nom de l’entreprise", a.company),
    ]


def _motivation(a):
    return [
        ("Pourquoi cette formation", a.why),
        ("Ce que vous avez déjà fait", a.strengths),
        ("L’alternance", a.rhythm),
    ]


def _disability(a):
    return [("Appel du référent handicap", "Oui" if a.wants_call else "Non")]


def _consent(a):
    return [
        ("Accord donné", typography.day(a.consented_at.date()) if a.consented_at else ""),
        ("Peut être recontacté", "Oui" if a.keeps_contact else "Non"),
    ]


_ANSWERS = {
    "vous": _identity,
    "representants": _guardians,
    "parcours": _schooling,
    "contrat": _contract,
    "motivation": _motivation,
    "handicap": _disability,
    "accord": _consent,
}
