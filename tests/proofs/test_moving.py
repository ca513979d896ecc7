"""The site moves from SQLite to PostgreSQL with every row, or not at all."""

import pytest

from tests.support import serving
from tests.support.stages import on_postgresql

MOVED = "tests.proofs.moved:"
pytestmark = on_postgresql


@pytest.fixture
def former(blank_file, tmp_path_factory):
    """A site on SQLite that was used."""
    with serving.furnished(
        tmp_path_factory.mktemp("former"), blank_file, fill=f"{MOVED}fill"
    ) as place:
        yield place


@pytest.fixture
def here(furnish):
    return furnish(fill="tests.proofs.keeping:nothing")


def file_of(place):
    return place.environment["DATABASE_URL"].removeprefix("sqlite:///")


def test_every_row_moves_as_it_is(former, here):
    count = here.run(f"{MOVED}move", file_of(former))
    before = former.run(f"{MOVED}rows")
    assert here.run(f"{MOVED}rows") == before
    assert count == sum(number for number, _ in before.values())
    # The numbers of the next rows follow: this one would otherwise meet another.
    assert here.run("tests.proofs.keeping:send_one")


def test_site_that_has_tables_is_refused(former, here):
    refusal = here.run(f"{MOVED}whole_move", file_of(former))
    assert refusal.startswith("La base PostgreSQL n’est pas vide")


def test_another_version_is_refused_and_copies_nothing(former, here):
    former.run(f"{MOVED}forget_a_migration")
    before = here.run(f"{MOVED}rows")
    assert "pas de cette version du site" in here.run(f"{MOVED}move", file_of(former))
    assert here.run(f"{MOVED}rows") == before


def test_row_that_postgresql_refuses_stops_all(former, here):
    former.run(f"{MOVED}spoil")
    before = here.run(f"{MOVED}rows")
    assert here.run(f"{MOVED}move", file_of(former)).startswith("PostgreSQL refuse une ligne")
    assert here.run(f"{MOVED}rows") == before
