"""Pages fit the window, from a small phone to a desktop, even with text twice as large."""

import pytest

from tests.browser.pages import OURS, PROGRAMME

WIDTHS = [320, 360, 640, 768, 1024, 1280]  # 640: 1280 zoomed twice

# Lists what overflows, innermost first, so that a failure names the culprit, not its parents.
OVERFLOW = """() => {
    const page = document.scrollingElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const clipped = (element) => {
        const absolute = getComputedStyle(element).position === "absolute";
        let box = absolute ? element.offsetParent : element.parentElement;
        for (; box && box !== document.body; box = box.parentElement)
            if (getComputedStyle(box).overflowX !== "visible") return true;
        return false;
    };
    return [...document.body.querySelectorAll("*")].reverse()
        .filter((e) => e.getBoundingClientRect().right > page.clientWidth + 0.5 && !clipped(e))
        .map((e) => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`)
        .concat(`largeur ${page.scrollWidth}`);
}"""

# Keyboard users cannot scroll a box sideways unless it, or something in it, takes the focus.
UNREACHABLE = """() => [...document.querySelectorAll("main *")]
    .filter((e) => e.checkVisibility() && ["auto", "scroll"].includes(getComputedStyle(e).overflowX)
        && e.scrollWidth > e.clientWidth && e.tabIndex < 0 && !e.querySelector("a[href], button"))
    .map((e) => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 60)}`)"""

# Text may be cut by its own box even when the page does not scroll.
CUT = """() => [...document.querySelectorAll("body *")]
    .filter((e) => e.checkVisibility() && !e.closest(".visually-hidden, svg, thead")
        && ["hidden", "clip"].includes(getComputedStyle(e).overflowX)
        && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1)
    .map((e) => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 60)}`)"""


@pytest.mark.parametrize("page", OURS, ids=str)
def test_page_fits_the_window(visit, page):
    tab = visit(page)
    overflows = []
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        overflows += [f"{width} px, {defect}" for defect in defects(tab)]
    tab.evaluate("document.documentElement.style.fontSize = '200%'")
    overflows += [f"1280 px, texte à 200 %, {defect}" for defect in defects(tab)]
    assert not overflows, "\n".join(overflows)


def defects(tab):
    kinds = {"dépasse": OVERFLOW, "inaccessible au clavier": UNREACHABLE, "coupé": CUT}
    return [f"{kind} : {place}" for kind, script in kinds.items() for place in tab.evaluate(script)]


# Skips links inside a sentence, as high as its lines: WCAG 2.5.8 exempts them.
SMALL_TARGETS = """() => [...document.querySelectorAll("a[href], button, input, select, summary")]
    .filter((e) => e.checkVisibility() && !e.matches(".skip"))
    .filter((e) => getComputedStyle(e).display !== "inline" || ![...e.parentElement.childNodes]
        .some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim()))
    .flatMap((e) => {
        const wholeCard = getComputedStyle(e, "::after").position === "absolute";
        const target = (wholeCard && e.closest(".card")) || e.closest("label") || e;
        const {width, height} = target.getBoundingClientRect();
        const thumb = ".button, button, summary, .contact a, .crumbs a, .footer a, .back";
        const least = e.matches(thumb) ? 44 : 24;
        const enough = width >= 24 && height >= least;
        return enough ? [] : [`${Math.round(width)} × ${Math.round(height)} ${e.textContent}`];
    })"""


@pytest.mark.parametrize("page", OURS, ids=str)
def test_targets_are_large_enough_for_a_finger(visit, page):
    small = visit(page, width=360).evaluate(SMALL_TARGETS)
    assert not small, "\n".join(small)


def test_stacked_rows_say_nothing_empty(visit):
    empty = """() => [...document.querySelectorAll(".stack [data-label]")]
        .filter((cell) => cell.checkVisibility() && !cell.textContent.trim())
        .map((cell) => `${cell.parentElement.innerText} : ${cell.dataset.label}`)"""
    assert visit(PROGRAMME, width=360).evaluate(empty) == []


def test_call_to_action_stays_visible_on_a_phone_only(visit):
    tab = visit(PROGRAMME, width=360)
    tab.evaluate("window.scrollTo(0, document.body.scrollHeight / 2)")
    button = tab.locator(".stick .button:not(.button-plain)")
    assert button.bounding_box()["y"] + button.bounding_box()["height"] <= 800
    tab.set_viewport_size({"width": 1280, "height": 800})
    assert not button.is_visible()
