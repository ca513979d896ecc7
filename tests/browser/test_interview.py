"""Interviews on a phone, with and without JavaScript: booked, moved, cancelled, lost, confirmed.

axe needs JavaScript: it checks the screens of the runs with JavaScript; the HTML is the same.
"""

import pytest

from tests.browser.conftest import DEVICE
from tests.browser.gestures import follow, go, press
from tests.browser.test_accessibility import TAGS, VIOLATIONS, axe  # noqa: F401

pytestmark = pytest.mark.parametrize("javascript", [True, False])


@pytest.fixture
def come_in(site, new_tab):
    """come_in(javascript, device) opens a phone that has this device cookie."""

    def come_in(javascript, device=None):
        tab = new_tab(width=360, javascript=javascript)
        if device:
            tab.context.add_cookies([{"name": DEVICE, "value": device, "url": site.url}])
        return tab

    return come_in


@pytest.fixture
def story(site):
    return lambda name, javascript: site.numbers["stories"][f"{name} {javascript}"]


@pytest.fixture
def seen(axe, javascript):  # noqa: F811
    """seen(tab, title) checks the title, the width and the accessibility of the screen."""

    def seen(tab, title):
        assert tab.locator("h1").inner_text().replace("\u00a0", " ") == title
        assert tab.evaluate("document.scrollingElement.scrollWidth") <= 360
        if javascript:
            tab.evaluate(axe)
            assert tab.evaluate(VIOLATIONS, [TAGS, {}]) == []

    return seen


def path(who, step=""):
    return f"/candidature/dossier/{who['reference']}/entretien/{step}"


def test_books(come_in, story, seen, javascript):
    who = story("books", javascript)
    tab = come_in(javascript, who["device"])
    tab.goto(path(who))
    seen(tab, "Choisir mon entretien")
    press(tab, "Continuer")
    seen(tab, "Choisir mon entretien")
    assert tab.locator(".error-summary a").count() == 1
    tab.get_by_label("Sur place").check()
    press(tab, "Continuer")
    seen(tab, "Sur place : quand ?")
    press(tab, "Continuer")
    seen(tab, "Sur place : quand ?")
    tab.locator(".error-summary a").click()
    assert tab.evaluate("document.activeElement.name") == "creneau"
    tab.keyboard.press("Space")
    press(tab, "Continuer")
    seen(tab, "Vérifiez votre entretien")
    press(tab, "Réserver cet entretien")
    seen(tab, "Entretien réservé")
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Ajouter à mon agenda").click()
    assert download.value.suggested_filename == "entretien.ics"


def test_moves(come_in, story, seen, javascript):
    who = story("moves", javascript)
    tab = come_in(javascript, who["device"])
    tab.goto(path(who))
    before = tab.locator(".lead").inner_text()
    follow(tab, "Changer de créneau")
    seen(tab, "Changer de créneau")
    tab.get_by_label("En visio").check()
    press(tab, "Continuer")
    seen(tab, "En visio : quand ?")
    follow(tab, "Plus tard")
    seen(tab, "En visio : quand ?")
    tab.locator(".tile").first.click()
    press(tab, "Continuer")
    press(tab, "Déplacer mon entretien")
    seen(tab, "Entretien réservé")
    assert tab.locator(".lead").inner_text() != before


def test_cancels(come_in, story, seen, javascript):
    who = story("cancels", javascript)
    tab = come_in(javascript, who["device"])
    tab.goto(path(who))
    follow(tab, "Annuler mon entretien")
    seen(tab, "Annuler mon entretien")
    press(tab, "Annuler cet entretien")
    seen(tab, "Entretien annulé")
    follow(tab, "Choisir un autre créneau")
    seen(tab, "Choisir mon entretien")


def test_loses_the_slot_between_choice_and_confirmation(come_in, story, seen, javascript):
    who = story("loses", javascript)
    slow = come_in(javascript, who["device"])
    quick = come_in(javascript, who["rival_device"])
    slow.goto(path(who, "quand/?mode=site"))
    slow.locator(".tile").first.click()
    press(slow, "Continuer")
    slow.get_by_role("textbox").fill("Un accès en fauteuil.")
    slot = slow.url.partition("creneau=")[2]
    quick.goto(path({"reference": who["rival"]}, f"verifier/?creneau={slot}"))
    press(quick, "Réserver cet entretien")
    seen(quick, "Entretien réservé")
    press(slow, "Réserver cet entretien")
    seen(slow, "Ce créneau vient d’être pris")
    assert slow.locator(".nearest a").count() == 3
    go(slow.locator(".nearest a").first)
    assert slow.get_by_role("textbox").input_value() == "Un accès en fauteuil."
    press(slow, "Réserver cet entretien")
    seen(slow, "Entretien réservé")


def test_confirms_from_the_reminder(come_in, story, seen, javascript):
    link = story("is reminded", javascript)["link"]
    tab = come_in(javascript)
    tab.goto(f"/candidature/entretien/{link}/confirmer/")
    seen(tab, "Venez-vous à cet entretien ?")
    press(tab, "Je viens, je confirme")
    seen(tab, "Entretien réservé")
    assert tab.get_by_text("Vous avez confirmé votre venue.").is_visible()
    tab.goto(f"/candidature/entretien/{link}/annuler/")
    press(tab, "Annuler cet entretien")
    seen(tab, "Entretien annulé")
    tab.goto(f"/candidature/entretien/{link}/")
    seen(tab, "Ce lien n’est plus valable")


def test_moves_from_the_reminder(come_in, story, seen, javascript):
    link = story("moves by link", javascript)["link"]
    tab = come_in(javascript)
    tab.goto(f"/candidature/entretien/{link}/comment/")
    tab.get_by_label("Sur place").check()
    press(tab, "Continuer")
    tab.locator(".tile").last.click()
    press(tab, "Continuer")
    seen(tab, "Vérifiez votre entretien")
    press(tab, "Déplacer mon entretien")
    seen(tab, "Entretien réservé")
    tab.goto(f"/candidature/entretien/{link}/")
    seen(tab, "Ce lien n’est plus valable")
    assert tab.get_by_text("a été déplacé").is_visible()
