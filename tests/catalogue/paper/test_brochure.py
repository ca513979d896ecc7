"""The printed brochure: complete, tagged for those who hear it, laid out for those who see it."""

import itertools
import re

import lxml.html
import pytest

from catalogue.paper.reading import lines_of_text
from tests.support.fragments import fold, fragments, items, rows, source_to_say
from tests.support.tagged import HEADINGS

pytestmark = pytest.mark.django_db  # the papers are drawn from it, once

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN, FOOT = 13 * MM, 13.4 * MM
GUTTER = 8 * MM
MIDDLE = WIDTH / 2
HAIR = 0.5  # points: rounding of the boxes


def squash(text):
    """The words without their spaces: paper breaks lines, and words, where the page does not."""
    return "".join(fold(text.replace("‐", "")).split())


# Complete


@pytest.fixture
def source():
    return source_to_say()


def missing(source, tagged):
    said = squash(tagged.root.text())
    return [fragment for fragment in fragments(source) if squash(fragment) not in said]


def test_brochure_says_all_that_the_source_says(source, agora):
    assert missing(source, agora.tagged) == []


def test_brochure_keeps_the_items_of_every_list(source, agora):
    """A list item of the source is one of the paper's, whole."""
    own = {squash(item.text(without=("Lbl", "L"))) for item in agora.tagged.iter("LBody")}
    lost = [item for item in items(source) if not any(begins(text, item) for text in own)]
    assert lost == []


def test_brochure_keeps_the_rows_of_every_table(source, agora):
    shown = [[squash(cell.text()) for cell in row.kids] for row in agora.tagged.iter("TR")]
    assert [row for row in rows(source) if not any(holds(cells, row) for cells in shown)] == []


def begins(shown, wanted):
    return shown.removesuffix(":").startswith(squash(wanted).removesuffix(":"))


def holds(cells, wanted):
    rest = iter(cells)
    return all(any(begins(cell, word) for cell in rest) for word in wanted)


def test_words_can_be_searched_and_copied(source, agora):
    """What pdftotext finds without looking at the tags."""
    printed = squash("".join(line.text for page in agora.tagged.lines for line in page))
    words = set(re.findall(r"[^\W\d_]{4,}", " ".join(fragments(source))))
    assert [word for word in words if word not in printed] == []


@pytest.mark.parametrize("words", ["Non communiqué", "1 340", "Linguaskill"])
def test_a_lost_fragment_is_noticed(source, agora, words):
    said = squash(agora.tagged.root.text())
    assert squash(words) in said
    assert squash(words + " perdu") not in said


def test_agora_is_a_leaflet_of_four_pages_at_most(agora):
    assert agora.printed.pages == len(agora.tagged.pages) <= 4


def test_first_page_sells(agora):
    """What it is, what it leads to, who it is for, what one learns, and how to apply."""
    wanted = ["Métiers visés", "Prérequis", "Objectifs pédagogiques", "Pour candidater"]
    first = squash(" ".join(line.text for line in agora.tagged.lines[0]))
    assert [words for words in wanted if squash(words) not in first] == []


def test_sheet_for_employers_is_one_page(employers):
    assert employers.printed.pages == 1


def test_papers_draw_the_weeks_of_the_cohort_and_say_them(agora, employers):
    for drawn in (agora, employers):
        words = squash(drawn.tagged.root.text())
        assert squash("2027-2028 : 18 semaines au centre, 84 jours.") in words
        assert squash("Cette semaine") not in words
        assert lxml.html.fromstring(drawn.html).find_class("weeks-drawn")


def test_pages_are_a4(paper):
    sizes = {tuple(round(float(side)) for side in page.mediabox) for page in paper.tagged.pages}
    assert sizes == {(0, 0, round(WIDTH), round(HEIGHT))}


# Document


def test_language_is_french(paper):
    assert str(paper.tagged.pdf.Root.Lang) == "fr"


def test_title_is_shown(paper):
    root = paper.tagged.pdf.Root
    assert root.ViewerPreferences.DisplayDocTitle is True
    assert paper.draft.sheet.programme.short_name[:20] in str(paper.tagged.pdf.docinfo.Title)


