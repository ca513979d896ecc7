"""Gives the texts of our letters: the built-in ones, or those that staff have rewritten.

The built-in texts are in templates/enrolment/mail/<reader>/<message>.txt, with the subject on the
first line. They define which letters exist, and which variables each may contain. A text contains
a variable as « {{ reference }} ». Only this module replaces it: nothing that staff write is ever
run as a template.
"""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.text import capfirst

from charmilles import typography
from enrolment.models import Message, MessageText

FOLDER = settings.BASE_DIR / "templates/enrolment/mail"
ALWAYS = ("programme", "centre")  # every letter may contain them
VARIABLES = {
    "programme": "le nom court de la formation",
    "centre": "le nom du centre",
    "code": "le code qui ouvre le dossier",
    "reference": "la référence du dossier",
    "status": "l’étape du dossier",
    "when": "le jour et l’heure de l’entretien ou de la rencontre",
    "meeting": "la rencontre : journée portes ouvertes, réunion d’information, visite",
    "day": "le dernier jour pour agir",
    "successor": "la formation qui remplace celle-ci",
    "final": "ce qui rend l’admission définitive dans cette formation",
}
EXAMPLES = {  # for previews; the catalogue gives the other variables
    "code": "012\u00a0345",
    "reference": "CH-7K3P-2QXW",
    "status": "entretien à réserver",
    "when": "mardi 1er décembre 2026 à 14 h",
    "meeting": "Journée portes ouvertes",
    "day": "15 décembre 2026",
    "successor": "BTS Gestion de la PME",
    "final": "Votre admission est définitive quand le contrat avec une entreprise est signé.",
}
GOOD_NEWS = typography.french("Bonne nouvelle :")  # begins the subjects of those drawn as such
_VARIABLE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


class Text(NamedTuple):
    subject: str
    body: str


class Unknown(Exception):
    """The text contains a wrong variable; the message says how to correct it."""


@cache
def _files() -> dict[str, Path]:
    """Maps the name of each letter to its file, in the folder of its reader."""
    folders = (FOLDER / reader for reader in Message.Audience.values)
    return {path.stem: path for folder in folders for path in folder.glob("*.txt")}


def names() -> list[str]:
    """Lists the names of all letters, in order."""
    return sorted(_files())


def audience(name: str) -> Message.Audience:
    """Returns who reads this letter."""
    return Message.Audience(_files()[name].parent.name)


@cache
def built_in(name: str) -> Text:
    """Returns the built-in text, each paragraph on one line, as staff will edit it."""
    subject, _, body = _files()[name].read_text(encoding="utf-8").partition("\n")
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", body.strip()))
    return Text(*(typography.french(part) for part in (subject, "\n\n".join(paragraphs))))


def current(name: str) -> Text:
    row = MessageText.objects.filter(name=name).first()
    return Text(row.subject, row.body) if row else built_in(name)


def title(name: str) -> str:
    """Returns the subject without its details, nor a greeting: « Candidature envoyée »."""
    subject = _VARIABLE.sub("", built_in(name).subject).removeprefix(GOOD_NEWS)
    parts = map(str.strip, re.split(r"\s[–-]\s|,|\s:", subject))
    return capfirst(next(filter(None, parts)))


def is_good_news(name: str) -> bool:
    """Tells whether the site's own text says so, however staff have written it since."""
    return built_in(name).subject.startswith(GOOD_NEWS)


def opening(name: str) -> str:
    """Returns the first paragraph, which tells apart two letters of the same title."""
    return built_in(name).body.partition("\n")[0]


def variables(name: str) -> dict[str, str]:
    """Maps the variables that this letter may contain to their meaning."""
    names_used = _VARIABLE.findall("\n".join(built_in(name)))
    allowed = (*ALWAYS, *names_used)
    return {key: meaning for key, meaning in VARIABLES.items() if key in allowed}


def check(name: str, written: str) -> None:
    """Raises Unknown for a variable that this letter may not contain, or for a lone brace."""
    known = variables(name)
    for quoted in _VARIABLE.findall(written):
        if quoted not in known:
            raise Unknown(
                f"Ce message ne connaît pas « {quoted} ». Il connaît : {', '.join(known)}."
            )
    if set("{}") & set(_VARIABLE.sub("", written)):
        raise Unknown(
            "Une accolade est seule. Une variable s’écrit entre deux accolades : {{ programme }}."
        )


def fill(text: Text, values: dict[str, str]) -> list[str]:
    """Returns the subject, then each paragraph, on one line each, in French typography."""
    subject, body = (
        _VARIABLE.sub(lambda match: str(values.get(match[1], "")), part) for part in text
    )
    lines = (subject, *re.split(r"\n\s*\n", body.strip()))
    return [typography.french(" ".join(line.strip().splitlines())) for line in lines]
