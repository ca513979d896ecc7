"""The page of the bac pro says everything its brochure says, in the brochure's words.

Three comparisons: every line, list item and table cell is somewhere in the page's text; every list
item is one of the page, since some repeat the words of a table; and every row of a table is one row
of the page, its cells in the same order.
"""

import copy
import itertools
import os
import re
import unicodedata

import lxml.html
import pytest
from django.conf import settings
from django.core.management import call_command

pytestmark = pytest.mark.django_db

SOURCE = settings.BASE_DIR.parent / "shared" / "source" / "bac-pro-agora.md"

# What the page leaves out: {words of the brochure: why}.
LEFT_OUT = {
    "▶": "bouton d’une image ou d’une vidéo que la source n’a pas gardée",
}
# Cells of a table that the page words otherwise: {cell: (what the page shows, why)}.
REWORDED = {
    "-": ("Non communiqué", "un tiret se lit comme zéro, ou ne se lit pas"),
    "Promotion": ("Année scolaire", "2024-2025 est une année de la promotion 2024-2026"),
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
    (r"(?<!%)\*+", ""),  # calls of notes; the starred percentages keep theirs
]


def fold(text):
    """Spaces, apostrophes, dashes, case and ordinals apart, the words."""
    text = unicodedata.normalize("NFC", text).casefold()
    for pattern, replacement in SAME:
        text = re.sub(pattern, replacement, text)
    return " ".join(text.split())


# The brochure


@pytest.fixture
def whole_brochure():
    if SOURCE.exists():
        return SOURCE.read_text(encoding="utf-8")
    reason = f"{SOURCE} manque : la fidélité à la brochure n’est pas vérifiée"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def brochure(whole_brochure):
    for words in LEFT_OUT:
        whole_brochure = whole_brochure.replace(words, "")
    return whole_brochure


def fragments(source):
    """Each line, list item and table cell, folded."""
    pieces = itertools.chain.from_iterable(map(pieces_of, source.splitlines()))
    return [folded for piece in pieces if (folded := fold(piece)) not in {"", "-"}]


def pieces_of(line):
    if "<li>" in line:
        return itertools.chain.from_iterable(split_rows(line.split("\t")))
    cells = line.split("\t") if "\t" in line else [unmarked(line)]
    return itertools.chain.from_iterable(map(plain, cells))


def unmarked(line):
    """A line without the mark of a heading or of a list item."""
    return re.sub(r"^\s*(?:#+|- ✓|-) ", "", line)


def plain(text):
    """The lines of a cell or paragraph, without the marks of Markdown and HTML."""
    text = re.sub(r"</?(?:ul|li)\b[^>]*>", "\n", text)
    text = re.sub(r"</?b>|\*\*|\\|•", "", text)
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    # A colon that announces a list or the next lines is a mark too: the page has its own.
    return [kept for line in text.split("\n") if (kept := line.strip().removesuffix(":"))]


def items(source):
    """The list items, folded."""
    lines = [line for line in source.splitlines() if line.lstrip().startswith("- ")]
    return [fold(piece) for line in lines for piece in plain(unmarked(line))]


def rows(source):
    """The rows of the brochure's tables as the page shows them, each a list of folded cells."""
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
    """One line for an exam of two subjects is three rows on the page: the exam, then each."""
    exam, *subjects = [line for line in map(fold, plain(cells[0])) if line]
    yield [exam, cells[2]]
    types = re.findall(r"(?:\d )?(?:CCF|Écrit)", cells[3])
    for subject in zip(subjects, cells[1].split(), types, strict=True):
        yield [fold(cell) for cell in subject]


# The page


@pytest.fixture
def main(client):
    call_command("load_fixtures")
    response = client.get("/formations/bac-pro-agora/")
    return lxml.html.fromstring(response.content.decode()).find(".//main")


INLINE = {"a", "abbr", "b", "em", "small", "strong", "sub", "sup", "time"}


def text_of(element, *, without=("svg",)):
    """What one reads: words on the two sides of a block's edge do not touch."""
    parts = [element.text or ""]
    for child in element.iterchildren(tag="*"):
        inner = "" if child.tag in without else text_of(child, without=without)
        parts += [inner if child.tag in INLINE else f" {inner} ", child.tail or ""]
    return "".join(parts)


def missing(source, main):
    text = fold(text_of(main))
    return [fragment for fragment in fragments(source) if fragment not in text]


def missing_items(source, main):
    own = (text_of(item, without=("svg", "ul", "ol")) for item in main.iter("li"))
    shown = {fold(text).removesuffix(":") for text in own}
    return [item for item in items(source) if not any(begins(text, item) for text in shown)]


def missing_rows(source, main):
    shown = [[fold(text_of(cell)) for cell in row] for row in main.iter("tr")]
    return [row for row in rows(source) if not any(holds(cells, row) for cells in shown)]


def holds(cells, wanted):
    """The wanted cells are there, in that order."""
    rest = iter(cells)
    return all(any(begins(cell, word) for cell in rest) for word in wanted)


def begins(shown, wanted):
    """Whether these are the words shown; the page may add to them, an amount say."""
    return f"{shown} ".startswith(f"{wanted} ")


# Fidelity


def test_page_says_all_that_the_brochure_says(brochure, main):
    assert missing(brochure, main) == []


def test_page_keeps_the_items_of_every_list(brochure, main):
    assert missing_items(brochure, main) == []


def test_page_keeps_the_rows_of_every_table(brochure, main):
    assert missing_rows(brochure, main) == []


def test_page_keeps_the_addresses_of_the_brochure(brochure, main):
    written = re.findall(r"\]\((http[^)]*)\)", brochure)
    links = {link.get("href") for link in main.iter("a")}
    assert [address for address in written if address not in links] == []


def test_brochure_is_read_whole(brochure):
    read = " ".join(fragments(brochure))
    words = set(re.findall(r"[^\W\d_]{3,}", fold(re.sub(r"<[^>]*>|\(http[^)]*\)", " ", brochure))))
    assert {word for word in words if word not in read} == set()
    assert (len(items(brochure)), len(list(rows(brochure)))) == (58, 34)


@pytest.mark.parametrize("words", LEFT_OUT)
def test_what_is_left_out_is_in_the_brochure_and_not_on_the_page(words, whole_brochure, main):
    assert words in whole_brochure
    assert fold(words) not in fold(text_of(main))


@pytest.mark.parametrize("cell", REWORDED)
def test_reworded_cells_are_in_the_brochure(cell, brochure):
    tables = [line.split("\t") for line in brochure.splitlines() if "\t" in line]
    assert cell in {found for cells in tables for found in cells}


# Controls: what is lost is noticed


def without_item(main, words):
    wounded = copy.deepcopy(main)
    (item,) = [li for li in wounded.iter("li") if fold(text_of(li)) == fold(words)]
    item.drop_tree()
    return wounded


def test_a_lost_sentence_is_noticed(brochure, main):
    sentence = "Assurer l’organisation et la gestion matérielle du service ou de l’entité"
    assert missing(brochure, without_item(main, sentence)) == [fold(sentence)]


def test_a_lost_item_is_noticed_even_when_a_table_repeats_it(brochure, main):
    item = "Administrer le personnel"
    assert missing_items(brochure, without_item(main, item)) == [fold(item)]


def test_two_cells_exchanged_are_noticed(brochure, main):
    wounded = copy.deepcopy(main)
    (row,) = [tr for tr in wounded.iter("tr") if fold(text_of(tr)).startswith("2e année 39%")]
    row.append(row[1])
    assert [cells[0] for cells in missing_rows(brochure, wounded)] == ["2e année"]
