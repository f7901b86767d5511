"""Turn typewriter quotation marks and apostrophes into French ones.

Law: a mark becomes another mark, nothing else moves; an unpaired text keeps its marks.
Sources: Lexique des règles typographiques de l'Imprimerie nationale, as reported: « » outside,
“ ” inside, the apostrophe is ’.
"""

import re
from typing import Final

from docgen.french.rule import PLACEHOLDER, Rule

_MARK = re.compile(r"[«»“”\"]")
_BEFORE_AN_OPENING: Final = "([{«“’'–—-/"
_AFTER_A_CLOSING: Final = ")]}»”’.,;:!?…–—-/"

APOSTROPHE: Final = Rule(
    "apostrophe",
    re.compile(rf"([^\W\d_]\**)['‘ʼ´](?=[*\[]*[\w«“\"{PLACEHOLDER}])"),
    r"\1’",
    "between a letter and what it elides on; * marks bold and is transparent; 5'30 is not one",
    needs="['‘ʼ´]",
)


def pair_quotation_marks(text: str) -> str:
    """Return the text with French quotation marks: ``"un "mot" lu"`` → ``«un “mot” lu»``."""
    marks = _matched_marks(text)
    if not marks:
        return text
    return "".join(marks.get(index, char) for index, char in enumerate(text))


def _matched_marks(text: str) -> dict[int, str]:
    """Return the right mark at each position; {} when a mark has no partner."""
    marks: dict[int, str] = {}
    opened: list[int] = []
    for match in _MARK.finditer(text):
        index = match.start()
        if _opens(text, index, bool(opened)):
            opened.append(index)
        elif opened and text[opened[-1]] + text[index] in {"«»", "“”", '""'}:
            start = opened.pop()
            outside = not opened
            marks[start], marks[index] = ("«", "»") if outside else ("“", "”")
        elif opened or text[index] != "»":
            # Guessing would turn inches (15") or a forgotten mark into a wrong quotation.
            return {}
    return {} if any(text[index] != "«" for index in opened) else marks


def _opens(text: str, index: int, inside: bool) -> bool:
    mark = text[index]
    if mark != '"':
        return mark in "«“"
    before = text[:index].rstrip("*")[-1:]
    after = text[index + 1 :].lstrip("*")[:1]
    closes = inside and (not after or after.isspace() or after in _AFTER_A_CLOSING)
    return not closes and (not before or before.isspace() or before in _BEFORE_AN_OPENING)
