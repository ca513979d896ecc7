"""« Me prévenir » on a phone, without JavaScript: asked for, confirmed, then stopped."""

from enrolment.forms.sign_in import AT_LEAST
from tests.browser.gestures import follow, press


def title(tab):
    return tab.locator("h1").inner_text()


def test_opening_is_waited_for_then_no_more(new_tab, site):
    tab = new_tab(width=360, javascript=False)
    tab.goto("/formations/bts-gestion-pme/")
    follow(tab, "Me prévenir de l’ouverture")
    tab.fill("[name=email]", "zoe@exemple.test")
    tab.wait_for_timeout(1000 * AT_LEAST.total_seconds() + 100)
    press(tab, "Me prévenir")
    assert title(tab) == "Regardez vos courriels"
    tab.goto(f"/candidature/prevenu/{site.numbers['tried']}/")
    press(tab, "Oui, me prévenir")
    assert title(tab) == "C’est noté"
    follow(tab, "Ne plus me prévenir")
    press(tab, "Effacer mon adresse")
    assert title(tab) == "Votre adresse est effacée"
