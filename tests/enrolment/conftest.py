import sqlite3

import pytest
from django.db import connection, connections

from enrolment.models.document import private_storage


@pytest.fixture
def share(transactional_db, tmp_path):
    """share() lets threads see the rows written so far, each with its own connection.

    Copies SQLite to a file: in memory, threads would not wait for one another.
    """
    with pytest.MonkeyPatch.context() as patch:

        def share():
            if connection.vendor == "postgresql":
                return
            path = tmp_path / "shared.sqlite3"
            with sqlite3.connect(path) as copy:
                connection.connection.backup(copy)
            copy.close()
            patch.setitem(connections.settings["default"], "NAME", str(path))

        yield share


@pytest.fixture(autouse=True)
def private(tmp_path, monkeypatch):
    """Gives the test its own private folder instead of that of the site."""
    storage, folder = private_storage(), tmp_path / "private"
    # Both are set, because a change of MEDIA_ROOT resets the cached locations of storages.
    monkeypatch.setattr(storage, "_location", str(folder))
    for name in ("base_location", "location"):
        monkeypatch.setitem(vars(storage), name, str(folder))
    return folder
