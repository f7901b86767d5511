"""Hints: a command that a message names works when it is typed as it stands."""

import ast
import re
from datetime import date
from functools import cache

import click

from docgen.cli.main import docgen as cli
from tests.conftest import ROOT

SOURCES = sorted((ROOT / "src/docgen").rglob("*.py"))
COMMAND = re.compile(r"docgen ([a-z][\w-]*(?: [^\s»,;)]+)*)")
WORDS = {
    "AAAA-MM-JJ": "2026-04-23",
    "JJ/MM/AAAA": "23/04/2026",
    "FICHIER": __file__,
    "DOSSIER": str(ROOT),
    '"NOM"': "Mme Exemple",  # as it stands, without quotes, it would be typed so
    "...": "",
}
"""What a person types for the words in capitals."""


def texts_of(tree):
    """Yield the line and the text of each string that is no docstring; a value in it is « x »."""
    nodes = list(ast.walk(tree))
    others = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    others |= {id(part) for one in nodes if isinstance(one, ast.JoinedStr) for part in one.values}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in others:
                yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            parts = (one.value if isinstance(one, ast.Constant) else "x" for one in node.values)
            yield node.lineno, "".join(map(str, parts))


@cache
def text_of(path):
    """Return the text of a source."""
    return path.read_text("utf-8")


def trees(saying):
    """Yield the path and the tree of each source that says something."""
    for path in SOURCES:
        if re.search(saying, text_of(path)):
            yield path, ast.parse(text_of(path))


def commands():
    """Yield each command that a message of docgen names, with its place."""
    for path, tree in trees(r"docgen[ \u00a0\\]"):
        if "cli" not in path.parts:
            for line, text in texts_of(tree):
                for typed in COMMAND.findall(text.replace("\u00a0", " ")):
                    if typed.split()[0] in cli.list_commands(None) and not text.startswith("#"):
                        yield f"{path.name}:{line}", typed


def parse(command, words, above=None):
    """Parse the words after a command, and those of the command below it."""
    context = command.make_context(command.name, list(words), parent=above)
    below = [*context._protected_args, *context.args] if isinstance(command, click.Group) else []
    if below:
        name, other, rest = command.resolve_command(context, below)
        assert name
        parse(other, rest, context)


def test_a_command_in_a_message_works_when_typed():
    wrong = []
    for place, typed in commands():
        words = [WORDS.get(word, word) for word in typed.replace("import x", "import cog").split()]
        try:
            parse(cli, words)
        except (click.ClickException, AssertionError) as error:
            wrong.append((place, typed, str(error)))
    assert wrong == []


WRITTEN = date(2026, 11, 28)
"""The day when the examples were last written: a day of theirs is not to come."""
READ = [
    *(ROOT / name for name in ("README.md", "content/LISEZMOI.md", "docs/cli.md")),
    *sorted((ROOT / "src/docgen/review").glob("*.*")),
    *sorted((ROOT / "src/docgen/cli").rglob("*.py")),
]


def test_an_example_signs_on_no_day_to_come():
    """Typed as it stands, it would be refused."""
    days = [
        (path.name, *day)
        for path in READ
        for day in re.findall(r"(?<!--au )\b(\d\d)/(\d\d)/(\d{4})\b", path.read_text("utf-8"))
    ]
    assert days
    assert [day for day in days if date(*map(int, day[:0:-1])) > WRITTEN] == []


HINTS = {"Problem": 7, "Finding": 4, "refusal": 3, "MarkError": 2}
"""What says that something is wrong, and how many arguments it has with a hint."""
WITHOUT = 33
"""How many of these calls give no hint yet: fewer are welcome, more are not."""


def lacks_hint(call):
    """Whether a call reports a problem without a hint."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    named = {one.arg for one in call.keywords}
    starred = any(isinstance(one, ast.Starred) for one in call.args)
    enough = len(call.args) >= HINTS.get(name, 0) or starred or named & {"hint", None}
    return name in HINTS and not enough


def test_problems_without_a_hint_become_fewer():
    bare = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, tree in trees(rf"\b({'|'.join(HINTS)})\(")
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and lacks_hint(call)
    ]
    assert len(bare) <= WITHOUT, bare
