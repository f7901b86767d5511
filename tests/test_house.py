"""The rules of the house, held by tests: what a reader may rely on in any room."""

import ast
import re
import statistics
from functools import cache

import pytest

from docgen.cli.main import docgen
from docgen.kinds import KINDS
from tests.conftest import ROOT

SOURCES = sorted((ROOT / "src/docgen").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEXTS = [path for room in ("src", "tools") for path in (ROOT / room).rglob("*.py")]
TEXTS += [path for path in TESTS if path.name != "test_house.py"]
TEXTS += [path for path in (ROOT / "templates").rglob("*") if path.suffix in (".css", ".j2")]

LONGEST_FUNCTION, MEDIAN_FUNCTION, LONGEST_FILE = 48, 12, 400

CLOCK = {"datetime.now", "datetime.today", "datetime.utcnow", "date.today"}
VOICE = {"click.echo", "click.secho", "print", "sys.stderr.write", "sys.stdout.write"}
WRITING = {
    *("chmod", "copy", "copyfile", "copymode", "copytree", "hardlink_to", "mkdir", "move"),
    *("rename", "rmdir", "rmtree", "symlink_to", "touch", "unlink", "write_bytes", "write_text"),
}
"""Methods and functions that change a disk; `open` and `replace` are judged by what they get."""
NETWORK = {"ftplib", "http", "httpx", "requests", "smtplib", "socket", "ssl"}
NETWORK |= {"urllib.request", "urllib3"}
CHANCE = {"locale", "random", "secrets", "tempfile", "time", "uuid.uuid1", "uuid.uuid4"}
"""Modules and names whose answers differ from one run, or one machine, to another."""

SHARED = {
    "content": {"referentiel", "territoire"},
    "templates": {"_commun"},
    "src/docgen/kinds": {"actes", "maps", "writing"},
}
"""Folders of what several kinds share."""

TESTED_FROM_OUTSIDE = {
    "docgen.__main__",
    "docgen.build.explain",
    "docgen.build.explain.listing",
    "docgen.output.leftovers",
    "docgen.release.manifest.why_wording",
    *(f"docgen.signatures.{name}" for name in ("extraction", "origin", "verification")),
}
"""Modules that tests reach through the command line."""


@cache
def tree(path):
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"))


def room(path):
    """Return where a source stands: `content/source.py`."""
    return path.relative_to(ROOT / "src/docgen").as_posix()


def module(path):
    """Return the name under which a source is imported."""
    parts = path.relative_to(ROOT / "src").with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def room_of(name):
    """Return the room of a module: `docgen.content` of `docgen.content.source`."""
    return ".".join(name.split(".")[:2])


def calls(path):
    """Yield what a source calls: its name as written, and the call."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def imported(path):
    """Yield the name of every module that a file imports, or may import a name from."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def functions(path):
    """Yield every function of a file."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, kinds))


def length(function):
    """Return how many lines a function has."""
    return function.end_lineno - function.lineno + 1


# One name, in every room


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_is_found_under_its_name_in_every_room(name):
    kinds = ROOT / "src/docgen/kinds"
    code = kinds / name.replace("-", "_")
    assert code.is_dir() or code.with_suffix(".py").is_file()
    assert list((ROOT / "content" / name).glob("*.yaml"))
    assert (ROOT / "templates" / name / "document.html.j2").is_file()
    assert (ROOT / "schemas" / f"{name}.schema.json").is_file()
    assert list((ROOT / "tests/golden").glob(f"{name}*"))
    assert name in docgen.commands


@pytest.mark.parametrize("folder", ["content", "templates", "src/docgen/kinds"])
def test_no_room_holds_a_kind_that_is_not_known(folder):
    known = {name for kind in KINDS for name in (kind, kind.replace("-", "_"))}
    found = {path.name for path in (ROOT / folder).iterdir() if path.is_dir()}
    assert found - known <= SHARED[folder] | {"__pycache__"}


# Only the edges know the world


def test_only_the_command_line_reads_the_clock():
    found = {room(path) for path in SOURCES for name, _ in calls(path) if name in CLOCK}
    assert {place for place in found if not place.startswith("cli/")} == set()


def test_only_the_command_line_speaks():
    found = {room(path) for path in SOURCES for name, _ in calls(path) if name in VOICE}
    assert {place for place in found if not place.startswith("cli/")} == set()


def writes(name, call):
    """Whether a call changes a disk."""
    words = [ast.unparse(argument).strip("'\"") for argument in call.args]
    words += [ast.unparse(keyword.value).strip("'\"") for keyword in call.keywords]
    match name.rpartition(".")[2]:
        case "open":
            return any(re.fullmatch(r"[rwaxbt+]{1,3}", w) and set(w) & set("wax+") for w in words)
        case "copy":  # of a file, to somewhere; what a mapping is copied to need not be told
            return "." in name and bool(call.args)
        case "replace":  # Path.replace takes one argument, str.replace two
            return "." in name and len(call.args) == 1 and not call.keywords
        case method:
            return method in WRITING and "." in name


def test_only_the_keepers_of_output_and_cache_write():
    found = {room(path) for path in SOURCES for name, call in calls(path) if writes(name, call)}
    found.discard("build/batch/processes.py")  # it only takes away what libraries leave
    assert found == {"cache/store.py", "output/publication.py", "release/staging.py"}


def test_the_folders_of_a_project_are_named_in_one_place():
    folder = re.compile(r'(?<!\[)"(content|templates)"(?![:\]])')
    assert [path.name for path in SOURCES if folder.search(path.read_text("utf-8"))] == [
        "workspace.py"
    ]


def test_no_module_asks_the_network():
    found = {room(path) for path in SOURCES if NETWORK & set(imported(path))}
    assert found == set()


def test_no_module_leaves_anything_to_chance_or_to_the_machine():
    used = {room(path): {*imported(path), *(name for name, _ in calls(path))} for path in SOURCES}
    used["cli/progress.py"].discard("time")  # how long is left: said on a terminal, kept nowhere
    used["build/batch/processes.py"].discard("tempfile")  # a folder for what libraries leave
    used["output/disk_errors.py"].discard("tempfile")  # where libraries write, told to people
    used["build/batch/tasks.py"].discard("time")  # how long a cluster may be without workers
    assert {place for place, names in used.items() if CHANCE & names} == set()


# Every module says what it is for, and is short


@pytest.mark.parametrize("path", SOURCES, ids=room)
def test_a_module_opens_with_a_sentence_of_purpose(path):
    first = (ast.get_docstring(tree(path)) or "").partition("\n\n")[0]
    assert first.endswith(".")
    assert len(first.split()) > 3


@pytest.mark.parametrize("path", SOURCES, ids=room)
def test_a_file_is_read_in_one_sitting(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


def test_a_function_fits_in_the_eye():
    found = {f"{room(path)}:{f.name}": length(f) for path in SOURCES for f in functions(path)}
    long = {name: lines for name, lines in found.items() if lines > LONGEST_FUNCTION}
    assert long == {}
    assert statistics.median(found.values()) <= MEDIAN_FUNCTION


def test_what_others_use_is_explained():
    public = (ast.FunctionDef, ast.ClassDef)
    bare = [
        f"{room(path)}:{node.name}"
        for path in SOURCES
        for node in tree(path).body
        if isinstance(node, public) and node.name[0] != "_" and not ast.get_docstring(node)
    ]
    assert bare == []


def test_hardly_a_type_goes_unchecked():
    texts = [path.read_text("utf-8") for path in SOURCES]
    unchecked = sum(text.count("# type: ignore") for text in texts)
    assert unchecked <= sum(text.count("\n") for text in texts) / 1000


# Nothing is left for later


WAITING = re.compile(r"\b(TODO|FIXME|HACK|XXX)\b")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_is_left_for_later(path):
    assert not WAITING.search(path.read_text("utf-8"))


# Tests


def test_every_module_is_imported_by_a_test_or_by_its_own_room():
    modules = {module(path): path for path in SOURCES}
    ahead = modules.keys() & {name for path in TESTS for name in imported(path)}
    reached = set()
    while ahead:
        reached |= ahead
        near = {(room_of(name), other) for name in ahead for other in imported(modules[name])}
        ahead = {name for room, name in near if name in modules and room_of(name) == room}
        ahead -= reached
    alone = {name for name, path in modules.items() if path.name != "__init__.py"} - reached
    assert alone <= TESTED_FROM_OUTSIDE


def test_no_code_of_ours_is_replaced_by_a_puppet():
    found = []
    for path in TESTS:
        ours = {name.rpartition(".")[2] for name in imported(path) if name.startswith("docgen")}
        found += [f"{path.name}: {name}" for name in imported(path) if "mock" in name]
        for name, call in calls(path):
            target = ast.unparse(call.args[0]).split(".")[0].strip("'\"") if call.args else ""
            constant = len(call.args) > 1 and ast.unparse(call.args[1]).isupper()
            if name.endswith(".setattr") and target in {*ours, "docgen"} and not constant:
                found.append(f"{path.name}:{call.lineno}: {target}")
    assert found == []


def test_the_name_of_a_test_is_a_sentence():
    names = [f.name for path in TESTS for f in functions(path) if f.name.startswith("test_")]
    assert len(names) > 100
    assert [name for name in names if len(name.split("_")) < 4] == []


def test_every_test_stands_in_a_package():
    without = {path.parent for path in TESTS if not (path.parent / "__init__.py").is_file()}
    assert without == set()
