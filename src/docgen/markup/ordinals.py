"""Ordinals of French: « 1er », « 2e », « XXIe », whose letters stand above the line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

ORDINAL: Final = re.compile(r"(?<![\w./#=])(?:\d+(ers?|res?|es?)|I(er|re)|[IVX]{2,}(es?))(?!\w)")
"""« 1er », « 2e », « XXIe »: the letters after the number are raised; an address is no ordinal."""


def cut_ordinals(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the stretches of a text, and whether each is raised: `le 1`, no; `er`, yes."""
    start = 0
    for found in ORDINAL.finditer(text):
        letters = found[1] or found[2] or found[3]
        yield text[start : found.end() - len(letters)], False
        yield letters, True
        start = found.end()
    if text[start:]:
        yield text[start:], False
