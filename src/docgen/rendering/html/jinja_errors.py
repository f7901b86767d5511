"""What Jinja and Python say of a template that cannot be filled, in French."""

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
"""How Jinja names what it reads, and how people see it."""
ENDS = {"block": "endblock", "for": "endfor", "if": "endif", "macro": "endmacro"}

Say = Callable[[re.Match[str]], str]


def _token(name: str) -> str:
    return f"« {TOKENS.get(name, name)} »"


def _unclosed(found: re.Match[str]) -> str:
    tag = found["tag"]
    return f"« {{% {tag} %}} » jamais refermé ; il manque « {{% {ENDS.get(tag, 'end' + tag)} %}} »"


SYNTAX: tuple[tuple[str, Say], ...] = (
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
"""What Jinja's reader says, and how to say it; the first that fits."""
FILTER = re.compile(r"No filter named '(\w+)'")

HINTS: tuple[tuple[str, Say], ...] = (
    (r"there is no next item", lambda _: "« loop.nextitem » : rien ne suit le dernier"),
    (r"there is no previous item", lambda _: "« loop.previtem » : rien ne précède le premier"),
    (
        r"parameter '(?P<name>\w+)' was not provided",
        lambda m: f"« {m['name']} » : valeur que l’appel de la macro ne donne pas",
    ),
)
"""What Jinja says of a value that it could not give; the first that fits."""

CALCULATIONS = (
    (ZeroDivisionError, "division par zéro"),
    (UnicodeDecodeError, "ce fichier n’est pas en UTF-8"),
    (RecursionError, "ce modèle s’appelle lui-même sans fin"),
    (TypeError, "opération entre des valeurs qui ne vont pas ensemble"),
    (LookupError, "élément absent d’une liste"),
)
"""What goes wrong while a template calculates; the first that fits."""


def syntax_in_french(message: str, filters: Iterable[str] = ()) -> str:
    """Return what Jinja says of a template that it cannot read.

    ``"No filter named 'rich'."`` → `filtre inconnu : « rich »`, with the nearest of `filters`.
    """
    unknown = FILTER.match(message)
    if unknown:
        near = closest(unknown[1], filters)
        return f"filtre inconnu : « {unknown[1]} »" + (f" ; {near}" if near else "")
    return _said(message, SYNTAX) or "balise mal écrite"


def hint_in_french(message: str) -> str:
    """Return what Jinja says of a value that it could not give."""
    return _said(message, HINTS) or "valeur absente"


def _said(message: str, table: tuple[tuple[str, Say], ...]) -> str:
    for pattern, say in table:
        found = re.match(pattern, message)
        if found:
            return say(found)
    return ""


def calculation_in_french(error: Exception) -> str:
    """Return what Python says of a calculation that a template asks for."""
    known = (said for kind, said in CALCULATIONS if isinstance(error, kind))
    return next(known, "valeur impossible")
