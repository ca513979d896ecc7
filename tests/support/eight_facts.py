"""What page, paper and card of each of the eight cases hold, and never say.

See ../shared/cases/programmes.md and eight_cases.py. In expected texts, _ is the no-break space
and ~ the narrow one.
"""

from typing import NamedTuple


class Case(NamedTuple):
    holds: list[str]  # on the page and in the brochure
    never: list[str]  # on neither, nor on the sheet for companies, nor on the card
    card: str
    told: list[str] = []  # to staff


NOT_GIVEN = "Non donnés, parmi les taux"  # a training of apprentices gives the rates of the law
CASES = {
    "mechanic": Case(
        holds=[
            "8 à 10_mois selon le positionnement, 525_heures en centre, 280_heures en stage",
            "Réparer un cycle (bloc 2) 175",
            "Total 525",
            "mise en situation professionnelle, 4_h_30",
            "éliminatoire si_: sans certificat de secourisme, on ne passe pas l’examen",
            "Le premier lundi de chaque mois",
            "Taux de réussite Première session en 2027",
            "Le centre répond sous 10 jours ouvrés",
            "6~300_€ pour toute la formation. Payé par la Région",
            "sur devis",
            "Remplacée par RNCP90002",
        ],
        never=["contrat", "employeur au", "salaire", "ce que vous gagnez", "1re année", "2e année"]
        + [r"\b0_%", "coefficient", "opco", "alternan", "apprenti"],
        card="Titre professionnel, niveau_3 Accessible sans condition de diplôme 8 à 10_mois",
    ),
    "security": Case(
        holds=[
            "1~202_heures_: 590 en 1re année, 612 en 2e",
            "2_ans, 1~200_heures",
            "Une semaine sur deux_: du lundi au mercredi au centre~; l’autre_: lundi et mardi.",
            "Apprentis Payé par l’OPCO de l’entreprise 7~400_€ 7~400_€",
            "Étudiants Payé par l’apprenant 4~900_€ 5~200_€",
            "Candidats à la VAE Payé par l’apprenant 2~100_€",
            "Frais d’inscription_: 60_€",
            "Bac général, bac technologique, bac pro du métier ou certificat du métier avec 1_an "
            "d’expérience",
            "Casier judiciaire vierge",
            "Carte professionnelle (avant le premier jour)",
            "Conseillé, pas obligatoire Permis B",
            "E5 Conseil 3,5 (2_+_1,5)",
            "U52 Restitution 1,5",
            "oral, 20_min après 20_min de préparation",
            "facultatif_: seuls les points au-dessus de 10 comptent",
            "81,8_% 18 sur 22",
            "Bachelor Sécurité Site de Voiron, Voiron",
        ],
        never=["1 semaine / 1 semaine", "le coût de la formation est de 4~900", "None"],
        card="BTS, niveau_5 Accessible après le bac 2_ans, 1~200_heures Rentrée_: 1er_septembre",
        told=["1~200 heures annoncées, mais la somme des années est de 1~202", NOT_GIVEN],
    ),
    "licence": Case(
        holds=[
            "Contrat d’apprentissage_: 12_mois, 450_heures",
            "Autres publics_: 9_mois, 450_heures",
            "Contrat de professionnalisation_: 12_mois au plus",
            "2e année 51_% 952,18_€",
            "article D6222-32",
            "Jury_: septembre 2027 (apprentis), juin 2027 (autres)",
            "Contrôle continu, 40_% Écrit, 2_h, 60_%",
            "éliminatoire au-dessous de 8",
            "Mémoire et soutenance",
            "Total 450 60",
            "Contribution vie étudiante_: 105_€ par année",
            "Organisme porteur Université des Alpes",
            "Entrée en 3e année du cycle",
        ],
        never=["1re année", "27_%", "43_%", "67_%", "180"],
        card="Licence professionnelle, niveau_6 Accessible après un bac +2 9 à 12_mois",
        told=[NOT_GIVEN],
    ),
    "gestures": Case(
        holds=[
            "2_jours, 14_heures",
            "Remis à la fin Attestation de formation",
            "980_€_HT par groupe de 4 à 10, par jour",
            "310_€_TTC par participant",
            "Coût pour vous 310_€_TTC par participant",
            "Dates_: 12 au 13_mars 2027",
            "Dates_: 18 au 19_juin 2027",
            "À la demande_: dans votre entreprise",
            "Part à distance 25_%",
        ],
        never=["diplôme", "niveau", "pour candidater", "promotion", "année scolaire", "examen"]
        + ["statistiques", "apprenti", "rncp", "ce que vous gagnez", "1re année", "rentrée"],
        card="Attestation de formation 2_jours, 14_heures Session_: 12 au 13_mars 2027",
    ),
    "lorry": Case(
        holds=[
            "Avec le code_: 2_semaines, 70_heures",
            "Sans le code_: 4_semaines, 140_heures",
            "à partir de 2~450_€",
            "à partir de 3~900_€",
            "Frais d’examen_: 20_€",
            "Permis B",
            "21 ans au moins",
            "Certificat médical (de moins de 2_ans)",
            "QCM, minimum 32 bonnes réponses sur 40",
            "minimum 30 sur 50, une erreur éliminatoire",
            "Examen_: date nationale, fixée par la préfecture",
        ],
        never=["coefficient", "le coût de la formation est", "ce que vous gagnez", "diplôme"],
        card="Permis C 2 à 4_semaines Session_: 11_janvier au 5_février 2027",
    ),
    "cap": Case(
        holds=[
            "24_mois, 820_heures Titulaires d’un autre CAP_: 12_mois, 420_heures",
            "Pratique 9 (8_+_1)",
            "Mobilité (facultatif_: seuls les points au-dessus de 10 comptent)",
            "Total hors facultatif 13",
            "Apprentis_: CCF",
            "Stagiaires_: épreuve ponctuelle",
            "Option B_: marbrerie Pas ouverte cette année",
            "Taux de réussite Option A_: taille 89,5_% 17 sur 19",
            "Taux de réussite Option B_: marbrerie 0_% 0 sur 6 Moins de 5, non affiché",
            "Taux de rupture des contrats 11_% effectif non communiqué",
            "Taux d’abandon 4_% effectif non communiqué",
            "Un taux qui porte sur moins de 5 personnes n’est pas affiché",
        ],
        never=["12_mois, 820", "None", "50_%", "1 sur 2"],
        told=["le cachent au-dessous de 5", NOT_GIVEN],
        card="CAP, niveau_3 Accessible sans condition de diplôme 12 à 24_mois",
    ),
    "tourism": Case(
        holds=[
            "Mastère Direction de projet touristique",
            "Manager de projets touristiques",
            "Enregistrement terminé le 30_juin 2026",
            "Frais d’inscription_: 90_€. Payé par l’apprenant. Remboursés si la candidature est "
            "refusée",
            "Anglais_: niveau B2 (TOEIC ou IELTS de moins de 4_ans, sauf langue maternelle)",
            "Semestre 4",
            "Équivalence de blocs_: Manager de la culture (RNCP90008)",
            "1er_février 2027",
            "4_octobre 2027",
        ],
        never=["sans frais", "aucun frais", "diplôme d’état", "heures", "ce que vous gagnez"],
        card="Mastère, niveau_7 Accessible après un bac +3 2_ans Rentrée_: 1er_février 2027",
        told=["a pris fin le 30_juin 2026 et aucune ne la remplace", "avant le début de"],
    ),
    "helper": Case(
        holds=[
            "44_semaines, dont 22 en entreprise ou en stage",
            "Parcours partiel_: 20 à 31_semaines selon le diplôme déjà obtenu",
            "40 places, dont 8 pour les apprentis",
            "Soins (blocs 2 et 3~; minimum 10)",
            "Pratique, minimum 10 sur 20",
            "Taux Entrée de septembre 2024 Entrée de janvier 2025",
            "Taux de réussite 93,3_% 88,9_%",
            "88,9_% de réussite, entrée de janvier 2025",
            "17 ans au moins",
            "Vaccinations à jour (avant le premier jour)",
            "Frais d’inscription_: 22_€",
        ],
        never=["bac pro", "1re année", "2e année", "48 places"],
        card="Diplôme d’État, niveau_3 Accessible sans condition de diplôme 20 à 44_semaines",
        told=[NOT_GIVEN],
    ),
}
STAFF_OF_COMPANIES = {"security": ["4~900", "5~200", "2~100", r"\b60_€"]}  # never on their sheet
