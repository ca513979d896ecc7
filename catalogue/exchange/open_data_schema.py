"""The JSON Schema of the open data, which the page « Données ouvertes » prints as a table.

Each key is described, required, and null where its fact is not known: a key that is missing or in
excess does not pass.
"""

from catalogue.exchange.open_data import VERSION
from catalogue.models import Cohort, CohortState, Duration, ProgrammeContact, Section, Tuition
from charmilles.addresses import absolute_url


def text(description: str, **more) -> dict:
    return {"type": "string", "description": description, **more}


def maybe(one: dict) -> dict:
    """Lets a fact be unknown."""
    types = one["type"] if isinstance(one["type"], list) else [one["type"]]
    known = {"enum": [*one["enum"], None]} if "enum" in one else {}
    return one | known | {"type": [*types, "null"]}


def words(description: str) -> dict:
    return maybe(text(description))


def count(description: str) -> dict:
    return maybe({"type": "integer", "description": description})


def number(description: str) -> dict:
    return maybe({"type": "number", "description": description})


def yes(description: str) -> dict:
    return {"type": "boolean", "description": description}


def one_of(choices, description: str) -> dict:
    said = ", ".join(f"{value} ({label})" for value, label in choices.choices)
    return text(f"{description} : {said}.", enum=list(choices.values))


def day(description: str) -> dict:
    return words(f"{description} (AAAA-MM-JJ).")


def known_day(description: str) -> dict:
    return words(f"{description}, aussi précise qu’on la connaît : AAAA, AAAA-MM ou AAAA-MM-JJ.")


def row(description: str = "", **keys) -> dict:
    return {
        "type": "object",
        "description": description,
        "properties": keys,
        "required": list(keys),
        "additionalProperties": False,
    }


def rows(description: str, item: dict) -> dict:
    return {"type": "array", "description": description, "items": item}


