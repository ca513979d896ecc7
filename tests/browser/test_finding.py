"""Searching and filtering on a phone, with the keyboard alone and without JavaScript."""

from urllib.parse import parse_qs, urlsplit

from tests.browser.pages import HOME


def asked(tab):
    return parse_qs(urlsplit(tab.url).query)


def enter(tab):
    with tab.expect_navigation():
        tab.keyboard.press("Enter")


def test_search_then_filter_then_take_the_filter_back(new_tab):
    tab = new_tab(width=360, javascript=False)
    tab.goto(HOME.path)
    tab.get_by_role("searchbox").focus()
    tab.keyboard.type("comptablité")
    enter(tab)
    assert asked(tab) == {"q": ["comptablité"]}
    assert "métier visé : aide comptable" in tab.locator("main").inner_text().replace("\u00a0", " ")
    tab.get_by_text("Filtrer et trier").focus()
    tab.keyboard.press("Enter")
    box = tab.get_by_role("checkbox", name="Bac professionnel")
    box.focus()
    tab.keyboard.press("Space")
    tab.get_by_role("button", name="Appliquer").focus()
    enter(tab)
    assert asked(tab) == {"q": ["comptablité"], "diplome": ["bac-pro"]}
    assert tab.locator("h1").inner_text().startswith("1 formation")
    tab.get_by_role("link", name="Retirer : Bac professionnel").focus()
    enter(tab)
    assert asked(tab) == {"q": ["comptablité"]}
