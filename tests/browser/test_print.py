"""The programme page prints everything but its navigation."""

import io

import pikepdf
import pytest

from tests.browser.pages import PROGRAMME

NAVIGATION = [".masthead nav", ".breadcrumb", ".toc", ".stick", ".theme", ".footer nav", ".skip"]


@pytest.fixture
def paper(visit):
    tab = visit(PROGRAMME, width=794)  # A4
    tab.emulate_media(media="print", color_scheme="dark")  # paper stays white
    return tab


def test_paper_is_white(paper):
    colours = """() => [...document.querySelectorAll("body, .hero, .footer, .card, .contact")]
        .map((e) => getComputedStyle(e).backgroundColor)"""
    assert set(paper.evaluate(colours)) <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}


@pytest.mark.parametrize("selector", NAVIGATION)
def test_navigation_is_left_out(paper, selector):
    boxes = paper.locator(selector)
    assert boxes.count()
    assert [box.is_visible() for box in boxes.all()] == [False] * boxes.count()


def test_closed_details_are_printed(paper):
    hidden = paper.locator("details:not([open]) li")
    assert hidden.count()
    heights = [item.bounding_box()["height"] for item in hidden.all()]
    assert min(heights) > 10


def test_totals_are_printed_once(paper):
    assert paper.locator("tfoot").count()
    places = paper.locator("tfoot").evaluate_all(
        "feet => feet.map(f => getComputedStyle(f).display)"
    )
    assert "table-footer-group" not in places  # repeated on every sheet, under half the rows


def test_no_sheet_is_blank(paper):
    document = pikepdf.open(io.BytesIO(paper.pdf(prefer_css_page_size=True, tagged=True)))
    counts = [shown_texts(page) for page in document.pages]
    assert min(counts) > 15, counts


def shown_texts(page):
    """Counts the pieces of text that a page shows, including those of its PDF forms."""
    count = sum(str(operator) in ("Tj", "TJ") for _, operator in pikepdf.parse_content_stream(page))
    for form in page.resources.get("/XObject", {}).values():
        if form.get("/Subtype") == "/Form":
            operators = pikepdf.parse_content_stream(form)
            count += sum(str(operator) in ("Tj", "TJ") for _, operator in operators)
    return count
