import sqlite3

import pytest
from django.db import connection, connections

from enrolment.models.document import private_storage


@pytest.fixture
def share(transactional_db, tmp_path):
    """share(): from then on, threads see the rows written so far, each by its own connection.

    In memory, SQLite's threads do not wait for one another: a file, with the same rows.
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
    """The private folder, for this test only: never that of the site on this machine."""
    storage, folder = private_storage(), tmp_path / "private"
    # Twice, as a test that sets MEDIA_ROOT makes every storage work out its place again.
    monkeypatch.setattr(storage, "_location", str(folder))
    for name in ("base_location", "location"):
        monkeypatch.setitem(vars(storage), name, str(folder))
    return folder
