"""Which tests .ci/run plays on both databases."""

from types import SimpleNamespace

import pytest

from tests.support.stages import asks_for_the_database, keep_what_asks_for_the_database


def plain(client, settings, tmp_path): ...


def reads_rows(db): ...


def commits_rows(transactional_db): ...


def signs_in(admin_client): ...


def asks_a_server(serve): ...


def runs_a_command(furnish): ...


@pytest.mark.django_db
def marked(): ...


WITH = [reads_rows, commits_rows, signs_in, asks_a_server, runs_a_command, marked]


@pytest.fixture
def item(request):
    """item(function) gives the test that pytest would make of it here, without playing it."""
    module = request.node.getparent(pytest.Module)
    return lambda function: pytest.Function.from_parent(
        module, name=function.__name__, callobj=function
    )


@pytest.mark.parametrize("function", WITH)
def test_marker_or_a_fixture_at_any_depth_asks_for_the_database(item, function):
    assert asks_for_the_database(item(function))


def test_pages_without_rows_do_not(item):
    assert not asks_for_the_database(item(plain))


def test_others_are_deselected_and_counted(item):
    items, gone = [item(marked), item(plain), item(reads_rows)], []
    hook = SimpleNamespace(pytest_deselected=lambda items: gone.extend(items))
    keep_what_asks_for_the_database(SimpleNamespace(hook=hook), items)
    assert [test.name for test in items] == ["marked", "reads_rows"]
    assert [test.name for test in gone] == ["plain"]
