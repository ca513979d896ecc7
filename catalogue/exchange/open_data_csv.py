"""The open data for a spreadsheet: one line a programme, made of the dictionary of the JSON."""

from collections.abc import Callable, Iterable

from charmilles.spreadsheet import MARK, harmless, lines

APART = " | "  # between the values of one cell


def csv(programmes: Iterable[dict]) -> str:
    rows = ([harmless(_cell(read(one))) for read in COLUMNS.values()] for one in programmes)
    return MARK + lines([list(COLUMNS), *rows])


def _cell(value) -> str:
    if value is None:
        return ""
    return APART.join(map(str, value)) if isinstance(value, list) else str(value)


def _certification(key: str) -> Callable[[dict], object]:
    return lambda one: one["certification"] and one["certification"][key]


def _next(read: Callable[[dict], object]) -> Callable[[dict], object]:
    """Reads the next intake, which is the first; nothing without one."""
    return lambda one: read(one["promotions"][0]) if one["promotions"] else None


def _first_year(key: str) -> Callable[[dict], object]:
    return _next(lambda cohort: cohort["annees"][0][key] if cohort["annees"] else None)


def _contact(key: str) -> Callable[[dict], object]:
    return lambda one: one["contacts"][0][key] if one["contacts"] else None


def _place(campus: dict) -> str:
    parts = (campus["nom"], campus["rue"], campus["code_postal"], campus["ville"])
    return ", ".join(filter(None, parts))


def _phone(one: dict) -> str | None:
    """Writes 0974130063: a cell that begins with + would be read as a formula."""
    number = _contact("telephone")(one)
    return number and number.replace("+33", "0", 1)


COLUMNS: dict[str, Callable[[dict], object]] = {
    "identifiant": lambda one: one["identifiant"],
    "page": lambda one: one["page"],
    "brochure": lambda one: one["brochure"],
    "intitule": lambda one: one["intitule"],
    "nom_court": lambda one: one["nom_court"],
    "domaine": lambda one: one["domaine"],
    "certification": _certification("intitule"),
    "niveau": _certification("niveau"),
    "code": _certification("code"),
    "remis_a_la_fin": lambda one: one["remis_a_la_fin"],
    "publics": lambda one: [status["nom"] for status in one["publics"]],
    "niveau_d_entree": lambda one: one["niveau_d_entree"] and one["niveau_d_entree"]["mots"],
    "conditions": lambda one: one["conditions"],
    "durees": lambda one: [length["mots"] for length in one["durees"]],
    "rythme": lambda one: one["rythme"],
    "part_a_distance": lambda one: one["part_a_distance"],
    "lieux": lambda one: [_place(campus) for campus in one["lieux"]],
    "promotion": _next(lambda cohort: cohort["nom"]),
    "etat": _next(lambda cohort: cohort["etat"]["mots"]),
    "debut": _first_year("debut"),
    "inscriptions_au": _first_year("inscriptions_au"),
    "tarifs": lambda one: [_price(price) for price in one["tarifs"] if price["mots"]],
    "contact": _contact("nom"),
    "telephone": _phone,
    "courriel": _contact("courriel"),
    "mise_a_jour": lambda one: one["mise_a_jour"],
}


def _price(price: dict) -> str:
    name = " ".join(filter(None, [price["nom"], price["public"] and f"({price['public']})"]))
    return f"{name} : {price['mots']}"
