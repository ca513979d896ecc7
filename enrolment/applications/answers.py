"""Gives the texts that show candidates their application: answers, past steps, what comes next."""

from datetime import date

from catalogue.sheet import channels
from catalogue.sheet.admission import LastStep
from catalogue.sheet.entry import age_refused
from charmilles import typography
from enrolment.applications import tasks
from enrolment.applications.asked import documents_asked
from enrolment.models import Application, Document, DocumentKind, Status, Transition, age
from enrolment.workflow import Actor

EXPECTATIONS = {
    Status.SUBMITTED: "Le centre lit votre dossier. Vous recevrez un courriel à chaque étape.",
    Status.WAITING_DOCUMENTS: "Le centre attend des documents de votre part. Le dernier courriel, "
    "ci-dessous, dit lesquels. Une photo nette suffit.",
    Status.TO_BOOK: "Votre dossier est retenu pour un entretien de motivation. Choisissez le jour "
    "et l’heure.",
    Status.BOOKED: "Votre entretien est prévu. Préparez deux ou trois questions sur le métier.",
    Status.INTERVIEWED: "L’entretien est passé. Le centre vous donnera sa réponse par courriel.",
    Status.ADMISSIBLE: "Vous êtes admissible.",
    Status.WAITING_LIST: "Toutes les places sont prises. Dès qu’une place se libère, elle est "
    "proposée dans l’ordre de la liste, et vous recevez un courriel.",
    Status.OFFERED: "Une place s’est libérée pour vous. Sans réponse avant la date indiquée, elle "
    "sera proposée à la personne suivante.",
    Status.ADMITTED: "Vous êtes admis. Bienvenue !",
    Status.DECLINED: "Votre candidature n’a pas été retenue. La personne qui suit la formation "
    "peut vous dire pourquoi et vous conseiller.",
    Status.WITHDRAWN: "Vous avez retiré cette candidature. Vous pouvez en commencer une autre.",
}
ACTOR_SENTENCES = {
    Actor.CANDIDATE: "C’est à vous d’agir.",
    Actor.CENTRE: "C’est au centre d’agir : vous n’avez rien à faire.",
    Actor.NOBODY: "",
}

_BOOK = "Vous choisissez un jour pour l’entretien de motivation"
_MEET = "L’entretien de motivation"
_ANSWER = "La réponse du centre"
COMING = {  # then the last step, which depends on the programme
    Status.SUBMITTED: (_BOOK, _MEET, _ANSWER),
    Status.WAITING_DOCUMENTS: ("Le centre lit vos documents", _BOOK, _MEET, _ANSWER),
    Status.TO_BOOK: (_MEET, _ANSWER),
    Status.BOOKED: (_MEET, _ANSWER),
    Status.INTERVIEWED: (_ANSWER,),
    Status.WAITING_LIST: ("Une place libre vous est proposée, à accepter dans le délai",),
    Status.OFFERED: ("Vous acceptez la place",),
    Status.ADMISSIBLE: (),
}
PAST = {
    Status.SUBMITTED: "Candidature envoyée",
    Status.WAITING_DOCUMENTS: "Documents demandés",
    Status.TO_BOOK: "Invitation à un entretien",
    Status.BOOKED: "Entretien réservé",
    Status.INTERVIEWED: "Entretien passé",
    Status.ADMISSIBLE: "Admissible",
    Status.WAITING_LIST: "Sur liste d’attente",
    Status.OFFERED: "Une place proposée",
    Status.DECLINED: "Candidature non retenue",
    Status.WITHDRAWN: "Candidature retirée",
}
_RETURNS = {
    (Status.WAITING_DOCUMENTS, Status.SUBMITTED): "Documents complets",
    (Status.DECLINED, Status.SUBMITTED): "Dossier rouvert",
    (Status.WITHDRAWN, Status.SUBMITTED): "Dossier rouvert",
    (Status.BOOKED, Status.TO_BOOK): "Entretien annulé, à réserver de nouveau",
    (Status.INTERVIEWED, Status.TO_BOOK): "Second entretien proposé",
    (Status.OFFERED, Status.WAITING_LIST): "Place laissée à la personne suivante",
    (Status.OFFERED, Status.ADMISSIBLE): "Place acceptée",
}


def expectation(status: Status, last: LastStep) -> str:
    """Says what the candidate may expect now; an admissible one, what makes it final."""
    said = EXPECTATIONS[status]
    return f"{said} {last.sentence}" if status == Status.ADMISSIBLE else said


def coming(status: Status, last: LastStep) -> tuple[str, ...]:
    return (*COMING[status], last.to_come) if status in COMING else ()