def test_document_says_that_it_is_tagged(paper):
    assert paper.tagged.pdf.Root.MarkInfo.Marked is True
    assert "/StructTreeRoot" in paper.tagged.pdf.Root


def test_document_claims_pdf_ua_1(paper):
    with paper.tagged.pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_every_font_is_embedded(paper):
    fonts = [font for font in paper.tagged.pdf.objects if is_font(font)]
    assert fonts
    assert [str(font.BaseFont) for font in fonts if not embedded(font)] == []


def is_font(thing):
    return (
        hasattr(thing, "get") and thing.get("/Type") == "/Font" and "/DescendantFonts" not in thing
    )


def embedded(font):
    return "/FontFile2" in font.FontDescriptor or "/FontFile3" in font.FontDescriptor


def test_characters_can_be_read_back(paper):
    assert "\ufffd" not in paper.tagged.root.text()
    assert not re.search(r"[\ue000-\uf8ff]", paper.tagged.root.text())


# Headings


def test_there_is_one_first_level_heading(paper):
    tops = [heading for heading in paper.tagged.headings if heading.tag == "H1"]
    assert [squash(top.text()) for top in tops] == [squash(page_title(paper))]


def page_title(paper):
    return paper.page.findtext(".//h1")


def test_heading_levels_never_skip(paper):
    levels = [HEADINGS.index(heading.tag) + 1 for heading in paper.tagged.headings]
    assert levels[0] == 1
    assert [pair for pair in itertools.pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_headings_are_those_of_the_page_in_its_order(paper):
    """But for the intakes: the page puts first the one to join, paper goes by date."""
    printed = [(h.tag, squash(h.text())) for h in paper.tagged.headings]
    assert printed == list(intakes_by_date(page_headings(paper.page)))


def intakes_by_date(headings):
    """Neighbours that are intakes, latest first."""
    for of_intakes, group in itertools.groupby(headings, lambda h: h[1].startswith("promotion")):
        found = list(group)
        yield from sorted(found, reverse=True) if of_intakes else found


def page_headings(page):
    """Without those that only serve the screen: contents, neighbours, state of the day, form."""
    for heading in page.find(".//main").iter(*map(str.lower, HEADINGS)):
        around = {parent.tag for parent in heading.iterancestors()}
        around |= {parent.get("class") for parent in heading.iterancestors()}
        is_seen = heading.get("class") != "visually-hidden"
        if is_seen and not around & {"nav", "aside", "text online"}:
            words = heading.find("span") if heading.get("class") == "with-badge" else heading
            yield heading.tag.upper(), squash(words.text_content())


def test_bookmarks_lead_to_every_heading(paper):
    with paper.tagged.pdf.open_outline() as outline:
        titles = [squash(item.title) for item in flat(outline.root)]
    assert titles == [squash(heading.text()) for heading in paper.tagged.headings]


def flat(items):
    for item in items:
        yield item
        yield from flat(item.children)


def test_bookmarks_are_nested_as_their_headings(paper):
    with paper.tagged.pdf.open_outline() as outline:
        depths = list(depths_of(outline.root))
    assert depths == [HEADINGS.index(heading.tag) + 1 for heading in paper.tagged.headings]


def depths_of(items, depth=1):
    for item in items:
        yield depth
        yield from depths_of(item.children, depth + 1)


def test_bookmarks_lead_down_the_page_or_to_its_next_column(paper):
    places = [(page, x > MIDDLE, y) for page, x, y in destinations(paper)]
    back = [pair for pair in itertools.pairwise(places) if not follows(*pair)]
    assert back == []


def follows(before, after):
    (page, is_right, y), (next_page, goes_right, next_y) = before, after
    moves = page < next_page or (not is_right and goes_right)
    return moves or (page == next_page and y < next_y)


def test_bookmarks_lead_to_the_height_of_their_heading(paper):
    for heading, (page, x, y) in zip(paper.tagged.headings, destinations(paper), strict=True):
        assert page == heading.page
        words = squash(heading.text())
        firsts = [line for line in paper.tagged.lines[page] if words.startswith(squash(line.text))]
        assert any(near(line, x, y) for line in firsts), heading.text()


def destinations(paper):
    """(page, from the left, from the top), in points."""
    with paper.tagged.pdf.open_outline() as outline:
        for item in flat(outline.root):
            page, kind, x, y, _ = item.destination
            assert kind == "/XYZ"
            yield paper.tagged.numbers[page.objgen], float(x), HEIGHT - float(y)


def near(line, x, y):
    """An icon may stand before the first word."""
    return 0 <= line.left - x + HAIR < 8 * MM and abs(min(w.top for w in line.words) - y) < 3 * MM


# Reading order


def test_paper_is_read_in_the_order_of_the_page(paper):
    """Every line that was composed comes after the one before it, nested lists included."""
    said, at = squash(paper.tagged.root.text()), 0
    for line in composed(paper):
        found = said.find(line, at)
        assert found >= 0, f"« {line} » manque, ou vient trop tôt"
        at = found + len(line)


def composed(paper):
    """Lines of text of the draft, without the addresses of the links: they are not printed."""
    body = re.sub(r'href="[^"]*"', "", paper.draft.body)
    for title, lines in lines_of_text(body):
        yield squash(title)
        yield from map(squash, lines)


def test_a_list_that_comes_before_its_sentence_is_noticed(agora):
    said = squash(agora.tagged.root.text())
    first, *_, last = composed(agora)
    assert said.find(last) > said.find(first) >= 0


def test_text_is_all_in_marked_content(paper):
    assert [page.get(None) for page in paper.tagged.marks] == [None] * len(paper.tagged.pages)


def test_running_foot_is_not_read(paper):
    said = squash(paper.tagged.root.text())
    assert squash("Édition n° 1 du 23 novembre 2026") not in said
    assert not re.search(r"page\d/\d", said)


def test_running_foot_names_the_edition_the_address_and_the_page(paper):
    pages = len(paper.tagged.pages)
    programme = paper.draft.sheet.programme
    for number, lines in enumerate(paper.tagged.lines, 1):
        foot = squash("".join(line.text for line in lines if line.bottom > HEIGHT - FOOT))
        said = f"{programme.short_name} Édition n° 1 du 23 novembre 2026 page {number}/{pages}"
        for word in [*said.split(), f"charmilles.test/e/{programme.slug}/1"]:
            assert squash(word) in foot


# Figures, tables, lists, links


def test_every_figure_has_its_text(paper):
    (code,) = paper.tagged.iter("Figure")
    slug = paper.draft.sheet.programme.slug
    opens = "la page de cette édition, qui dit ce qui a changé depuis"
    address = f"https://charmilles.test/e/{slug}/1"
    assert str(code.node.Alt) == f"Code QR qui ouvre {opens} : {address}"


def test_figure_of_the_employers_sheet_says_what_it_opens(employers):
    (code,) = employers.tagged.iter("Figure")
    address = "https://charmilles.test/formations/bac-pro-agora/"
    assert str(code.node.Alt) == f"Code QR qui ouvre la page de la formation : {address}"


def tables(paper):
    return list(paper.tagged.iter("Table"))


def test_agora_has_all_its_tables(agora):
    captions = {
        squash(next(table.iter("Caption")).text()) for table in tables(agora) if captioned(table)
    }
    of_the_centre = agora.page.xpath(".//table[not(contains(@class, 'by-law'))]")
    assert len(tables(agora)) >= len(of_the_centre) == 6
    assert squash("Matières, heures et examens") in captions


def captioned(table):
    return any(table.iter("Caption"))


def test_every_table_has_column_headers(paper):
    assert [table for table in tables(paper) if not first_cells_are_headers(table)] == []


def first_cells_are_headers(table):
    return {cell.tag for cell in next(table.iter("TR")).kids} == {"TH"}


def test_every_cell_names_its_row_and_column(paper):
    """The headers that a cell refers to are of its table: the first of its row, the top of its
    column."""
    for table in tables(paper):
        rows = list(table.iter("TR"))
        columns = [str(cell.node.ID) for cell in rows[0].kids]
        for row in rows[1:]:
            for place, cell in enumerate(row.kids):
                if cell.tag == "TD":
                    headers = {str(header) for header in cell.attributes["/Headers"]}
                    assert headers == {str(row.kids[0].node.ID), columns[place]}, cell.text()


def test_header_names_are_unique(paper):
    names = [str(cell.node.ID) for cell in paper.tagged.iter("TH") if "/ID" in cell.node]
    assert len(names) == len(set(names)) == len(list(paper.tagged.iter("TH")))


def test_lists_hold_items_and_items_their_label_and_body(paper):
    assert {item.parent.tag for item in paper.tagged.iter("LI")} == {"L"}
    assert {item.tag for whole in paper.tagged.iter("L") for item in elements(whole)} == {"LI"}
    assert {body.parent.tag for body in paper.tagged.iter("LBody", "Lbl")} == {"LI"}
    inside = {part.tag for item in paper.tagged.iter("LI") for part in elements(item)}
    assert inside <= {"LBody", "Lbl"}


def test_definition_is_an_item_of_its_term_and_what_it_means(agora):
    said = [[squash(part.text()) for part in elements(item)] for item in agora.tagged.iter("LI")]
    assert [squash("Sigle :"), squash("AGOrA")] in said


def elements(element):
    return [kid for kid in element.kids if not isinstance(kid, str)]


def test_every_header_says_whether_it_is_of_a_column_or_of_a_row(paper):
    for table in tables(paper):
        for part in elements(table):
            heads = list(part.iter("TH"))
            scopes = {str(head.attributes.get("/Scope")) for head in heads}
            if part.tag == "THead":
                assert scopes == {"/Column"}
            else:
                assert scopes <= {"/Row", "/Column"}


def test_nothing_empty_is_read(paper):
    """A cell alone may have nothing to say."""
    empty = [e for e in paper.tagged.iter() if not e.kids and e.tag not in {"TD", "Figure"}]
    assert [(element.parent.tag, element.tag) for element in empty] == []


def test_running_feet_are_artifacts(paper):
    for marks in paper.tagged.marks:
        assert squash("Édition n° 1 du 23 novembre 2026") in squash(marks["Artifact"])


def annotations(paper):
    found = (page.obj.get("/Annots", []) for page in paper.tagged.pages)
    return [annotation for page in found for annotation in page]


def test_every_link_is_tied_to_its_annotation(paper):
    links = [objects(link.node) for link in paper.tagged.iter("Link")]
    assert all(links)
    tied = {annotation.objgen for found in links for annotation in found}
    assert tied == {annotation.objgen for annotation in annotations(paper)}


def objects(node):
    return [kid.Obj for kid in node.K if hasattr(kid, "get") and kid.get("/Type") == "/OBJR"]


def test_every_annotation_finds_its_place_in_the_tree(paper):
    numbers = paper.tagged.pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    for annotation in annotations(paper):
        assert parents[int(annotation.StructParent)].S == "/Link"


def test_links_lead_somewhere_real(paper):
    addresses = [str(annotation.A.URI) for annotation in annotations(paper)]
    assert [a for a in addresses if not re.match(r"(https?://|mailto:|tel:)", a)] == []
    assert [a for a in addresses if "static.invalid" in a] == []


def test_links_to_other_programmes_are_whole(agora):
    addresses = {str(annotation.A.URI) for annotation in annotations(agora)}
    assert "https://charmilles.test/formations/bts-gtla/" in addresses


def test_every_link_has_words(paper):
    assert [link for link in paper.tagged.iter("Link") if not link.text().strip()] == []


# Layout


def printed_lines(paper):
    """(page, its lines), the running foot apart."""
    for page, lines in enumerate(paper.tagged.lines):
        yield page, [line for line in lines if line.bottom < HEIGHT - FOOT + HAIR]


def words(paper):
    for page, lines in enumerate(paper.tagged.lines):
        yield from ((page, word) for line in lines for word in line.words)


def test_every_word_is_within_the_margins(paper):
    beyond = [
        (page + 1, word.text)
        for page, word in words(paper)
        if word.left < MARGIN - HAIR
        or word.right > WIDTH - MARGIN + HAIR
        or word.bottom > HEIGHT - 5 * MM
        or word.top < 10 * MM
    ]
    assert beyond == []


def test_no_word_of_a_column_runs_into_the_next(paper):
    """Only what stands across the sheet is printed between the columns."""
    across = squash(standing_across(paper))
    for page, lines in columns(paper):
        for word in (word for line in lines for word in line.words):
            within = (
                word.right < MIDDLE - GUTTER / 2 + HAIR or word.left > MIDDLE + GUTTER / 2 - HAIR
            )
            assert within or squash(word.text) in across, (page + 1, word.text)


def standing_across(paper):
    body = lxml.html.fromstring(paper.draft.body)
    for part in body.find_class("columns"):
        part.drop_tree()
    return body.text_content()


def test_no_word_covers_another(paper):
    for page, lines in enumerate(paper.tagged.lines):
        boxes = sorted((w for line in lines for w in line.words), key=lambda w: w.left)
        covered = [(a.text, b.text) for a, b in neighbours(boxes) if overlap(a, b)]
        assert covered == [], f"page {page + 1}"


def neighbours(boxes):
    for place, first in enumerate(boxes):
        for second in itertools.takewhile(lambda w, a=first: w.left < a.right, boxes[place + 1 :]):
            yield first, second


def overlap(a, b):
    """More than the ascents and descents of two tight lines."""
    across = min(a.right, b.right) - max(a.left, b.left)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    return across > 1 and down > 0.4 * min(a.bottom - a.top, b.bottom - b.top)


def columns(paper):
    """(page, lines of the parts), below the cover and the identity card."""
    for page, lines in printed_lines(paper):
        top = first_part(paper, lines) if page == 0 else 0
        yield page, [line for line in lines if line.words[0].top >= top]


def first_part(paper, lines):
    titles = [squash(h.text()) for h in paper.tagged.headings if h.tag == "H2"]
    tops = [line.words[0].top for line in lines if squash(line.text) in titles]
    return min(tops, default=HEIGHT)


def test_no_heading_ends_a_column(paper):
    for page, lines in columns(paper):
        headings = [squash(h.text()) for h in paper.tagged.headings if h.page == page]
        for column in (left_of(lines), right_of(lines)):
            last = squash(max(column, key=lambda line: line.bottom).text) if column else ""
            # A year alone is the second line of a date: « Promotion 2026-2028 » ends like it.
            assert (
                not last
                or last.isdecimal()
                or not any(heading.endswith(last) for heading in headings)
            ), (
                page + 1,
                last,
            )


def left_of(lines):
    return [line for line in lines if line.left < MIDDLE]


def right_of(lines):
    return [line for line in lines if line.left >= MIDDLE]


def test_no_row_is_split(paper):
    """A row in two pieces would be two rows of the tree."""
    body = [row for part in paper.tagged.iter("TBody", "TFoot") for row in part.iter("TR")]
    composed = re.findall(r"<tbody>.*?</tbody>|<tfoot>.*?</tfoot>", paper.draft.body, re.DOTALL)
    assert len(body) == sum(part.count("<tr") for part in composed)


def test_only_the_last_page_has_room_left(paper):
    """A page that others follow is two thirds full, at least: what follows is in one piece."""
    for page, lines in itertools.islice(printed_lines(paper), len(paper.tagged.pages) - 1):
        assert max(line.bottom for line in lines) > HEIGHT * 2 / 3, f"page {page + 1}"
        for column in (left_of(lines), right_of(lines)):
            assert max(line.bottom for line in column) > 0.55 * HEIGHT, f"page {page + 1}"


@pytest.mark.parametrize("name", ["agora", "short"])
def test_columns_of_the_last_page_are_nearly_as_high(name, request):
    *_, (_, lines) = columns(request.getfixturevalue(name))
    top = min(line.words[0].top for line in lines)
    left, right = (max(line.bottom for line in side(lines)) - top for side in (left_of, right_of))
    assert min(left, right) > max(left, right) / 2


def test_text_is_large_enough_to_be_read(paper):
    """The boxes are as high as the font: 7.7 points for a size of 6.6, that of the notes."""
    heights = {word.text: word.bottom - word.top for _, word in words(paper) if len(word.text) > 3}
    assert [text for text, height in heights.items() if height < 7.5] == []
