"""The words of click itself reach the user in French."""

import ast
import gettext
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from string import Formatter

import click
import pytest
from click.testing import CliRunner

from docgen.locale import speak_french

ROOT = Path(__file__).parents[2]
COMPILER = runpy.run_path(str(ROOT / "tools/compile_messages.py"))
CATALOGUE = COMPILER["CATALOGUE"]
MESSAGES = COMPILER["read_messages"](CATALOGUE.read_text(encoding="utf-8"))

ENGLISH_WORDS = {"number_type", "param_type"}
"""Fields that click fills with an English word: a translation does without them."""

NOT_CALLED_WITH_ITS_WORDS = "required"
"""The one message of click that its sources do not write inside `_(…)`."""


def messages_of(source):
    """Yield each message of a Python source, the forms of a plural joined by a null character."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            forms = {"_": 1, "gettext": 1, "ngettext": 2}.get(node.func.id, 0)
            if forms and all(isinstance(words, ast.Constant) for words in node.args[:forms]):
                yield "\0".join(words.value for words in node.args[:forms])


def messages_of_click():
    """Return every message that the installed click can say."""
    sources = Path(click.__file__).parent.glob("*.py")
    found = {words for path in sources for words in messages_of(path.read_text(encoding="utf-8"))}
    return found | {NOT_CALLED_WITH_ITS_WORDS}


def fields(words):
    """Return the names between braces."""
    return {name for _, name, _, _ in Formatter().parse(words) if name}


@pytest.fixture
def french(monkeypatch):
    """Speak French on a machine that is set to English."""
    for name in ("LANGUAGE", "LC_ALL", "LANG"):
        monkeypatch.setenv(name, "en_US.UTF-8")
    speak_french()


@pytest.fixture
def command(french):
    """A command with something of everything that can go wrong."""

    @click.group(subcommand_metavar="COMMANDE [ARGUMENTS]…")
    def docgen():
        """Produit des documents."""

    @docgen.command()
    @click.argument("source", type=click.Path(exists=True, dir_okay=False))
    @click.option("--format", type=click.Choice(["pdf", "docx"]), default="pdf", show_default=True)
    @click.option("--page", type=click.IntRange(1, 9), metavar="N", required=True, help="Une page.")
    @click.option("--taille", type=(int, int), metavar="MM MM")
    @click.version_option("1.0", prog_name="docgen")
    def convention(**_options):
        """La convention."""

    return docgen


def said(command, *arguments):
    """Return what a command line prints."""
    return CliRunner().invoke(command, arguments, prog_name="docgen").output


def test_every_message_of_click_is_translated():
    found = messages_of_click()
    assert len(found) > 70
    assert {words for words in found if not MESSAGES.get(words)} == set()


def test_every_translation_is_of_a_current_click_message():
    assert set(MESSAGES) - messages_of_click() == {""}


def test_a_translation_keeps_the_fields_and_the_forms():
    for words in set(MESSAGES) - {""}:
        translation = MESSAGES[words]
        assert fields(words) - ENGLISH_WORDS == fields(translation), words
        assert words.count("\0") == translation.count("\0"), words
        assert words.count("%(") == translation.count("%("), words


def test_a_translation_follows_french_typography():
    for words in set(MESSAGES) - {""}:
        translation = MESSAGES[words]
        assert "'" not in re.sub("'[^' ]*{[^']*}'", "", translation), words
        assert not [sign for sign in ":;!?" if f" {sign}" in translation], words
        assert "..." not in translation, words


def test_the_compiled_catalogue_is_fresh():
    assert CATALOGUE.with_suffix(".mo").read_bytes() == COMPILER["compiled"](MESSAGES)


def test_help_is_in_french(command):
    assert said(command, "convention", "--help").split("\n\n") == [
        "Usage\u00a0: docgen convention [OPTIONS] SOURCE",
        "  La convention.",
        "Options\u00a0:\n"
        "  --format [pdf|docx]  [par défaut\u00a0: pdf]\n"
        "  --page N             Une page.  [1<=x<=9; obligatoire]\n"
        "  --taille MM MM\n"
        "  --version            Affiche la version et s’arrête.\n"
        "  --help               Affiche cette aide et s’arrête.\n",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--aide", "L’option '--aide' n’existe pas."),
        ("convension", "La commande 'convension' n’existe pas. Vouliez-vous écrire 'convention'"),
        ("convention", "Il manque l’argument 'SOURCE'."),
        ("convention pyproject.toml", "Il manque l’option '--page'."),
        ("convention pyproject.toml --page 12", "12 est hors de l’intervalle 1<=x<=9."),
        ("convention pyproject.toml --page x", "'x' n’est pas un nombre accepté."),
        ("convention absent.yaml", "Fichier introuvable\u00a0: 'absent.yaml'."),
        ("convention .", "Fichier attendu, mais '.' est un dossier."),
        ("convention --format odt", "choix possibles\u00a0: 'pdf', 'docx'."),
        ("convention --page", "L’option '--page' demande une valeur."),
        ("convention --taille 1", "L’option '--taille' demande 2 valeurs."),
        ("convention pyproject.toml a b --page 1", "a b\u00a0; ce qui a plusieurs mots"),
    ],
)
def test_a_mistake_is_told_in_french(command, monkeypatch, arguments, words):
    monkeypatch.chdir(ROOT)
    output = said(command, *arguments.split())
    assert "Erreur\u00a0: " in output
    assert words in output


def test_usage_error_shows_usage_and_help(command):
    assert said(command, "--aide").splitlines()[:2] == [
        "Usage\u00a0: docgen [OPTIONS] COMMANDE [ARGUMENTS]…",
        "Pour obtenir de l’aide\u00a0: 'docgen --help'",
    ]


@pytest.mark.parametrize(("count", "form"), [(0, "Argument"), (1, "Argument"), (2, "Arguments")])
def test_plurals_are_those_of_french(french, count, form):
    words = gettext.ngettext(
        "Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", count
    )
    assert words.split()[0] == form


def test_help_is_french_on_an_english_machine():
    program = (
        "import gettext, docgen.locale as french; french.speak_french();"
        "print(ascii(gettext.gettext('Show this message and exit.')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "LANGUAGE": "en", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == ascii("Affiche cette aide et s’arrête.")


def test_bounds_are_said_in_words():
    assert "<=" not in (ROOT / "docs/cli.md").read_text("utf-8")
