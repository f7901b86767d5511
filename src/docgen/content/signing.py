"""Words that people type to be written into a file: a name that signs, a text that was read."""

from datetime import date
from typing import Final

from docgen.content.editing import quote
from docgen.content.model import Content, Texte
from docgen.content.source import parse_source
from docgen.content.validation import check_source
from docgen.errors import ContentError
from docgen.french.letters import folded

FIRST_DAY: Final = date(2000, 1, 1)
"""What is dated before that day, was dated by a slip of the pen."""
NOBODY: Final = ("anonyme", "aucun", "inconnu", "inconnue", "neant", "nom", "personne", "votre nom")
"""Words that people write in the place of a name."""
NO_TEXT: Final = ("texte", "texte lu", "texte-lu")
"""Words that people leave in the place of a text that was read."""
SOMEONE: Final = "écrivez le nom de qui signe"


class _TypedText(Content):
    texte: Texte


def words_fault(text: str) -> tuple[str, str]:
    """Return why a text cannot stand in a file, and a hint; two empty texts when it can."""
    try:
        check_source(parse_source(f"texte: {quote(text)}", ""), _TypedText, lambda _: ())
    except ContentError as error:
        return error.problems[0].message, error.problems[0].hint
    return "", ""


def name_fault(name: str) -> tuple[str, str]:
    """Return why a name cannot sign, and a hint; two empty texts when it can."""
    if sum(map(str.isalpha, name)) < 2 or folded(name).strip() in NOBODY:
        return "ne nomme personne", SOMEONE
    return words_fault(name)


def names_a_text(words: str) -> bool:
    """Whether some words may name a text that was read."""
    return sum(map(str.isalnum, words)) > 2 and folded(words).strip() not in NO_TEXT


def reference_fault(words: str) -> tuple[str, str]:
    """Return why words do not name a text that was read, and a hint; two empty texts if they do."""
    if not names_a_text(words):
        return "ne dit pas ce qui a été relu", "écrivez le texte, et sa version"
    return words_fault(words)
