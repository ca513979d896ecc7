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


def own(name, path="", form=True):
    """A page of the files that contents.py makes: {draft}, {ready} to be sent, and {sent}."""
    cookies = FORM if form else frozenset()
    return Page(name, f"/candidature/dossier/{path}", candidate=True, cookies=cookies)


CANDIDATE = [
    own("mes dossiers"),
    own("dossier : parties", "{draft}/", form=False),
    own("dossier : parcours", "{draft}/parcours/"),
    own("dossier : documents", "{draft}/documents/"),
    own("dossier : à vérifier", "{ready}/verifier/"),
    own("dossier : abandon", "{draft}/retirer/"),
    own("dossier envoyé", "{sent}/", form=False),
    own("dossier envoyé : documents", "{sent}/documents/"),
]

STAFF = [
    Page("gestion : connexion", "/gestion/login/"),
    Page("gestion : sommaire", "/gestion/", staff=True),
    Page("gestion : liste", "/gestion/catalogue/programme/", staff=True),
    Page("gestion : fiche", "/gestion/catalogue/programme/{programme}/change/", staff=True),
    Page("gestion : suppression", "/gestion/catalogue/unit/{unit}/delete/", staff=True),
    Page("gestion : historique", "/gestion/catalogue/programme/{programme}/history/", staff=True),
    Page("gestion : nouvelle section", "/gestion/catalogue/section/add/", staff=True),
    Page("gestion : unité", "/gestion/catalogue/unit/{unit}/change/", staff=True),
]

OURS = PUBLIC + CANDIDATE  # made of our own templates
PROGRAMME = PUBLIC[2]
HOME = PUBLIC[0]
