"""The habits of the project, read from its files: layers, sizes, templates, addresses."""

import ast
import functools
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from catalogue.sheet.parts import PARTS

ROOT = settings.BASE_DIR
APPS = ("charmilles", "catalogue", "enrolment")


@functools.cache
def project_files():
    """Those of the repository, written or about to be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return sorted(
        path for name in filter(None, names.split("\0")) if (path := ROOT / name).exists()
    )


def files(folder, *suffixes):
    inside = (path for path in project_files() if path.is_relative_to(ROOT / folder))
    return [path for path in inside if path.suffix in suffixes]


def relative(path):
    return str(path.relative_to(ROOT))


def module_name(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {
    module_name(path): path
    for app in APPS
    for path in files(app, ".py")
    if "migrations" not in path.parts
}


# Layers (design.md, section 4)

# From the bottom up; a module that is not named here is a verb: it sits between models and forms.
FOUNDATIONS, MODELS, VERBS, FORMS, TOP = range(5)
LAYERS = {
    "charmilles.typography": FOUNDATIONS,
    "catalogue.pay": FOUNDATIONS,
    "catalogue.alternance": FOUNDATIONS,
    "charmilles.models": MODELS,
    "catalogue.models": MODELS,
    "enrolment.models": MODELS,
    "catalogue.forms": FORMS,
    "enrolment.forms": FORMS,
    **{
        f"{app}.{name}": TOP
        for app in APPS
        for name in (
            "views",
            "entrance",
            "papers",
            "admin",
            "urls",
            "apps",
            "management",
            "templatetags",
        )
    },
    **{f"charmilles.{name}": TOP for name in ("machines", "middleware", "settings", "wsgi")},
}
PURE = [name for name in ("catalogue.pay", "catalogue.alternance") if name in MODULES]
# What models must never need, besides the layers above them.
NOT_FOR_MODELS = (
    "django.contrib.admin",
    "django.forms",
    "django.http",
    "django.shortcuts",
    "django.template",
    "django.views",
)
# Heavy libraries, each known to one file and loaded only when it is used.
HEAVY = ("weasyprint", "tantivy")


def imported_names(tree):
    """The full name of whatever a file imports, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@functools.cache
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imports():
    """(importer, imported) for each import of the applications."""
    return [
        (name, found) for name, path in MODULES.items() for found in imported_names(tree_of(path))
    ]


def layer(name):
    parts = name.split(".")
    prefixes = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((LAYERS[prefix] for prefix in prefixes if prefix in LAYERS), VERBS)


def is_within(name, package):
    return f"{name}.".startswith(f"{package}.")


def is_upward(importer, imported):
    """Whether a module of ours knows of one that stands above it."""
    return imported.split(".")[0] in APPS and layer(imported) > layer(importer)


def test_imports_go_one_way():
    assert [pair for pair in imports() if is_upward(*pair)] == []


def test_catalogue_knows_nothing_of_enrolment():
    found = [pair for pair in imports() if is_within(pair[0], "catalogue")]
    assert [pair for pair in found if is_within(pair[1], "enrolment")] == []


def test_models_need_nothing_of_the_web():
    found = [pair for pair in imports() if layer(pair[0]) == MODELS]
    assert [p for p in found if any(is_within(p[1], banned) for banned in NOT_FOR_MODELS)] == []


@pytest.mark.parametrize("name", PURE)
def test_rules_of_the_law_need_the_standard_library_only(name):
    found = {imported.split(".")[0] for imported in imported_names(tree_of(MODULES[name]))}
    assert found - set(sys.stdlib_module_names) == set()


@pytest.mark.parametrize("library", HEAVY)
def test_heavy_library_is_known_to_one_file(library):
    assert len({name for name, found in imports() if is_within(found, library)}) <= 1


@pytest.mark.parametrize("library", HEAVY)
def test_heavy_library_is_loaded_where_it_is_used(library):
    at_once = [name for name, path in MODULES.items() if loads_at_once(tree_of(path), library)]
    assert at_once == []


def loads_at_once(tree, library):
    top = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    return any(is_within(name, library) for node in top for name in imported_names(node))


@pytest.mark.parametrize(
    ("importer", "source", "upward"),
    [
        ("catalogue.models.pay", "from catalogue import pay", False),
        ("catalogue.models.pay", "from catalogue.models.base import Positioned", False),
        ("catalogue.models.pay", "from catalogue.sheet import Sheet", True),
        ("catalogue.models.pay", "def f():\n    from catalogue import views", True),
        ("catalogue.models.pay", "import catalogue.admin.base", True),
        ("catalogue.pay", "from catalogue.models import MinimumWage", True),
        ("catalogue.sheet", "from catalogue import forms", True),
        ("catalogue.admin.pay", "from catalogue.forms import CohortYearForm", False),
        ("catalogue.forms", "from catalogue.sheet import Sheet", False),
    ],
)
def test_control_of_layers(importer, source, upward):
    (imported,) = imported_names(ast.parse(source))
    assert is_upward(importer, imported) is upward


# Sizes (craft.md)

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def test_functions_are_short():
    long = [
        f"{name}.{node.name} : {length} lignes"
        for name, path in MODULES.items()
        for node in ast.walk(tree_of(path))
        if isinstance(node, FUNCTIONS) and (length := node.end_lineno - node.lineno + 1) > 30
    ]
    assert long == []


def test_files_are_short():
    long = [
        f"{name} : {length} lignes"
        for name, path in MODULES.items()
        if (length := len(path.read_text(encoding="utf-8").splitlines()))
        > (400 if layer(name) == MODELS else 300)
    ]
    assert long == []


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", check=True, dry_run=True)
    assert capsys.readouterr().out.strip() == "No changes detected"


# Templates: nothing inline, nothing from elsewhere

