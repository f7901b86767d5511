"""The rules of this code, held by tests: what a reader may rely on in any package."""

import ast
import re
import statistics
import subprocess
from collections import Counter, defaultdict
from fnmatch import fnmatch
from functools import cache
from graphlib import CycleError, TopologicalSorter

import pytest

from docgen.cli.main import docgen
from docgen.kinds import KINDS
from tests.conftest import ROOT

SOURCES = sorted((ROOT / "src/docgen").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEXTS = [path for folder in ("src", "tools") for path in (ROOT / folder).rglob("*.py")]
TEXTS += [path for path in TESTS if path.name != "test_house.py"]
TEXTS += [path for path in (ROOT / "templates").rglob("*") if path.suffix in (".css", ".j2")]

LONGEST_FUNCTION, MEDIAN_FUNCTION, LONGEST_FILE = 48, 12, 400
FILES_PER_FOLDER, MODULES_AT_THE_TOP = 15, 8
WORDS_OF_A_TEST, SUBJECT_OF_A_COMMIT = 10, 72
FIRST = "house: move every room to where its name says"
"""The commit from which on subjects are short."""

PARTICIPLES = {
    *("asked", "found", "heard", "held", "kept", "known", "learnt", "made", "meant", "named"),
    *("retold", "said", "spoken", "told", "understood", "unheard", "unmade", "unsaid"),
}
"""Words that do not name what a function does or returns."""


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
    "templates": {"_commun", "reste-a-faire"},
    "src/docgen/kinds": {"actes", "maps", "writing"},
}
"""Folders of what several kinds share."""

TESTED_FROM_OUTSIDE = {
    "docgen.__main__",
    "docgen.build.explain",
    "docgen.build.explain.listing",
    "docgen.output.leftovers",
    "docgen.release.manifest.why_wording",
    *(f"docgen.signatures.{name}" for name in ("extraction", "verification")),
}
"""Modules that tests reach through the command line."""


@cache
def tree(path):
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"))


@cache
def nodes(path):
    """Return every node of the syntax tree of a file, by its class."""
    found = defaultdict(list)
    for node in ast.walk(tree(path)):
        found[type(node)].append(node)
    return found


def place(path):
    """Return where a source stands: `content/source.py`."""
    return path.relative_to(ROOT / "src/docgen").as_posix()


def module(path):
    """Return the name under which a source is imported."""
    parts = path.relative_to(ROOT / "src").with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def package_of(name):
    """Return the package of a module: `docgen.content` of `docgen.content.source`."""
    return ".".join(name.split(".")[:2])


def calls(path):
    """Yield the name of each call in a source, as written, and the call."""
    for node in nodes(path)[ast.Call]:
        yield dotted(node.func), node


def dotted(node):
    """Return a name as written; what stands before the last dot of an expression is `…`."""
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return f"{dotted(node.value)}.{node.attr}"
    return "…"


def imported(path):
    """Yield the name of every module that a file imports, or may import a name from."""
    for node in nodes(path)[ast.Import]:
        yield from (alias.name for alias in node.names)
    for node in nodes(path)[ast.ImportFrom]:
        if node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def functions(path):
    """Return every function of a file."""
    return nodes(path)[ast.FunctionDef] + nodes(path)[ast.AsyncFunctionDef]


def length(function):
    """Return how many lines a function has."""
    return function.end_lineno - function.lineno + 1


# One name, in every package


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_has_its_name_in_every_package(name):
    kinds = ROOT / "src/docgen/kinds"
    code = kinds / name.replace("-", "_")
    assert code.is_dir() or code.with_suffix(".py").is_file()
    assert list((ROOT / "content" / name).glob("*.yaml"))
    assert (ROOT / "templates" / name / "document.html.j2").is_file()
    assert (ROOT / "schemas" / f"{name}.schema.json").is_file()
    assert list((ROOT / "tests/golden").glob(f"{name}*"))
    assert name in docgen.commands


@pytest.mark.parametrize("folder", ["content", "templates", "src/docgen/kinds"])
def test_no_package_holds_a_kind_that_is_not_known(folder):
    known = {name for kind in KINDS for name in (kind, kind.replace("-", "_"))}
    found = {path.name for path in (ROOT / folder).iterdir() if path.is_dir()}
    assert found - known <= SHARED[folder] | {"__pycache__"}


# Only the edges know the world


