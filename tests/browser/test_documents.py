"""A document is sent from a phone, with and without JavaScript, and its errors are accessible."""

import pytest

from tests.browser.gestures import press
from tests.browser.pages import CANDIDATE
from tests.browser.test_accessibility import AXE, TAGS, VIOLATIONS
from tests.support import uploads

PAGE = next(page for page in CANDIDATE if page.name == "dossier : documents")


@pytest.fixture
def photograph(tmp_path):
    path = tmp_path / "Ma photo.jpg"
    path.write_bytes(uploads.picture(size=(300, 400)))
    return path


@pytest.mark.parametrize("javascript", [True, False])
def test_photograph_is_sent_and_taken_back(visit, photograph, javascript):
    tab = visit(PAGE, width=360, javascript=javascript)
    card = tab.locator("section.document", has_text="Promesse d’embauche")
    card.locator("input[type=file]").set_input_files(photograph)
    press(card, "Envoyer")
    assert card.get_by_role("link", name="Ma photo.jpg").is_visible()
    assert card.get_by_text("Ajouté à votre dossier").is_visible()
    press(card, "Supprimer")
    assert card.get_by_text("Pas envoyé").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_error_is_accessible_and_takes_the_focus(visit, scheme):
    tab = visit(PAGE, width=360, scheme=scheme)
    card = tab.locator("section.document", has_text="Promesse d’embauche")
    press(card, "Envoyer")
    tab.locator("[data-error-summary]").wait_for()
    assert "Choisissez d’abord un fichier." in card.inner_text()
    assert tab.evaluate("document.activeElement.matches('[data-error-summary]')")
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    assert tab.evaluate(VIOLATIONS, [TAGS, {}]) == []


def test_chosen_file_waits_while_the_site_keeps_nothing_then_leaves_by_itself(visit, photograph):
    tab = visit(PAGE, width=360)
    answers = iter([503])
    tab.clock.install()
    tab.route("**/readyz", lambda route: route.fulfill(status=next(answers, 200)))
    card = tab.locator("section.document", has_text="Promesse d’embauche")
    card.locator("input[type=file]").set_input_files(photograph)
    card.get_by_role("button", name="Envoyer").click()
    card.get_by_role("status").get_by_text("Vos fichiers restent choisis").wait_for()
    tab.clock.fast_forward(61_000)
    card.get_by_role("link", name="Ma photo.jpg").wait_for()