CERTIFICATION = row(
    "Ce que la formation prépare. null : aucune certification.",
    type=text("CAP, BTS, Titre professionnel…"),
    intitule=text("L’intitulé officiel."),
    niveau=count("De 3 à 8, dans le cadre national de 2019."),
    code=words("RNCP34606 ou RS5765."),
    fiche=words("L’adresse de la fiche de France compétences."),
    nsf=words("Code NSF."),
    code_diplome=words("Code diplôme (CFD)."),
    formacode=words("FORMACODE."),
    certificateur=words("Le certificateur."),
    date_d_effet=day("Date d’effet"),
    fin_d_enregistrement=day("Fin d’enregistrement"),
    blocs=rows(
        "Les blocs de compétences.",
        row(code=words("RNCP34606BC02."), intitule=text("L’intitulé du bloc.")),
    ),
)
COHORT = row(
    nom=text("2026-2028, mars 2027…"),
    forme=one_of(Cohort.Kind, "La forme"),
    etat=row(
        "L’état des inscriptions, le jour du fichier.",
        code=text("L’état", enum=list(CohortState.values)),
        mots=text("Le même, comme la page l’écrit."),
    ),
    lieu=words("Si les dates ne sont que d’un lieu."),
    option=words("Si elle n’est que d’une option."),
    places=count("Les places de cette promotion, si elle a les siennes."),
    rythme_des_entrees=words("« le premier lundi de chaque mois »."),
    annees=rows(
        "Les dates, année par année ; une session n’en a qu’une.",
        row(
            annee=count("L’année du cycle."),
            annee_scolaire=words("2026-2027."),
            inscriptions_du=known_day("Ouverture des inscriptions"),
            inscriptions_au=known_day("Clôture des inscriptions"),
            debut=known_day("Premier jour"),
            fin=known_day("Dernier jour"),
        ),
    ),
)
PRICE = row(
    nature=one_of(Tuition.Kind, "La nature"),
    nom=text("Le nom des frais, ou leur nature."),
    etape=words("Si le prix n’est que d’une étape."),
    public=words("Pour qui ; null : pour tous."),
    lieu=words("Si le prix n’est que d’un lieu."),
    bloc=words("Si le prix est celui d’un bloc suivi seul."),
    mots=words("Le prix en quelques mots, comme la page l’écrit."),
    montant=number("En euros. 0 : gratuit ; null : pas de montant."),
    sens_du_montant=one_of(Tuition.Qualifier, "Ce que vaut le montant"),
    taxe=maybe(one_of(Tuition.Tax, "Taxe")),
    periode=maybe(one_of(Tuition.Period, "Pour quelle durée")),
    annee=count("Si le prix n’est que d’une année."),
    payeurs=rows("L’un ou l’autre paie.", one_of(Tuition.Payer, "Qui paie")),
    groupe_de=count("La plus petite taille du groupe."),
    groupe_a=count("La plus grande."),
    explication=words("Ce que le centre en dit."),
)
TAUGHT = {
    "code": words("E5, U51, UE 3…"),
    "intitule": text("Le nom de l’unité, du bloc ou de la matière."),
    "heures": number("Heures au centre, ou le moins."),
    "heures_au_plus": number("Le plus, si elles varient d’une personne à l’autre."),
    "coefficient": number("Coefficient ; celui d’une unité vaut pour toutes ses matières."),
}
LENGTH = row(
    mots=text("La durée, comme la page l’écrit."),
    etape=words("Si ce n’est que la durée d’une étape."),
    public=words("Pour qui ; null : pour tous."),
    option=words("Si cette durée n’est que d’une option."),
    option_ouverte=maybe(yes("Si cette option est ouverte cette année.")),
    de=number("La durée, ou la plus courte."),
    a=number("La plus longue, si elle varie."),
    unite=maybe(one_of(Duration.Unit, "Son unité")),
    heures_en_centre=number("Heures au centre."),
    heures_en_entreprise_ou_stage=number("Heures en entreprise ou en stage."),
)
RESULT = row(
    indicateur=text("Ce qui est compté."),
    partie=words("L’option, le bloc ou le lieu ; null : toute la formation."),
    periode=text("L’année, ou l’entrée."),
    taux=number(
        "Pourcentage. null : pas de taux, et « absent » dit pourquoi ; 0 est un vrai taux."
    ),
    reussites=count("Combien, parmi l’effectif."),
    effectif=count("Sur combien de personnes."),
    absent=words("Pourquoi il n’y a pas de taux : effectif trop petit, première session…"),
)
PLACE = row(
    nom=text("Le nom du site."),
    rue=words("Le numéro et la rue."),
    code_postal=words("Le code postal."),
    ville=text("La ville."),
    commune_insee=words("Le code commune INSEE."),
    latitude=number("Latitude (WGS 84)."),
    longitude=number("Longitude."),
)
PERSON = row(
    role=one_of(ProgrammeContact.Role, "Le rôle"),
    titre=text("Le titre affiché."),
    nom=text("La personne ou le service."),
    telephone=words("+33974130063."),
    courriel=words("L’adresse électronique."),
)
PROGRAMME = row(
    "Une formation publiée.",
    identifiant=text("La fin de l’adresse de la page."),
    page=text("L’adresse de la page."),
    brochure=text("L’adresse de la brochure (PDF)."),
    intitule=text("Le titre de la page."),
    nom_court=text("Le nom des listes."),
    accroche=words("En une phrase."),
    domaine=text("Le domaine."),
    mise_a_jour=day("Le dernier contrôle de tout le contenu"),
    certification=maybe(CERTIFICATION),
    remis_a_la_fin=words("Une attestation, sans certification ou en plus d’elle."),
    organisme_porteur=words("Si ce n’est pas le centre."),
    lieux=rows("Où se passe la formation.", PLACE),
    contacts=rows("Qui appeler ou à qui écrire.", PERSON),
    publics=rows(
        "Les contrats et statuts.",
        row(
            code=text("Le code du statut."),
            nom=text("Son nom."),
            contrat=yes("S’il s’agit d’un contrat avec un employeur."),
        ),
    ),
    niveau_d_entree=maybe(
        row(
            "Le diplôme qui suffit pour entrer. null : la fiche ne le dit pas.",
            niveau=count("0 : aucun diplôme demandé ; 2 : la 3e ; de 3 à 7 : le niveau."),
            mots=text("Le même, en mots."),
        )
    ),
    conditions=rows("Ce qu’il faut avoir pour entrer.", text("Une condition.")),
    conseille=rows("Ce qui est conseillé.", text("Un conseil.")),
    candidature=words("L’adresse du dossier en ligne ; null : on s’adresse au centre."),
    autres_voies=rows(
        "Parcoursup, Affelnet… en plus ou à la place du dossier en ligne.",
        row(mots=text("La voie, et pour qui."), adresse=words("Sa page.")),
    ),
    reponse_sous_jours_ouvres=count("Le délai de réponse que le centre promet."),
    places_par_promotion=count("Les places d’une promotion qui n’a pas les siennes."),
    promotions=rows("Les promotions et sessions, la plus utile d’abord.", COHORT),
    tarifs=rows("Ce que la formation coûte, et à qui.", PRICE),
    durees=rows("Les durées, par public ou par option.", LENGTH),
    heures_par_annee=rows(
        "Les heures de chaque année.",
        row(annee=count("L’année du cycle."), heures=number("Heures au centre.")),
    ),
    annee_du_cycle_a_l_entree=count("2 : on entre en 2e année du cycle."),
    annees_du_cycle=count("La longueur du cycle, s’il est plus long que la formation."),
    rythme=rows("Le rythme, ligne par ligne.", text("Une ligne.")),
    precision_sur_le_rythme=words("Une précision."),
    part_a_distance=count("Pourcentage. null : non renseignée ; 0 : rien à distance."),
    langues=words("Les langues d’enseignement."),
    enseignements=rows(
        "Les unités, blocs ou épreuves, dans l’ordre de la page.",
        row(
            **TAUGHT,
            option=words("Si l’unité n’est que d’une option."),
            facultatif=yes("Si elle est facultative."),
            ects=number("Crédits européens."),
            matieres=rows("Ses matières.", row(**TAUGHT)),
        ),
    ),
    textes=rows(
        "Les textes de la page, sans mise en forme ; une liste est une suite de tirets.",
        row(
            sujet=one_of(Section.Kind, "Le sujet"),
            titre=text("Le titre affiché."),
            texte=text("Le texte."),
        ),
    ),
    resultats=rows("Les taux publiés, avec leur effectif.", RESULT),
    suites=rows(
        "Ce que l’on peut faire après.",
        row(mots=text("Le titre."), page=words("Sa page, si elle est au catalogue.")),
    ),
)


def schema() -> dict:
    """Describes both files: that of one programme, and that of all."""
    head = {
        "version": text("La version de cette description.", const=VERSION),
        "schema": text("L’adresse de cette description."),
        "date": text("Le jour pour lequel le fichier est vrai (AAAA-MM-JJ)."),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": absolute_url("catalogue:open_data_schema"),
        "title": f"Formations, version {VERSION}",
        "oneOf": [
            row("Toutes les formations.", **head, formations=rows("Dans l’ordre.", PROGRAMME)),
            row("Une formation.", **head, formation=PROGRAMME),
        ],
    }


def keys_of_a_programme() -> list[tuple[str, str]]:
    """Lists the keys of a programme with what each says."""
    return [(key, one["description"]) for key, one in PROGRAMME["properties"].items()]
