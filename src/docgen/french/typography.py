"""French typography of a text: that of a signed act, or that of our own words.

Invariant: pure, idempotent, without effect on what is not prose (addresses, code, hours); a
telephone number is kept on one line, and only its blanks change.
A text is one paragraph: its line breaks are spaces.
Sources: Lexique des règles typographiques de l'Imprimerie nationale, 3e éd., as reported.
A signed act is corrected by an amendment only: its words are never touched.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from docgen.french.rule import FINE, INSECABLE, PLACEHOLDER, Rule, apply_all
from docgen.french.spacing import ABBREVIATIONS, BLANKS, NUMBERS, QUOTATION, SIGNS
from docgen.french.spelling import SPELLING

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
PROTECTED: Final = {
    "placeholder": PLACEHOLDER,
    "code": r"`[^`\n]+`",
    "template": r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}",
    "reference": r"\{[^\W\d_]+:[^\s{}]+\}",
    "tag": r"</?[a-zA-Z][^<>]*>",
    "link target": r"(?<=\])\([^()\s]*\)",
    "entity": r"&(?:\#\d+|\#x[0-9a-fA-F]+|[a-zA-Z]+);",
    "e-mail": r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "url": r"(?:(?:https?|ftp|file)://|www\.|(?:mailto|tel):(?=[\w+]))"
    r"""(?:\([^\s()]*\)|[^\s<>«»“”"()])*(?:\([^\s()]*\)|[^\s<>«»“”"().,;:!?*…’'\]])""",
    "domain": r"(?<![\w.-])(?:[a-zA-Z0-9][a-zA-Z0-9-]*\.)+(?:fr|com|org|net|eu|info|io|gov|edu)"
    r"(?![\w-]|\.\w)(?:/|[/?#][^\s<>«»“”\"()*]*[^\s<>«»“”\"().,;:!?*…’'\]])?",
    "file": r"(?<![\w~./\\-])(?:[\w~.-]*[/\\])*[.-]*\w[\w.-]*"
    r"\.(?:ya?ml|pdf|docx?|odt|xlsx?|ods|csv|json|html?|txt|png|jpe?g|svg|md|py|zip|j2)(?!\w)",
    "path": r"(?<![\w/.])(?:\.{1,2}/[\w./-]*|~?/[\w.-]+(?:/[\w.-]+)+|[A-Za-z]:\\\S+)",
    "handle": r"(?<![\w&/])[#@]\w+",
    "phone": r"(?<![\w.,])(?:(?:\+|00)33[ \u00a0\u202f.-]?(?:\(0\))?[1-9]|0[1-9])"
    r"(?:[ \u00a0\u202f.-]?\d{2}){4}(?!\d)",
    "green number": r"(?<![\w.,])0[ \u00a0\u202f]?8\d{2}(?:[ \u00a0\u202f]?\d{2,3}){2,3}(?!\d)",
    "aid number": r"(?<![\w.,])116[ \u00a0\u202f](?:006|111|117)(?!\d)",
    "siret": r"(?<!\d)\d{3}(?:[ \u00a0\u202f]\d{3}){2}[ \u00a0\u202f]\d{5}(?!\d)",
    "hour or ratio": r"(?<!\d)\d+(?::\d+)+(?!\d)",
}
"""Patterns of the spans that no rule touches, by kind; the first that matches wins.

Each matches only at the start of a run of its characters, which keeps the search linear.
"""

PHONE_NUMBER: Final = re.compile(
    "|".join(f"(?:{PROTECTED[kind]})" for kind in ("phone", "green number", "aid number"))
)
"""A telephone number."""
_PROTECTED = re.compile("|".join(f"(?:{pattern})" for pattern in PROTECTED.values()))
# A cheap test that no protected span escapes: most texts hold none.
_SIGN = re.compile(
    rf"[`{{<&@#/\\{PLACEHOLDER}(.:\d](?:(?<=[`{{<&@#/\\{PLACEHOLDER}])|(?<=\]\()|(?<=[.:])\S|(?<=\d)\d)"
)
_PLAIN_MARKS: Final = str.maketrans({**dict.fromkeys("«»“”„", '"'), **dict.fromkeys("’‘ʼ´", "'")})

# One pass is enough for most texts; « art.2ème » takes two, the blank and then the ordinal.
_PASSES: Final = 8

_FOLDING: Final = (
    Rule("in quotes", re.compile(r"(?<=[«“])\s+|\s+(?=[»”])"), "", "« x » and “x” are one"),
    Rule("blanks", re.compile(r"\s+"), " ", "all blanks are one"),
    Rule("before a sign", re.compile(r" (?=[:;!?%€])"), "", "a typist leaves it out"),
    Rule("after n°", re.compile(r"(?<=[nN]°) "), "", "a typist leaves it out"),
)

BLANK: Final = re.compile(r"\s")

_HELD_SIGNS: Final = (
    Rule("after «", re.compile(r"« "), f"«{INSECABLE}", "« never ends a line"),
    Rule("before » and :", re.compile(r" (?=»|:(?:\s|$))"), INSECABLE, "nor does what they follow"),
    Rule("before ; ! ?", re.compile(r" (?=[;!?](?:\s|$))"), FINE, "nor does what they follow"),
)


@lru_cache(maxsize=8192)
def texte_signe(text: str) -> str:
    """Return the words of a signed act with correct blanks, quotes and apostrophes.

    ``l'article n°3 : "oui"`` → ``l’article n°␣3␣: «␣oui␣»`` where ␣ is U+00A0.
    """
    return _correct_until_stable(_correct_signs, text)


@lru_cache(maxsize=8192)  # every commune's documents repeat the same sentences
def prose(text: str) -> str:
    """Return our own words in full typography: ``A l'occasion..`` → ``À l’occasion…``."""
    return _correct_until_stable(_correct_words_and_signs, text)


def hold_signs(text: str) -> str:
    """Return a message with no-break spaces before » : ; ! ? and after «."""
    return apply_all(_HELD_SIGNS, text)


@lru_cache(maxsize=8192)  # a check compares the same words again and again
def fold_typography(text: str) -> str:
    """Return the text without its typography, to compare words: ``«␣l’Élu␣»`` → ``"l'Élu"``."""
    return apply_all(_FOLDING, text).translate(_PLAIN_MARKS).strip()


def _correct_until_stable(correct: Callable[[str], str], text: str) -> str:
    """Return the text corrected until it no longer changes, so that a second call is idle."""
    for _ in range(_PASSES):
        before, text = text, _correct_outside_protected(correct, text)
        if text == before:
            break
    return text


def _correct_outside_protected(correct: Callable[[str], str], text: str) -> str:
    hidden, spans = hide_spans(text)
    return restore_spans(correct(hidden), [_join_phone_number(span) for span in spans])


def _join_phone_number(span: str) -> str:
    return BLANK.sub(INSECABLE, span) if PHONE_NUMBER.fullmatch(span) else span


def _correct_words_and_signs(hidden: str) -> str:
    return _correct_signs(apply_all(SPELLING, apply_all(BLANKS, hidden).strip()))


def _correct_signs(hidden: str) -> str:
    marked = pair_quotation_marks(APOSTROPHE.apply(apply_all(BLANKS, hidden).strip()))
    return apply_all((*QUOTATION, *SIGNS, *ABBREVIATIONS, *NUMBERS), marked).strip()


# What is not French prose is hidden from the rules: addresses, code, hours, telephone numbers.
# Invariant: `hide_spans` then `restore_spans` gives back every hidden span to the byte.


def hide_spans(text: str) -> tuple[str, list[str]]:
    """Return the text with a placeholder for each protected span, and the spans in order."""
    if not _SIGN.search(text):
        return text, []
    spans: list[str] = []

    def hide(span: re.Match[str]) -> str:
        spans.append(span.group())
        return PLACEHOLDER

    return _PROTECTED.sub(hide, text), spans


def restore_spans(text: str, spans: list[str]) -> str:
    """Return the text with each placeholder replaced by its span, in order."""
    if not spans:
        return text
    remaining = iter(spans)
    return re.sub(PLACEHOLDER, lambda _: next(remaining), text)


# Typewriter quotation marks and apostrophes become French ones: « » outside, “ ” inside, and ’.
# Invariant: a mark becomes another mark, nothing else moves; an unpaired text keeps its marks.


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
