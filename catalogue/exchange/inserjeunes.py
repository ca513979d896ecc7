"""Takes over the results of our centres from a file of the open data (InserJeunes, by CFA).

The file is the CSV export of the dataset `fr-en-inserjeunes-cfa` of the ministry of education, with
its labels (« Taux emploi 6 mois ») or its technical names (`taux_emploi_6_mois`) for header.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.text import slugify

from catalogue.models import Body, Centre, NationalResult

COLUMNS = {
    "studies": "taux_poursuite_etudes",
    "interrupted": "taux_contrats_interrompus",
    "employed_6": "taux_emploi_6_mois",
    "employed_12": "taux_emploi_12_mois",
    "employed_18": "taux_emploi_18_mois",
    "employed_24": "taux_emploi_24_mois",
    "added_value_6": "va_emploi_6_mois",
}
KEYS = ("uai", "annee")
NO_UAI = (
    "Aucun code UAI n’est connu : écrivez celui du centre dans « Centre », ou celui d’un organisme "
    "porteur, puis reprenez le fichier."
)
NOT_THE_FILE = (
    "Ce fichier n’a pas les colonnes « UAI », « Année » et « Taux emploi 6 mois ». Choisissez "
    "l’export CSV du jeu « InserJeunes, apprentissage, par centre de formation d’apprentis »."
)
NOTHING = "Ce fichier ne parle pas de : {}. Vérifiez le code UAI, ou la période du fichier."


class WrongFile(ValueError):
    """The file gives no result of ours; the message says why, to staff."""


def take_over(content: bytes, *, on: date) -> list[NationalResult]:
    """Stores the rows of the file that are about our centres. Raises WrongFile without any."""
    return store(ours_among(content), on=on)


def ours_among(content: bytes) -> list[NationalResult]:
    """Reads the rows of the file that are about our centres. Raises WrongFile without any."""
    ours = known_centres()
    if not ours:
        raise WrongFile(NO_UAI)
    found = [row for row in rows(content) if row.uai in ours]
    if not found:
        raise WrongFile(NOTHING.format(", ".join(sorted(ours))))
    return found


def store(found: list[NationalResult], *, on: date) -> list[NationalResult]:
    """Stores these rows, in place of those of their period; returns them as stored."""
    with transaction.atomic():
        return [_store(row, on) for row in found]


def known_centres() -> set[str]:
    """Returns the codes of the centre and of the organisations in charge of its programmes."""
    return {
        uai
        for model in (Centre, Body)
        for uai in model.objects.exclude(uai="").values_list("uai", flat=True)
    }


def rows(content: bytes) -> Iterator[NationalResult]:
    """Reads each line of the file; raises WrongFile when it is another file."""
    lines = io.StringIO(_text(content), newline="")
    reader = csv.DictReader(lines, delimiter=_delimiter(lines.readline()), fieldnames=None)
    lines.seek(0)
    names = {name: _column(name) for name in reader.fieldnames or ()}
    if not {*KEYS, COLUMNS["employed_6"]} <= set(names.values()):
        raise WrongFile(NOT_THE_FILE)
    for line in reader:
        known = {names[name]: value or "" for name, value in line.items() if name in names}
        yield _row(known)


def _text(content):
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(header):
    return max(";,\t", key=header.count)


def _column(label):
    """Gives the technical name of a column: « Taux poursuite études » is taux_poursuite_etudes."""
    return slugify(label).replace("-", "_")


def _row(known):
    return NationalResult(
        uai=known["uai"].strip().upper(),
        period=re.sub(r"\s+", " ", known["annee"].strip().lower())[:20],
        **{name: _number(known.get(column, "")) for name, column in COLUMNS.items()},
    )


def _number(text):
    """Reads « 62 », « 62,5 » or « -3 »; what is not published is a word, or nothing."""
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) <= 100 else None


def _store(row: NationalResult, on: date) -> NationalResult:
    values = {name: getattr(row, name) for name in COLUMNS}
    stored, _ = NationalResult.objects.update_or_create(
        uai=row.uai, period=row.period, defaults=values | {"imported_on": on}
    )
    return stored