INLINE = {
    "style en ligne": r"<style\b|\sstyle\s*=",
    "script en ligne": r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)",
    "gestionnaire en ligne": r"<[^>]*\son[a-z]+\s*=",
    "adresse javascript": r"javascript:",
}
# What a browser would load by itself; a link that a visitor follows is not one of them.
FOREIGN = {
    "src": r"\b(?:src|srcset|poster|data)\s*=\s*[\"']?\s*(?:https?:)?//",
    "link": r"<link\b[^>]*\bhref\s*=\s*[\"']?\s*(?:https?:)?//",
    "url": r"url\(\s*[\"']?\s*(?:https?:)?//",
    "import": r"@import\b|\bimport\s*\(?\s*[\"'](?:https?:)?//",
    "fetch": r"\bfetch\(\s*[\"'](?:https?:)?//",
}


def without_comments(source):
    return re.sub(r"\{#.*?#\}|<!--.*?-->|/\*.*?\*/", "", source, flags=re.DOTALL)


def faults(source, patterns):
    source = without_comments(source)
    return [name for name, pattern in patterns.items() if re.search(pattern, source, re.IGNORECASE)]


def faulty(paths, patterns):
    found = {relative(path): faults(path.read_text(encoding="utf-8"), patterns) for path in paths}
    return {name: names for name, names in found.items() if names}


def templates():
    return files("templates", ".html", ".txt", ".xml")


def test_templates_have_nothing_inline():
    assert faulty(templates(), INLINE) == {}


def test_pages_load_nothing_from_elsewhere():
    assert faulty([*templates(), *files("static", ".css", ".js", ".svg")], FOREIGN) == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('<p style="color: red">', ["style en ligne"]),
        ("<style>p {}</style>", ["style en ligne"]),
        ("<script>alert(1)</script>", ["script en ligne"]),
        ('<button class="a" onclick="go()">', ["gestionnaire en ligne"]),
        ('<a href="javascript:go()">', ["adresse javascript"]),
        ('<script src="a.js"></script><link rel="stylesheet">', []),
        ('<script type="application/ld+json">{}</script>', []),
        ('{# style="…" #}<p class="style">', []),
    ],
)
def test_control_of_inline(source, found):
    assert faults(source, INLINE) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('<img src="https://cdn.test/a.png">', ["src"]),
        ('<script src="//cdn.test/a.js"></script>', ["src"]),
        ('<link rel="stylesheet" href="https://cdn.test/a.css">', ["link"]),
        ("p { background: url('//cdn.test/a.png') }", ["url"]),
        ('@import "a.css";', ["import"]),
        ('fetch("https://api.test/")', ["fetch"]),
        ('<a href="https://exemple.test/">ailleurs</a><img src="{% static \'a.png\' %}">', []),
    ],
)
def test_control_of_foreign_resources(source, found):
    assert faults(source, FOREIGN) == found


# Static files: all there, none for nothing


def static_names():
    """(file, static file it names) for templates and style sheets."""
    for path in templates():
        for name in re.findall(
            r"""\{%\s*static\s+["']([^"']+)""", path.read_text(encoding="utf-8")
        ):
            yield relative(path), name
    for path in files("static", ".css"):
        for name in re.findall(r"""url\(["']?([^"')]+)""", path.read_text(encoding="utf-8")):
            if not name.startswith("data:"):
                yield (
                    relative(path),
                    str((path.parent / name).resolve().relative_to(ROOT / "static")),
                )


def icon_names():
    """Icons drawn by the templates, by the sheet's parts and facts, and by the style sheets."""
    for path in templates():
        yield from re.findall(r"""\{%\s*icon\s+["']([^"']+)""", path.read_text(encoding="utf-8"))
    yield from (part.icon for part in PARTS)
    for path in MODULES.values():
        calls = (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))
        facts = (call for call in calls if getattr(call.func, "id", "") == "Fact")
        yield from (call.args[0].value for call in facts)
    names = (Path(name) for _, name in static_names())
    yield from (name.stem for name in names if name.parent.name == "icons")


def test_every_static_file_named_exists():
    assert [(by, name) for by, name in static_names() if not finders.find(name)] == []


def test_every_icon_named_exists():
    drawn = {path.stem for path in files("static/icons", ".svg")}
    assert set(icon_names()) - drawn == set()


def test_every_icon_is_used():
    drawn = {path.stem for path in files("static/icons", ".svg")}
    assert drawn - set(icon_names()) == set()


# Nothing of the machine where it was written

# Written so that this file does not name what it forbids: a letter in brackets, words in two.
ELSEWHERE = {
    "index de paquets": (
        r"p[y]pi\.org|pythonh[o]sted\.org|registry\.n[p]mjs|--(?:extra-)?index-url|--find-links"
        r"|--trusted-host"
    ),
    "chemin absolu": r"(?<![\w.~}])/(?:work|root|home|Users|mnt)/\w|/opt/\w|/tmp/\w",
}


def readable(path):
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_nothing_names_an_index_or_a_machine():
    found = {
        relative(path): names
        for path in project_files()
        if path != Path(__file__) and (names := traces(readable(path)))
    }
    assert found == {}


def traces(source):
    return [name for name, pattern in ELSEWHERE.items() if re.search(pattern, source)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("https://py" + "pi.org/simple", ["index de paquets"]),
        ("pip install --index-url x", ["index de paquets"]),
        ('"resolved": "https://registry.np' + 'mjs.org/a"', ["index de paquets"]),
        ("cd /home/ada/site", ["chemin absolu"]),
        ("sqlite:////ro" + "ot/site.sqlite3", ["chemin absolu"]),
        ("/formations/bac-pro/ et exemple.fr/home/x", []),
    ],
)
def test_control_of_traces(source, found):
    assert traces(source) == found
