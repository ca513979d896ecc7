"""Every page works with the keyboard, and the focus is always visible."""

import pytest

from tests.browser.pages import HOME, OURS, PROGRAMME, WITH_LAYOUT


@pytest.mark.parametrize("page", WITH_LAYOUT, ids=str)
def test_first_tab_stop_skips_to_the_contents(visit, page):
    tab = visit(page, width=360)
    tab.keyboard.press("Tab")
    link = tab.locator(":focus")
    assert link.inner_text() == "Aller au contenu"
    box = link.bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["height"] >= 24
    tab.keyboard.press("Enter")
    assert tab.locator(":focus").get_attribute("id") == "page"
    tab.keyboard.press("Tab")
    inside = "document.activeElement.closest('main, footer') !== null"
    assert tab.evaluate(inside)


# Records how each control looks without the focus, to compare with how it looks with it.
REMEMBER = """() => {
    window.look = (element) => {
        const {outlineStyle, outlineWidth, outlineColor, boxShadow} = getComputedStyle(element);
        const outline = outlineStyle === "none" ? "" : `${outlineWidth} ${outlineColor}`;
        return `${outline} / ${boxShadow}`;
    };
    window.before = new Map();
    const all = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    for (const element of document.querySelectorAll(all)) before.set(element, look(element));
    return [...before.keys()].filter((element) => element.checkVisibility()).length;
}"""

FOCUSED = """() => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const shown = element.closest("label") || element;
    const inWindow = (box) => box.bottom > 0 && box.top < innerHeight && box.width && box.height;
    const box = [...shown.getClientRects()].find(inWindow);
    let covered = "hors de la fenêtre";
    if (box) {
        const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
        const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
        const points = [0.1, 0.5, 0.9].map((part) =>
            document.elementFromPoint((left + right) / 2, top + (bottom - top) * part));
        const stranger = points.find((hit) => !shown.contains(hit) && !hit?.contains(shown));
        covered = stranger ? `sous ${stranger.className || stranger.tagName}` : "";
    }
    return {
        name: `${element.tagName}.${element.className} ${element.textContent.trim()}`.slice(0, 70),
        same: look(element) === before.get(element),
        covered,
    };
}"""


def tab_stops(tab):
    """Lists what receives the focus, in order, from the top of the page to its end."""
    controls = tab.evaluate(REMEMBER)
    stops = []
    for _ in range(controls + 1):
        tab.keyboard.press("Tab")
        stop = tab.evaluate(FOCUSED)
        if stop is None:
            return stops
        stops.append(stop)
    return stops


def invisible(stops):
    return [stop for stop in stops if stop["same"] or stop["covered"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("page", [HOME, PROGRAMME], ids=str)
def test_focus_is_seen_and_never_covered(visit, page, width, scheme):
    tab = visit(page, width=width, scheme=scheme)
    stops = tab_stops(tab)
    assert len(stops) > 8
    assert invisible(stops) == []


@pytest.mark.parametrize("page", [p for p in OURS if p not in (HOME, PROGRAMME)], ids=str)
def test_focus_is_seen_on_every_other_page(visit, page):
    assert invisible(tab_stops(visit(page))) == []