def test_only_the_command_line_reads_the_clock():
    found = {place(path) for path in SOURCES for name, _ in calls(path) if name in CLOCK}
    assert {place for place in found if not place.startswith("cli/")} == set()


def test_only_the_command_line_speaks():
    found = {place(path) for path in SOURCES for name, _ in calls(path) if name in VOICE}
    assert {one for one in found if not one.startswith(("cli/", "__main__"))} == set()


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
    found = {place(path) for path in SOURCES for name, call in calls(path) if writes(name, call)}
    found.discard("build/batch/processes.py")  # it only takes away what libraries leave
    assert found == {"cache/store.py", "output/publication.py", "output/folder_exchange.py"}


def test_the_folders_of_a_project_are_named_in_one_place():
    folder = re.compile(r'(?<!\[)"(content|templates)"(?![:\]])')
    assert [path.name for path in SOURCES if folder.search(path.read_text("utf-8"))] == [
        "workspace.py"
    ]


def test_no_module_asks_the_network():
    found = {place(path) for path in SOURCES if NETWORK & set(imported(path))}
    assert found == set()


def test_no_module_depends_on_chance_or_on_the_machine():
    used = {place(path): {*imported(path), *(name for name, _ in calls(path))} for path in SOURCES}
    used["cli/progress.py"].discard("time")  # how long is left: said on a terminal, kept nowhere
    used["build/batch/processes.py"].discard("tempfile")  # a folder for what libraries leave
    used["importing/annuaire/files.py"].discard("tempfile")  # a ZIP of 350 MB within an archive
    used["output/disk_errors.py"].discard("tempfile")  # where libraries write, told to people
    used["build/batch/tasks.py"].discard("time")  # how long a cluster may be without workers
    used["review/notebook.py"].discard("tempfile")  # what answers come to, tried on a copy
    used["rendering/limits.py"] -= {"time", "tempfile"}  # how long a template may take, and waste
    assert {place for place, names in used.items() if CHANCE & names} == set()


# Every module says what it is for, and is short


def test_every_module_opens_with_a_sentence():
    first = {path: (ast.get_docstring(tree(path)) or "").partition("\n\n")[0] for path in SOURCES}
    whole = {path for path, text in first.items() if text.endswith(".") and len(text.split()) > 3}
    assert [place(path) for path in SOURCES if path not in whole] == []


def test_no_file_is_longer_than_400_lines():
    lines = {place(path): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    assert {name: count for name, count in lines.items() if count > LONGEST_FILE} == {}


def test_a_function_fits_in_the_eye():
    found = {f"{place(path)}:{f.name}": length(f) for path in SOURCES for f in functions(path)}
    long = {name: lines for name, lines in found.items() if lines > LONGEST_FUNCTION}
    assert long == {}
    assert statistics.median(found.values()) <= MEDIAN_FUNCTION


def test_folders_hold_at_most_15_modules():
    held = Counter(path.parent for path in SOURCES + TESTS)
    full = {
        folder.relative_to(ROOT).as_posix() for folder, n in held.items() if n > FILES_PER_FOLDER
    }
    assert full == set()


def test_the_top_folder_holds_at_most_8_modules():
    assert len(list((ROOT / "src/docgen").glob("[a-z]*.py"))) <= MODULES_AT_THE_TOP


def test_modules_import_one_another_in_no_circle():
    """Imports inside functions and those for type checking count too."""
    modules = {module(path): path for path in SOURCES}
    arrows = {
        name: {other for other in imported(path) if other in modules} - {name}
        for name, path in modules.items()
    }
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


# Names


def test_no_class_name_stands_in_two_files():
    files = defaultdict(set)
    for path in SOURCES:
        for node in nodes(path)[ast.ClassDef]:
            files[node.name.lstrip("_")].add(place(path))
    assert {name: sorted(places) for name, places in files.items() if len(places) > 1} == {}


def test_no_function_is_named_by_a_bare_participle():
    found = [
        f"{place(path)}:{function.lineno}: {function.name}"
        for path in SOURCES
        for function in functions(path)
        if function.name.strip("_") in PARTICIPLES
    ]
    assert found == []


VAGUE = re.compile(r"_*(one|told|found)(_\w+)?")


def lasting_names(path):
    """Yield the names that a file gives to variables and parameters, but those of one line."""
    short = {id(n) for part in nodes(path)[ast.comprehension] for n in ast.walk(part.target)}
    short |= {id(n) for part in nodes(path)[ast.Lambda] for n in ast.walk(part.args)}
    yield from ((node.arg, node) for node in nodes(path)[ast.arg] if id(node) not in short)
    for node in nodes(path)[ast.Name]:
        if isinstance(node.ctx, ast.Store) and id(node) not in short:
            yield node.id, node


def test_no_lasting_variable_is_called_one_told_or_found():
    programs = [*SOURCES, *sorted((ROOT / "tools").rglob("*.py"))]
    vague = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {name}"
        for path in programs
        for name, node in lasting_names(path)
        if VAGUE.fullmatch(name)
    ]
    assert vague == []


