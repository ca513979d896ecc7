"""The picture of a shared link: its size, and a title that is whole, legible and well broken."""

import io

import pytest
from PIL import Image

from catalogue.exchange import share_picture
from catalogue.exchange.share_picture import ROOM, _fitted, _shown, _width
from catalogue.sheet.cards import card
from tests.support import catalogue_factories as factories
from tests.support.paper_reading import TODAY, fresh

LONG = "Assistance à la gestion des organisations et de leurs activités, parcours international"


def drawn(**fields):
    programme = fresh(factories.programme(**fields))
    return share_picture.share_picture(card(programme, on=TODAY), "Centre des Tilleuls")


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["CAP", LONG, "Anticonstitutionnellement" * 8, "日本 🎓 \u202f!"])
def test_picture_has_the_size_that_readers_expect(title):
    png = drawn(title=title[:200])
    with Image.open(io.BytesIO(png)) as image:
        assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(png) < 60_000


@pytest.mark.django_db
def test_two_programmes_have_two_pictures():
    assert drawn(title="CAP Vente") != drawn(title="CAP Pierre")


@pytest.mark.parametrize("title", ["CAP", LONG, "Bac pro Gestion", f"{LONG} " * 4])
def test_title_fits_in_its_room(title):
    size, lines = _fitted(title.strip())
    assert len(lines) <= 4
    assert max(_width(line, size) for line in lines) <= ROOM


def test_no_word_is_left_alone():
    size, lines = _fitted("Conduite et gestion de l’entreprise hippique et du centre équestre")
    widths = [_width(line, size) for line in lines]
    assert min(widths) > max(widths) * 0.5


def test_title_too_long_is_cut_at_a_word():
    _, lines = _fitted(f"{LONG} " * 4)
    assert lines[-1].endswith("…")
    assert lines[-1][:-1].split()[-1] in LONG.split()


def test_line_is_not_broken_at_its_fixed_spaces():
    _, lines = _fitted(f"{'Vente et conseil ' * 3}en 2\u00a0ans")
    assert any("2\u00a0ans" in line for line in lines)


def test_short_line_is_left_whole():
    assert _shown("Rentrée : 1er septembre", 36) == "Rentrée\u00a0: 1er septembre"
