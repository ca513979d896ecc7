"""Only `bookings.py` writes bookings, and only `slots.py` writes wishes and counters."""

import ast

import pytest

from tests.test_project import FUNCTIONS, MODULES, tree_of

WRITES = {"create", "update", "delete", "save", "bulk_create", "bulk_update"} | {
    "get_or_create",
    "update_or_create",
}
# {model: (its only writer, the names by which code reaches it)}
WRITERS = {
    "Booking": ("enrolment.interviews.bookings", {"Booking", "bookings"}),
    "Wish": ("enrolment.interviews.slots", {"Wish", "wish", "wishes"}),
}


def reached(node):
    """Yields every name and attribute of an expression."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr


def bound(scope):
    """Yields (targets, value) for each assignment and loop of a function."""
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign):
            yield node.targets, node.value
        elif isinstance(node, (ast.For, ast.comprehension)):
            yield [node.target], node.iter
        elif isinstance(node, ast.NamedExpr):
            yield [node.target], node.value


def known(scope, names):
    """Returns these names, and those of the variables made from them."""
    names = set(names)
    for _ in range(3):  # a variable made from a variable made from a variable
        for targets, value in bound(scope):
            if names & set(reached(value)):
                names |= {name for target in targets for name in plain_names(target)}
    return names


def plain_names(target):
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name)]


def writes(tree, names):
    """Yields the lines that write what these names reach."""
    for scope in [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]:
        own = known(scope, names)
        for call in [node for node in ast.walk(scope) if isinstance(node, ast.Call)]:
            if (
                isinstance(call.func, ast.Name)
                and call.func.id in WRITERS
                and call.func.id in names
            ):
                yield call.lineno
            if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
                continue
            if own & set(reached(call.func.value)):
                yield call.lineno


def counts(tree):
    """Yields the lines that write `taken`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            # A filter on `taken` is not a write.
            named = {keyword.arg for keyword in node.keywords}
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if "taken" in named and name in WRITES | {"Slot"}:
                yield node.lineno
        elif isinstance(node, (ast.Assign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(t, ast.Attribute) and t.attr == "taken" for t in targets):
                yield node.lineno


def modules_where(search):
    return {name for name, path in MODULES.items() if list(search(tree_of(path)))}


@pytest.mark.parametrize("row", WRITERS)
def test_rows_have_one_writer(row):
    writer, names = WRITERS[row]
    assert modules_where(lambda tree: writes(tree, names)) == {writer}


def test_counters_are_written_with_the_rows_that_they_count():
    of_meetings = {"enrolment.meetings", "enrolment.privacy.erasure"}
    assert modules_where(counts) == {"enrolment.interviews.slots", *of_meetings}


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("Booking.objects.create(key='a')", True),
        ("Booking.objects.live().filter(pk=1).update(attendance='')", True),
        ("application.bookings.all().delete()", True),
        ("live = Booking.objects.live()\n    live.update(key='')", True),
        ("for one in Booking.objects.all():\n        one.save()", True),
        ("Booking(key='a').save()", True),
        ("Booking.objects.filter(pk=1).count()", False),
        ("Slot.objects.filter(pk=1).update(is_open=False)", False),
    ],
)
def test_control_of_bookings(source, seen):
    tree = ast.parse(f"def act():\n    {source}")
    assert bool(list(writes(tree, WRITERS["Booking"][1]))) is seen


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("Slot.objects.update(taken=0)", True),
        ("slot.taken += 1", True),
        ("Slot(taken=1)", True),
        ("Slot.objects.filter(taken=0)", False),
        ("slot.taken", False),
    ],
)
def test_control_of_counters(source, seen):
    assert bool(list(counts(ast.parse(source)))) is seen
