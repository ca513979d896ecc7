"""A place: its map, and the two codes that must name one department."""

import pytest

from catalogue.models import Campus
from tests.support import catalogue_factories as factories
from tests.support.inspecting import doubts
from tests.support.paper_reading import TODAY, fresh, paper


def campus(**fields):
    return Campus(**{"name": "Les Tilleuls", "city": "Grenoble"} | fields)


def test_map_shows_the_position_that_staff_gave():
    placed = campus(street="1 rue du Lac", latitude="45.183333", longitude="5.766667")
    assert placed.map_url == (
        "https://www.openstreetmap.org/?mlat=45.183333&mlon=5.766667#map=17/45.183333/5.766667"
    )


def test_map_looks_for_the_address_without_a_position():
    url = campus(street="8 rue de l'Eau & Lac", postal_code="38000").map_url
    assert url == (
        "https://www.openstreetmap.org/search?query=8+rue+de+l%27Eau+%26+Lac%2C+38000+Grenoble"
    )


def test_no_map_of_a_town_alone():
    assert campus().map_url == ""


@pytest.mark.parametrize(
    ("insee", "postal_code", "is_misplaced"),
    [
        ("38421", "38400", False),
        ("2A004", "20000", False),
        ("2B033", "20200", False),
        ("97411", "97400", False),
        ("", "38400", False),
        ("38421", "", False),
        ("38421", "83400", True),
        ("2A004", "38000", True),
    ],
)
def test_both_codes_name_one_department(insee, postal_code, is_misplaced):
    assert campus(insee_commune=insee, postal_code=postal_code).is_misplaced is is_misplaced


@pytest.mark.django_db
def test_staff_are_told_of_two_departments():
    programme = factories.programme()
    place = {"city": "Grenoble", "insee_commune": "38185", "postal_code": "83000"}
    programme.campuses.add(factories.campus(**place))
    (doubt,) = doubts(fresh(programme), on=TODAY)
    assert "(83000)" in doubt
    assert "(38185)" in doubt


@pytest.mark.django_db
def test_page_leads_to_the_map_and_paper_does_not(read):
    programme = factories.programme()
    programme.campuses.add(factories.campus(street="1 rue du Lac"))
    page = read(programme.get_absolute_url())
    (link,) = [a for a in page.iter("a") if a.text == "Voir sur la carte"]
    assert link.get("href").startswith("https://www.openstreetmap.org/search?query=1+rue+du+Lac")
    assert "Voir sur la carte" not in "".join(paper(programme).itertext())
