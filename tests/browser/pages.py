"""Every page that the browser tests open. A new page of the site is added here, nowhere else."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    name: str
    path: str  # {…}: the number of a row, see conftest.numbers
    status: int = 200
    staff: bool = False
    candidate: bool = False  # of the person that contents.py makes
    cookies: frozenset[str] = frozenset()  # a page with a form protects it with one

    def __str__(self):
        return self.name


FORM = frozenset({"csrftoken"})

PUBLIC = [
    Page("accueil", "/"),
    Page("formations", "/formations/"),
    Page("fiche", "/formations/bac-pro-agora/"),
    Page("fiche courte", "/formations/bts-gestion-pme/"),
    Page("éditions", "/formations/bac-pro-agora/editions/"),
    Page("édition dépassée", "/formations/bac-pro-agora/editions/1/"),
    Page("édition en vigueur", "/formations/bac-pro-agora/editions/2/"),
    Page("accessibilité", "/accessibilite/"),
    Page("mentions légales", "/mentions-legales/"),
    Page("données personnelles", "/donnees-personnelles/"),
    Page("candidature : début", "/candidature/bac-pro-agora/", cookies=FORM),
    Page("candidature : reprise", "/candidature/", cookies=FORM),
    Page("candidature : code", "/candidature/code/", cookies=FORM),
    Page("introuvable", "/nulle-part/", status=404),
    Page("retirée", "/formations/formation-retiree/", status=410),
    Page("panne", "/panne/", status=500),  # of urls.py
]


def own(name, path="", form=True, status=200):
    """A page of the files that contents.py makes: {draft}, {ready} to be sent, and {sent}."""
    cookies = FORM if form else frozenset()
    return Page(name, f"/candidature/dossier/{path}", status, candidate=True, cookies=cookies)


CANDIDATE = [
    own("mes dossiers"),
    own("dossier : parties", "{draft}/", form=False),
    own("dossier : parcours", "{draft}/parcours/"),
    own("dossier : documents", "{draft}/documents/"),
    own("dossier : à vérifier", "{ready}/verifier/"),
    own("dossier : abandon", "{draft}/retirer/"),
    own("dossier envoyé", "{sent}/", form=False),
    own("dossier envoyé : documents", "{sent}/documents/"),
    own("dossier envoyé : place proposée", "{offered}/place/"),
    own("dossier envoyé : réponse attendue", "{offered}/", form=False),
    own("dossier envoyé : retrait", "{sent}/retirer/"),
    own("entretien : comment", "{choosing}/entretien/"),
    own("entretien : quand", "{choosing}/entretien/quand/?mode=site"),
    own("entretien : à vérifier", "{choosing}/entretien/verifier/?creneau={free}"),
    own(
        "entretien : créneau pris",
        "{robbed}/entretien/verifier/?creneau={stolen}",
        form=False,
        status=409,
    ),
    own("entretien : aucun créneau", "{nothing_free}/entretien/"),
    own("entretien : créneau gardé", "{held}/entretien/"),
    own("entretien : rien à réserver", "{met}/entretien/", form=False),
    own("entretien : réservé", "{booked}/entretien/", form=False),
    own("entretien : fiche", "{booked}/entretien/fiche/", form=False),
    own("entretien : autre créneau", "{booked}/entretien/quand/?mode=site"),
    own("entretien : annuler", "{booked}/entretien/annuler/"),
    Page("rappel : confirmer", "/candidature/entretien/{reminder}/confirmer/", cookies=FORM),
    Page("rappel : lien passé", "/candidature/entretien/x/", status=410),
    own("mes données", "{sent}/donnees/", form=False),
    own("dossier : effacer", "{sent}/effacer/"),
]


def desk(name, path, status=200):
    """A page of the rows that desk.py makes."""
    return Page(f"gestion : {name}", f"/gestion/enrolment/{path}", status, staff=True)


STAFF = [
    Page("gestion : connexion", "/gestion/login/"),
    Page("gestion : sommaire", "/gestion/", staff=True),
    Page("gestion : liste", "/gestion/catalogue/programme/", staff=True),
    Page("gestion : fiche", "/gestion/catalogue/programme/{programme}/change/", staff=True),
    Page("gestion : suppression", "/gestion/catalogue/unit/{unit}/delete/", staff=True),
    Page("gestion : historique", "/gestion/catalogue/programme/{programme}/history/", staff=True),
    Page("gestion : nouvelle section", "/gestion/catalogue/section/add/", staff=True),
    Page("gestion : documents", "/gestion/enrolment/document/dossier/{application}/", staff=True),
    Page("gestion : document demandé", "/gestion/enrolment/documentkind/add/", staff=True),
    Page("gestion : unité", "/gestion/catalogue/unit/{unit}/change/", staff=True),
    desk("personne qui reçoit", "interviewer/{interviewer}/change/"),
    desk("disponibilité", "availability/{availability}/change/"),
    desk("nouvelle fermeture", "closure/add/"),
    desk("créneaux", "slot/"),
    desk("créneau", "slot/{slot}/change/"),
    desk("journée", "slot/feuille/?jour={desk_day}"),
    desk("journée en cours", "slot/feuille/?jour={begun_day}"),
    desk("fermer des jours", "slot/fermer/"),
    desk("jours à fermer", "slot/fermer/?first={desk_day}&label=Neige"),
    desk("erreurs", "slot/fermer/?label=&first=", status=422),
    desk("entretien", "slot/entretien/{booked_file}/"),
    desk("entretien à annuler", "slot/entretien/{booked_file}/annuler/"),
    desk("présence", "slot/presence/{begun}/"),
    desk("critères", "criterion/"),
    desk("évaluation", "criterion/grille/{met_file}/"),
    desk("décision", "criterion/decision/{met_file}/admit/"),
]

STAFF += [
    Page("gestion : candidatures", "/gestion/enrolment/application/", staff=True),
    Page("gestion : dossier", "/gestion/enrolment/application/{application}/change/", staff=True),
    Page("gestion : courriels", "/gestion/enrolment/messagetext/", staff=True),
    Page("gestion : courriel", "/gestion/enrolment/messagetext/submitted/change/", staff=True),
    Page("gestion : messages envoyés", "/gestion/enrolment/message/", staff=True),
    Page("gestion : courriels non partis", "/gestion/enrolment/lostmail/", staff=True),
]

OURS = PUBLIC + CANDIDATE  # made of our own templates
PROGRAMME = PUBLIC[2]
HOME = PUBLIC[0]
