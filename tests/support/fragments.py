"""Cuts the centre's brochure into fragments that the page and the papers must contain."""

import itertools
import re
import unicodedata

from tests.support.shared import SHARED, need

SOURCE = SHARED / "source" / "bac-pro-agora.md"

# Words of the brochure that the page leaves out: {words: why}.
LEFT_OUT = {
    "▶": "bouton d’une image ou d’une vidéo que la source n’a pas gardée",
}
# Table cells that the page words differently: {cell: (what the page shows, why)}.
REWORDED = {
    "-": ("Non communiqué", "un tiret se lit comme zéro, ou ne se lit pas"),
    "Promotion": ("Année scolaire", "2024-2025 est une année de la promotion 2024-2026"),
    "Taux de réussite des <b>apprentis</b> de la formation**": (
        "Taux de réussite global de la formation Taux de réussite des apprentis de la formation",
        "deux indicateurs aux mêmes chiffres font une ligne, avec leurs deux intitulés",
    ),
    "Taux de réussite": ("Taux", "la colonne contient aussi des taux de rupture et d’insertion"),
}

# Written one way in the brochure and another on the page, with the same meaning.
SAME = [
    (r"[’‘]", "'"),
    (r"[‐‑–—]", "-"),
    (r"…", "..."),
    (r"œ", "oe"),
    (r"->", ":"),
    (r"\b1ère\b", "1re"),
    (r"\b(\d+)ème\b", r"\1e"),
    (r"\bsept (?=\d{4}\b)", "septembre "),  # the page writes months in full
    (r"\s+(?=[:;!?%€»])|(?<=«)\s+", ""),
    (r"(?<=n°)\s", ""),
    (r"(?<=\d)\s(?=\d{3}\b)", ""),  # between thousands
    (r"(?<!%)\*+", ""),  # note marks; percentages keep theirs
]


def fold(text):
    """Normalises spaces, apostrophes, dashes, case and ordinals, to compare texts."""
    text = unicodedata.normalize("NFC", text).casefold()
    for pattern, replacement in SAME:
        text = re.sub(pattern, replacement, text)
    return " ".join(text.split())


def whole_source():
    return need(SOURCE).read_text(encoding="utf-8")


def source_to_say():
    source = whole_source()
    for words in LEFT_OUT:
        source = source.replace(words, "")
    return source


def fragments(source):
    """Lists every line, list item and table cell, folded."""
    pieces = itertools.chain.from_iterable(map(pieces_of, source.splitlines()))
    return [folded for piece in pieces if (folded := fold(piece)) not in {"", "-"}]


def pieces_of(line):
    if "<li>" in line:
        return itertools.chain.from_iterable(split_rows(line.split("\t")))
    cells = line.split("\t") if "\t" in line else [unmarked(line)]
    return itertools.chain.from_iterable(map(plain, cells))


def unmarked(line):
    """Removes the mark of a heading or of a list item."""
    return re.sub(r"^\s*(?:#+|- ✓|-) ", "", line)


def plain(text):
    """Lists the lines of a cell or paragraph, without Markdown and HTML marks."""
    text = re.sub(r"</?(?:ul|li)\b[^>]*>", "\n", text)
    text = re.sub(r"</?b>|\*\*|\\|•", "", text)
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    # A colon before a list or the next lines goes too: the page has its own.
    lines = [line.strip().removesuffix(":") for line in text.split("\n")]
    return [line for line in lines if line]


def items(source):
    """Lists the list items, folded."""
    lines = [line for line in source.splitlines() if line.lstrip().startswith("- ")]
    return [fold(piece) for line in lines for piece in plain(unmarked(line))]


def rows(source):
    """Yields the rows of the brochure's tables as the page shows them, as lists of folded cells."""
    for line in source.splitlines():
        cells = line.split("\t")
        if "<li>" in line:
            yield from split_rows(cells)
        elif set(cells[1:]) == {"-"}:
            yield [fold(cells[0])]  # a heading set as a row without figures
        elif len(cells) > 1:
            shown = (REWORDED.get(cell, [cell])[0] for cell in cells)
            yield [fold("".join(plain(cell))) for cell in shown]


def split_rows(cells):
    """Splits the line of an exam of two subjects as on the page: the exam, then each subject."""
    exam, *subjects = [line for line in map(fold, plain(cells[0])) if line]
    yield [exam, cells[2]]
    types = re.findall(r"(?:\d )?(?:CCF|Écrit)", cells[3])
    for subject in zip(subjects, cells[1].split(), types, strict=True):
        yield [fold(cell) for cell in subject]
