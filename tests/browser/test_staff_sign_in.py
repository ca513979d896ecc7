"""A newcomer protects her account, leaves, and comes back, on a phone and without JavaScript."""

import itertools
import re

import pytest

from tests.browser.contents import NEWCOMER, PASSWORD
from tests.browser.gestures import follow, go, press
from tests.browser.test_accessibility import SCHEMES, TAGS, VIOLATIONS, axe  # noqa: F401
from tests.support.staff import current_code

WIDTHS = [360, 1280]


@pytest.fixture
def look(new_tab, axe):  # noqa: F811
    """look(tab) checks a page that cannot be opened again: axe finds nothing, nothing is too wide.

    Its HTML is served again, unchanged, to a tab that runs scripts.
    """
    reader = new_tab()

    def look(tab):
        html, url = tab.content(), tab.url
        reader.route(url, lambda route: route.fulfill(body=html, content_type="text/html"))
        reader.goto(url)
        reader.evaluate(axe)
        for scheme, width in itertools.product(SCHEMES, WIDTHS):
            reader.emulate_media(color_scheme=scheme)
            reader.set_viewport_size({"width": width, "height": 800})
            assert reader.evaluate(VIOLATIONS, [TAGS, {}]) == [], f"{url} {scheme} {width}"
            assert reader.evaluate("document.documentElement.scrollWidth") <= width
        reader.unroute(url)

    return look


def type_password(tab, password=PASSWORD):
    tab.goto("/gestion/")
    tab.fill("[name=username]", NEWCOMER)
    tab.fill("[name=password]", password)
    go(tab.locator("[type=submit]"))


def key(tab):
    """Reads the key as it is written for who cannot photograph it; gives it in hexadecimal."""
    from base64 import b32decode

    text = re.sub(r"\s", "", tab.locator(".staff-key").inner_text())
    return b32decode(text).hex()


def test_newcomer_protects_her_account_and_comes_back(site, new_tab, look):
    tab = new_tab(width=360, javascript=False)
    type_password(tab)
    look(tab)
    tab.fill("[name=code]", "000000")
    press(tab, "Protéger mon compte")
    assert tab.title().startswith("Erreur")
    look(tab)
    tab.fill("[name=code]", current_code(key(tab), now=site.now))
    press(tab, "Protéger mon compte")
    look(tab)
    codes = tab.locator(".staff-codes code").all_inner_texts()
    assert len(codes) == 10
    tab.get_by_role("link", name="J’ai gardé mes codes, continuer").click()
    tab.wait_for_url("**/gestion/")
    press(tab, "Déconnexion")
    type_password(tab)
    look(tab)
    tab.fill("[name=code]", codes[0])
    press(tab, "Continuer")
    tab.wait_for_url("**/gestion/")
    follow(tab, "Mon accès")
    assert "9 codes de secours" in tab.locator("main").inner_text()
    press(tab, "Fermer toutes mes sessions")
    tab.wait_for_url("**/gestion/login/")
    for _ in range(6):
        type_password(tab, "faux")
    assert "Trop d’essais" in tab.title()
    look(tab)