def step(transition: Transition, last: LastStep) -> str:
    """Gives the title of a past step. Joining an intake changes no status: its reason tells it."""
    if transition.before == transition.after:
        return "Votre dossier"
    pair = transition.before, transition.after
    return _RETURNS.get(pair) or (PAST | {Status.ADMITTED: last.done})[transition.after]


def hints(application: Application, *, today: date) -> list[tuple[str, str]]:
    """Gives (advice, slug of the task) pairs, shown before sending. None of them blocks it."""
    age_asked, elsewhere = _age_asked(application, today), _elsewhere(application)
    advice = {
        ("vous", age_asked): bool(age_asked),
        **{(task.slug, elsewhere): bool(elsewhere) for task in tasks.status_tasks(application)},
        ("parcours", entry_level(application)): application.is_below_entry_level(),
        ("contrat", "Vous avez trouvé une entreprise : son nom nous aiderait à la contacter."): (
            application.search == Application.Search.FOUND and not application.company
        ),
        ("motivation", "Dire ce que vous avez déjà fait aide à préparer l’entretien."): (
            not application.strengths
        ),
        ("motivation", "Dire comment vous voyez l’alternance aide à préparer l’entretien."): (
            not application.rhythm and application.may_sign_contract()
        ),
        (
            "representants",
            "Sans adresse électronique, vos représentants ne recevront pas de copie des courriels.",
        ): (
            application.is_minor(today=today)
            and not any(person.email for person in application.guardians.all())
        ),
    }
    return [(sentence, slug) for (slug, sentence), is_due in advice.items() if is_due]


def entry_level(application: Application) -> str:
    """Tells a candidate the usual level of entry, and that the centre decides; "" if not known."""
    level = application.usual_level
    if not level:
        return ""
    return (
        f"Cette formation se suit d’habitude {level.label}. Vous pouvez candidater : le centre "
        "regarde tout le parcours, et vous conseillera si une autre entrée vous convient mieux."
    )


def _age_asked(application, today):
    """Tells a candidate too young, or too old, on the first day what is asked; "" to others."""
    born = application.birth_date
    years = age(born, on=application.starts_on(today=today)) if born else None
    asked = (
        ""
        if years is None
        else age_refused(application.programme, years, status=application.learner_status)
    )
    if not asked:
        return ""
    return f"Au premier jour, la formation demande : {asked}. Le centre vous dira quoi faire."


def _elsewhere(application):
    """Tells a candidate whose status applies in another way which one; "" to others."""
    status = application.learner_status
    ways = channels.elsewhere(application.programme, status)
    names = typography.enumeration([way.name for way in ways], "ou")
    return f"Pour le statut « {status} », l’inscription se fait par : {names}." if names else ""


def summary(application: Application, *, today: date) -> list[tuple[str, str, list]]:
    """Gives (title, slug, [(question, answer)]) for each task, in order; no answer gives ""."""
    return [
        (task.title, task.slug, _answers(application, task, today))
        for task in tasks.tasks_of(application, today=today)
    ]


def _answers(application, task, today):
    if task is tasks.DOCUMENTS:
        pairs = documents_asked(application, today=today)
        return [(kind.title, document_state(kind, document)) for kind, document in pairs]
    return _ANSWERS[task.slug](application)


def document_state(kind, document) -> str:
    """Gives the name and state of a document on one line; nothing if it was not sent yet."""
    if document is None:
        return "Plus tard" if kind.need == DocumentKind.Need.LATER else ""
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
        contact = " · ".join(filter(None, [typography.phone(person.phone), person.email]))
        answers += [(person.relation, f"{person}, {contact}")]
    return answers


def _schooling(a):
    return [
        ("En ce moment", a.get_situation_display()),
        ("Classe", a.last_class),
        ("Diplôme le plus élevé", a.get_diploma_display()),
    ]


def _contract(a):
    company = [("Entreprise", a.get_search_display()), ("Nom de l’entreprise", a.company)]
    return [("Contrat", a.status_wished), *(company if a.may_sign_contract() else [])]


def _status(a):
    return [("Statut", a.status_wished)]


def _motivation(a):
    rhythm = [("L’alternance", a.rhythm)] if a.rhythm or a.may_sign_contract() else []
    return [
        ("Pourquoi cette formation", a.why),
        ("Ce que vous avez déjà fait", a.strengths),
        *rhythm,
    ]


def _disability(a):
    return [("Appel du référent handicap", "Oui" if a.wants_call else "Non")]


def _consent(a):
    return [
        ("Accord donné", typography.day(a.consented_at) if a.consented_at else ""),
        ("Peut être recontacté", "Oui" if a.keeps_contact else "Non"),
    ]


_ANSWERS = {
    "vous": _identity,
    "representants": _guardians,
    "parcours": _schooling,
    "contrat": _contract,
    "statut": _status,
    "motivation": _motivation,
    "handicap": _disability,
    "accord": _consent,
}
