"""What a candidate asks first is answered within three screens of a phone, and detailed there."""

import pytest

from tests.browser.pages import PROGRAMME

WIDTH, HEIGHT = 360, 740
SCREENS = 3
ANSWERED = {  # question → what its tile says, in the demonstration
    "Je gagne par mois": "728 € à 17 ans",
    "Ça commence quand": "septembre 2027",
    "Quand suis-je au centre": "18 semaines au centre",
    "Avec un CAP": "Oui",
    "Combien réussissent": "88 %",
    "Qu’est-ce qui compte": "4 épreuves font 65,4 % de la note",
    "Et l’entretien": "motivation",
    "Ça me coûte": "0 €",
}


@pytest.fixture
def phone(visit):
    return visit(PROGRAMME, width=WIDTH, height=HEIGHT)


def words(locator):
    return " ".join(locator.inner_text().split())


@pytest.mark.parametrize("asked", ANSWERED)
def test_question_is_answered_within_three_screens_and_leads_to_its_part(phone, asked):
    tile = phone.locator(".questions li", has_text=asked)
    box = tile.bounding_box()
    assert box["y"] + box["height"] <= SCREENS * HEIGHT
    assert ANSWERED[asked] in words(tile)
    tile.click()  # anywhere on it
    heading = phone.locator(f"{phone.url[phone.url.index('#') :]} h2")
    assert 0 <= heading.bounding_box()["y"] < HEIGHT


def test_what_it_is_stands_on_the_first_screen(phone):
    for place in ("h1", ".promise"):
        box = phone.locator(place).first.bounding_box()
        assert box["y"] + box["height"] <= HEIGHT
