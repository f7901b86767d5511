"""The messages of Jinja and Python about a template that cannot be filled, in French."""

import re
from collections.abc import Iterable

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
TOKEN_GROUPS = {"wanted", "token"}
"""The groups of patterns that are names of tokens."""
ENDS = {"block": "endblock", "for": "endfor", "if": "endif", "macro": "endmacro"}

SYNTAX = (
    (
        r"Unexpected end of template\..* is '(?P<tag>\w+)'\.",
        "« {{% {tag} %}} » jamais refermé ; il manque « {{% {end} %}} »",
    ),
    (
        r"Encountered unknown tag '(?P<tag>end\w+|el\w+)'\..* is '(?P<open>\w+)'\.",
        "« {{% {tag} %}} » ne va pas avec « {{% {open} %}} », encore ouvert",
    ),
    (r"Encountered unknown tag '(?P<tag>end\w+|el\w+)'\.", "« {{% {tag} %}} » ne referme rien"),
    (r"Encountered unknown tag '(?P<tag>\w+)'\.", "instruction inconnue : « {{% {tag} %}} »"),
    (r"Missing end of comment tag", "commentaire « {{# » jamais refermé"),
    (r"Missing end of raw directive", "« {{% raw %}} » jamais refermé"),
    (r"tag name expected", "instruction vide : « {{% %}} »"),
    (
        r"expected token '(?P<wanted>.+)', got '(?P<token>.+)'",
        "« {wanted} » attendu, « {token} » trouvé",
    ),
    (
        r"unexpected end of template, expected '(?P<wanted>.+)'\.",
        "« {wanted} » attendu avant la fin du modèle",
    ),
    (r"Expected an expression, got '(?P<token>.+)'", "valeur attendue, « {token} » trouvé"),
    (
        r"unexpected '(?P<token>.+)', expected '(?P<wanted>.+)'",
        "« {wanted} » attendu, « {token} » trouvé",
    ),
    (r"unexpected char '(?P<char>.+)' at", "caractère inattendu : « {char} »"),
    (r"unexpected '(?P<token>.+)'", "« {token} » inattendu"),
    (r"block '(?P<name>\w+)' defined twice", "bloc défini deux fois : « {name} »"),
    (r"No test named '(?P<name>\w+)'", "test inconnu : « is {name} »"),
)
"""Patterns of Jinja's syntax errors, and their French messages; the first match wins."""
FILTER = re.compile(r"No filter named '(\w+)'")

HINTS = (
    (r"there is no next item", "« loop.nextitem » : rien ne suit le dernier"),
    (r"there is no previous item", "« loop.previtem » : rien ne précède le premier"),
    (
        r"parameter '(?P<name>\w+)' was not provided",
        "« {name} » : valeur que l’appel de la macro ne donne pas",
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


def syntax_in_french(message: str, filters: Iterable[str]) -> str:
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


def _translate(message: str, table: Iterable[tuple[str, str]]) -> str:
    for pattern, french in table:
        if match := re.match(pattern, message):
            words = match.groupdict()
            shown = {
                name: TOKENS.get(words[name], words[name]) for name in words.keys() & TOKEN_GROUPS
            }
            tag = words.get("tag", "")
            return french.format(**words | shown, end=ENDS.get(tag, f"end{tag}"))
    return ""


def calculation_in_french(error: Exception) -> str:
    """Return the French message of an error in a calculation."""
    messages = (message for error_class, message in CALCULATIONS if isinstance(error, error_class))
    return next(messages, "valeur impossible")
