"""docs/security.md says how each requirement is met: none is left out, and each test exists."""

import ast
import re
from collections import Counter

import pytest

from tests.test_project import ROOT, tree_of

SOURCE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
# The requirements of levels 1 and 2 in OWASP ASVS 5.0.0: first and last of each run.
LEVELS_1_AND_2 = """
1.1.1-2 1.2.1-9 1.3.1-11 1.4.1-3 1.5.1-2 2.1.1-3 2.2.1-3 2.3.1-4 2.4.1 3.2.1-2 3.3.1-4 3.4.1-6
3.5.1-5 3.7.1-2 4.1.1-3 4.2.1 4.3.1-2 4.4.1-4 5.1.1 5.2.1-3 5.3.1-2 5.4.1-3 6.1.1-3 6.2.1-12
6.3.1-4 6.4.1-4 6.5.1-5 6.6.1-3 6.8.1-4 7.1.1-3 7.2.1-4 7.3.1-2 7.4.1-5 7.5.1-2 7.6.1-2 8.1.1-2
8.2.1-3 8.3.1 8.4.1 9.1.1-3 9.2.1-4 11.1.1-2 11.2.1-3 11.3.1-3 11.4.1-4 11.5.1 11.6.1 12.1.1-3
12.2.1-2 12.3.1-4 13.1.1 13.2.1-5 13.3.1-2 13.4.1-5 14.1.1-2 14.2.1-4 14.3.1-3 15.1.1-3 15.2.1-3
15.3.1-7 16.1.1 16.2.1-5 16.3.1-4 16.4.1-3 16.5.1-3
"""
# Whole chapters about what the site does not do: OAuth and WebRTC, one line each.
CHAPTERS = {"10": 29, "17": 7}
STATES = ("oui", "en partie", "non", "sans objet")
REQUIREMENT = re.compile(r"\b\d+\.\d+\.\d+\b")


def expected():
    """The number of each requirement, and of each chapter that has a single line."""
    for section, first, last in re.findall(r"(\d+\.\d+)\.(\d+)(?:-(\d+))?", LEVELS_1_AND_2):
        for number in range(int(first), int(last or first) + 1):
            yield f"{section}.{number}"
    yield from CHAPTERS


def lines(source):
    """(numbers, state, proof or reason) of each line of the tables of requirements."""
    for line in re.findall(r"^\| *(\d.*) \|$", source, re.MULTILINE):
        first, _, state, proof = (cell.strip() for cell in line.split(" | ", 3))
        yield REQUIREMENT.findall(first) or [first.split(" ")[0]], state, proof


def faults(source):
    """What is wrong with the tables, in words: a list that is empty when they are complete."""
    table = list(lines(source))
    found = Counter(number for numbers, _, _ in table for number in numbers)
    wanted = Counter(expected())
    return [
        *(f"{number} manque" for number in wanted - found),
        *(f"{number} est en trop" for number in found - wanted),
        *(f"{numbers} : « {state} »" for numbers, state, _ in table if state not in STATES),
        *(f"{numbers} : sans preuve ni raison" for numbers, _, proof in table if not proof),
    ]


def named_tests(source):
    """(file, function) of each test that the page names."""
    return re.findall(r"`(tests/[^`]*?)::(\w+)", source)


def is_missing(path, name):
    """Whether this file has no test of this name that pytest would run."""
    if not (ROOT / path).is_file():
        return True
    body = tree_of(ROOT / path).body
    return name not in {node.name for node in body if isinstance(node, ast.FunctionDef)}


def test_every_requirement_has_its_line():
    assert faults(SOURCE) == []


def test_every_test_named_exists():
    named = named_tests(SOURCE)
    assert len(named) > 200
    assert [f"{path}::{name}" for path, name in named if is_missing(path, name)] == []


def test_every_name_of_a_test_is_read():
    """One written in another way would be believed without being checked."""
    assert SOURCE.count("::") == len(named_tests(SOURCE))


def test_summary_counts_the_lines():
    counts = Counter()
    for numbers, state, _ in lines(SOURCE):
        counts[state] += CHAPTERS.get(numbers[0], len(numbers))
    met, partly, no, apart = (counts[state] for state in STATES)
    summary = f"{met} tenues, {partly} en partie, {no} non, {apart} sans objet."
    assert f"{counts.total()} exigences : {summary}" in SOURCE.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("", "6.4.2 manque"),
        ("| 6.4.2 | ni indice | oui | Aucun. |\n| 6.4.2 | encore | oui | Aucun. |", "en trop"),
        ("| 6.4.2, 6.4.9 | ni indice | oui | Aucun. |", "6.4.9 est en trop"),
        ("| 6.4.2 | ni indice | peut-être | Aucun. |", "« peut-être »"),
        ("| 6.4.2 | ni indice | oui |  |", "sans preuve ni raison"),
    ],
)
def test_control_of_the_tables(line, fault):
    (spoiled,) = faults(re.sub(r"^\| 6\.4\.2 .*$", line, SOURCE, flags=re.MULTILINE))
    assert fault in spoiled


@pytest.mark.parametrize(
    ("path", "name", "missing"),
    [
        ("tests/test_security.py", "test_every_requirement_has_its_line", False),
        ("tests/test_security.py", "test_nobody_wrote", True),
        ("tests/test_security.py", "SOURCE", True),
        ("tests/test_absent.py", "test_every_requirement_has_its_line", True),
    ],
)
def test_control_of_names(path, name, missing):
    assert is_missing(path, name) is missing
