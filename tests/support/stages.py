"""Sorts the tests: those that ask for the database play on each, the others once."""

# What reaches the tables of DATABASE_URL: pytest-django's fixtures, and ours (tests/conftest.py).
# The fixtures that need one of them, at any depth, are found by pytest.
DATABASE = {"db", "transactional_db", "blank"}


def asks_for_the_database(item):
    """Whether a test asks for it, by the marker django_db or by a fixture.

    pytest-django refuses every query of the others. A process that they start does not count:
    one that must follow DATABASE_URL is started by `serve` or `furnish`.
    """
    return bool(item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames))


def keep_what_asks_for_the_database(config, items):
    kept = [item for item in items if asks_for_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept
