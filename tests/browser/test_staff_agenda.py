"""Staff close a day, then note who came to an interview."""

import pytest

from tests.browser.gestures import follow, press


def test_day_closed_by_staff(site, new_tab):
    closing = site.numbers["closing"]
    tab = new_tab(staff=True, width=360)
    tab.goto("/gestion/enrolment/slot/fermer/")
    tab.fill("[name=first]", closing["day"])
    # For one interviewer only: other tests have booked slots of others on the same site.
    tab.select_option("[name=interviewer]", str(site.numbers["interviewer"]))
    tab.fill("[name=label]", "Neige")
    press(tab, "Voir qui est concerné")
    assert tab.locator(".staff-list strong").all_inner_texts() == ["Émile Essai", "Fanny Essai"]
    press(tab, "Fermer et prévenir")
    assert tab.locator(".messagelist li").all_inner_texts() == [
        "Agenda fermé : 2 candidats prévenus."
    ]
    assert tab.locator(".staff-empty").inner_text() == "Aucun entretien ce jour-là."
    tab.goto(f"/gestion/enrolment/application/?q={closing['applications'][0]}")
    assert tab.locator(".field-status").inner_text() == "Entretien à réserver"


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_of_the_day_fit_the_window(site, new_tab, width):
    numbers = site.numbers
    tab = new_tab(staff=True, width=width)
    for path in (
        f"feuille/?jour={numbers['agenda_day']}",
        f"fermer/?first={numbers['agenda_day']}&label=Neige",
        f"entretien/{numbers['booked_application']}/",
        f"presence/{numbers['begun']}/",
    ):
        tab.goto(f"/gestion/enrolment/slot/{path}")
        assert tab.evaluate("document.scrollingElement.scrollWidth") <= width, path
        buttons = tab.locator(".staff-page .button").all()
        assert min(button.bounding_box()["height"] for button in buttons) >= 44, path


def test_presence_is_noted_on_the_day_page_then_the_grid_opens(site, new_tab):
    tab = new_tab(staff=True, width=360)
    tab.goto(f"/gestion/enrolment/slot/feuille/?jour={site.numbers['begun_day']}")
    press(tab, "Présent : Carole Essai")
    row = tab.locator("tr", has_text="Carole")
    follow(row, "Évaluation")
    assert "Évaluation\xa0: Carole Essai" in tab.locator("h1").inner_text()
