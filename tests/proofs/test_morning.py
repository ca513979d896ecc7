"""Two runs of housekeeping at once write one mail of the morning."""

import pytest
from django.db import connection

from tests.support.rush import at_once

MORNING = "tests.proofs.morning:"
RUNS = 4


@pytest.fixture
def place(furnish):
    return furnish(fill=f"{MORNING}fill", WATCHER_EMAIL="informatique@exemple.test")


def written(place, function):
    place.run(f"{MORNING}written")  # the runner is started once
    at_once([lambda: place.run(f"{MORNING}{function}")] * RUNS)
    return place.run(f"{MORNING}written")


def test_one_mail_is_written(place):
    assert written(place, "write") == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite laisse entrer un seul à la fois")
def test_control_looking_first_writes_several(place):
    assert written(place, "write_naively") > 1
