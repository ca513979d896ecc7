"""What people type, what must come first, what must not come: real programmes and eight cases."""

from datetime import date

import pytest
from django.db import transaction

from catalogue.finding.index import Index
from tests.support import catalogue_factories as factories
from tests.support import eight_cases, real_contents

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
AGORA = "Bac pro AGOrA"
PME, CG = "BTS Gestion de la PME", "BTS Comptabilité et gestion"
GTLA = "BTS Gestion des Transports et Logistique Associée (GTLA)"
PI, SAM = "BTS Professions Immobilières", "BTS Support à l'action managériale"
CYCLES, SECURITY = "Mécanicien cycles", "BTS Conseil en sécurité"
NOTARY, GESTURES = "Licence pro Notariat", "Gestes et postures"
LORRY, STONE = "Conduite d’un véhicule lourd", "CAP Arts de la pierre"
TOURISM, HELPER = "Mastère Direction de projet touristique", "DE Aide à la personne"
BACHELOR = "Bachelor Sécurité"
BTS = [PME, CG, GTLA, PI, SAM]

# What is typed, what comes first, what must not come (or ALL: nothing else comes).
ALL = "rien d’autre"
EXAMPLES = [
    # Words of a title: accents, capitals, plurals, order, signs
    ("gestion", AGORA, [PI, STONE, GESTURES]),
    ("bac pro gestion administration", AGORA, ALL),
    ("bac pro gestion-administration", AGORA, ALL),
    ("administration gestion bac pro", AGORA, ALL),
    ("bts gestion pme", PME, ALL),
    ("BTS GESTION DE LA PME", PME, ALL),
    ("comptabilite", CG, [PME, GTLA]),
    ("COMPTABILITÉ", CG, [PME, GTLA]),
    ("comptabilités", CG, [PME, GTLA]),
    ("securite", SECURITY, [AGORA, HELPER]),
    ("sécurité", SECURITY, [AGORA, HELPER]),
    ("l'action managériale", SAM, ALL),
    ("l’action manageriale", SAM, ALL),
    ("geste posture", GESTURES, ALL),
    ("transports", GTLA, ALL),
    ("transport", GTLA, ALL),
    ("pierre", STONE, ALL),
    ("  pierre  ", STONE, ALL),
    ("pierre, arts…", STONE, ALL),
    # One family of words
    ("immobilier", PI, ALL),
    ("immobiliere", PI, ALL),
    ("touristique", TOURISM, ALL),
    ("tourisme", TOURISM, ALL),
    ("notaire", NOTARY, ALL),
    ("notariat", NOTARY, ALL),
    ("mecanique", CYCLES, ALL),
    ("mécanicienne", CYCLES, ALL),
    ("cycle", CYCLES, ALL),
    ("logisticien", GTLA, ALL),
    ("comptable", CG, [PME]),
    ("administratif", AGORA, [PI, GTLA]),
    # Beginnings
    ("compta", CG, [PME, GTLA]),
    ("immo", PI, ALL),
    ("logist", GTLA, ALL),
    ("secur", SECURITY, [AGORA]),
    ("touris", TOURISM, ALL),
    ("marbre", STONE, ALL),
    # Typing mistakes, in words that the catalogue does not know
    ("comptablité", CG, [PME, GTLA]),
    ("comptabilitee", CG, [PME, GTLA]),
    ("imobilier", PI, ALL),
    ("imobillier", PI, ALL),
    ("trasnport", GTLA, ALL),
    ("logistque", GTLA, ALL),
    ("gestoin", AGORA, [PI, STONE]),
    ("secretaier", AGORA, ALL),
    ("pierrre", STONE, ALL),
    ("notarait", NOTARY, ALL),
    ("vente", None, ALL),  # not « vie », nor « vert »
    ("question", None, ALL),  # not « gestion »: two mistakes, and one in the first letter
    ("bcp", None, ALL),  # too short to be a mistake
    # Acronyms
    ("AGORA", AGORA, ALL),
    ("agora", AGORA, ALL),
    ("bac pro agora", AGORA, ALL),
    ("bacpro agora", AGORA, ALL),
    ("gtla", GTLA, ALL),
    ("bts gpme", PME, ALL),
    ("gpme", PME, ALL),
    ("bts sam", SAM, ALL),
    ("bts cg", CG, ALL),
    # Codes
    ("34606", AGORA, ALL),
    ("RNCP34606", AGORA, ALL),
    ("rncp 34606", AGORA, ALL),
    ("RNCP n° 34606", AGORA, ALL),
    ("RNCP40705", AGORA, ALL),  # which replaces it
    ("40030004", AGORA, ALL),
    ("rs90003", LORRY, ALL),
    ("34607", None, ALL),  # one figure more is another certification
    # Kinds and levels, in today’s words and in the old ones
    ("bts", SECURITY, [AGORA, NOTARY, STONE]),
    ("cap", STONE, ALL),
    ("bac pro", AGORA, [*BTS, STONE]),
    ("licence", NOTARY, ALL),
    ("titre professionnel", CYCLES, ALL),
    ("mastere", TOURISM, ALL),
    ("attestation", GESTURES, ALL),
    ("niveau V", CYCLES, [*BTS, NOTARY, TOURISM, GESTURES]),
    ("Niveau v", CYCLES, [*BTS, NOTARY, TOURISM, GESTURES]),
    ("niveau 3", CYCLES, [*BTS, NOTARY, TOURISM]),
    ("niveau IV", AGORA, [STONE, CYCLES, NOTARY]),
    ("niveau 5", SECURITY, [AGORA, STONE, CYCLES]),
    ("bac+2", SECURITY, [AGORA, STONE]),
    ("bac +2", SECURITY, [AGORA, STONE]),
    ("bac + 3", NOTARY, [AGORA, SECURITY]),
    ("bac+5", TOURISM, ALL),
    ("après le bac", SECURITY, ALL),
    ("après la 3ème", CYCLES, [AGORA, SECURITY]),
    ("sans diplôme", CYCLES, [AGORA, SECURITY, NOTARY]),
    # Target jobs, options, official titles, domains, places, contracts
    ("secretariat", AGORA, ALL),
    ("secrétaire", AGORA, ALL),
    ("secrétaires", AGORA, ALL),
    ("aide comptable", AGORA, ALL),
    ("assistante administrative", AGORA, ALL),
    ("commercial", AGORA, ALL),
    ("marbrerie", STONE, ALL),
    ("permis c", LORRY, ALL),
    ("accompagnant de vie", HELPER, ALL),
    ("domaine immobilier", None, ALL),  # a word that nothing says: the page proposes the other
    ("grenoble", BACHELOR, ALL),
    ("alternance", AGORA, [*BTS, LORRY, GESTURES, CYCLES]),
    ("demandeur d'emploi", CYCLES, ALL),
    # Sentences
    ("je veux devenir comptable", CG, [PME]),
    ("une formation dans l'immobilier", PI, ALL),
    ("formation", AGORA, []),
    # Synonyms of staff
    ("poids lourd", LORRY, ALL),
    ("permis poids lourds", LORRY, ALL),
    ("assistante de manager", SAM, ALL),
    ("bts assistant de manager", SAM, ALL),
    ("rh", AGORA, ALL),
    # Nothing to find
    ("electricite", None, ALL),
    ("xyzzy", None, ALL),
    ("😀", None, ALL),
    ("\x00", None, ALL),
    ("?", None, ALL),
    ("' OR 1=1 --", None, ALL),
    ("name:* AND [a TO z]", None, ALL),
    ("<script>alert(1)</script>", None, ALL),
    ("z" * 5_000, None, ALL),
    ("zz " * 2_000, None, ALL),
]


