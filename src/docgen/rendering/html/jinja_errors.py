"""The messages of Jinja and Python about a template that cannot be filled, in French."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from docgen.errors import closest

TOKENS = {
    "begin of statement block": "{%",
    "end of statement block": "%}",
    "begin of print statement": "{{",
    "end of print statement": "}}",
    "begin of comment": "{#",
    "end of comment": "#}",
    "template data / text": "du texte",
    "end of template": "fin du modèle",
    "name": "un nom",
    "string": "un texte",
    "integer": "un nombre",
    "float": "un nombre",
}
"""Jinja's names of tokens, and how people see them."""
ENDS = {"block": "endblock", "for": "endfor", "if": "endif", "macro": "endmacro"}

Wording = Callable[[re.Match[str]], str]


def _token(name: str) -> str:
    return f"« {TOKENS.get(name, name)} »"


def _unclosed(found: re.Match[str]) -> str:
    tag = found["tag"]
    return f"« {{% {tag} %}} » jamais refermé ; il manque « {{% {ENDS.get(tag, 'end' + tag)} %}} »"


SYNTAX: tuple[tuple[str, Wording], ...] = (
    (r"Unexpected end of template\..* is '(?P<tag>\w+)'\.", _unclosed),
    (
        r"Encountered unknown tag '(?P<tag>end\w+|el\w+)'\.(.* is '(?P<open>\w+)'\.)?",
        lambda m: (
            f"« {{% {m['tag']} %}} » ne va pas avec « {{% {m['open']} %}} », encore ouvert"
            if m["open"]
            else f"« {{% {m['tag']} %}} » ne referme rien"
        ),
    ),
    (
        r"Encountered unknown tag '(?P<tag>\w+)'\.",
        lambda m: f"instruction inconnue : « {{% {m['tag']} %}} »",
    ),
    (r"Missing end of comment tag", lambda _: "commentaire « {# » jamais refermé"),
    (r"Missing end of raw directive", lambda _: "« {% raw %} » jamais refermé"),
    (r"tag name expected", lambda _: "instruction vide : « {% %} »"),
    (
        r"expected token '(?P<wanted>.+)', got '(?P<found>.+)'",
        lambda m: f"{_token(m['wanted'])} attendu, {_token(m['found'])} trouvé",
    ),
    (
        r"unexpected end of template, expected '(?P<wanted>.+)'\.",
        lambda m: f"{_token(m['wanted'])} attendu avant la fin du modèle",
    ),
    (
        r"Expected an expression, got '(?P<found>.+)'",
        lambda m: f"valeur attendue, {_token(m['found'])} trouvé",
    ),
    (
        r"unexpected '(?P<found>.+)', expected '(?P<wanted>.+)'",
        lambda m: f"{_token(m['wanted'])} attendu, {_token(m['found'])} trouvé",
    ),
    (r"unexpected char '(?P<found>.+)' at", lambda m: f"caractère inattendu : « {m['found']} »"),
    (r"unexpected '(?P<found>.+)'", lambda m: f"{_token(m['found'])} inattendu"),
    (r"block '(?P<name>\w+)' defined twice", lambda m: f"bloc défini deux fois : « {m['name']} »"),
    (r"No test named '(?P<name>\w+)'", lambda m: f"test inconnu : « is {m['name']} »"),
)
"""Patterns of Jinja's syntax errors, and their French messages; the first match wins."""
FILTER = re.compile(r"No filter named '(\w+)'")

HINTS: tuple[tuple[str, Wording], ...] = (
    (r"there is no next item", lambda _: "« loop.nextitem » : rien ne suit le dernier"),
    (r"there is no previous item", lambda _: "« loop.previtem » : rien ne précède le premier"),
    (
        r"parameter '(?P<name>\w+)' was not provided",
        lambda m: f"« {m['name']} » : valeur que l’appel de la macro ne donne pas",
    ),
)
"""Patterns of Jinja's messages about a missing value; the first match wins."""

CALCULATIONS = (
    (ZeroDivisionError, "division par zéro"),
    (UnicodeDecodeError, "ce fichier n’est pas en UTF-8"),
    (RecursionError, "ce modèle s’appelle lui-même sans fin"),
    (TypeError, "opération entre des valeurs qui ne vont pas ensemble"),
    (LookupError, "élément absent d’une liste"),
)
"""The errors of a calculation in a template; the first match wins."""


def syntax_in_french(message: str, filters: Iterable[str] = ()) -> str:
    """Return the French message of a Jinja syntax error.

    ``"No filter named 'rich'."`` → `filtre inconnu : « rich »`, with the nearest of `filters`.
    """
    unknown = FILTER.match(message)
    if unknown:
        near = closest(unknown[1], filters)
        return f"filtre inconnu : « {unknown[1]} »" + (f" ; {near}" if near else "")
    return _translate(message, SYNTAX) or "balise mal écrite"


def hint_in_french(message: str) -> str:
    """Return the French message about a missing value."""
    return _translate(message, HINTS) or "valeur absente"


def _translate(message: str, table: tuple[tuple[str, Wording], ...]) -> str:
    for pattern, word in table:
        match = re.match(pattern, message)
        if match:
            return word(match)
    return ""


def calculation_in_french(error: Exception) -> str:
    """Return the French message of an error in a calculation."""
    messages = (message for error_class, message in CALCULATIONS if isinstance(error, error_class))
    return next(messages, "valeur impossible")
