"""The words of our messages: those of the site, or those that staff prefer.

The site's are in templates/enrolment/mail/<message>.txt, the subject on the first line. They are
the closed list: of the messages there are, and of the variables that each may quote. A text quotes
a variable as « {{ reference }} », replaced here and nowhere else: nothing staff write is ever run
as a template.
"""

import re
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.utils.text import capfirst

from charmilles import typography
from enrolment.models import Message, MessageText

FOLDER = settings.BASE_DIR / "templates/enrolment/mail"
LAYOUT = "layout"
ALWAYS = ("programme", "centre")  # known whatever the message speaks of
VARIABLES = {
    "programme": "le nom court de la formation",
    "centre": "le nom du centre",
    "reference": "la référence du dossier",
    "status": "l’étape du dossier",
    "when": "le jour et l’heure de l’entretien",
    "day": "le dernier jour pour agir",
}
EXAMPLES = {  # of what the catalogue does not know
    "reference": "CH-7K3P-2QXW",
    "status": "entretien à réserver",
    "when": "mardi 1er décembre 2026 à 14 h",
    "day": "15 décembre 2026",
}
_VARIABLE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


class Text(NamedTuple):
    subject: str
    body: str


class Unknown(Exception):
    """The text quotes what this message does not know. The sentence says how to repair."""


@cache
def names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.txt") if path.stem != LAYOUT))


@cache
def of_the_site(name: str) -> Text:
    """Each paragraph on one line, as staff will read and change it."""
    subject, _, body = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").partition("\n")
    paragraphs = (" ".join(one.split()) for one in re.split(r"\n\s*\n", body.strip()))
    return Text(*(typography.french(part) for part in (subject, "\n\n".join(paragraphs))))


def current(name: str) -> Text:
    row = MessageText.objects.filter(name=name).first()
    return Text(row.subject, row.body) if row else of_the_site(name)


def title(name: str) -> str:
    """« Candidature envoyée »: what its subject says before any detail."""
    subject = _VARIABLE.sub("", of_the_site(name).subject)
    return capfirst(re.split(r"\s[–-]\s|,|\s:", subject)[0].strip())


def opening(name: str) -> str:
    """What happened, in a sentence: it tells apart two messages of the same title."""
    return of_the_site(name).body.partition("\n")[0]


def audience(name: str) -> str:
    to = next((one for one in ("guardian", "staff") if one in name), "candidate")
    return Message.Audience(to).label


def variables(name: str) -> dict[str, str]:
    """What this message may quote, each with what it is: all that its own text quotes."""
    quoted = _VARIABLE.findall("\n".join(of_the_site(name)))
    return {known: said for known, said in VARIABLES.items() if known in (*ALWAYS, *quoted)}


def check(name: str, written: str) -> None:
    """Raises Unknown for a variable that this message does not know, or a brace left open."""
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
    """The subject, then each paragraph, on one line each, as a French reader expects them."""
    subject, body = (
        _VARIABLE.sub(lambda found: str(values.get(found[1], "")), part) for part in text
    )
    lines = (subject, *re.split(r"\n\s*\n", body.strip()))
    return [typography.french(" ".join(one.strip().splitlines())) for one in lines]