@pytest.fixture(scope="module")
def index(django_db_setup, django_db_blocker):
    """The index of all of them: once it is made, searches ask nothing of the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        real_contents.load()
        for enter in eight_cases.ALL.values():
            enter()
        factories.synonym("poids lourd", "véhicule lourd")
        made = Index(on=TODAY)
        transaction.set_rollback(True)
    return made


def name(index, place):
    return index.listed[place].said["name"][0]


def names(index, request):
    worth = index.search(request).worth
    places = sorted(worth, key=lambda place: (-worth[place], place))
    return [name(index, place) for place in places]


@pytest.mark.parametrize(
    ("request_", "first", "others"), EXAMPLES, ids=[example[0][:30] for example in EXAMPLES]
)
def test_search(index, request_, first, others):
    found = names(index, request_)
    assert found[:1] == ([first] if first else [])
    if others is ALL:
        assert set(found) <= {first}
    else:
        assert set(found) & set(others) == set()


@pytest.mark.parametrize(
    ("request_", "named", "reason"),
    [
        ("aide comptable", AGORA, "métier visé : aide comptable"),
        ("compta", AGORA, "métier visé : aide comptable"),
        ("bac pro secrétaire", AGORA, "métier visé : secrétaire administratif"),
        ("34606", AGORA, "code : RNCP34606"),
        ("RNCP40705", AGORA, "code : RNCP40705, qui remplace RNCP34606"),
        ("marbrerie", STONE, "option B : marbrerie"),
        ("permis", LORRY, "certification : permis C"),
        ("grenoble", BACHELOR, "site de Grenoble, Grenoble"),
        ("administration", PME, "domaine : administration et gestion"),
        ("gestion", PME, ""),  # its title says it
        ("niveau V", STONE, ""),  # so does the line of its card
        ("poids lourd", LORRY, ""),
        ("formation", AGORA, ""),
    ],
)
def test_reason_is_said_when_the_card_does_not_say_it(index, request_, named, reason):
    found = index.search(request_)
    (place,) = (place for place in found.worth if name(index, place) == named)
    assert index.reason(place, found) == reason
