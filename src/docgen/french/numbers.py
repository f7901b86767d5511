"""Numbers of a French text, in digits or in letters, read as values.

A number that is not well written has no value: « 15 00 », « un deux ».
"""

import re
from decimal import Decimal
from functools import cache
from typing import Final

from docgen.french.wording import en_lettres

NUMBER_WORD: Final = (
    r"(?:une?|deux|trois|quatre(?:-vingts?)?|cinq|six|sept|huit|neuf|dix|onze|douze|treize"
    r"|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|cents?|mille|millions?)\b"
)
"""A word of a number, in lower case."""
# A number in letters has twelve words at most; without the bound, a long row of « un » would take
# quadratic time.
IN_LETTERS: Final = rf"{NUMBER_WORD}(?:(?:[\s-]et[\s-]|[\s-]){NUMBER_WORD}){{0,11}}"
"""A number in letters, or a row of such words that is none."""
IN_DIGITS: Final = r"\d+(?:[ .]\d+)*(?:,\d+)?"
"""Digits in groups, well written or not, whose blanks are plain spaces."""

_LARGE: Final = {"million": 10**6, "milliard": 10**9}
_GROUPED: Final = re.compile(r"(?:0|[1-9]\d*|[1-9]\d{0,2}(?:([ .])\d{3})(?:\1\d{3})*)(?:,\d+)?")


def read_number(words: str) -> Decimal | None:
    """Return the value of a number in lower case, None when it is not well written.

    ``15 000``, ``18,03``, ``cent vingt mille``, ``2 millions`` are well written.
    """
    large = re.fullmatch(r"(.*?) ?\b(million|milliard)s?", words)
    if large is None:
        return _read_digits(words) if words[:1].isdigit() else _read_letters(words)
    count = read_number(large[1])
    return None if count is None else count * _LARGE[large[2]]


def _read_digits(words: str) -> Decimal | None:
    if not _GROUPED.fullmatch(words):
        return None
    return Decimal(re.sub(r"[ .]", "", words).replace(",", "."))


def _read_letters(words: str) -> Decimal | None:
    """Return the value of a number under a million: the words of a whole number, and no others."""
    thousands, mille, rest = f" {_plain(words)} ".rpartition(" mille ")
    known = _spelt()
    high = known.get(thousands.strip() or ("un" if mille else "zero"))
    low = known.get(rest.strip() or ("zero" if mille else ""))
    if high is None or low is None or (mille and thousands.strip() == "un"):
        return None
    return Decimal(high * 1000 + low)


def _plain(words: str) -> str:
    """Return a number without what its spellings differ by: hyphens, plurals, feminine."""
    spaced = re.sub(r"[\s-]+", " ", words)
    return re.sub(r"\b(cent|vingt)s\b|\b(un)e\b", r"\1\2", spaced).strip().replace("é", "e")


@cache
def _spelt() -> dict[str, int]:
    """Return the numbers under a thousand by their spelling."""
    return {_plain(en_lettres(number)): number for number in range(1000)}
