"""Everything works without JavaScript, except the choice of a theme."""

import re

import pytest

from tests.browser.pages import HOME, OURS, PROGRAMME, WITH_LAYOUT

SWITCH = "[data-theme-switch]"
LIGHT, DARK = "rgb(251, 250, 245)", "rgb(17, 26, 21)"  # --paper
BACKGROUND = "getComputedStyle(document.body).backgroundColor"


NUMBER = re.compile(r"numéro de demande\s:\s\S+")  # of a request: another at each visit


def text(tab):
    return NUMBER.sub("", tab.locator("body").inner_text()).split()


@pytest.mark.parametrize("page", OURS, ids=str)
def test_pages_say_the_same(visit, page):
    without, with_it = visit(page, javascript=False), visit(page)
    assert without.locator(SWITCH).is_visible() is False
    if page in WITH_LAYOUT:
        assert with_it.locator(SWITCH).is_visible()
        with_it.locator(SWITCH).evaluate("(switch_) => { switch_.hidden = true; }")
    assert text(with_it) == text(without)


def test_closed_details_open_without_javascript(visit):
    tab = visit(PROGRAMME, javascript=False)
    details = tab.locator("details:not(.fold-narrow)").first
    inside = details.locator("> :not(summary)").first
    assert not inside.is_visible()
    details.locator("summary").click()
    assert inside.is_visible()


@pytest.mark.parametrize(("scheme", "colour"), [("light", LIGHT), ("dark", DARK)])
@pytest.mark.parametrize("javascript", [True, False])
def test_theme_follows_the_system(visit, scheme, colour, javascript):
    tab = visit(HOME, scheme=scheme, javascript=javascript)
    assert tab.evaluate(BACKGROUND) == colour


def test_theme_switch_changes_colours_and_is_remembered(new_tab):
    tab = new_tab(scheme="dark")
    tab.goto(HOME.path)
    choices = tab.locator(SWITCH)
    assert choices.get_by_label("Automatique").is_checked()
    choices.get_by_label("Clair").check()
    assert tab.evaluate(BACKGROUND) == LIGHT
    tab.reload()
    assert tab.evaluate(BACKGROUND) == LIGHT
    assert choices.get_by_label("Clair").is_checked()
    choices.get_by_label("Automatique").check()
    assert tab.evaluate(BACKGROUND) == DARK
    tab.reload()
    assert tab.evaluate(BACKGROUND) == DARK
    assert choices.get_by_label("Automatique").is_checked()


def test_theme_switch_is_a_group_for_the_keyboard(new_tab):
    tab = new_tab(scheme="light")
    tab.goto(HOME.path)
    tab.locator(SWITCH).get_by_label("Automatique").focus()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    assert tab.locator(SWITCH).get_by_label("Sombre").is_checked()
    assert tab.evaluate(BACKGROUND) == DARK
