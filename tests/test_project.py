"""The habits of the project, read from its files: layers, sizes, templates, addresses."""

import ast
import functools
import itertools
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from catalogue.sheet.parts import PARTS
from charmilles.stylesheets import JOINED

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


# Import order (README, « Où se trouve quoi »)

# From the top down: a package imports only those after it, and never its peers on the same line.
# A module belongs to the longest name here that contains it.
ORDER = {
    "enrolment": [
        "urls apps",
        "views admin management",
        "housekeeping forms",
        "applications alerts meetings questions watch",
        "privacy sign_in",
        "mails",
        "interviews uploads announced",
        "workflow search calendars",
        "models",
    ],
    "catalogue": [
        "urls apps",
        "views admin management",
        "publishing renewal",
        "inspection",
        "grids",
        "forms pay_form marks_form paper exchange finding",
        "sheet",
        "context files renaming version figures",
        "models",
    ],
    "charmilles": [
        "urls wsgi apps management settings server",
        "admin",
        "machines errors unreadable templatetags upload_handler staff",
        "middleware pages moving",
        "held",
        "download private trouble throttle checks environment permissions addresses screens logs "
        "sending sharing stylesheets backups metrics linked",
        "entries filters formsets menus archives erased",
        "models pdf spreadsheet typed versions dumps sealing overlap",
        "fields",
        "mailbox typography",
    ],
}
# What an application may use of another one.
ACROSS = {
    "enrolment": ["catalogue.models", "catalogue.context", "catalogue.sheet", "catalogue.paper"],
    "enrolment.housekeeping": ["catalogue.version"],
    "enrolment.models": ["catalogue.models"],
    "charmilles.machines": ["catalogue.models", "catalogue.context"],
    "charmilles.management.commands.prepare": ["catalogue.models"],
}
LONGEST_CHAIN = {"enrolment": 12}  # modules, from the addresses down to the models
# Rules of the law: nothing but the standard library, so that they can be read and tested alone.
PURE = "catalogue.figures"
# What reads files from strangers runs without Django, in a process of its own.
SANDBOXED = ["enrolment.uploads.sanitise", "enrolment.uploads.bind", "enrolment.uploads.join"]
PARSERS = {"pikepdf", "PIL", "pi_heif"}
# What models must never need, besides the packages above them.
NOT_FOR_MODELS = (
    "django.contrib.admin",
    "django.forms",
    "django.http",
    "django.shortcuts",
    "django.template",
    "django.views",
)
# Heavy libraries, each known to one file and loaded only when it is used.
HEAVY = {"weasyprint": "charmilles.pdf.printing", "tantivy": "catalogue.finding.engine"}

RANKS = {
    f"{app}.{name}": rank
    for app, lines in ORDER.items()
    for rank, line in enumerate(lines)
    for name in line.split()
}


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


@functools.cache
def imports():
    """(importer, imported) for each import of the applications."""
    return [
        (name, found) for name, path in MODULES.items() for found in imported_names(tree_of(path))
    ]


def is_within(name, package):
    return f"{name}.".startswith(f"{package}.")


def package(name):
    """The name of the order that contains a module; None for one that it does not list."""
    names = [listed for listed in RANKS if is_within(name, listed)]
    return max(names, key=len, default=None)


def is_against_the_order(importer, imported):
    """Whether a module of ours uses a package above its own, or a peer, or one not for it."""
    app, other = importer.split(".")[0], imported.split(".")[0]
    if other not in ORDER:
        return False
    if app == other:
        own, used = package(importer), package(imported)
        return used not in (None, own) and RANKS[used] <= RANKS[own]
    if other == "charmilles":
        return False
    allowed = max((name for name in ACROSS if is_within(importer, name)), key=len, default=None)
    return not any(is_within(imported, name) for name in ACROSS.get(allowed, ()))


def test_imports_follow_the_order():
    assert [pair for pair in imports() if is_against_the_order(*pair)] == []


def test_order_lists_every_module():
    roots = set(ORDER)
    assert [name for name in MODULES if name not in roots and package(name) is None] == []


def test_order_lists_nothing_that_does_not_exist():
    tables = [*RANKS, *ACROSS, *itertools.chain(*ACROSS.values()), PURE, *SANDBOXED]
    known = {*MODULES, *HEAVY.values()}
    assert [name for name in [*tables, *HEAVY.values()] if name not in known] == []


def test_no_module_imports_in_a_circle():
    assert [name for name in MODULES if name in uses(*direct(name))] == []


def direct(name):
    """The modules of ours that this one imports."""
    found = {imported for importer, imported in imports() if importer == name}
    modules = {one if one in MODULES else one.rpartition(".")[0] for one in found}
    return (modules & MODULES.keys()) - {name}


def uses(*names):
    """These modules, and all that they need."""
    seen, heap = set(), list(names)
    while heap:
        if (name := heap.pop()) not in seen:
            seen.add(name)
            heap += direct(name)
    return seen


@functools.cache
def chain(name):
    """The longest line of imports that begins with this module, within its application."""
    app = name.split(".")[0]
    below = [chain(one) for one in direct(name) if is_within(one, app)]
    return (name, *max(below, key=len, default=()))


@pytest.mark.parametrize("app", LONGEST_CHAIN)
def test_chains_of_imports_are_short(app):
    longest = max((chain(name) for name in MODULES if is_within(name, app)), key=len)
    assert len(longest) <= LONGEST_CHAIN[app], " -> ".join(longest)


def test_models_need_nothing_of_the_web():
    found = [pair for pair in imports() if str(package(pair[0])).endswith(".models")]
    assert found
    assert [p for p in found if any(is_within(p[1], banned) for banned in NOT_FOR_MODELS)] == []


