"""The table of contents of a programme, on a phone and without JavaScript."""

from tests.browser.pages import PROGRAMME


def test_contents_open_over_the_page_and_close_by_themselves(visit):
    tab = visit(PROGRAMME, width=360, height=740, javascript=False)
    contents = tab.locator("#sommaire")
    assert contents.is_hidden()
    tab.get_by_role("link", name="Sommaire").click()
    contents.wait_for()
    contents.get_by_role("link", name="Les résultats").click()
    contents.wait_for(state="hidden")
    assert tab.url.endswith("#resultats")
    tab.locator("#resultats").wait_for()


def tap(tab, name):
    """Clicks where a link is seen: `click` would scroll first, which nobody does."""
    box = tab.get_by_role("link", name=name).bounding_box()
    tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_contents_are_closed_where_one_was_reading(visit):
    tab = visit(PROGRAMME, width=360, height=740, javascript=False)
    tab.goto(tab.url.partition("#")[0] + "#argent")
    before = tab.evaluate("window.scrollY")
    assert before > 1000
    tap(tab, "Sommaire")
    tab.locator("#sommaire").wait_for()
    tap(tab, "Fermer")
    tab.locator("#sommaire").wait_for(state="hidden")
    assert tab.evaluate("window.scrollY") == before


def test_wide_page_needs_no_button_for_its_contents(visit):
    tab = visit(PROGRAMME, width=1280)
    assert tab.locator("#sommaire").is_visible()
    assert tab.get_by_role("link", name="Sommaire").is_hidden()
