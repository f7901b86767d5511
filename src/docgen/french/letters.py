"""Letters as they are compared, whatever their accents and capitals."""

import re
import unicodedata
from typing import Final

_ACCENTS: Final = re.compile(r"[\u0300-\u036f]")


def folded(word: str) -> str:
    """Return a word without accents and capitals."""
    return _ACCENTS.sub("", unicodedata.normalize("NFD", word.casefold()))