def test_subjects_of_commits_are_short():
    command = ["git", "log", "--format=%s", "--no-merges"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    subjects = listed.stdout.splitlines()
    if FIRST not in subjects:
        pytest.skip(
            "the repository, or the part of its history that the rule is about, is not here"
        )
    since = subjects[: subjects.index(FIRST)]
    assert [subject for subject in since if len(subject) > SUBJECT_OF_A_COMMIT] == []


OF_FIELDS_ALONE = re.compile(r"kinds/\w+/(content|facts)\.py")  # the fields say what they are


def test_what_others_use_is_explained():
    public = (ast.FunctionDef, ast.ClassDef)
    bare = [
        f"{place(path)}:{node.name}"
        for path in SOURCES
        for node in tree(path).body
        if isinstance(node, public)
        and node.name[0] != "_"
        and not ast.get_docstring(node)
        and not (isinstance(node, ast.ClassDef) and OF_FIELDS_ALONE.fullmatch(place(path)))
    ]
    assert bare == []


def test_hardly_a_type_goes_unchecked():
    texts = [path.read_text("utf-8") for path in SOURCES]
    unchecked = sum(text.count("# type: ignore") for text in texts)
    assert unchecked <= sum(text.count("\n") for text in texts) / 1000


# Nothing is left for later


WAITING = re.compile(r"\b(TODO|FIXME|HACK|XXX)\b")


def test_nothing_is_left_for_later():
    waiting = [path for path in TEXTS if WAITING.search(path.read_text("utf-8"))]
    assert [path.relative_to(ROOT).as_posix() for path in waiting] == []


# Tests


def test_every_module_is_imported_by_a_test_or_its_package():
    modules = {module(path): path for path in SOURCES}
    ahead = modules.keys() & {name for path in TESTS for name in imported(path)}
    reached = set()
    while ahead:
        reached |= ahead
        near = {(package_of(name), other) for name in ahead for other in imported(modules[name])}
        ahead = {name for package, name in near if name in modules and package_of(name) == package}
        ahead -= reached
    alone = {name for name, path in modules.items() if path.name != "__init__.py"} - reached
    assert alone <= TESTED_FROM_OUTSIDE


def test_tests_replace_no_code_of_ours():
    found = []
    for path in TESTS:
        ours = {name.rpartition(".")[2] for name in imported(path) if name.startswith("docgen")}
        found += [f"{path.name}: {name}" for name in imported(path) if "mock" in name]
        for name, call in calls(path):
            if not name.endswith(".setattr"):
                continue
            target = ast.unparse(call.args[0]).split(".")[0].strip("'\"") if call.args else ""
            constant = len(call.args) > 1 and ast.unparse(call.args[1]).isupper()
            if target in {*ours, "docgen"} and not constant:
                found.append(f"{path.name}:{call.lineno}: {target}")
    assert found == []


def test_the_name_of_a_test_is_a_short_sentence():
    words = {
        (path.relative_to(ROOT / "tests").as_posix(), function.name): function.name.count("_")
        for path in TESTS
        for function in functions(path)
        if function.name.startswith("test_")
    }
    assert len(words) > 100
    assert [name for name, count in words.items() if count < 3] == []
    long = [name for name, count in words.items() if count > WORDS_OF_A_TEST]
    assert long == []


def test_pytest_passes_over_no_folder_of_tests(pytestconfig):
    passed_over = pytestconfig.getini("norecursedirs")
    names = {part for path in TESTS for part in path.relative_to(ROOT).parts}
    assert [name for name in names if any(fnmatch(name, one) for one in passed_over)] == []


def test_every_test_stands_in_a_package():
    without = {path.parent for path in TESTS if not (path.parent / "__init__.py").is_file()}
    assert without == set()
