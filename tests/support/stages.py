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


# Browsers and papers read what views and sheets give, which other tests ask of each database.
READERS = {"browser", "paper"}


def keep_what_asks_for_the_database(config, items):
    """Keeps, of the tests that ask for it, each case where the database itself decides.

    Elsewhere the cases of a test give other words to the same queries: the first one is kept. With
    --long, all of them are.
    """
    kept, seen, long = [], set(), config.getoption("--long")
    for item in filter(asks_for_the_database, items):
        function = item.nodeid.partition("[")[0]
        is_first = function not in seen and READERS.isdisjoint(item.path.parts)
        if is_first or each_case_counts(item) or long:
            kept.append(item)
        seen.add(function)
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def each_case_counts(item):
    """Whether it tries constraints, migrations, races or refused characters."""
    return not {"models", "proofs"}.isdisjoint(item.path.parts)


def is_played_on_postgresql(item):
    """Whether it is the control of a proof: one database shows that the proof can fail."""
    return "proofs" in item.path.parts and item.name.startswith("test_control")
