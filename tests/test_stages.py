"""Which tests .ci/run plays on both databases."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support import stages
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


@pytest.fixture
def selected():
    """selected(items, …) gives those kept, then those counted as deselected, by their names."""

    def selected(items, *, long=False):
        gone = []
        hook = SimpleNamespace(pytest_deselected=lambda items: gone.extend(items))
        config = SimpleNamespace(hook=hook, getoption=lambda name: long)
        keep_what_asks_for_the_database(config, items)
        return [test.name for test in items], [test.name for test in gone]

    return selected


def test_others_are_deselected_and_counted(item, selected):
    items = [item(marked), item(plain), item(reads_rows)]
    assert selected(items) == (["marked", "reads_rows"], ["plain"])


def cases(item, function):
    found = [item(function), item(function)]
    for number, case in enumerate(found):
        case.name, case._nodeid = f"{case.name}[{number}]", f"{case.nodeid}[{number}]"
    return found


def test_first_case_of_each_test_is_kept(item, selected):
    items = [*cases(item, marked), *cases(item, reads_rows)]
    kept, _ = selected(items)
    assert kept == ["marked[0]", "reads_rows[0]"]


def test_every_case_is_kept_with_long(item, selected):
    kept, _ = selected(cases(item, marked), long=True)
    assert kept == ["marked[0]", "marked[1]"]


@pytest.mark.parametrize("folder", ["models", "proofs"])
def test_every_case_is_kept_where_the_database_decides(item, selected, folder):
    found = cases(item, marked)
    for case in found:
        case.path = Path(f"tests/catalogue/{folder}/test_some.py")
    kept, _ = selected(found)
    assert kept == ["marked[0]", "marked[1]"]


@pytest.mark.parametrize(
    "path",
    ["browser/test_some.py", "catalogue/sheet/test_some.py", "catalogue/test_shapes_of_x.py"],
)
@pytest.mark.parametrize("long", [False, True])
def test_what_only_reads_is_kept_with_long_alone(item, selected, path, long):
    read = item(marked)
    read.path = Path("tests") / path
    assert selected([read], long=long)[0] == (["marked"] if long else [])


@pytest.mark.parametrize(
    ("name", "folder", "expected"),
    [
        ("test_control_of_a_race", "proofs", "postgresql"),
        ("test_race", "proofs", ""),
        ("test_control_of_a_race", "views", ""),
    ],
)
def test_control_of_a_proof_is_played_on_one_database(item, name, folder, expected):
    control = item(marked)
    control.name, control.path = name, Path(f"tests/{folder}/test_some.py")
    assert stages.only_database_of(control) == expected


def test_marker_says_the_one_database(item):
    test = item(marked)
    test.add_marker(pytest.mark.one_database("sqlite"))
    assert stages.only_database_of(test) == "sqlite"
