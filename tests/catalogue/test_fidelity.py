"""The page of the bac pro says everything its brochure says, in the brochure's words.

Three comparisons: every line, list item and table cell is somewhere in the page's text; every list
item is one of the page, since some repeat the words of a table; and every row of a table is one row
of the page, its cells in the same order.
"""

import copy
import re

import lxml.html
import pytest

from charmilles.addresses import absolute_url
from tests.support import real_contents
from tests.support.fragments import (
    LEFT_OUT,
    REWORDED,
    fold,
    fragments,
    items,
    rows,
    source_to_say,
    whole_source,
)

pytestmark = pytest.mark.django_db

# The brochure


@pytest.fixture
def whole_brochure():
    return whole_source()


@pytest.fixture
def brochure():
    return source_to_say()


# The page


@pytest.fixture
def main(client):
    real_contents.load(demo=False)
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


HOME = "http://les-charmilles.fr"


def test_page_keeps_the_addresses_of_the_brochure(brochure, main):
    written = re.findall(r"\]\((http[^)]*)\)", brochure)
    links = {link.get("href"): link.text_content() for link in main.iter("a")}
    # The home of the centre's site, as the way to enrol, leads to our form; its words stay.
    form = absolute_url("enrolment:start", "bac-pro-agora")
    assert [address for address in written if address not in links] == [HOME]
    assert HOME.removeprefix("http://") in links[form]


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
