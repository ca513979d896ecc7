"""Says what the State publishes of the centre (InserJeunes), apart from the centre's own results.

Sources: open data of the DEPP and the Dares, Licence Ouverte 2.0; code du travail, article L6111-8.
"""

from typing import NamedTuple

from catalogue.context import the_centre
from catalogue.models import NationalResult, Programme
from charmilles import typography

SOURCE = "https://data.education.gouv.fr/explore/dataset/fr-en-inserjeunes-cfa/"
NOT_PUBLISHED = "non publié"
RATES = (
    ("studies", "Poursuivent des études", "des apprentis en dernière année"),
    ("interrupted", "Contrats interrompus", "des contrats commencés"),
    ("employed_6", "En emploi 6 mois après", "de ceux qui ont quitté les études"),
    ("employed_12", "En emploi 12 mois après", "de ceux qui ont quitté les études"),
    ("employed_18", "En emploi 18 mois après", "de ceux qui ont quitté les études"),
    ("employed_24", "En emploi 24 mois après", "de ceux qui ont quitté les études"),
)


class Rate(NamedTuple):
    label: str
    value: str
    of: str


class National(NamedTuple):
    whose: str  # the centre, or the organisation in charge
    period: str
    rates: list[Rate]
    source: str = SOURCE


def national(programme: Programme) -> National | None:
    """Returns the last results of whoever is in charge of the programme; None without apprentices.

    They are those of all its apprentices, not of this programme.
    """
    if not programme.may_have_national_results:
        return None
    whose = programme.carrier or the_centre()
    is_taught_to_apprentices = any(s.is_apprenticeship for s in programme.statuses.all())
    if not (whose.uai and is_taught_to_apprentices):
        return None
    last = NationalResult.objects.filter(uai=whose.uai).order_by("-period").first()
    return National(whose.name, last.period, list(_rates(last))) if last else None


def _rates(row):
    """Lists the rates; one that is not published yet is left out, unless none was at six months."""
    for name, label, of in RATES:
        value = getattr(row, name)
        if value is not None:
            yield Rate(label, typography.percent(value), of)
        elif name in ("studies", "interrupted", "employed_6"):
            yield Rate(label, NOT_PUBLISHED, "moins de 20 personnes, ou pas encore calculé")
    if row.added_value_6 is not None:
        sign = "+" if row.added_value_6 > 0 else ""
        points = f"{sign}{typography.number(row.added_value_6)}"
        yield Rate(
            "Valeur ajoutée", points, "points d’emploi à 6 mois, par rapport à des CFA semblables"
        )
