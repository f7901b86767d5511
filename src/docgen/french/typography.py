"""French typography of a text: that of a signed act, or that of our own words.

Law: pure, idempotent, without effect on what is not prose (addresses, code, hours); a telephone
number is kept on one line, and only its blanks change.
A text is one paragraph: its line breaks are spaces.
Sources: Lexique des règles typographiques de l'Imprimerie nationale, 3e éd., as reported.
A signed act is corrected by an amendment only: its words are never touched.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from docgen.french.protection import PHONE_NUMBER, hide_spans, restore_spans
from docgen.french.quotation import APOSTROPHE, pair_quotation_marks
from docgen.french.rule import FINE, INSECABLE, Rule, apply_all
from docgen.french.spacing import ABBREVIATIONS, BLANKS, NUMBERS, QUOTATION, SIGNS
from docgen.french.spelling import SPELLING

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
