"""Sorts the tests: those that ask for the database play on each, the others once."""

import pytest
from django.db import connection

# Marks a test of what PostgreSQL alone can do, or suffer.
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="sur PostgreSQL")

# What reaches the tables of DATABASE_URL: pytest-django's fixtures, and ours (tests/conftest.py).
# The fixtures that need one of them, at any depth, are found by pytest.
DATABASE = {"db", "transactional_db", "blank"}


def asks_for_the_database(item):
    """Whether a test asks for it, by the marker django_db or by a fixture.

    pytest-django refuses every query of the others. A process that they start does not count:
    one that must follow DATABASE_URL is started by `serve` or `furnish`.
    """
    return bool(item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames))


# What says in words, figures, pages or papers the rows that `views` ask of each database by the
# same queries.
READERS = {"browser", "paper", "sheet", "figures", "pay_form"}
SHAPES = "test_shapes"  # programmes of every shape, read by those queries too


def keep_what_asks_for_the_database(config, items):
    """Keeps, of the tests that ask for it, each case where the database itself decides.

    Elsewhere the cases of a test give other words to the same queries: the first one is kept. With
    --long, all of them are.
    """
    kept, seen, long = [], set(), config.getoption("--long")
    for item in filter(asks_for_the_database, items):
        function = item.nodeid.partition("[")[0]
        is_first = function not in seen and not only_reads(item)
        if is_first or each_case_counts(item) or long:
            kept.append(item)
        seen.add(function)
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def only_reads(item):
    """Whether it asks of the rows nothing that other tests do not ask of each database."""
    return not READERS.isdisjoint(item.path.parts) or item.path.name.startswith(SHAPES)


def each_case_counts(item):
    """Whether it tries constraints, migrations, races or refused characters."""
    return not {"models", "proofs"}.isdisjoint(item.path.parts)


def only_database_of(item):
    """Returns the one database where it is played without --long; "" if it is played on each.

    The marker `one_database` says which. That of the control of a proof is PostgreSQL: one shows
    that the proof can fail.
    """
    if marker := item.get_closest_marker("one_database"):
        return marker.args[0]
    is_control = "proofs" in item.path.parts and item.name.startswith("test_control")
    return "postgresql" if is_control else ""
