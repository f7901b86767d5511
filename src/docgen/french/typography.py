"""Give a text the typography of French: that of a signed act, or that of our own words.

Law: pure, idempotent, blind to what is not prose (addresses, code, hours); no line ends within a
number one dials, of which blanks alone change.
A text is one paragraph: its line breaks are spaces.
Sources: Lexique des règles typographiques de l'Imprimerie nationale, 3e éd., as reported.
A signed act is corrected by an amendment only: its words are never touched.
"""

from __future__ import annotations

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

# One pass settles a text that people write; « art.2ème » needs the blank before the ordinal.
_PASSES: Final = 8

_FOLDING: Final = (
    Rule("in quotes", re.compile(r"(?<=[«“])\s+|\s+(?=[»”])"), "", "« x » and “x” are one"),
    Rule("blanks", re.compile(r"\s+"), " ", "all blanks are one"),
    Rule("before a sign", re.compile(r" (?=[:;!?%€])"), "", "a typist leaves it out"),
    Rule("after n°", re.compile(r"(?<=[nN]°) "), "", "a typist leaves it out"),
)

BLANK: Final = re.compile(r"\s")

_HELD: Final = (
    Rule("after «", re.compile(r"« "), f"«{INSECABLE}", "« never ends a line"),
    Rule("before » and :", re.compile(r" (?=»|:(?:\s|$))"), INSECABLE, "nor does what they follow"),
    Rule("before ; ! ?", re.compile(r" (?=[;!?](?:\s|$))"), FINE, "nor does what they follow"),
)


@lru_cache(maxsize=8192)
def texte_signe(text: str) -> str:
    """Return the words of a signed act, blanks, quotes and apostrophes alone put right.

    ``l'article n°3 : "oui"`` → ``l’article n°␣3␣: «␣oui␣»`` where ␣ is U+00A0.
    """
    return _settle(_correct_signs, text)


@lru_cache(maxsize=8192)  # the same sentences come again in every commune's documents
def prose(text: str) -> str:
    """Return our own words in full typography: ``A l'occasion..`` → ``À l’occasion…``."""
    return _settle(_correct_words_and_signs, text)


def hold_signs(text: str) -> str:
    """Return a message of our own with its quotes and high signs held to their words.

    ``« id: » absent : lequel ?`` keeps its words; only blanks before » : ; ! ? and after « change.
    """
    return apply_all(_HELD, text)


def fold_typography(text: str) -> str:
    """Return the form that compares words: ``«␣l’Élu␣»`` and ``"l'Élu"`` → ``"l'Élu"``."""
    return apply_all(_FOLDING, text).translate(_PLAIN_MARKS).strip()


def _settle(correct: Callable[[str], str], text: str) -> str:
    """Return the text once it is at rest, which makes a second call change nothing."""
    for _ in range(_PASSES):
        before, text = text, _outside_intact_spans(correct, text)
        if text == before:
            break
    return text


def _outside_intact_spans(correct: Callable[[str], str], text: str) -> str:
    """Return the text corrected, save what no rule may touch."""
    hidden, spans = hide_spans(text)
    return restore_spans(correct(hidden), [_dialled(span) for span in spans])


def _dialled(span: str) -> str:
    """Return what no rule touches, held together if it is a number one dials: ``05␣63␣…``."""
    return BLANK.sub(INSECABLE, span) if PHONE_NUMBER.fullmatch(span) else span


def _correct_words_and_signs(hidden: str) -> str:
    """Return a text with its words spelt, then its signs right."""
    return _correct_signs(apply_all(SPELLING, apply_all(BLANKS, hidden).strip()))


def _correct_signs(hidden: str) -> str:
    """Return a text with its quotes, apostrophes and blanks right."""
    marked = pair_quotation_marks(APOSTROPHE.apply(apply_all(BLANKS, hidden).strip()))
    return apply_all((*QUOTATION, *SIGNS, *ABBREVIATIONS, *NUMBERS), marked).strip()