def foreign(name):
    """What a module imports that is neither of the standard library nor of ours."""
    roots = {imported.split(".")[0] for imported in imported_names(tree_of(MODULES[name]))}
    return roots - set(sys.stdlib_module_names)


def test_rules_of_the_law_need_the_standard_library_and_each_other_only():
    modules = [name for name in MODULES if is_within(name, PURE)]
    assert len(modules) > 1
    found = {(one, used) for one, used in imports() if one in modules and is_foreign(used)}
    assert found == set()


def is_foreign(used):
    return used.split(".")[0] not in sys.stdlib_module_names and not is_within(used, PURE)


def test_packages_of_sandboxed_programs_load_nothing():
    parents = {name.rpartition(".")[0] for name in itertools.chain(*map(uses, SANDBOXED))}
    assert [name for name in parents if MODULES[name].read_text(encoding="utf-8")] == []


def test_sandboxed_programs_load_no_framework():
    loaded = {*SANDBOXED, *itertools.chain(*(uses(name) for name in SANDBOXED))}
    needed = {name: foreign(name) - PARSERS - set(APPS) for name in loaded}
    assert {name: found for name, found in needed.items() if found} == {}


@pytest.mark.parametrize("library", HEAVY)
def test_heavy_library_is_known_to_one_file(library):
    assert {name for name, found in imports() if is_within(found, library)} == {HEAVY[library]}


@pytest.mark.parametrize("library", HEAVY)
def test_heavy_library_is_loaded_where_it_is_used(library):
    at_once = [name for name, path in MODULES.items() if loads_at_once(tree_of(path), library)]
    assert at_once == []


def loads_at_once(tree, library):
    top = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    return any(is_within(name, library) for node in top for name in imported_names(node))


@pytest.mark.parametrize(
    ("importer", "source", "wrong"),
    [
        ("catalogue.models.pay", "from catalogue.models.base import Positioned", False),
        ("catalogue.models.pay", "from catalogue.figures import pay", True),
        ("catalogue.models.pay", "def f():\n    from catalogue.views import pages", True),
        ("catalogue.figures.pay", "from catalogue.models import MinimumWage", False),
        ("catalogue.sheet.sheet", "from catalogue import forms", True),
        ("catalogue.sheet.sheet", "from enrolment.models import Application", True),
        ("catalogue.admin.pay", "from catalogue.forms import CohortYearForm", False),
        ("enrolment.interviews.bookings", "from enrolment.uploads import storage", True),
        ("enrolment.interviews.bookings", "from enrolment.interviews import slots", False),
        ("enrolment.interviews.bookings", "from enrolment.mails import outbox", True),
        ("enrolment.models.agenda", "from catalogue.sheet.sheet import Sheet", True),
        ("enrolment.mails.letter", "from catalogue.context import the_centre", False),
        ("enrolment.views.base", "from catalogue.views import pages", True),
        ("charmilles.throttle", "from catalogue.models import Centre", True),
    ],
)
def test_control_of_the_order(importer, source, wrong):
    (imported,) = imported_names(ast.parse(source))
    assert is_against_the_order(importer, imported) is wrong


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
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > 300
    ]
    assert long == []


# Days and hours: formatted for a reader in one place, in the time of Paris

CLOCKS = ("%d/", "%d ", "%H")


def clock_formats(tree):
    """The formats of a day or an hour written in f-strings and calls of strftime."""
    for node in ast.walk(tree):
        spec = getattr(node, "format_spec", None) if isinstance(node, ast.FormattedValue) else None
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "strftime":
            spec = node
        texts = [n.value for n in ast.walk(spec) if isinstance(n, ast.Constant)] if spec else []
        yield from (text for text in texts if any(clock in str(text) for clock in CLOCKS))


def test_days_and_hours_are_formatted_in_one_place():
    by = {name for name, path in MODULES.items() if list(clock_formats(tree_of(path)))}
    assert by == {"charmilles.typography"}


@pytest.mark.parametrize(
    ("source", "formats"),
    [
        ('f"{slot.starts:%d/%m/%Y %H:%M}"', ["%d/%m/%Y %H:%M"]),
        ('slot.starts.strftime("%H:%M")', ["%H:%M"]),
        ('f"entretiens_{day:%Y-%m}.pdf"', []),
    ],
)
def test_control_of_formats(source, formats):
    assert list(clock_formats(ast.parse(source))) == formats


# Mailboxes: compared by equality, never as a database or a language folds letters

FOLDED = re.compile(
    r"iexact|casefold|\b(Upper|Lower)\(|(mail|mailbox|address|to)\.(lower|upper)\(|"
    r"(filter|exclude|get|Q)\([^)]*\b(email__i|to__)\w+="
)


def test_mailboxes_are_compared_by_equality():
    texts = {name: path.read_text(encoding="utf-8") for name, path in MODULES.items()}
    assert {name: found[0] for name, text in texts.items() if (found := FOLDED.search(text))} == {}


@pytest.mark.parametrize(
    ("source", "folds"),
    [
        ("filter(email__iexact=email)", True),
        ("Email.objects.filter(to__icontains=mailbox)", True),
        ("UniqueConstraint(Lower('email'))", True),
        ("hit('export', email.lower())", True),
        ("filter(mailbox=mailbox)", False),
        ("label.lower()", False),
    ],
)
def test_control_of_folding(source, folds):
    assert bool(FOLDED.search(source)) is folds


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
    made = {f"css/{name}.css" for name in JOINED}
    missing = [(by, name) for by, name in static_names() if not finders.find(name)]
    assert [(by, name) for by, name in missing if name not in made] == []


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
