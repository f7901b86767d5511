"""Which cited text an article belongs to, and the days of its versions, as Légifrance says them."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from docgen.referential.droit.articles import UNKNOWN_DAY, CitedArticles
from docgen.referential.droit.reference import CODES, Genre

ARTICLE_ID: Final = re.compile(r"LEGIARTI\d{12}")
TEXT_ID: Final = re.compile(r"(?:LEGI|JORF)TEXT\d{12}")
NUMBER: Final = re.compile(r"\b(\d{2,4}-\d{1,5})\b")
"""The number of a law or a decree: « 2025-268 »."""
NATURES: Final = {"LOI": Genre.LOI, "DECRET": Genre.DECRET, "DÉCRET": Genre.DECRET}
"""The natures of numbered texts, by their first letters in Légifrance."""
NO_END: Final = {date(2999, 1, 1), UNKNOWN_DAY}


class CitedTexts:
    """The codes, laws and decrees that a project cites."""

    def __init__(self, cited: CitedArticles) -> None:
        self.cited = cited
        self._codes = {
            identifier: code
            for code, known in CODES.items()
            for identifier in known.legi
            if code in cited.ouvrages
        }

    def key(self, identifiers: Iterable[str], titles: Iterable[str]) -> str:
        """Return the key of the text of an article, '' for one that is not cited.

        `titles` begin with the nature of the text, and hold its number: « LOI n° 2025-268 ».
        """
        for identifier in identifiers:
            if identifier in self._codes:
                return self._codes[identifier]
        for title in titles:
            number = NUMBER.search(title)
            for nature, genre in NATURES.items():
                if number and title.upper().startswith(nature):
                    key = f"{genre} {number[1]}"
                    return key if key in self.cited.ouvrages else ""
        return ""


def first_day(text: str) -> date:
    """Return the first day of a version; raise ValueError when it is no date."""
    day = _read_date(text)
    return UNKNOWN_DAY if day in NO_END else day


def end_day(text: str) -> date | None:
    """Return the end of a version, None when it has none; raise ValueError for no date."""
    day = _read_date(text) if text else None
    return None if day in NO_END else day


def _read_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"date illisible : « {text} »" if text else "date absente") from error
