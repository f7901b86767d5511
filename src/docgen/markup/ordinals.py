"""French ordinals, whose letters are superscript: « 1er », « 2e », « XXIe »."""

import re
from collections.abc import Iterator
from typing import Final

ORDINAL: Final = re.compile(r"(?<![\w./#=])(?:\d+(ers?|res?|es?)|I(er|re)|[IVX]{2,}(es?))(?!\w)")
"""« 1er », « 2e », « XXIe », outside addresses; the letters after the number are raised."""


def cut_ordinals(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text, and whether each is raised: `le 1`, no; `er`, yes."""
    start = 0
    for match in ORDINAL.finditer(text):
        letters = match[1] or match[2] or match[3]
        yield text[start : match.end() - len(letters)], False
        yield letters, True
        start = match.end()
    if text[start:]:
        yield text[start:], False
