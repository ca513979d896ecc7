"""Every page that the browser tests open. A new page of the site is added here, nowhere else."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    name: str
    path: str  # {…}: a key or a reference from Site.numbers
    status: int = 200
    staff: bool = False
    candidate: bool = False  # opened by the candidate that contents.py makes
    layout: bool = True  # has our header and footer
    cookies: frozenset[str] = frozenset()  # names of those that the page sets

    def __str__(self):
        return self.name


PAID = "mois=3&annee=2010&debut_mois=9&debut_annee=2027&debut_jour=15"
FORM = frozenset({"csrftoken"})
# Those of tests/support/eight_cases.py: programmes that resemble no other.
SHAPES = [
    *("mecanicien-cycles", "bts-conseil-securite", "licence-pro-notariat", "gestes-et-postures"),
    *("permis-c", "cap-pierre", "mastere-tourisme", "de-aide-personne"),
]

PUBLIC = [
    Page("accueil", "/"),
    Page("formations", "/formations/"),
    Page("fiche", "/formations/bac-pro-agora/"),
    Page("fiche courte", "/formations/bts-gestion-pme/"),
    *(Page(f"fiche {slug}", f"/formations/{slug}/") for slug in SHAPES),
    Page("formations filtrées", "/formations/?q=gestion&avec=cap&diplome=bac-pro"),
    Page("formations : aucun résultat", "/formations/?q=xyzzy+compta&avec=cap"),
    Page("comparaison", f"/formations/comparer/?f=bac-pro-agora&f={SHAPES[1]}&f={SHAPES[2]}"),
    Page("éditions", "/formations/bac-pro-agora/editions/"),
    Page("édition dépassée", "/formations/bac-pro-agora/editions/1/"),
    Page("édition en vigueur", "/formations/bac-pro-agora/editions/2/"),
    Page("où entrer", "/formations/ou-entrer/"),
    Page("où entrer : réponse", "/formations/ou-entrer/?avec=cap&age=17"),
    Page("où entrer : mal demandé", "/formations/ou-entrer/?age=abc", status=422),
    Page("puis-je candidater", "/formations/bac-pro-agora/candidater/"),
    Page("puis-je candidater : réponse", f"/formations/{SHAPES[1]}/candidater/?avec=cap&age=31"),
    Page("puis-je m’inscrire", "/formations/gestes-et-postures/candidater/"),
    Page("parents", "/formations/bac-pro-agora/parents/"),
    Page("avant et après", "/formations/bac-pro-agora/parcours/"),
    Page("avant et après, voies", f"/formations/{SHAPES[1]}/parcours/"),
    Page("notes", "/formations/bac-pro-agora/notes/?e1=12&e2=9"),
    Page("notes mal écrites", "/formations/bac-pro-agora/notes/?e1=abc&e2=9", status=422),
    Page("salaire", "/remuneration/"),
    Page("salaire calculé", f"/remuneration/?formation=bac-pro-agora&{PAID}"),
    Page("salaire partagé", "/remuneration/?formation=bac-pro-agora&age=17&avant=7"),
    Page("salaire refusé", "/remuneration/?mois=3&annee=1980"),
    Page("salaire mal demandé", "/remuneration/?mois=13&annee=09&duree=abc", status=422),
    Page("coût", "/entreprises/"),
    Page("coût calculé", "/entreprises/?formation=bac-pro-agora&age=17&avant=7"),
    Page("accessibilité", "/accessibilite/"),
    Page("mentions légales", "/mentions-legales/"),
    Page("données personnelles", "/donnees-personnelles/"),
    Page("données ouvertes", "/donnees/"),
    Page("carte à encadrer", "/formations/bac-pro-agora/carte/", layout=False),
    Page("candidature : début", "/candidature/bac-pro-agora/", cookies=FORM),
    Page("candidature : reprise", "/candidature/", cookies=FORM),
    Page("candidature : code", "/candidature/code/", cookies=FORM),
    Page("me prévenir", "/candidature/prevenir/bts-gestion-pme/", cookies=FORM),
    Page("me prévenir : ouvert", "/candidature/prevenir/bac-pro-agora/"),
    Page("me prévenir : envoyé", "/candidature/prevenir/bts-gestion-pme/envoye/"),
    Page("me prévenir : à confirmer", "/candidature/prevenu/{asked}/", cookies=FORM),
    Page("me prévenir : noté", "/candidature/prevenu/{awaiting}/"),
    Page("me prévenir : arrêter", "/candidature/prevenu/{awaiting}/arreter/", cookies=FORM),
    Page("me prévenir : lien passé", "/candidature/prevenu/x/", status=410),
    Page("rencontres", "/candidature/rencontres/"),
    Page("rencontre", "/candidature/rencontres/{meeting}/", cookies=FORM),
    Page("rencontre complète", "/candidature/rencontres/{full_meeting}/", cookies=FORM),
    Page("rencontre annulée", "/candidature/rencontres/{off_meeting}/"),
    Page("rencontre : envoyé", "/candidature/rencontres/{meeting}/envoye/"),
    Page("rencontre : à confirmer", "/candidature/rencontre/{invited}/", cookies=FORM),
    Page("rencontre : une place", "/candidature/rencontre/{guest}/"),
    Page("rencontre : en attente", "/candidature/rencontre/{waiting_guest}/"),
    Page("rencontre : annuler", "/candidature/rencontre/{guest}/annuler/", cookies=FORM),
    Page("rencontre : lien passé", "/candidature/rencontre/x/", status=410),
    Page("question", "/candidature/question/", cookies=FORM),
    Page("question : formation", "/candidature/question/formation/bac-pro-agora/", cookies=FORM),
    Page("question : envoyée", "/candidature/question/envoyee/"),
    Page("question : à confirmer", "/candidature/question/{question_asked}/", cookies=FORM),
    Page("question : partie", "/candidature/question/{question_received}/"),
    Page("question : réponse", "/candidature/question/{question_answered}/"),
    Page("question : effacer", "/candidature/question/{question_answered}/effacer/", cookies=FORM),
    Page("question : lien passé", "/candidature/question/x/", status=410),
    Page("introuvable", "/nulle-part/", status=404),
    Page("retirée", "/formations/formation-retiree/", status=410),
    Page("panne", "/panne/", status=500),  # of urls.py
    Page("demande incomprise", "/incomprise/", status=400),  # of urls.py
]


def own(name, path="", form=True, status=200):
    """A page of an application that contents.py makes: {draft}, {ready} to be sent, {sent}…"""
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
    own("dossier disparu", "CH-AAAA-AAAA/", form=False, status=404),
]


def staff_page(name, path, status=200):
    """A page of the staff site about the rows that agenda.py makes."""
    return Page(f"gestion : {name}", f"/gestion/enrolment/{path}", status, staff=True)


STAFF = [
    Page("gestion : connexion", "/gestion/login/"),
    Page("gestion : sommaire", "/gestion/", staff=True),
    Page("gestion : liste", "/gestion/catalogue/programme/", staff=True),
    Page("gestion : fiche", "/gestion/catalogue/programme/{programme}/change/", staff=True),
    Page("gestion : constats", "/gestion/catalogue/programme/constats/", staff=True),
    Page(
        "gestion : constats d’une fiche",
        "/gestion/catalogue/programme/{programme}/constats/",
        staff=True,
    ),
    Page("gestion : fiche de travail", "/gestion/bureau/{programme}/", staff=True),
    Page("gestion : durées", "/gestion/bureau/{programme}/durees/", staff=True),
    Page("gestion : épreuves", "/gestion/bureau/{programme}/epreuves/", staff=True),
    Page("gestion : texte", "/gestion/bureau/{programme}/texte/objectives/", staff=True),
    Page("gestion : suppression", "/gestion/catalogue/unit/{unit}/delete/", staff=True),
    Page("gestion : historique", "/gestion/catalogue/programme/{programme}/history/", staff=True),
    Page("gestion : nouvelle section", "/gestion/catalogue/section/add/", staff=True),
    Page("gestion : documents", "/gestion/enrolment/document/dossier/{application}/", staff=True),
    Page("gestion : document demandé", "/gestion/enrolment/documentkind/add/", staff=True),
    Page("gestion : fichier du registre", "/gestion/catalogue/registerentry/add/", staff=True),
    Page("gestion : unité", "/gestion/catalogue/unit/{unit}/change/", staff=True),
    staff_page("personne qui reçoit", "interviewer/{interviewer}/change/"),
    staff_page("disponibilité", "availability/{availability}/change/"),
    staff_page("nouvelle fermeture", "closure/add/"),
    staff_page("créneaux", "slot/"),
    staff_page("filtre refusé", "slot/?interviewer__email=a", status=400),
    staff_page("créneau", "slot/{slot}/change/"),
    staff_page("journée", "slot/feuille/?jour={agenda_day}"),
    staff_page("journée en cours", "slot/feuille/?jour={begun_day}"),
    staff_page("fermer des jours", "slot/fermer/"),
    staff_page("jours à fermer", "slot/fermer/?first={agenda_day}&label=Neige"),
    staff_page("erreurs", "slot/fermer/?label=&first=", status=422),
    staff_page("entretien", "slot/entretien/{booked_application}/"),
    staff_page("entretien à annuler", "slot/entretien/{booked_application}/annuler/"),
    staff_page("présence", "slot/presence/{begun}/"),
    staff_page("rencontres", "meeting/"),
    staff_page("rencontre", "meeting/{meeting}/change/"),
    staff_page("présence à une rencontre", "meeting/{meeting}/presence/"),
    staff_page("questions", "question/"),
    staff_page("question", "question/{question}/change/"),
    staff_page("critères", "criterion/"),
    staff_page("dossier disparu", "slot/entretien/999999999/", status=404),
    staff_page("évaluation", "criterion/grille/{met_application}/"),
    staff_page("décision", "criterion/decision/{met_application}/admit/"),
    staff_page("actes", "application/actes/"),
]

STAFF += [
    Page("gestion : mot de passe oublié", "/gestion/mot-de-passe/"),
    Page("gestion : lien envoyé", "/gestion/mot-de-passe/envoye/"),
    Page("gestion : lien passé", "/gestion/mot-de-passe/x/y/", status=410),
    Page("gestion : mot de passe changé", "/gestion/mot-de-passe/change/"),
    Page("gestion : mon accès", "/gestion/mon-compte/acces/", staff=True),
    Page("gestion : autre application", "/gestion/mon-compte/double-authentification/", staff=True),
    Page(
        "gestion : réinitialiser", "/gestion/mon-compte/acces/{newcomer}/reinitialiser/", staff=True
    ),
    Page("gestion : registre", "/gestion/charmilles/staffevent/", staff=True),
    Page("gestion : candidatures", "/gestion/enrolment/application/", staff=True),
    Page("gestion : dossier", "/gestion/enrolment/application/{application}/change/", staff=True),
    Page("gestion : courriels", "/gestion/enrolment/messagetext/", staff=True),
    Page("gestion : courriel", "/gestion/enrolment/messagetext/submitted/change/", staff=True),
    Page("gestion : messages envoyés", "/gestion/enrolment/message/", staff=True),
    Page("gestion : courriels non partis", "/gestion/enrolment/lostmail/", staff=True),
]

OURS = PUBLIC + CANDIDATE  # pages with our own templates, not Django's
# Pages of a failure read no database, hence have no layout either.
WITH_LAYOUT = [page for page in OURS if page.layout and page.status not in (400, 500)]
PROGRAMME = PUBLIC[2]
HOME = PUBLIC[0]
