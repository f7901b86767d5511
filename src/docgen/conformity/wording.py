"""French wording that several checks share."""

from collections.abc import Iterable
from itertools import groupby
from typing import Final

LONGEST: Final = 60
"""The most characters of a text that a problem quotes."""


def pages_in_words(pages: Iterable[int]) -> str:
    """``[0, 2, 3, 4]`` → ``pages 1, 3 à 5``."""
    numbers = sorted({page + 1 for page in pages})
    groups = groupby(enumerate(numbers), lambda ranked: ranked[1] - ranked[0])
    runs = [[number for _, number in group] for _, group in groups]
    return f"page{'s' * (len(numbers) > 1)} {', '.join(map(_run, runs))}"


def _run(numbers: list[int]) -> str:
    between = {1: "", 2: " et "}.get(len(numbers), " à ")
    return between.join(map(str, dict.fromkeys((numbers[0], numbers[-1]))))


def quoted(text: str) -> str:
    """Return a text in French quotation marks, cut to `LONGEST` characters."""
    return f"« {text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'} »"
