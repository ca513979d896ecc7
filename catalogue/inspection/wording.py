"""Checks of the words: another diploma's name, abbreviations, dead links, typography."""

import re
from collections import Counter
from collections.abc import Iterator

from catalogue.inspection.findings import ABBREVIATIONS, Case, Level, Said, check, indicator
from catalogue.models import Section
from catalogue.sheet.abbreviations import words_of
from charmilles import typography

Kind = Section.Kind
SECTIONS = "sections-group"
# The kinds of diploma that a text may name, by the words of the law and those of everybody.
DIPLOMAS = {
    "cap": r"\bCAP\b",
    "bac-pro": r"\bbac(?:calauréat)?[ -]pro(?:fessionnel)?\b",
    "bts": r"\bBTSA?\b",
    "but": r"\bBUT\b",
    "titre-pro": r"\btitre professionnel\b",
}
# Where one may speak of another diploma: what is asked before, what comes after.
ELSEWHERE = {
    *(Kind.PREREQUISITES, Kind.FOLLOW_ON, Kind.JOBS, Kind.EQUIVALENCES, Kind.ACCESS),
    *(Kind.ENROLMENT, Kind.QUESTIONS, Kind.OTHER, Kind.EXAM_CONDITIONS, Kind.PAY_AUDIENCE),
}
COMMON = {"BAC", "PRO", "BACPRO", "PDF"}  # words in capitals that need no explanation
CAPITALS = re.compile(r"^[A-ZÉÈÀ]{2,}\d*$")
ROMAN = re.compile(r"^[IVX]+$")
OURS = re.compile(r"/formations/([\w-]+)/?$")
SLIPS = {
    "une apostrophe droite": re.compile(r"\w'\w"),
    "1ère ou 2ème": re.compile(r"\b\d+(?:ère|ere|ème|eme)\b"),
    "oe pour œ": re.compile(r"[Oo]eu"),
    "une flèche": re.compile(r"->"),
}


def _others(case: Case, text: str) -> list[str]:
    """Lists the other diplomas that a text names."""
    own = case.certification.kind if case.certification else ""
    if own not in DIPLOMAS:
        return []
    found = (re.search(words, text, re.I) for kind, words in DIPLOMAS.items() if kind != own)
    return [match[0] for match in found if match]


@check("Q19", Level.WARNING, indicator(16), "contenu", SECTIONS)
def exam_of_another(case: Case) -> Iterator[Said]:
    for line in case.lines(Kind.EXAM_CONDITIONS):
        for name in _others(case, line.text):
            yield (
                (
                    f"« {line.text[:80]} » parle du {name} ; la formation prépare "
                    f"{case.certification.kind_name}."
                ),
                line.section,
            )


@check("Q26", Level.WARNING, indicator(1), "contenu", SECTIONS)
def text_of_another(case: Case) -> Iterator[Said]:
    """Finds what was copied from the sheet of another diploma."""
    for kind in set(Kind) - ELSEWHERE:
        for line in case.lines(kind):
            if names := _others(case, line.text):
                yield (
                    (
                        f"« {line.section.heading} » parle de {typography.enumeration(names)}, "
                        f"et la formation prépare {case.certification.kind_name} : "
                        f"« {line.text[:80]}… »"
                    ),
                    line.section,
                )


@check("Q26S", Level.WARNING, indicator(1), "sigles", ABBREVIATIONS)
def unexplained(case: Case) -> Iterator[Said]:
    own = set(re.findall(r"\w+", case.certification.acronym)) if case.certification else set()
    known = case.shared.abbreviations | COMMON | own
    unknown = sorted(
        word
        for word in words_of(case.sheet)
        if CAPITALS.match(word) and not ROMAN.match(word) and word not in known
    )
    if unknown:
        yield f"Sigles que la page n’explique pas : {typography.enumeration(unknown)}."


@check("L01", Level.WARNING, indicator(1), "contenu", SECTIONS)
def links(case: Case) -> Iterator[Said]:
    for sections in list(case.sheet.sections.values()):
        for section in sections:
            for item in section.lines:
                yield from ((said, section) for said in _link(item.url, case))


def _link(url, case):
    address = OURS.search(url)
    if address and address[1] not in case.shared.addresses:
        yield f"Le lien {url} mène à une formation qui n’est pas publiée."
    if url.startswith("http://"):
        yield f"Le lien {url} n’est pas protégé : écrivez https."


@check("S53", Level.NOTE, "usages de l’Imprimerie nationale", "contenu", SECTIONS)
def slips(case: Case) -> Iterator[Said]:
    """The page corrects them when it shows them; files and copies have them as they are typed."""
    counts = Counter(
        name for line in case.lines() for name, sign in SLIPS.items() if sign.search(line.text)
    )
    if counts:
        said = typography.enumeration((f"{name} ({n})" for name, n in counts.items()))
        yield f"Textes tapés avec {said} : la page les corrige en les affichant."
