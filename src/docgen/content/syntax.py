"""French messages for errors of YAML syntax, at the place to correct.

A parser stops where it is lost; a quote left open is reported where it was opened.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, Final

import yaml

Place = tuple[int, int]
"""Line and column, from 1."""
UNCLOSED: Final = "guillemet ouvert et jamais refermé"
QUOTED = "mettez le texte entre guillemets"

READ_BACK: Final = "« docgen reprendre FICHIER » en reprend les corrections"


def explain_other_format(data: bytes, name: str) -> tuple[str, str]:
    """Return what a file is that holds no text, and what to do with it; empty for a text."""
    if data.startswith(b"%PDF"):
        return "c’est un PDF", f"docgen extract {shlex.quote(name)}"
    if data.startswith(rb"{\rtf"):
        return "c’est un texte mis en forme (RTF)", "recopiez ses mots dans un fichier « .yaml »"
    if data.startswith(b"\xd0\xcf\x11\xe0") or b"opendocument" in data[:100]:
        hint = f"enregistrez-le en « .docx » ou « .xlsx » ; {READ_BACK}"
        return "c’est un fichier LibreOffice, ou un ancien fichier Word ou Excel", hint
    if data.startswith(b"PK\3\4"):
        named = PurePath(name).suffix.lower() in (".docx", ".xlsx")
        hint = f"rendez-lui son nom en « .docx » ou « .xlsx » ; {READ_BACK}"
        message = "c’est un fichier Word ou un classeur"
        return message, f"docgen reprendre {shlex.quote(name)}" if named else hint
    return "", ""


SYNTAX = (
    ("maximum nesting depth", "trop de niveaux imbriqués", ""),
    ("cannot start any token", "caractère interdit en début de valeur", QUOTED),
    (
        "mapping values are not allowed",
        "deux-points inattendus",
        "un texte qui contient « : » se met entre guillemets, ou après « >- » à la ligne",
    ),
    (
        "could not find expected ':'",
        "il manque les deux-points après la clé",
        "écrivez « clé: valeur », avec une espace après les deux-points",
    ),
    (
        "did not find expected key",
        "clé ou tiret attendu ici",
        "vérifiez l’alignement : deux espaces par niveau, et les guillemets qui se ferment",
    ),
    (
        "did not find expected '-' indicator",
        "tiret de liste attendu ici",
        "alignez les tirets d’une même liste",
    ),
    (
        "did not find expected ',' or ']'",
        "crochet « ] » attendu",
        "un texte qui contient « [ » ou « ] » se met entre guillemets",
    ),
    (
        "did not find expected ',' or '}'",
        "accolade « } » attendue",
        "un texte qui contient « { » ou « } » se met entre guillemets",
    ),
    (
        "unexpected ':'",
        "deux-points inattendus",
        "entre accolades, écrivez « clé: valeur », avec une espace après les deux-points",
    ),
    ("unexpected end of stream", UNCLOSED, "fermez le guillemet"),
    (
        "unexpected document indicator",
        f"{UNCLOSED} avant « --- » ou « ... »",
        "fermez le guillemet",
    ),
    (
        "block sequence entries are not allowed",
        "tiret de liste inattendu",
        "mettez la liste à la ligne, sous sa clé",
    ),
    ("mapping keys are not allowed", "« ? » en début de valeur", QUOTED),
    ("did not find expected alphabetic", "« * » ou « & » en début de valeur", QUOTED),
    (
        "unknown escape",
        "barre oblique inverse « \\ » non reconnue",
        "entre guillemets droits doubles, écrivez « \\\\ » ; ou employez des guillemets simples",
    ),
    (
        "expected hexdecimal number",
        "code de caractère incomplet après « \\ »",
        "écrivez plutôt le caractère lui-même",
    ),
    (
        "invalid Unicode character escape",
        "code de caractère qui n’existe pas",
        "écrivez plutôt le caractère lui-même",
    ),
    ("tag", "« ! » en début de valeur", QUOTED),
    ("directive", "« % » en début de ligne", QUOTED),
    (
        "expected comment or line break",
        "texte inattendu après « > » ou « | »",
        "allez à la ligne après « >- », ou mettez le texte entre guillemets",
    ),
    ("expected node content", "valeur attendue ici", "écrivez-la, ou fermez ce qui est ouvert"),
    (
        "expected <document start>",
        "texte inattendu ici",
        "une clé du premier niveau commence la ligne ; une liste et des clés ne se mêlent pas",
    ),
)
"""Words of libyaml's message, our French message, a hint."""
BLOCK: Final = re.compile(r"\s*(?:- +(?=\S)|[\w-]+:(?: |$))|$")
"""A line that is no part of what a bracket opened above."""
UNKNOWN_SYNTAX = ("ce n’est pas du YAML valide", "comparez avec un exemple de content/")


def explain_syntax_error(error: yaml.YAMLError, text: str, loader: Any) -> tuple[str, Place, str]:
    """Return a message, its place and a hint; `loader` is the one that raised `error`."""
    lines = text.removesuffix("\n").split("\n")
    where = getattr(error, "problem_mark", None)
    place = (len(lines), len(lines[-1]) + 1)
    if where and where.line < len(lines):
        place = _place(where)
    english = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    message, hint = _french_message(english, lines[place[0] - 1])
    if "mapping values are not allowed" in english and (glued := _glued_key(lines, place)):
        return "espace oubliée après les deux-points", glued, "écrivez « clé: valeur »"
    start = getattr(error, "context_mark", None)  # of the quoted text, or of an alias
    opened = _place(start) if start else place
    never_closed = "did not find expected ','" in english and BLOCK.match(lines[place[0] - 1])
    if never_closed or "could not find expected ':'" in english:
        return message, opened, hint
    for lost in (place, opened):
        if quote := _quoted_text_before(text, lost, loader):
            message = f"guillemet ouvert ici, et refermé seulement ligne {lost[0]}"
            return message, _place(quote.start_mark), "fermez-le à la fin de son texte"
    return message, opened if UNCLOSED in message else place, hint


def _glued_key(lines: list[str], place: Place) -> Place | None:
    """Return the place of a colon without a space, on the line above `place`.

    The parser took « cle:valeur » for a text that goes on below.
    """
    above = lines[place[0] - 2] if place[0] > 1 else ""
    glued = re.fullmatch(r"\s*(?:- +)?[\w-]+:(?!//)[^\s:]+(?: [^:]*)?", above)
    return (place[0] - 1, above.index(":") + 1) if glued else None


def _quoted_text_before(text: str, place: Place, loader: Any) -> Any:
    """Return the token of a quoted text of several lines that ends right before `place`.

    Its quote was left open, and closed by the opening quote of another text below.
    """
    lines = text.split("\n")
    for token in _quoted_tokens(text, loader):
        start, end = _place(token.start_mark), _place(token.end_mark)
        between = lines[end[0] - 1][end[1] - 1 : place[1] - 1]
        if start[0] < end[0] == place[0] and end[1] <= place[1] and not between.strip():
            return token
    return None


def _quoted_tokens(text: str, loader: Any) -> Iterator[Any]:
    try:
        for token in yaml.scan(text, Loader=loader):
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                yield token
    except yaml.YAMLError:  # reported already
        return


def _place(mark: Any) -> Place:
    return mark.line + 1, mark.column + 1


def _french_message(english: str, line: str) -> tuple[str, str]:
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "tabulation dans le retrait", "remplacez chaque tabulation par deux espaces"
    messages = ((message, hint) for words, message, hint in SYNTAX if words in english)
    return next(messages, UNKNOWN_SYNTAX)
